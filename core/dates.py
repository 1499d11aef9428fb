"""Dates as FHIR sends them and as the NHS writes them. The clock is always an argument."""

import re
from datetime import date, datetime, timedelta
from typing import Literal, NamedTuple, TypeAlias
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")

# Outside these years a date is a slip or a filler ("0001", "9999"), not a moment in a life.
EARLIEST_YEAR = 1850
LATEST_YEAR = 2199

YEAR: Literal["Y"] = "Y"
MONTH: Literal["M"] = "M"
DAY: Literal["D"] = "D"
TIME: Literal["T"] = "T"
Precision: TypeAlias = Literal["Y", "M", "D", "T"]

_MONTHS = (
    "", "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_SHORT_MONTHS = tuple(name[:3] for name in _MONTHS)
_DATE_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?", re.ASCII)
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?", re.ASCII)
_PRECISIONS: dict[int, Precision] = {4: YEAR, 7: MONTH, 10: DAY}

_MINUTE = 60
_HOUR = 60 * _MINUTE
_DAY = 24 * _HOUR
# Up to two days people count in hours ("26 h late"), up to four weeks a baby's age in days.
_LONGEST_IN_HOURS = 48 * _HOUR
_LONGEST_AGE_IN_DAYS = 28
_LONGEST_AGE_IN_MONTHS = 24


class NotADate(ValueError):
    """The text is not a date that can be. The message never repeats the text."""


class PartialDate(NamedTuple):
    """A moment, and how much of it was said: its first instant in London where only in part."""

    start: datetime
    precision: Precision


def parse_fhir_date(text: str) -> PartialDate:
    """
    Read a FHIR date, dateTime or instant; a time without a zone is London's.

    :raises NotADate: it is not in the form of FHIR, does not exist, or lies beyond any life
    """
    try:
        if len(text) <= len("2026-11-22"):
            return _parse_date(text)
        return PartialDate(_parse_date_time(text), TIME)
    except NotADate:
        raise
    except ValueError:
        raise NotADate("is not a day or time that exists") from None


def _parse_date(text: str) -> PartialDate:
    """Read a year, a month or a day."""
    precision = _PRECISIONS.get(len(text))
    if precision is None or _DATE.fullmatch(text) is None:
        raise NotADate("is not written as a date")
    year = _check_year(int(text[:4]))
    month = 1 if precision is YEAR else int(text[5:7])
    day = int(text[8:]) if precision is DAY else 1
    return PartialDate(datetime(year, month, day, tzinfo=LONDON), precision)


def _parse_date_time(text: str) -> datetime:
    """Read a day with a time; a leap second counts as the second before it."""
    if _DATE_TIME.fullmatch(text) is None:
        raise NotADate("is not written as a date and time")
    _check_year(int(text[:4]))
    if text[16:19] == ":60":
        text = f"{text[:17]}59{text[19:]}"
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=LONDON)


def _check_year(year: int) -> int:
    """Return the year, where somebody's record can hold it."""
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        raise NotADate("is not a year in anybody's life")
    return year


def format_date(start: datetime, precision: Precision = DAY) -> str:
    """Return a date in full: "12 March 1948", "12 March 1948, 07:40", "March 1948" or "1948"."""
    moment = start.astimezone(LONDON)
    if precision == TIME:
        clock = f"{moment.hour:02}:{moment.minute:02}"
        return f"{moment.day} {_MONTHS[moment.month]} {moment.year}, {clock}"
    if precision == DAY:
        return f"{moment.day} {_MONTHS[moment.month]} {moment.year}"
    return f"{_MONTHS[moment.month]} {moment.year}" if precision == MONTH else str(moment.year)


def format_short_date(start: datetime, precision: Precision, *, now: datetime) -> str:
    """
    Return a date for a table: "today 07:40", "yesterday 18:00", "12 Mar 2026", "Mar 1948", "1948".

    The time of day is said for today and yesterday only; the entry's detail has it for older days.
    """
    moment = start.astimezone(LONDON)
    if precision in (DAY, TIME):
        near = _near_day(moment, now.astimezone(LONDON))
        if near:
            clock = f" {moment.hour:02}:{moment.minute:02}" if precision == TIME else ""
            return near + clock
        return f"{moment.day} {_SHORT_MONTHS[moment.month]} {moment.year}"
    if precision == MONTH:
        return f"{_SHORT_MONTHS[moment.month]} {moment.year}"
    return str(moment.year)


def _near_day(moment: datetime, now: datetime) -> str:
    """Return "today" or "yesterday", or nothing for any other day."""
    days = now.toordinal() - moment.toordinal()
    if days == 0:
        return "today"
    return "yesterday" if days == 1 else ""


def format_day(day: date) -> str:
    """Return a day in full: "12 March 1948"."""
    return f"{day.day} {_MONTHS[day.month]} {day.year}"


def format_short_day(day: date) -> str:
    """Return a day for a banner or table: "12 Mar 1948"."""
    return f"{day.day} {_SHORT_MONTHS[day.month]} {day.year}"


def age_in_words(
    born: date, *, today: date, died: date | None = None, precision: Precision = DAY
) -> str:
    """
    Return an age: "3 days", "5 months", "78 years", at death for those who have died.

    Someone born in a year or a month that is all we know is "about 78 years". A birth that lies
    ahead has no age.
    """
    until = died or today
    if born > until:
        return ""
    if precision in (YEAR, MONTH):
        return f"about {_rough_age(born, until, precision)}"
    days = (until - born).days
    if days < _LONGEST_AGE_IN_DAYS:
        return count_in_words(days, "day")
    months = (until.year - born.year) * 12 + until.month - born.month - (until.day < born.day)
    if months < _LONGEST_AGE_IN_MONTHS:
        return count_in_words(months, "month") if months else count_in_words(days, "day")
    return count_in_words(months // 12, "year")


def _rough_age(born: date, until: date, precision: Precision) -> str:
    """Return the age of somebody whose day of birth is not known; of small children in months."""
    months = (until.year - born.year) * 12 + until.month - born.month
    if precision == MONTH and months < _LONGEST_AGE_IN_MONTHS:
        return count_in_words(months, "month")
    years = until.year - born.year if precision == YEAR else months // 12
    return count_in_words(years, "year")


def count_in_words(number: int, noun: str, plural: str = "") -> str:
    """Return a count with its noun: "1 day", "3 days"; `plural` where it is not noun and s."""
    return f"{number:,} {noun if number == 1 else plural or f'{noun}s'}"


def format_duration(span: timedelta) -> str:
    """Return a span as people say it: "40 s", "3 min", "26 h", "4 days"."""
    seconds = abs(int(span.total_seconds()))
    if seconds < _MINUTE:
        return f"{seconds} s"
    if seconds < _HOUR:
        return f"{seconds // _MINUTE} min"
    if seconds < _LONGEST_IN_HOURS:
        return f"{seconds // _HOUR} h"
    return count_in_words(seconds // _DAY, "day")


def format_ago(moment: datetime, *, now: datetime) -> str:
    """Return how long ago a moment was: "just now", "3 min ago"; "in 2 h" if ahead."""
    span = now - moment
    if abs(span.total_seconds()) < _MINUTE:
        return "just now"
    return f"{format_duration(span)} ago" if span > timedelta(0) else f"in {format_duration(span)}"


def format_late(span: timedelta) -> str:
    """Return by how much something is late: "26 h late"."""
    return f"{format_duration(span)} late"
