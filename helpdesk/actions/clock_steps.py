"""
What becomes of a clock when something happens to its ticket: worked out, and written elsewhere.

What state a clock should have follows from the ticket's own row; where it has another, the change
is an event of the clock. A first answer is never paused, and a clock that has ended stays as it
ended, whatever becomes of the agreement afterwards.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from helpdesk.codes import (
    DONE_STATES,
    ENDED_STATES,
    ClockEventKind,
    ClockState,
    Metric,
    TicketState,
)
from helpdesk.models import ClockEvent, SlaPolicyVersion, Ticket, TicketClock, TicketEvent

from .clock_planning import (
    ELAPSED,
    ESCALATION_PERCENT,
    count_from,
    elapsed_seconds,
    is_breached,
    percent_spent,
    plan,
)

# Columns of a ticket from which follows how its clocks stand; "triage" holds ICO_DECISION.
MOVING: Final = frozenset(
    {
        "state",
        "waiting_reason",
        "responded_at",
        "resolved_at",
        "kind",
        "priority",
        "has_governance_flag",
        "triage",
    }
)
# Those by which the agreement is chosen.
CHOOSING: Final = frozenset({"kind", "priority", "has_governance_flag"})
FINAL: Final = frozenset({ClockState.FULFILLED, ClockState.CANCELLED})
# The answer to whether the Information Commissioner was told, which ends the 72 hours.
ICO_DECISION: Final = "ico_decision"

CHANGE_KINDS: Final = {
    (ClockState.RUNNING, ClockState.PAUSED): ClockEventKind.PAUSED,
    (ClockState.PAUSED, ClockState.RUNNING): ClockEventKind.RESUMED,
    (ClockState.RUNNING, ClockState.FULFILLED): ClockEventKind.FULFILLED,
    (ClockState.PAUSED, ClockState.FULFILLED): ClockEventKind.FULFILLED,
    (ClockState.RUNNING, ClockState.CANCELLED): ClockEventKind.CANCELLED,
    (ClockState.PAUSED, ClockState.CANCELLED): ClockEventKind.CANCELLED,
    (ClockState.FULFILLED, ClockState.RUNNING): ClockEventKind.REOPENED,
    (ClockState.CANCELLED, ClockState.RUNNING): ClockEventKind.REOPENED,
}


@dataclass(slots=True)
class Kept:
    """A clock with its events, and those that this change adds."""

    clock: TicketClock
    version: SlaPolicyVersion
    events: list[ClockEvent]
    new: list[ClockEvent] = field(default_factory=list)
    is_new: bool = False

    def add(self, kind: ClockEventKind, at: datetime, cause: TicketEvent, **facts: object) -> None:
        event = ClockEvent(clock=self.clock, kind=kind, at=at, cause=cause, facts=facts)
        self.events.append(event)
        self.new.append(event)


def _wanted(clock: TicketClock, version: SlaPolicyVersion, ticket: Ticket) -> ClockState:
    """Return the state that a clock should have by what the ticket's row says."""
    if ticket.state in ENDED_STATES:
        return ClockState.CANCELLED
    if clock.metric == Metric.FIRST_RESPONSE:
        return _wanted_of_response(ticket)
    if clock.metric == Metric.IG_REPORT:
        return _wanted_of_report(ticket)
    if ticket.state in DONE_STATES:
        return ClockState.FULFILLED
    waits = ticket.state == TicketState.WAITING and ticket.waiting_reason in version.pause_on
    return ClockState.PAUSED if waits else ClockState.RUNNING


def _wanted_of_response(ticket: Ticket) -> ClockState:
    if ticket.responded_at:
        return ClockState.FULFILLED
    return ClockState.CANCELLED if ticket.state in DONE_STATES else ClockState.RUNNING


def _wanted_of_report(ticket: Ticket) -> ClockState:
    if not ticket.has_governance_flag:
        return ClockState.CANCELLED
    return ClockState.FULFILLED if ticket.triage.get(ICO_DECISION) else ClockState.RUNNING


def retarget(kept: Kept, version: SlaPolicyVersion | None, event: TicketEvent) -> None:
    """
    Put a clock that has not ended under another agreement; what has passed by now stays.

    A later version of the same agreement holds for tickets that are opened from then on.
    """
    clock, old = kept.clock, kept.version
    if version is None or version.policy_id == old.policy_id or clock.state in FINAL:
        return
    counted = count_from(kept.events)
    spent = elapsed_seconds(old.calendar_version.hours, counted, event.at)
    facts = _terms(version) | {"from_seconds": old.target_seconds, ELAPSED: spent}
    kept.version = clock.policy_version = version
    kept.add(ClockEventKind.RETARGETED, event.at, event, **facts)
    plan(clock, version, kept.events)
    escalate_anew(kept, event.at)


