"""
Write one answer to every ticket under a problem or major incident, in a worker.

The tickets are chosen when it is sent. Each is written in a transaction of its own with its line
of the broadcast, so that a worker that is killed goes on where it was, and none is written twice.
"""

import logging
from collections.abc import Callable
from contextlib import nullcontext
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import DatabaseError, transaction

from accounts.models import PractitionerRole
from core.errors import DomainError, NotPermittedNow
from helpdesk import permissions, policies
from helpdesk.codes import (
    OPEN_STATES,
    BroadcastState,
    DeliveryState,
    EventKind,
    ParticipantKind,
    TicketState,
    Visibility,
)
from helpdesk.models import (
    Broadcast,
    BroadcastDelivery,
    Ticket,
    TicketEvent,
    TicketParticipant,
    sight_of,
)
from helpdesk.tasks.broadcasts import hand_off_broadcast

from .identifiers import clean_text
from .notifications import quietly
from .recording import Happening, lock_ticket, record
from .states import change_state

logger = logging.getLogger(__name__)

# The same words within this time are a second press of the button.
SAME_WITHIN: Final = timedelta(minutes=10)
STALLED_AFTER: Final = timedelta(minutes=1)


@transaction.atomic
def start_broadcast(
    *, number: int, text: str, resolves: bool, by: PractitionerRole, at: datetime
) -> Broadcast:
    """
    Send one answer to all tickets under a problem, and resolve them with it if so wished.

    :raises Forbidden: the actor does not work on the problem
    :raises NotPermittedNow: nothing is under it, there are no words, or they were just sent
    """
    parent = lock_ticket(number)
    permissions.check_may_work_on(sight_of(by), parent)
    policies.check_can_have_children(parent)
    words = clean_text(text.strip())
    if not words:
        raise NotPermittedNow("Write something first.")
    again = Broadcast.objects.filter(parent=parent, text=words, at__gt=at - SAME_WITHIN)
    if again.exists():
        raise NotPermittedNow("These words were sent a moment ago. Nobody is told twice.")
    if not parent.children.exists():
        raise NotPermittedNow("No tickets are under this one yet. Link some first.")
    happening = Happening(
        kind=EventKind.BROADCAST, by=by, text=words, facts={"to": "children", "resolves": resolves}
    )
    record(parent, happening, at=at)
    return send_to_children(parent, text=words, resolves=resolves, by=by, at=at)


def send_to_children(
    parent: Ticket, *, text: str, resolves: bool, by: PractitionerRole, at: datetime
) -> Broadcast:
    """Choose the tickets under a locked one that are to read a text, and have a worker write it."""
    chosen = parent.children.filter(state__in=[*OPEN_STATES, TicketState.RESOLVED])
    broadcast = Broadcast.objects.create(parent=parent, text=text, resolves=resolves, by=by, at=at)
    BroadcastDelivery.objects.bulk_create(
        BroadcastDelivery(broadcast=broadcast, ticket=ticket)
        for ticket in chosen.order_by("number")
    )
    hand_off_broadcast(broadcast.pk)
    return broadcast


def deliver_broadcast(broadcast_id: UUID, *, clock: Callable[[], datetime]) -> None:
    """Write a broadcast to the tickets that still wait for it."""
    waiting = BroadcastDelivery.objects.filter(
        broadcast_id=broadcast_id, state=DeliveryState.WAITING
    )
    for delivery_id in list(waiting.order_by("ticket_id").values_list("pk", flat=True)):
        _deliver_or_say_why(delivery_id, at=clock())
    _finish(broadcast_id, at=clock())


def list_stalled_broadcasts(at: datetime) -> list[UUID]:
    """Return the broadcasts that should have been written by now."""
    stalled = Broadcast.objects.filter(state=BroadcastState.WAITING, at__lte=at - STALLED_AFTER)
    return list(stalled.order_by("at").values_list("pk", flat=True))


