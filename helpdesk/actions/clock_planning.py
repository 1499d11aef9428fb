"""
When a clock runs, and when it is due: worked out from its events alone.

Elapsed time is the open time of the intervals in which it ran; pauses, and the time for which a
ticket was resolved before it was reopened, lie between them. Where its target was changed, what
had passed by then was counted by the hours of the agreement that held, and stays.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final, NamedTuple

from core.business_hours import BusinessHours, add_open_seconds, open_seconds
from helpdesk.codes import ClockEventKind, DueSource
from helpdesk.models import ClockEvent, SlaPolicyVersion, TicketClock

STARTING: Final = frozenset(
    {ClockEventKind.STARTED, ClockEventKind.RESUMED, ClockEventKind.REOPENED}
)
STOPPING: Final = frozenset(
    {ClockEventKind.PAUSED, ClockEventKind.FULFILLED, ClockEventKind.CANCELLED}
)
ESCALATION_PERCENT: Final = (50, 75, 100)
# What had passed when a target was changed, as the event keeps it.
ELAPSED: Final = "elapsed_seconds"


class Running(NamedTuple):
    """An interval in which a clock ran; the last may have no end yet."""

    start: datetime
    end: datetime | None


class Counted(NamedTuple):
    """What counts towards a target: seconds from before it was changed, and intervals since."""

    before: int
    intervals: list[Running]


def count_from(events: Sequence[ClockEvent]) -> Counted:
    """Return what counts towards the target that holds now, from a clock's events in order."""
    before, intervals, since = 0, list[Running](), None
    for event in events:
        if event.kind == ClockEventKind.STARTED:
            before, intervals, since = 0, [], event.at
        elif event.kind in STARTING and since is None:
            since = event.at
        elif event.kind in STOPPING and since is not None:
            intervals.append(Running(since, event.at))
            since = None
        elif event.kind == ClockEventKind.RETARGETED:
            before, intervals = int(event.facts[ELAPSED]), []
            since = None if since is None else event.at
    if since is not None:
        intervals.append(Running(since, None))
    return Counted(before, intervals)


def elapsed_seconds(hours: BusinessHours, counted: Counted, until: datetime) -> int:
    """Return the open seconds for which a clock has run until a moment."""
    return counted.before + sum(
        open_seconds(hours, start, until if end is None else min(end, until))
        for start, end in counted.intervals
    )


def due_at(hours: BusinessHours, counted: Counted, seconds: int) -> datetime | None:
    """Return when a clock has run, or will have run, for so long; None while it does not run on."""
    left = seconds - counted.before
    for start, end in counted.intervals:
        if left <= 0 or end is None:
            return add_open_seconds(hours, start, left)
        spent = open_seconds(hours, start, end)
        if spent >= left:
            return add_open_seconds(hours, start, left)
        left -= spent
    return None


def plan(clock: TicketClock, version: SlaPolicyVersion, events: Sequence[ClockEvent]) -> None:
    """Set what a clock's row says of time, from its events and the target that holds for it."""
    hours = version.calendar_version.hours
    counted = count_from(events)
    ended = [each for each in counted.intervals if each.end is not None]
    last = counted.intervals[-1] if counted.intervals else None
    clock.running_since = last.start if last and last.end is None else None
    clock.elapsed_seconds = counted.before + sum(
        open_seconds(hours, start, end) for start, end in ended if end is not None
    )
    clock.due_at = clock.escalates_at = None
    if clock.running_since is None:
        return
    by_hand = clock.due_source == DueSource.MANUAL
    target = version.target_seconds
    clock.due_at = clock.manual_due_at if by_hand else due_at(hours, counted, target)
    percent = next_percent(clock.escalated_percent)
    if percent is not None:
        in_full = by_hand or percent == max(ESCALATION_PERCENT)
        share = target * percent // 100
        clock.escalates_at = clock.due_at if in_full else due_at(hours, counted, share)


def next_percent(done: int) -> int | None:
    """Return the next share of its time at which a clock escalates, or None after the last."""
    return next((percent for percent in ESCALATION_PERCENT if percent > done), None)


def spent_seconds(clock: TicketClock, version: SlaPolicyVersion, at: datetime) -> int:
    """Return the open seconds for which a clock has run by a moment, from its row."""
    if clock.running_since is None:
        return clock.elapsed_seconds
    hours = version.calendar_version.hours
    return clock.elapsed_seconds + open_seconds(hours, clock.running_since, at)


def percent_spent(clock: TicketClock, version: SlaPolicyVersion, at: datetime) -> int:
    """Return how much of its time has passed: of the agreed target, or until a deadline by hand."""
    due = clock.manual_due_at
    if clock.due_source == DueSource.POLICY or due is None:
        return 100 * spent_seconds(clock, version, at) // max(version.target_seconds, 1)
    hours = version.calendar_version.hours
    whole = open_seconds(hours, clock.started_at, due)
    passed = open_seconds(hours, clock.started_at, at)
    if whole == 0:  # no hours of work lie before it: only once it is over is its time spent
        return 100 if at >= due else 0
    return 100 * passed // whole if at < due else max(100, 100 * passed // whole)


def is_breached(clock: TicketClock, version: SlaPolicyVersion, at: datetime) -> bool:
    """Return whether the time is over: the deadline set by hand, or else the agreed target."""
    if clock.due_source == DueSource.MANUAL and clock.manual_due_at is not None:
        return at > clock.manual_due_at
    return spent_seconds(clock, version, at) > version.target_seconds