def escalate_anew(kept: Kept, at: datetime) -> None:
    """Have shares of a new time told of again, unless as much of it has passed already."""
    share = percent_spent(kept.clock, kept.version, at)
    passed = max((each for each in ESCALATION_PERCENT if each <= share), default=0)
    kept.clock.escalated_percent = min(kept.clock.escalated_percent, passed)


def finish(kept: Kept) -> None:
    """Work out a clock's row from its events where there are new ones."""
    clock = kept.clock
    if not kept.new:
        return
    plan(clock, kept.version, kept.events)
    ended_at = clock.fulfilled_at
    clock.was_breached = is_breached(clock, kept.version, ended_at) if ended_at else None


def move(kept: Kept, ticket: Ticket, event: TicketEvent) -> None:
    clock = kept.clock
    now, wanted = ClockState(clock.state), _wanted(clock, kept.version, ticket)
    if now == ClockState.FULFILLED and clock.metric != Metric.RESOLUTION:
        if clock.metric == Metric.IG_REPORT or clock.fulfilled_at == ticket.responded_at:
            return  # an answer was given, a report was made: neither is undone
        now = _count_anew(kept, event)
    if now == wanted or (now in FINAL and wanted in FINAL):
        return
    if now in FINAL and wanted == ClockState.PAUSED:
        now = _take_up(kept, event)
    at = _moment_of(kept, wanted, ticket, event)
    kept.add(CHANGE_KINDS[(now, wanted)], at, event, waiting_for=ticket.waiting_reason)
    clock.state = wanted
    clock.fulfilled_at = at if wanted == ClockState.FULFILLED else None


def _moment_of(kept: Kept, wanted: ClockState, ticket: Ticket, event: TicketEvent) -> datetime:
    """
    Return when a clock comes to a state: before the event, where that tells of it late.

    The hours to a report to the Information Commissioner pass whatever one thinks meanwhile.
    """
    metric = Metric(kept.clock.metric)
    if metric == Metric.IG_REPORT and kept.clock.state == ClockState.CANCELLED:
        return kept.events[-1].at
    if wanted != ClockState.FULFILLED:
        return event.at
    told = {
        Metric.FIRST_RESPONSE: ticket.responded_at,
        Metric.RESOLUTION: ticket.resolved_at,
    }.get(metric)
    return min(told or event.at, event.at)


def _count_anew(kept: Kept, event: TicketEvent) -> ClockState:
    """Count a first answer from the beginning, where a merge or its undoing gave another one."""
    kept.add(ClockEventKind.STARTED, kept.clock.started_at, event, **_terms(kept.version))
    kept.clock.state, kept.clock.fulfilled_at = ClockState.RUNNING, None
    return ClockState.RUNNING


def _take_up(kept: Kept, event: TicketEvent) -> ClockState:
    """Reopen a clock that is then paused at once."""
    kept.add(ClockEventKind.REOPENED, event.at, event)
    return ClockState.RUNNING


def start(
    ticket: Ticket, version: SlaPolicyVersion, event: TicketEvent, past: Iterable[TicketEvent]
) -> Kept:
    """
    Start a clock, from when the ticket was opened where the agreement came to hold later.

    The pauses that it would have had by what happened in the past are pauses of it, too.
    """
    clock = TicketClock(
        ticket=ticket,
        metric=version.policy.metric,
        policy_version=version,
        state=ClockState.RUNNING,
        started_at=ticket.opened_at,
    )
    kept = Kept(clock, version, [], is_new=True)
    kept.add(ClockEventKind.STARTED, ticket.opened_at, event, **_terms(version))
    if clock.metric == Metric.RESOLUTION:
        _add_past_pauses(kept, past)
    move(kept, ticket, event)
    finish(kept)
    return kept


def _add_past_pauses(kept: Kept, past: Iterable[TicketEvent]) -> None:
    for each in past:
        waits = each.facts.get("waiting_for") in kept.version.pause_on
        rests = waits or each.facts.get("to") in DONE_STATES
        is_running = kept.clock.state == ClockState.RUNNING
        if rests and is_running:
            facts = {"waiting_for": each.facts.get("waiting_for", "")}
            kept.add(ClockEventKind.PAUSED, each.at, each, **facts)
            kept.clock.state = ClockState.PAUSED
        elif not rests and not is_running:
            kept.add(ClockEventKind.RESUMED, each.at, each)
            kept.clock.state = ClockState.RUNNING


def _terms(version: SlaPolicyVersion) -> dict[str, object]:
    return {
        "policy": version.policy.code,
        "version": version.number,
        "seconds": version.target_seconds,
    }
