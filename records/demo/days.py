"""Dates and moments as the sources write them."""

from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
YEAR = 365.25
HOLIDAYS = {(1, 1), (12, 25), (12, 26)}


def moment(day: date, hour: int = 9, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), LONDON)


def later(day: date, *, years: float = 0, days: int = 0) -> date:
    return day + timedelta(days=round(years * YEAR) + days)


def years_between(start: date, end: date) -> float:
    return (end - start).days / YEAR


def age_on(born: date, day: date) -> int:
    """Return the age in whole years, as a birthday counts it."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def birthday(born: date, age: int) -> date:
    """Return the day on which someone turns an age; 29 February falls to 1 March."""
    try:
        return born.replace(year=born.year + age)
    except ValueError:
        return date(born.year + age, 3, 1)


def working(day: date) -> date:
    """Return the day itself, or the next one that is no weekend, Christmas or New Year."""
    while day.weekday() > 4 or (day.month, day.day) in HOLIDAYS:
        day += timedelta(days=1)
    return day


def working_before(day: date) -> date:
    """Return the day itself, or the last one before it that is no weekend."""
    return day - timedelta(days=max(0, day.weekday() - 4))


def between(rng: Random, start: date, end: date) -> date:
    """Return a working day from start to end (or near start, where the span is empty)."""
    return working(start + timedelta(days=rng.randrange(max(1, (end - start).days))))


def spread(rng: Random, start: date, end: date, every: int) -> list[date]:
    """Return working days from start to end about `every` days apart."""
    days: list[date] = []
    day = start + timedelta(days=rng.randrange(max(1, every)))
    while day <= end:
        days.append(working(day))
        day += timedelta(days=max(1, round(every * rng.uniform(0.85, 1.15))))
    return [day for day in days if day <= end]


def uk(day: date) -> str:
    """Return the date as people in the United Kingdom write it in a letter."""
    return f"{day.day} {day:%B %Y}"
