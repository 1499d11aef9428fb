"""“Why this due time?”: a clock's calculation, row by row, as somebody would do it on paper."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from core.business_hours import BusinessHours, open_seconds
from core.dates import (
    LONDON,
    TIME,
    format_date,
    format_day,
    format_short_day,
)
from helpdesk.actions.clock_planning import ELAPSED, STARTING, STOPPING, count_from, due_at
from helpdesk.codes import ClockEventKind, ClockState, DueSource, WaitingReason
from helpdesk.models import ClockEvent, SlaPolicyVersion, TicketEvent
from helpdesk.queries.clocks import ClockHistory, terms_of

from .clocks import WAITS, left_seconds, working_time

WEEKDAYS: Final = (
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
)  # fmt: skip
Kind = ClockEventKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A fact with its name."""

    label: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingRow:
    """A line of the calculation; `counted` is blank where time did not count."""

    what: str
    start: str
    end: str
    counted: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Working:
    """The whole calculation: what was agreed, what counted, and what comes of it."""

    agreement: Sequence[Fact]
    rows: Sequence[WorkingRow]
    sums: Sequence[Fact]
    skipped: Sequence[str]
    by_hand: str
    told: Sequence[Fact]


def present_working(history: ClockHistory, *, at: datetime) -> Working:
    """Return how a clock comes to its deadline."""
    return Working(
        agreement=_agreement(history.clock.policy_version),
        rows=_rows(history, at=at),
        sums=_sums(history, at=at),
        skipped=[format_short_day(day) for day in _holidays(history, at=at)],
        by_hand=_by_hand(history),
        told=list(_told(history)),
    )


def _agreement(version: SlaPolicyVersion) -> list[Fact]:
    calendar = version.calendar_version
    reasons = [WAITS[WaitingReason(each)].removeprefix("waits for ") for each in version.pause_on]
    return [
        Fact(
            label="Agreement",
            value=f"{version.policy.name}, version {version.number} "
            f"(from {format_day(version.valid_from.astimezone(LONDON).date())})",
        ),
        Fact(label="Target", value=_target(version)),
        Fact(
            label="Calendar",
            value=f"{calendar.calendar.name}, version {calendar.number}",
        ),
        Fact(label="Hours", value=hours_in_words(calendar.hours)),
        Fact(
            label="Paused while it waits for",
            value=", ".join(reasons) if reasons else "Nothing: it is never paused",
        ),
    ]


def _target(version: SlaPolicyVersion) -> str:
    words = working_time(version.target_seconds)
    always = version.calendar_version.is_always_open
    return f"{words}, day and night" if always else f"{words} of working time"


def hours_in_words(hours: BusinessHours) -> str:
    """Return hours of work: "Monday to Friday 08:00 to 18:00; Saturday 09:00 to 12:00"."""
    if hours.is_always_open:
        return "Day and night, holidays too"
    days = [_day_in_words(hours, weekday) for weekday in range(len(WEEKDAYS))]
    groups: list[tuple[int, int]] = []
    for weekday, words in enumerate(days):
        if groups and days[groups[-1][1]] == words and groups[-1][1] == weekday - 1:
            groups[-1] = (groups[-1][0], weekday)
        elif words:
            groups.append((weekday, weekday))
    return "; ".join(f"{_days(first, last)} {days[first]}" for first, last in groups)


def _day_in_words(hours: BusinessHours, weekday: int) -> str:
    todays = sorted(each for each in hours.intervals if each.weekday == weekday)
    return ", ".join(f"{_minute(each.start)} to {_minute(each.end)}" for each in todays)


