"""Whole weeks of the calendar, Monday to Sunday (ISO 8601), counted in days and never in hours."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

DAYS: Final = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Weeks:
    """Whole weeks that follow one another: `first` is a Monday, `last` a Sunday."""

    first: date
    last: date

    @property
    def length(self) -> int:
        """How many weeks it has."""
        return ((self.last - self.first).days + 1) // DAYS


def last_whole_weeks(number: int, *, on: date) -> Weeks:
    """Return the last weeks that are over at the end of a day; a Sunday ends its own week."""
    last = on - timedelta(days=on.isoweekday() % DAYS)
    return Weeks(first=last - timedelta(days=number * DAYS - 1), last=last)
