"""
On which days a committee meets: a rule of RFC 5545 as local days, and what bank holidays move.

Pure. A rule is always followed from its first day, so that a day comes out the same whatever part
of the series is asked for. Times of day are local: a meeting at 14:00 stays at 14:00.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import takewhile
from typing import Final

from dateutil.rrule import rrule, rrulestr

from core.dates import LONDON
from governance.codes import HolidayRule

SATURDAY: Final = 5
# Further than that no meeting is moved; it is left out instead.
FURTHEST: Final = 14
_RULE: Final = re.compile(
    r"FREQ=WEEKLY(;INTERVAL=[1-9]\d?)?;BYDAY=(MO|TU|WE|TH|FR|SA|SU)"
    r"|FREQ=MONTHLY(;INTERVAL=[1-9]\d?)?;BYDAY=([1-4]|-1)(MO|TU|WE|TH|FR|SA|SU)",
    re.ASCII,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesFacts:
    """What a series asks for; `exceptions` are days without a meeting, with the reasons."""

    rule: str
    starts_on: date
    ends_on: date | None = None
    holiday_rule: str = HolidayRule.NEXT
    exceptions: Mapping[date, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PlannedDay:
    """The day that the rule asks for, the day on which the meeting is, or none, and why."""

    planned_on: date
    on: date | None
    reason: str = ""


def check_rule(rule: str) -> None:
    """
    Require a rule that a committee can meet by: every so many weeks, or the nth day of months.

    :raises ValueError: it is another, in words for whoever wrote it
    """
    if _RULE.fullmatch(rule) is None:
        raise ValueError("Meetings come back every so many weeks, or on one weekday of the month.")


def dates_of(
    series: SeriesFacts, *, since: date, until: date, holidays: Mapping[date, str]
) -> list[PlannedDay]:
    """
    Return what a series plans between two days, both with it, by the days that its rule asks for.

    A meeting on a bank holiday moves, or is left out, as the series says; it never moves to a
    weekend, a holiday, or a day on which another of the series is.

    :raises ValueError: the rule is none that a committee can meet by
    """
    check_rule(series.rule)
    last = min(until, series.ends_on) if series.ends_on else until
    days = list(_asked_for(series, until=last + timedelta(days=FURTHEST)))
    taken = {day for day in days if day not in holidays}
    planned = []
    for day in days:
        each = _plan(series, day, holidays, taken)
        if each.on is not None:
            taken.add(each.on)
        planned.append(each)
    return [each for each in planned if since <= each.planned_on <= last]


def moment_of(day: date, clock: time) -> datetime:
    """Return when clocks in London show a time on a day, the first time where it comes twice."""
    return datetime.combine(day, clock, LONDON).astimezone(UTC)


def _asked_for(series: SeriesFacts, *, until: date) -> Iterator[date]:
    start = datetime.combine(series.starts_on, time())
    rule = rrulestr(series.rule, dtstart=start)
    if not isinstance(rule, rrule):
        raise ValueError("A series has one rule.")  # noqa: TRY004 — the writer of the rule is told
    return takewhile(lambda day: day <= until, (moment.date() for moment in rule))


def _plan(
    series: SeriesFacts, day: date, holidays: Mapping[date, str], taken: set[date]
) -> PlannedDay:
    if day in series.exceptions:
        return PlannedDay(day, None, series.exceptions[day])
    if day not in holidays:
        return PlannedDay(day, day)
    name = holidays[day]
    if series.holiday_rule == HolidayRule.SKIP:
        return PlannedDay(day, None, f"Bank holiday: {name}")
    step = timedelta(days=-1 if series.holiday_rule == HolidayRule.PREVIOUS else 1)
    free = (day + step * number for number in range(1, FURTHEST + 1))
    moved = next((each for each in free if _is_free(each, holidays, taken)), None)
    return PlannedDay(day, moved, f"Bank holiday: {name}")


def _is_free(day: date, holidays: Mapping[date, str], taken: set[date]) -> bool:
    return day.weekday() < SATURDAY and day not in holidays and day not in taken
