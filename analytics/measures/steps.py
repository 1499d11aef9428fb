"""Steps of control charts: whole weeks, from Monday, and whole months of the London calendar."""

from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from typing import Final

import holidays

from analytics.measures.periods import add_months, month_of, next_month

_WEEK: Final = timedelta(days=7)
_SATURDAY: Final = 5


class Step(StrEnum):
    """How much time a point of a chart stands for."""

    WEEK = "week"
    MONTH = "month"

    @property
    def plural(self) -> str:
        """The word for several."""
        return f"{self.value}s"


def start_of(step: Step, day: date) -> date:
    """Return the first day of a day's week or month."""
    return month_of(day) if step == Step.MONTH else day - timedelta(days=day.weekday())


def end_of(step: Step, start: date) -> date:
    """Return the last day of the week or month that begins on a day."""
    following = next_month(start) if step == Step.MONTH else start + _WEEK
    return following - timedelta(days=1)


def list_starts(step: Step, number: int, *, today: date) -> list[date]:
    """Return so many weeks or months, each as its first day, that were over before today."""
    current = start_of(step, today)
    back = range(number, 0, -1)
    if step == Step.MONTH:
        return [add_months(current, -each) for each in back]
    return [current - each * _WEEK for each in back]


def count_working_days(first: date, last: date) -> int:
    """Return how many days from Monday to Friday there are, bank holidays of England apart."""
    days = (first + timedelta(days=each) for each in range((last - first).days + 1))
    return sum(day.weekday() < _SATURDAY and day not in _closed(day.year) for day in days)


@cache
def _closed(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))
