"""Problems in words: what is known, what is under one, and what was sent to all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from core.dates import TIME, format_short_date
from helpdesk.codes import BroadcastState, DeliveryState, TicketState
from helpdesk.models import Broadcast, BroadcastDelivery, KnownError
from helpdesk.queries.problems import Problem

from .major_incidents import ChildLine, hidden_in_words, present_child

TONES = {
    DeliveryState.WAITING: "plain",
    DeliveryState.DONE: "green",
    DeliveryState.SKIPPED: "amber",
    DeliveryState.FAILED: "red",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class BroadcastLine:
    """What was sent to all tickets under a problem, and how far it is."""

    id: UUID
    sent: str
    text: str
    outcome: str
    is_running: bool
    resolves: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryLine:
    """What became of a broadcast on one ticket."""

    number: int
    organization: str
    outcome: str
    tone: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemPage:
    """A problem for those who work on it."""

    number: int
    title: str
    state: str
    queue: str
    assignee: str
    known: KnownError | None
    children: Sequence[ChildLine]
    hidden: str
    broadcasts: Sequence[BroadcastLine]


def present_problem(problem: Problem, *, at: datetime) -> ProblemPage:
    """Return a problem as its page shows it."""
    ticket = problem.ticket
    return ProblemPage(
        number=ticket.number,
        title=ticket.subject,
        state=TicketState(ticket.state).label,
        queue=ticket.queue.name,
        assignee=str(ticket.assignee or "Nobody yet"),
        known=problem.known,
        children=[present_child(child) for child in problem.children],
        hidden=hidden_in_words(problem.hidden_children),
        broadcasts=[present_broadcast(each, at=at) for each in problem.broadcasts],
    )


def present_broadcast(broadcast: Broadcast, *, at: datetime) -> BroadcastLine:
    """Return a broadcast with how far it is; `broadcast` comes with its counts."""
    total, written = getattr(broadcast, "total", 0), getattr(broadcast, "written", 0)
    waiting = getattr(broadcast, "waiting", 0)
    left_out = total - written - waiting
    outcome = f"{written} of {total} written" + (f", {left_out} left out" if left_out else "")
    return BroadcastLine(
        id=broadcast.pk,
        sent=f"{broadcast.by.user}, {format_short_date(broadcast.at, TIME, now=at)}",
        text=broadcast.text,
        outcome=outcome,
        is_running=broadcast.state != BroadcastState.DONE,
        resolves=broadcast.resolves,
    )


def present_delivery(delivery: BroadcastDelivery) -> DeliveryLine:
    """Return what became of a broadcast on one ticket."""
    state = DeliveryState(delivery.state)
    organization = delivery.ticket.organization
    return DeliveryLine(
        number=delivery.ticket_id,
        organization=organization.short_name if organization else "",
        outcome=state.label,
        tone=TONES[state],
        reason=delivery.reason,
    )
