"""
Share tickets out in turn: the oldest that nobody has goes to whoever was given one longest ago.

A sweep, not a reaction to single tickets, so that what nobody could take at first is still the
next in line when somebody can. Each ticket is given in a transaction of its own. Sweeps that run
at once wait for one another at the memberships of the people whom they could choose, and step over
tickets that somebody has in hand.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Count, F, QuerySet

from accounts.models import PractitionerRole
from core.dates import LONDON
from helpdesk.codes import OPEN_STATES, EventKind
from helpdesk.models import Queue, QueueMembership, Ticket, TicketEvent

from .assigning import assign_ticket

Clock = Callable[[], datetime]
# Somebody who has not had the desk before them for so long is not there.
PRESENCE_WINDOW: Final = timedelta(minutes=15)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Taker:
    """Somebody who could take one more ticket of a queue."""

    membership: QueueMembership
    open_tickets: int


def share_out(*, clock: Clock) -> int:
    """Give every ticket that waits in a queue with turns to somebody who can; return how many."""
    waiting = Ticket.objects.filter(assignee__isnull=True, state__in=OPEN_STATES)
    queues = Queue.objects.filter(assigns_in_turn=True, is_active=True)
    waits = queues.filter(pk__in=waiting.values("queue_id")).order_by("position", "code")
    return sum(share_out_queue(queue, clock=clock) for queue in waits)


def share_out_queue(queue: Queue, *, clock: Clock) -> int:
    """Give the tickets that wait in a queue away, the oldest first; return how many."""
    given, left = 0, set[int]()
    while (number := _share_out_next(queue, left, clock=clock)) is not None:
        if number in left:
            continue
        given += 1
    return given


@transaction.atomic
def _share_out_next(queue: Queue, left: set[int], *, clock: Clock) -> int | None:
    """
    Give the oldest waiting ticket away and return its number, or None where that is the end.

    One that only somebody could take who has just given it back is noted in `left`.
    """
    takers = _list_takers(queue, at=clock())
    # Read once the others have been waited for: turns are kept in the order in which they were had.
    at = clock()
    ticket = _lock_oldest(queue, left, takers)
    if ticket is None:
        return None
    gave_back = _who_gave_back(ticket)
    fitting = [
        taker
        for taker in takers
        if taker.membership.role.user_id != gave_back
        and (taker.membership.sees_restricted or not ticket.is_restricted)
    ]
    if not fitting:
        left.add(ticket.number)
        return ticket.number
    chosen = min(fitting, key=_turn).membership
    assign_ticket(number=ticket.number, assignee=chosen.role.user, by=None, at=at)
    chosen.last_assigned_at = at
    chosen.save(update_fields=["last_assigned_at", "updated_at"])
    return ticket.number


def _turn(taker: _Taker) -> tuple[float, int, str]:
    """Return whose turn it is: those who never had one, then whoever had one longest ago."""
    last = taker.membership.last_assigned_at
    return (last.timestamp() if last else 0.0, taker.open_tickets, str(taker.membership.pk))


def _list_takers(queue: Queue, *, at: datetime) -> list[_Taker]:
    """
    Return who could take a ticket now.

    All memberships of these people are locked, in one order, until the ticket is given, so that
    sweeps of other queues cannot give them more than they take.
    """
    there = _there(at).filter(queue=queue).values_list("role__user_id", flat=True)
    theirs = QueueMembership.objects.filter(role__user__in=list(there)).order_by("pk")
    list(theirs.select_for_update(of=("self",)).values_list("pk", flat=True))
    members = list(_there(at).filter(queue=queue).select_related("role__user"))
    users = [member.role.user_id for member in members]
    opened = Ticket.objects.filter(assignee__in=users, state__in=OPEN_STATES)
    counted = dict(opened.order_by().values_list("assignee").annotate(Count("pk")))
    loads = [(member, counted.get(member.role.user_id, 0)) for member in members]
    return [
        _Taker(membership=member, open_tickets=load)
        for member, load in loads
        if load < member.capacity
    ]


def _there(at: datetime) -> QuerySet[QueueMembership]:
    """Return the memberships of those who are on shift and have the desk before them."""
    roles = PractitionerRole.objects.current(at.astimezone(LONDON).date())
    return QueueMembership.objects.filter(
        role__in=roles,
        role__user__is_active=True,
        is_on_shift=True,
        seen_at__gt=at - PRESENCE_WINDOW,
    )


def _lock_oldest(queue: Queue, left: set[int], takers: Sequence[_Taker]) -> Ticket | None:
    """Return the oldest ticket that somebody could take, locked; those in hand are stepped over."""
    if not takers:
        return None
    waiting = Ticket.objects.select_for_update(of=("self",), skip_locked=True).filter(
        queue=queue, assignee__isnull=True, state__in=OPEN_STATES
    )
    if not any(taker.membership.sees_restricted for taker in takers):
        waiting = waiting.filter(is_restricted=False)
    return waiting.exclude(pk__in=left).order_by("opened_at", "number").first()


def _who_gave_back(ticket: Ticket) -> UUID | None:
    """Return who had a ticket last and gave it back, so that it does not return to them."""
    assigned = TicketEvent.objects.filter(ticket=ticket, kind=EventKind.ASSIGNED)
    last = assigned.order_by(F("position").desc()).values_list("facts", flat=True).first()
    return UUID(last["from"]) if last and not last["to"] and last["from"] else None
