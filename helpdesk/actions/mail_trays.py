"""What staff decide about mail that waits: on a ticket, a new one, away with it, or once more."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from accounts.models import PractitionerRole
from accounts.queries import find_user_by_address, list_current_roles
from core.errors import Forbidden, NotPermittedNow
from helpdesk import permissions
from helpdesk.codes import InboundState, OutboundState
from helpdesk.mail.reading import read_mail
from helpdesk.models import (
    InboundMessage,
    OutboundMessage,
    Sight,
    SuppressedAddress,
    Ticket,
    sight_of,
)
from helpdesk.queries.mail import visible_messages

from .mail_acting import add_to_ticket, open_from_mail
from .mail_intake import WRITTEN, process

S = InboundState
UNDECIDED: Final = (S.TRAY, S.PARKED, S.POISON, S.DISMISSED)
_WRITTEN: Final = (*WRITTEN, "decided_by")


@transaction.atomic
def attach_to_ticket(
    *, message_id: UUID, number: int, by: PractitionerRole, at: datetime
) -> InboundMessage:
    """
    Put a mail on a ticket, in the name of its sender.

    :raises Forbidden: the actor does not work in the queues of the mailbox and of the ticket
    :raises NotPermittedNow: it was decided already, there is no such ticket, or it has ended
    """
    sight = sight_of(by)
    message = _lock_undecided(message_id, sight)
    ticket = Ticket.objects.within(sight).filter(pk=number).first()
    if ticket is None:
        raise NotPermittedNow(f"There is no ticket {number} that you can see.")
    permissions.check_may_work_on(sight, ticket)
    mail = read_mail(bytes(message.raw or b""))
    sender = find_user_by_address(message.sender)
    add_to_ticket(message, mail, ticket, sender=sender, at=at)
    if message.state not in (S.THREADED, S.OPENED):
        raise NotPermittedNow(f"It cannot go on that ticket. {message.reason}")
    _decided(message, by)
    return message


@transaction.atomic
def open_ticket_from(*, message_id: UUID, by: PractitionerRole, at: datetime) -> InboundMessage:
    """
    Open a ticket from a mail, for its sender. An address that we do not know is not acknowledged.

    :raises Forbidden: the actor does not work in the queue of the mailbox
    :raises NotPermittedNow: it was decided already, or names no sender
    """
    message = _lock_undecided(message_id, sight_of(by))
    if not message.sender:
        raise NotPermittedNow("It does not say who sent it. Log it as a call instead.")
    user = find_user_by_address(message.sender)
    roles = list_current_roles(user, at.date()) if user else []
    mail = read_mail(bytes(message.raw or b""))
    requester = roles[0] if roles else None
    open_from_mail(message, mail, requester=requester, at=at)
    _decided(message, by)
    return message


@transaction.atomic
def dismiss_mail(*, message_id: UUID, reason: str, by: PractitionerRole) -> InboundMessage:
    """
    Put a mail aside, with the reason; it can still be found among the parked ones.

    :raises Forbidden: the actor does not work in the queue of the mailbox
    :raises NotPermittedNow: it was decided already, or no reason is given
    """
    message = _lock_undecided(message_id, sight_of(by))
    if not reason.strip():
        raise NotPermittedNow("Say why it needs no answer.")
    message.state, message.reason = S.DISMISSED, reason.strip()[:200]
    _decided(message, by)
    return message


def retry_mail(*, message_id: UUID, by: PractitionerRole, at: datetime) -> InboundMessage:
    """
    Have a mail read once more, as if it had just come.

    :raises Forbidden: the actor does not work in the queue of the mailbox
    :raises NotPermittedNow: it was decided already
    """
    with transaction.atomic():
        message = _lock_undecided(message_id, sight_of(by))
        message.state, message.attempts, message.error = S.RECEIVED, 0, ""
        message.save(update_fields=["state", "attempts", "error", "updated_at"])
    process(message_id, at=at)
    message.refresh_from_db()
    return message


def _lock_undecided(message_id: UUID, sight: Sight) -> InboundMessage:
    """
    Return a mail that waits, locked, for a member of its mailbox's queue.

    :raises Forbidden: the viewer does not work in the queue of the mailbox, or of its ticket
    :raises NotPermittedNow: it was decided already
    """
    seen = visible_messages(sight).filter(pk=message_id)
    locked = InboundMessage.objects.filter(pk__in=seen.values("pk"))
    locked = locked.select_related("mailbox__queue", "suggested_ticket")
    message = locked.select_for_update(of=("self",)).first()
    if message is None:
        raise Forbidden("This mail is not yours to decide about.")
    _check_may_decide(message, sight)
    if message.state not in UNDECIDED:
        raise NotPermittedNow("Somebody has decided about this mail already.")
    if message.raw is None:
        raise NotPermittedNow("What this mail said was destroyed.")
    return message


def _check_may_decide(message: InboundMessage, sight: Sight) -> None:
    """
    Require a member of the mailbox's queue, or of the ticket's to which the mail seems to belong.

    :raises Forbidden: the viewer is neither
    """
    ticket = message.suggested_ticket
    if ticket is not None and ticket.is_restricted:
        permissions.check_may_work_on(sight, ticket)
        return
    queue = message.mailbox.queue
    own = sight.restricted_queues if queue.is_confidential else sight.queues
    if queue.pk not in own:
        raise Forbidden("Only members of the mailbox’s queue decide about its mail.")


def _decided(message: InboundMessage, by: PractitionerRole) -> None:
    message.decided_by = by.user
    message.save(update_fields=_WRITTEN)


@transaction.atomic
def send_again(*, message_id: UUID, by: PractitionerRole, at: datetime) -> OutboundMessage:
    """
    Put a mail that could not be sent into the outbox once more.

    :raises Forbidden: the actor may not work on its ticket
    :raises NotPermittedNow: it was sent, or waits already
    """
    message = OutboundMessage.objects.select_for_update(of=("self",)).filter(pk=message_id).first()
    if message is None or message.ticket is None:
        raise Forbidden("This mail is not yours to send.")
    permissions.check_may_work_on(sight_of(by), message.ticket)
    if message.state not in (OutboundState.FAILED, OutboundState.LIMITED, OutboundState.SUPPRESSED):
        raise NotPermittedNow("This mail was sent, or waits to be sent.")
    message.state, message.attempts, message.not_before = OutboundState.QUEUED, 0, None
    message.queued_at = at
    message.save(update_fields=["state", "attempts", "not_before", "queued_at", "updated_at"])
    return message


@transaction.atomic
def lift_suppression(*, address_id: UUID, by: PractitionerRole, at: datetime) -> SuppressedAddress:
    """
    Send mail to an address again that came back before.

    :raises Forbidden: the actor works in no queue
    """
    permissions.check_is_staff(sight_of(by))
    held = SuppressedAddress.objects.select_for_update().get(pk=address_id)
    if held.lifted_at is None:
        held.lifted_at, held.lifted_by = at, by.user
        held.save(update_fields=["lifted_at", "lifted_by", "updated_at"])
    return held
