"""What the state of a ticket allows. Each check returns nothing, or raises NotPermittedNow."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from core.errors import NotPermittedNow
from helpdesk.codes import Impact, Priority, TicketKind, TicketState, Urgency, WaitingReason
from helpdesk.models import MajorIncident, Ticket

S = TicketState

# "Reopened" is an event, not a state.
TRANSITIONS: Final[Mapping[TicketState, frozenset[TicketState]]] = {
    S.NEW: frozenset({S.TRIAGED, S.CANCELLED, S.MERGED, S.SPAM}),
    S.TRIAGED: frozenset({S.IN_PROGRESS, S.WAITING, S.RESOLVED, S.CANCELLED, S.MERGED}),
    S.IN_PROGRESS: frozenset({S.WAITING, S.RESOLVED, S.CANCELLED, S.MERGED}),
    S.WAITING: frozenset({S.IN_PROGRESS, S.RESOLVED, S.CANCELLED, S.MERGED}),
    S.RESOLVED: frozenset({S.CLOSED, S.IN_PROGRESS}),
    S.CLOSED: frozenset({S.IN_PROGRESS}),
    S.CANCELLED: frozenset(),
    S.MERGED: frozenset(),
    S.SPAM: frozenset(),
}
# From these, to take work up again is to reopen.
REOPENED_FROM: Final = frozenset({S.RESOLVED, S.CLOSED})
REOPENING_WINDOW: Final = timedelta(days=14)
UNMERGING_WINDOW: Final = timedelta(days=30)

# Rows: impact 1 to 5; columns: urgency 1 to 5 (NHS Digital severity guideline, 2017).
MATRIX: Final = (
    (1, 1, 2, 2, 3),
    (1, 2, 2, 3, 4),
    (2, 3, 3, 4, 4),
    (3, 3, 4, 4, 5),
    (4, 5, 5, 5, 5),
)


class StaleTicket(NotPermittedNow):
    """Somebody else has written to the ticket since the page was read."""


def priority_of(impact: int, urgency: int) -> Priority:
    """Return the priority that impact and urgency make."""
    return Priority(MATRIX[Impact(impact) - 1][Urgency(urgency) - 1])


def check_ticket_can_become(ticket: Ticket, state: TicketState, *, at: datetime) -> None:
    """
    Require that a ticket may go from its state to another.

    :raises NotPermittedNow: the table does not allow it, or the time to reopen it is over
    """
    now = TicketState(ticket.state)
    if state not in TRANSITIONS[now]:
        raise NotPermittedNow(
            f"A ticket that is {now.label.lower()} cannot become {state.label.lower()}."
        )
    if now == S.CLOSED and not is_within_reopening_window(ticket, at=at):
        raise NotPermittedNow(
            "This ticket was closed too long ago to be reopened. Open a new one; it will be linked."
        )


def is_within_reopening_window(ticket: Ticket, *, at: datetime) -> bool:
    """Whether a ticket that was closed may still be taken up again."""
    return ticket.closed_at is None or at - ticket.closed_at <= REOPENING_WINDOW


def check_can_be_unmerged(merged_at: datetime, *, at: datetime) -> None:
    """
    Require that a merge was not too long ago to be undone.

    :raises NotPermittedNow: it was
    """
    if at - merged_at > UNMERGING_WINDOW:
        raise NotPermittedNow(
            f"A merge can be undone for {UNMERGING_WINDOW.days} days, and this one is older."
        )


def check_waits_for_something(state: TicketState, reason: str) -> None:
    """
    Require a reason for waiting, and none otherwise.

    :raises NotPermittedNow: a ticket would wait for nothing, or not wait for something
    """
    if (state == S.WAITING) != bool(reason):
        raise NotPermittedNow("Say what the ticket waits for.")
    if reason and reason not in WaitingReason:
        raise NotPermittedNow("A ticket cannot wait for that.")


def check_is_open(ticket: Ticket) -> None:
    """
    Require a ticket that somebody may still work on.

    :raises NotPermittedNow: it has ended
    """
    if not ticket.is_open:
        raise NotPermittedNow(
            f"This ticket is {TicketState(ticket.state).label.lower()}. Reopen it first."
        )


def check_is_not_ended(ticket: Ticket) -> None:
    """
    Require a ticket that is not cancelled, merged or spam.

    :raises NotPermittedNow: it is
    """
    if not TRANSITIONS[TicketState(ticket.state)]:
        raise NotPermittedNow(
            f"This ticket is {TicketState(ticket.state).label.lower()}, and nothing can be added."
        )


def check_nothing_new(ticket: Ticket, last_seen_event_id: int | None) -> None:
    """
    Require that nobody has written to the caller since the page was read.

    :raises StaleTicket: somebody has
    """
    newest = ticket.last_public_event_id
    if last_seen_event_id is not None and newest is not None and newest > last_seen_event_id:
        raise StaleTicket(
            "Somebody else has written to this ticket since you opened it. Read what is new, "
            "then send yours if it still fits."
        )


def check_can_have_children(ticket: Ticket) -> None:
    """
    Require a ticket that others can be under: a problem or a major incident.

    :raises NotPermittedNow: it is neither
    """
    if ticket.kind != TicketKind.PROBLEM and not hasattr(ticket, "major_incident"):
        raise NotPermittedNow("Only a problem or a major incident can have tickets under it.")


def check_can_be_part(ticket: Ticket, *, of: Ticket) -> None:
    """
    Require a ticket that can be put under another one.

    :raises NotPermittedNow: either has ended, it is under one already, or there would be two levels
    """
    if ticket.number == of.number:
        raise NotPermittedNow("That is this ticket itself.")
    check_is_not_ended(ticket)
    check_is_not_ended(of)
    if ticket.parent_id is not None:
        raise NotPermittedNow("It is under another ticket already. Take it from there first.")
    if of.parent_id is not None:
        raise NotPermittedNow(
            f"Ticket {of.number} is itself under another one. Choose the ticket above."
        )
    if ticket.children.exists():
        raise NotPermittedNow("A ticket that has tickets under it cannot be under another one.")


def check_may_be_published(ticket: Ticket) -> None:
    """
    Require a ticket of which everybody may read something.

    :raises NotPermittedNow: it is restricted
    """
    if ticket.is_restricted:
        raise NotPermittedNow(
            "This ticket is restricted. What everybody reads cannot start from it."
        )


def check_incident_runs(incident: MajorIncident) -> None:
    """
    Require a major incident that has not ended.

    :raises NotPermittedNow: it has
    """
    if incident.ended_at is not None:
        raise NotPermittedNow("This major incident has ended.")