@transaction.atomic
def _finish(broadcast_id: UUID, *, at: datetime) -> None:
    broadcast = Broadcast.objects.select_for_update().get(pk=broadcast_id)
    is_done = not broadcast.deliveries.filter(state=DeliveryState.WAITING).exists()
    if is_done and broadcast.state != BroadcastState.DONE:
        broadcast.state, broadcast.finished_at = BroadcastState.DONE, at
        broadcast.save(update_fields=["state", "finished_at", "updated_at"])


def _deliver_or_say_why(delivery_id: UUID, *, at: datetime) -> None:
    try:
        _deliver(delivery_id, at=at)
    except DomainError as error:
        _note(delivery_id, DeliveryState.SKIPPED, str(error))
    except DatabaseError:
        logger.exception("A broadcast could not be written to a ticket.")
        _note(delivery_id, DeliveryState.FAILED, "It could not be written. Answer it by hand.")


def _note(delivery_id: UUID, state: DeliveryState, reason: str) -> None:
    waiting = BroadcastDelivery.objects.filter(pk=delivery_id, state=DeliveryState.WAITING)
    waiting.update(state=state, reason=reason[:200])


@transaction.atomic
def _deliver(delivery_id: UUID, *, at: datetime) -> None:
    """
    Write a broadcast to one ticket, unless that is done.

    :raises NotPermittedNow: the ticket does not allow it
    """
    locked = BroadcastDelivery.objects.select_for_update(of=("self",))
    delivery = locked.select_related("broadcast__by__user").get(pk=delivery_id)
    if delivery.state != DeliveryState.WAITING:
        return
    broadcast, ticket = delivery.broadcast, lock_ticket(delivery.ticket_id)
    if ticket.parent_id != broadcast.parent_id:
        raise NotPermittedNow("It is no longer under this one.")
    policies.check_is_not_ended(ticket)
    with quietly() if _is_told_already(delivery, ticket) else nullcontext():
        delivery.event = _write(ticket, broadcast, at=at)
    if broadcast.resolves:
        _resolve(ticket, at=at)
    delivery.state = DeliveryState.DONE
    delivery.save(update_fields=["state", "event", "updated_at"])


def _write(ticket: Ticket, broadcast: Broadcast, *, at: datetime) -> TicketEvent:
    happening = Happening(
        kind=EventKind.BROADCAST,
        by=broadcast.by,
        visibility=Visibility.PUBLIC,
        text=broadcast.text,
        facts={"from": broadcast.parent_id, "broadcast": str(broadcast.pk)},
        changes={} if ticket.responded_at else {"responded_at": at},
    )
    return record(ticket, happening, at=at)


def _is_told_already(delivery: BroadcastDelivery, ticket: Ticket) -> bool:
    """Whether all who ask on a ticket were told on another one of the same broadcast."""
    asking = TicketParticipant.objects.filter(ticket=ticket).exclude(kind=ParticipantKind.WATCHER)
    users = {part.user_id for part in asking}
    if not users or None in users:
        return False
    told = TicketParticipant.objects.filter(
        ticket__in=BroadcastDelivery.objects.filter(
            broadcast_id=delivery.broadcast_id, state=DeliveryState.DONE
        ).values("ticket"),
        user__in=users,
    ).exclude(kind=ParticipantKind.WATCHER)
    return set(told.values_list("user_id", flat=True)) == users


def _resolve(ticket: Ticket, *, at: datetime) -> None:
    """
    Resolve a ticket by the steps that its state needs. The broadcast has told the caller.

    :raises NotPermittedNow: its state does not allow it
    """
    if ticket.state == TicketState.RESOLVED:
        return
    if ticket.state == TicketState.NEW:
        _step(ticket.number, TicketState.TRIAGED, at=at)
    _step(ticket.number, TicketState.RESOLVED, at=at)


def _step(number: int, state: TicketState, *, at: datetime) -> None:
    change_state(number=number, state=state, by=None, at=at, visibility=Visibility.INTERNAL)
