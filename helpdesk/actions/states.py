"""Move tickets from state to state."""

from datetime import datetime

from django.db import transaction

from accounts.models import PractitionerRole
from core.errors import Forbidden
from helpdesk import permissions, policies
from helpdesk.codes import EventKind, TicketState, Visibility
from helpdesk.models import Ticket, TicketEvent, sight_of

from .recording import Happening, lock_ticket, record


@transaction.atomic
def change_state(  # noqa: PLR0913 — a state, why, and what is said with it
    *,
    number: int,
    state: TicketState,
    by: PractitionerRole | None,
    at: datetime,
    waiting_reason: str = "",
    text: str = "",
    visibility: Visibility = Visibility.PUBLIC,
) -> TicketEvent:
    """
    Move a ticket to another state, and say why where there is something to say.

    Callers may only end their own tickets: resolve them, or take them up again.

    :raises Forbidden: the actor may not
    :raises NotPermittedNow: its state does not allow it
    """
    ticket = lock_ticket(number)
    by_staff = by is not None and _check_may_change_state(ticket, state, by)
    policies.check_ticket_can_become(ticket, state, at=at)
    policies.check_waits_for_something(state, waiting_reason)
    was = TicketState(ticket.state)
    reopens = was in policies.REOPENED_FROM and state == TicketState.IN_PROGRESS
    columns = _state_columns(ticket, state, waiting_reason, reopens=reopens, at=at)
    tells = text and visibility == Visibility.PUBLIC
    if by_staff and not ticket.responded_at and (tells or state == TicketState.RESOLVED):
        columns["responded_at"] = at  # a caller whose matter is settled has been answered
    happening = Happening(
        kind=EventKind.REOPENED if reopens else EventKind.STATE_CHANGED,
        by=by,
        visibility=visibility,
        text=text,
        facts={"from": was, "to": state, "waiting_for": waiting_reason},
        changes=columns,
    )
    return record(ticket, happening, at=at)


def _state_columns(
    ticket: Ticket, state: TicketState, waiting_reason: str, *, reopens: bool, at: datetime
) -> dict[str, object]:
    columns: dict[str, object] = {"state": state, "waiting_reason": waiting_reason}
    if reopens:
        columns |= {
            "resolved_at": None,
            "closed_at": None,
            "times_reopened": ticket.times_reopened + 1,
        }
    if state == TicketState.RESOLVED:
        columns["resolved_at"] = at
    if state == TicketState.CLOSED:
        columns["closed_at"] = at
    return columns


def _check_may_change_state(ticket: Ticket, state: TicketState, by: PractitionerRole) -> bool:
    """
    Return whether the actor works on the ticket; a caller may only end it or take it up again.

    :raises Forbidden: they may not
    """
    sight = sight_of(by)
    try:
        permissions.check_may_work_on(sight, ticket)
    except Forbidden:
        permissions.check_may_write_to(sight, ticket)
        if state not in (TicketState.RESOLVED, TicketState.CANCELLED, TicketState.IN_PROGRESS):
            raise
        return False
    return True


def reopen_ticket(
    *, number: int, by: PractitionerRole | None, at: datetime, text: str = ""
) -> TicketEvent:
    """
    Take a ticket up again that was resolved, or closed not long ago.

    :raises NotPermittedNow: it is not done, or was closed too long ago
    """
    return change_state(number=number, state=TicketState.IN_PROGRESS, by=by, at=at, text=text)
