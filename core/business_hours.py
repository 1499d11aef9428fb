"""
Hours of work as local wall-clock intervals of a week, and sums of open time in UTC instants.

Intervals are half-open, several a day are allowed, and 24:00 is minute 1,440. Each day is turned
into instants by the rules of its own date, so that a change of the clocks moves nothing between
09:00 and 17:00. Elapsed time and deadlines come from the same sums: what is due after n open
seconds has had n open seconds.
"""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import accumulate
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

MINUTES_A_DAY: Final = 24 * 60
DAYS_A_WEEK: Final = 7
MICROSECONDS: Final = 1_000_000
MOST_YEARS: Final = 60


class NeverOpens(ValueError):
    """No time of work is left: a deadline would never come."""


class Interval(NamedTuple):
    """Minutes of a weekday (0 is Monday), from the first to the one after the last."""

    weekday: int
    start: int
    end: int


class Opening(NamedTuple):
    """A stretch of open time as instants."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class BusinessHours:
    """
    When work is done: `is_always_open`, or intervals of a week without the holidays.

    :raises ValueError: an interval lies outside its day
    """

    zone: str = "Europe/London"
    intervals: tuple[Interval, ...] = ()
    holidays: frozenset[date] = field(default_factory=frozenset)
    is_always_open: bool = False

    def __post_init__(self) -> None:
        for weekday, start, end in self.intervals:
            if not (0 <= weekday < DAYS_A_WEEK and 0 <= start < end <= MINUTES_A_DAY):
                raise ValueError("An interval lies within one day, from minute 0 to 1,440.")


def open_seconds(hours: BusinessHours, start: datetime, end: datetime) -> int:
    """Return how many whole open seconds lie between two instants; none where they are reversed."""
    return _open_microseconds(hours, start, end) // MICROSECONDS


def add_open_seconds(hours: BusinessHours, start: datetime, seconds: int) -> datetime:
    """
    Return the first instant, in UTC, at which so many open seconds have passed.

    :raises NeverOpens: they never will
    """
    start = start.astimezone(UTC)
    if seconds <= 0:
        return start
    if hours.is_always_open:
        return start + timedelta(seconds=seconds)
    day = _local_day(hours, start)
    wanted = _passed_in_year(hours, start) + seconds * MICROSECONDS
    for year in range(day.year, day.year + MOST_YEARS):
        sums = _sums_of_year(hours, year)
        if wanted <= sums[-1]:
            number = bisect_left(sums, wanted) - 1
            return _instant_of(hours, date(year, 1, 1), number, wanted - sums[number])
        wanted -= sums[-1]
    raise NeverOpens("This calendar has no hours of work: give it some, or make it always open.")


def is_open(hours: BusinessHours, at: datetime) -> bool:
    """Whether work is done at an instant."""
    if hours.is_always_open:
        return True
    return any(o.start <= at < o.end for o in openings_of(hours, _local_day(hours, at)))


def next_opening(hours: BusinessHours, at: datetime) -> datetime:
    """
    Return the instant itself where it is open, or else the next at which work begins.

    :raises NeverOpens: none comes
    """
    if is_open(hours, at):
        return at.astimezone(UTC)
    return add_open_seconds(hours, at, 1) - timedelta(seconds=1)


def openings_between(hours: BusinessHours, start: datetime, end: datetime) -> Iterator[Opening]:
    """Yield the open stretches between two instants, cut off at both."""
    if hours.is_always_open:
        if start < end:
            yield Opening(start, end)
        return
    day = _local_day(hours, start)
    while day <= _local_day(hours, end):
        for opening in openings_of(hours, day):
            cut = Opening(max(opening.start, start), min(opening.end, end))
            if cut.start < cut.end:
                yield cut
        day += timedelta(days=1)


@lru_cache(maxsize=4096)
def openings_of(hours: BusinessHours, day: date) -> tuple[Opening, ...]:
    """
    Return the open stretches of a local day as instants, in order and apart.

    Where the clocks go back, an interval that holds the repeated hour holds it twice.
    """
    if day in hours.holidays:
        return ()
    todays = sorted(each for each in hours.intervals if each.weekday == day.weekday())
    merged: list[Opening] = []
    for each in todays:
        start = _instant(hours, day, each.start, fold=0)
        end = _instant(hours, day, each.end, fold=1)
        if merged and start <= merged[-1].end:
            merged[-1] = Opening(merged[-1].start, max(end, merged[-1].end))
        elif start < end:
            merged.append(Opening(start, end))
    return tuple(merged)


def _instant(hours: BusinessHours, day: date, minute: int, *, fold: int) -> datetime:
    """Return the instant of a local minute; fold 1 is the second of two that are alike."""
    days, minute = divmod(minute, MINUTES_A_DAY)
    wall = time(minute // 60, minute % 60, fold=fold)
    local = datetime.combine(day + timedelta(days=days), wall, tzinfo=ZoneInfo(hours.zone))
    return local.astimezone(UTC)


def _local_day(hours: BusinessHours, at: datetime) -> date:
    return at.astimezone(ZoneInfo(hours.zone)).date()


def _microseconds(span: timedelta) -> int:
    return span // timedelta(microseconds=1)


def _open_microseconds(hours: BusinessHours, start: datetime, end: datetime) -> int:
    if end <= start:
        return 0
    if hours.is_always_open:
        return _microseconds(end - start)
    first, last = _local_day(hours, start).year, _local_day(hours, end).year
    whole = sum(_sums_of_year(hours, year)[-1] for year in range(first, last))
    return whole + _passed_in_year(hours, end) - _passed_in_year(hours, start)


def _passed_in_year(hours: BusinessHours, at: datetime) -> int:
    """Return the open microseconds of the local year that lie before an instant."""
    day = _local_day(hours, at)
    before = _sums_of_year(hours, day.year)[day.timetuple().tm_yday - 1]
    today = sum(
        (max(min(at, each.end) - each.start, timedelta(0)) for each in openings_of(hours, day)),
        start=timedelta(0),
    )
    return before + _microseconds(today)


@lru_cache(maxsize=512)
def _sums_of_year(hours: BusinessHours, year: int) -> tuple[int, ...]:
    """Return the open microseconds of a year before each of its days, and of all of it."""
    first = date(year, 1, 1)
    days = (date(year + 1, 1, 1) - first).days
    each = (
        sum(_microseconds(o.end - o.start) for o in openings_of(hours, first + timedelta(days=n)))
        for n in range(days)
    )
    return tuple(accumulate(each, initial=0))


def _instant_of(hours: BusinessHours, first: date, number: int, wanted: int) -> datetime:
    """Return when so many open microseconds of a day have passed: it has at least as many."""
    left = timedelta(microseconds=wanted)
    for start, end in openings_of(hours, first + timedelta(days=number)):
        if left <= end - start:
            return start + left
        left -= end - start
    raise NeverOpens("A day ended before its open time did.")