def _minute(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def _days(first: int, last: int) -> str:
    if first == last:
        return WEEKDAYS[first]
    joined = "and" if last == first + 1 else "to"
    return f"{WEEKDAYS[first]} {joined} {WEEKDAYS[last]}"


def _rows(history: ClockHistory, *, at: datetime) -> list[WorkingRow]:
    """Return the stretches in which the clock ran and those between, in order."""
    paper = _Paper(history)
    for event in history.events:
        paper.write(event)
    if paper.since is not None:
        paper.rows.append(_ran(paper.since, at, paper.hours, goes_on=True))
    elif paper.stop is not None and history.clock.state == ClockState.PAUSED:
        paper.rows.append(_rested(paper.stop, None))
    return paper.rows


class _Paper:
    """The rows so far: since when the clock runs, or which event stopped it."""

    def __init__(self, history: ClockHistory) -> None:
        self._terms = history.terms
        self._version = history.clock.policy_version
        self.rows: list[WorkingRow] = []
        self.since: datetime | None = None
        self.stop: ClockEvent | None = None

    @property
    def hours(self) -> BusinessHours:
        """The hours of the agreement that held at this place."""
        return self._version.calendar_version.hours

    def write(self, event: ClockEvent) -> None:
        """Write the rows that an event ends."""
        if event.kind == Kind.STARTED:  # for the first time, or counted anew
            self._version = self._terms.get(terms_of(event), self._version)
            self.rows, self.since, self.stop = [], event.at, None
        elif event.kind == Kind.RETARGETED:
            self._change_target(event)
        elif event.kind in STARTING and self.since is None:
            if self.stop is not None and self.stop.at < event.at:
                self.rows.append(_rested(self.stop, event.at))
            self.since, self.stop = event.at, None
        elif event.kind in STOPPING and self.since is not None:
            self.rows.append(_ran(self.since, event.at, self.hours))
            self.since, self.stop = None, event

    def _change_target(self, event: ClockEvent) -> None:
        if self.since is not None:
            self.rows.append(_ran(self.since, event.at, self.hours))
            self.since = event.at
        self._version = self._terms.get(terms_of(event), self._version)
        self.rows.append(_retargeted(event, self._version))


def _ran(
    start: datetime, end: datetime, hours: BusinessHours, *, goes_on: bool = False
) -> WorkingRow:
    return WorkingRow(
        what="Runs" if goes_on else "Ran",
        start=_moment(start),
        end="now" if goes_on else _moment(end),
        counted=working_time(open_seconds(hours, start, end)),
    )


def _rested(stop: ClockEvent, end: datetime | None) -> WorkingRow:
    reason = str(stop.facts.get("waiting_for", ""))
    words = {
        Kind.PAUSED: f"Paused: {WAITS[WaitingReason(reason)]}" if reason else "Resolved",
        Kind.FULFILLED: "Resolved, until it was reopened",
        Kind.CANCELLED: "Stopped, until it was taken up again",
    }
    return WorkingRow(
        what=words[Kind(stop.kind)],
        start=_moment(stop.at),
        end=_moment(end) if end else "now",
        counted="",
    )


def _retargeted(event: ClockEvent, version: SlaPolicyVersion) -> WorkingRow:
    spent = working_time(int(event.facts.get(ELAPSED, 0)))
    return WorkingRow(
        what=f"Target changed to {_target(version)} ({version.policy.name}); {spent} had passed",
        start=_moment(event.at),
        end="",
        counted="",
    )


def _moment(moment: datetime) -> str:
    local = moment.astimezone(LONDON)
    return f"{local:%a} {format_date(moment, TIME)}"


def _sums(history: ClockHistory, *, at: datetime) -> list[Fact]:
    clock, version = history.clock, history.clock.policy_version
    left = left_seconds(clock, at=at)
    spent = version.target_seconds - left
    facts = [Fact(label="Counted", value=working_time(spent))]
    if clock.state == ClockState.CANCELLED:
        return facts
    over = Fact(label="Over the target", value=working_time(left))
    facts.append(over if left < 0 else Fact(label="Left", value=working_time(left)))
    if clock.state == ClockState.RUNNING:
        counted = count_from(history.events)
        agreed = due_at(version.calendar_version.hours, counted, version.target_seconds)
        label = "Due" if clock.due_source == DueSource.POLICY else "Would be due as agreed"
        facts.append(Fact(label=label, value=_moment(agreed) if agreed else ""))
    if clock.due_source == DueSource.MANUAL and clock.manual_due_at:
        facts.append(Fact(label="Deadline set by hand", value=_moment(clock.manual_due_at)))
    if clock.state == ClockState.FULFILLED and clock.fulfilled_at:
        facts.append(Fact(label="Done", value=_moment(clock.fulfilled_at)))
    return facts


def _holidays(history: ClockHistory, *, at: datetime) -> list[date]:
    """Return the holidays that took working hours out of the time until the deadline."""
    clock = history.clock
    hours = clock.policy_version.calendar_version.hours
    until = max(clock.due_at or at, at) if clock.fulfilled_at is None else clock.fulfilled_at
    first = clock.started_at.astimezone(LONDON).date()
    last = until.astimezone(LONDON).date()
    worked = {each.weekday for each in hours.intervals}
    return sorted(day for day in hours.holidays if first <= day <= last and day.weekday() in worked)


def _by_hand(history: ClockHistory) -> str:
    """Return who set the deadline by hand and why, for those who may read it."""
    if history.clock.due_source != DueSource.MANUAL:
        return ""
    settings = [each for each in history.events if each.kind == Kind.DEADLINE_SET]
    cause = history.causes.get(settings[-1].cause_id or 0) if settings else None
    if cause is None:
        return "The helpdesk set this deadline by hand. Pauses do not move it."
    return (
        f"{cause.actor_name} set this deadline by hand on {_moment(cause.at)}. "
        f"{_reason(cause)}Pauses do not move it."
    )


def _reason(cause: TicketEvent) -> str:
    text = getattr(cause, "text", None)
    return f"Reason: {text.body.rstrip('.')}. " if text else ""


def _told(history: ClockHistory) -> Iterator[Fact]:
    """Yield when shares of the time were told of, for those who may read it."""
    for event in history.events:
        if event.kind == Kind.ESCALATED and event.cause_id in history.causes:
            percent = event.facts.get("percent", "")
            yield Fact(label=_moment(event.at), value=f"Escalated at {percent} % of its time")
