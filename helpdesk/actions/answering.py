"""Write to a caller and say in the same step how it goes on; and what callers do themselves."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from accounts.models import PractitionerRole
from helpdesk.codes import AfterReply, TicketState, WaitingReason
from helpdesk.models import Ticket, TicketEvent

from .attachments import NewFile
from .recording import lock_ticket
from .states import change_state
from .writing import write_message, write_reply


@transaction.atomic
def answer_caller(  # noqa: PLR0913 — what is said, and how it goes on
    *,
    number: int,
    text: str,
    then: AfterReply,
    by: PractitionerRole,
    at: datetime,
    last_seen_event_id: int | None = None,
    files: Sequence[NewFile] = (),
) -> TicketEvent:
    """
    Answer the caller; the ticket then stays as it is, waits for them, or is resolved.

    A new ticket counts as triaged on the way.

    :raises Forbidden: the actor does not work in the ticket's queue
    :raises NotPermittedNow: the state does not allow it, or something is new (StaleTicket)
    """
    event = write_reply(
        number=number,
        text=text,
        by=by,
        at=at,
        last_seen_event_id=last_seen_event_id,
        files=files,
    )
    if then != AfterReply.STAY:
        _go_on(lock_ticket(number), then, by=by, at=at)
    return event


def _go_on(ticket: Ticket, then: AfterReply, *, by: PractitionerRole, at: datetime) -> None:
    waits = then == AfterReply.WAIT
    state = TicketState.WAITING if waits else TicketState.RESOLVED
    reason = WaitingReason.USER if waits else ""
    if (ticket.state, ticket.waiting_reason) == (state, reason):
        return
    if ticket.state == TicketState.NEW:
        change_state(number=ticket.number, state=TicketState.TRIAGED, by=by, at=at)
    if ticket.state == TicketState.WAITING and waits:  # for something else until now
        change_state(number=ticket.number, state=TicketState.IN_PROGRESS, by=by, at=at)
    change_state(number=ticket.number, state=state, waiting_reason=reason, by=by, at=at)


@transaction.atomic
def write_as_caller(
    *,
    number: int,
    text: str,
    by: PractitionerRole,
    at: datetime,
    files: Sequence[NewFile] = (),
) -> TicketEvent:
    """
    Add what a caller writes, and take the ticket up again if it waited for them or was done.

    :raises Forbidden: the actor takes no part in the ticket
    :raises NotPermittedNow: the ticket has ended, or was closed too long ago
    """
    event = write_message(number=number, text=text, by=by, at=at, files=files)
    ticket = lock_ticket(number)
    waited = (ticket.state, ticket.waiting_reason) == (TicketState.WAITING, WaitingReason.USER)
    if waited or ticket.state in (TicketState.RESOLVED, TicketState.CLOSED):
        change_state(number=number, state=TicketState.IN_PROGRESS, by=by, at=at)
    return event
