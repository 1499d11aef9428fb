"""The clocks of a ticket in words: how each stands to its deadline, on the ticket's own page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.urls import reverse

from core.dates import TIME, format_duration, format_short_date
from helpdesk.actions.clock_planning import percent_spent, spent_seconds
from helpdesk.codes import ClockState, DueSource, Metric, TicketState, WaitingReason
from helpdesk.models import TicketClock

from .desk_lines import Words, moment_ahead

AMBER_FROM_PERCENT: Final = 75
NAMES: Final = {
    Metric.FIRST_RESPONSE: "First answer",
    Metric.RESOLUTION: "Solution",
    Metric.IG_REPORT: "Report to the ICO",
}
WAITS: Final = {
    WaitingReason.USER: "waits for the caller",
    WaitingReason.THIRD_PARTY: "waits for a third party",
    WaitingReason.ORGANIZATION_IT: "waits for the organisation’s IT",
    WaitingReason.CHANGE_WINDOW: "waits for a change window",
}
_DONE: Final = {
    Metric.FIRST_RESPONSE: "Answered",
    Metric.RESOLUTION: "Solved",
    Metric.IG_REPORT: "Decided",
}
_STOPPED: Final = {
    TicketState.MERGED: "Stopped: the ticket was merged",
    TicketState.CANCELLED: "Stopped: the ticket was cancelled",
    TicketState.SPAM: "Stopped: the ticket is spam",
}
_MINUTE: Final = 60
_HOUR: Final = 60 * _MINUTE
# From two days on, lists and pages count days.
_DAYS_FROM: Final = 48 * _HOUR


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockView:
    """A clock on a ticket's page; `deadline_url` is for those who may set its deadline."""

    metric: str
    name: str
    status: Words
    detail: str
    url: str
    deadline_url: str = ""


def present_clocks(
    clocks: Iterable[TicketClock], *, leads: bool = False, at: datetime
) -> list[ClockView]:
    """Return the clocks of a ticket; `leads`: the viewer may set deadlines by hand."""
    return [present_clock(clock, leads=leads, at=at) for clock in clocks]


def present_clock(clock: TicketClock, *, leads: bool = False, at: datetime) -> ClockView:
    """Return a clock in words."""
    where = [clock.ticket_id, clock.metric]
    may_set = leads and clock.state in (ClockState.RUNNING, ClockState.PAUSED)
    return ClockView(
        metric=clock.metric,
        name=NAMES[Metric(clock.metric)],
        status=clock_status(clock, at=at),
        detail=_detail(clock, at=at),
        url=reverse("helpdesk:clock_detail", args=where),
        deadline_url=reverse("helpdesk:deadline_set", args=where) if may_set else "",
    )


def clock_status(clock: TicketClock, *, at: datetime) -> Words:
    """Return how a clock stands, with its colour; that it is overdue is worked out here."""
    if clock.state == ClockState.CANCELLED:
        text = _STOPPED.get(TicketState(clock.ticket.state), "Stopped: no longer needed")
        return Words(text=text)
    if clock.state == ClockState.FULFILLED:
        return _ended(clock)
    if clock.state == ClockState.PAUSED or clock.due_at is None:
        return _paused(clock, at=at)
    return _running(clock, clock.due_at, at=at)


def _running(clock: TicketClock, due: datetime, *, at: datetime) -> Words:
    if at > due:
        return Words(text=f"Overdue by {span_in_words(at - due)}", tone="red")
    is_late = percent_spent(clock, clock.policy_version, at) >= AMBER_FROM_PERCENT
    return Words(text=_ahead(clock, due, at=at), tone="amber" if is_late else "plain")


def _ahead(clock: TicketClock, due: datetime, *, at: datetime) -> str:
    """Return how long there is: until it is due, or of working time where the desk shuts before."""
    left = left_seconds(clock, at=at)
    until = int((due - at).total_seconds())
    if until < _MINUTE:
        return "Due now"
    if clock.due_source == DueSource.MANUAL or until - left < _MINUTE:
        return f"Due in {span_in_words(due - at)}"
    return f"{working_time(left)} of working time left"


def left_seconds(clock: TicketClock, *, at: datetime) -> int:
    """Return how much of the agreed time is left; less than none where it is over."""
    version = clock.policy_version
    return version.target_seconds - spent_seconds(clock, version, at)


def _paused(clock: TicketClock, *, at: datetime) -> Words:
    reason = clock.ticket.waiting_reason
    why = f": {WAITS[WaitingReason(reason)]}" if reason else ""
    manual = clock.manual_due_at if clock.due_source == DueSource.MANUAL else None
    if manual is not None and at > manual:
        return Words(text=f"Overdue by {span_in_words(at - manual)}, paused{why}", tone="red")
    if manual is None and left_seconds(clock, at=at) < 0:
        return Words(text=f"Overdue, and paused{why}", tone="red")
    return Words(text=f"Paused{why}")


def _ended(clock: TicketClock) -> Words:
    done = _DONE[Metric(clock.metric)]
    if not clock.was_breached:
        return Words(text=f"{done} in time", tone="green")
    manual, ended = clock.manual_due_at, clock.fulfilled_at
    if clock.due_source == DueSource.MANUAL and manual and ended:
        return Words(text=f"{done} late by {span_in_words(ended - manual)}", tone="red")
    late = working_time(clock.elapsed_seconds - clock.policy_version.target_seconds)
    return Words(text=f"{done} late by {late}", tone="red")


def _detail(clock: TicketClock, *, at: datetime) -> str:
    """Return what stands beside the status: when it is due, or what is left, or when it ended."""
    by_hand = ", set by hand" if clock.due_source == DueSource.MANUAL else ""
    if clock.state == ClockState.FULFILLED and clock.fulfilled_at:
        shuts = not clock.policy_version.calendar_version.is_always_open
        how_late = by_hand and ", after a deadline set by hand"
        if not by_hand and shuts:
            how_late = ", counted in working time"
        when = format_short_date(clock.fulfilled_at, TIME, now=at)
        return when + how_late if clock.was_breached else when
    if clock.state == ClockState.PAUSED:
        if by_hand and clock.manual_due_at:
            return f"Deadline {moment_ahead(clock.manual_due_at, at)}{by_hand}"
        left = left_seconds(clock, at=at)
        return f"{working_time(left)} left when it goes on" if left > 0 else ""
    if clock.due_at is None:
        return ""
    verb = "Was due" if at > clock.due_at else "Due"
    return f"{verb} {moment_ahead(clock.due_at, at)}{by_hand}"


def span_in_words(span: timedelta) -> str:
    """Return a span by the clock on the wall: "40 s", "25 min", "2 h 10 min", "3 days"."""
    seconds = abs(int(span.total_seconds()))
    in_hours = _HOUR <= seconds < _DAYS_FROM
    return working_time(seconds) if in_hours else format_duration(span)


def working_time(seconds: int) -> str:
    """Return a span of open time, whose days would be of different lengths: "52 h 30 min"."""
    seconds = abs(seconds)
    if seconds == 0:
        return "none"
    if seconds < _HOUR:
        return format_duration(timedelta(seconds=seconds))
    hours, minutes = seconds // _HOUR, seconds % _HOUR // _MINUTE
    return f"{hours:,} h {minutes} min" if minutes else f"{hours:,} h"
