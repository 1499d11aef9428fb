"""Periods: whole months of the London calendar, which are all that figures are shown for."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

# What can be chosen by name; any stretch of whole months can be chosen as well.
NAMED: Final = {
    "1": "Last month",
    "3": "Last 3 months",
    "12": "Last 12 months",
    "24": "Last 24 months",
    "all": "All months",
}
DEFAULT: Final = "12"


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """Whole months: `first` and `last` are the first days of the first and the last of them."""

    first: date
    last: date

    @property
    def end(self) -> date:
        """The last day that is within."""
        return next_month(self.last) - timedelta(days=1)

    @property
    def length(self) -> int:
        """How many months it has."""
        return months_between(self.first, self.last) + 1

    def months(self) -> Iterator[date]:
        """Give its months, each as its first day: from the calendar, so that none is missing."""
        month = self.first
        while month <= self.last:
            yield month
            month = next_month(month)

    def before(self) -> "Period":
        """Return as many months, right before."""
        return self.shifted(-self.length)

    def shifted(self, months: int) -> "Period":
        """Return it so many months later."""
        return Period(first=add_months(self.first, months), last=add_months(self.last, months))


def month_of(day: date) -> date:
    """Return the first day of a day's month."""
    return day.replace(day=1)


def add_months(month: date, number: int) -> date:
    """Return the month so many months later, as its first day."""
    index = month.year * 12 + month.month - 1 + number
    return date(index // 12, index % 12 + 1, 1)


def next_month(month: date) -> date:
    """Return the month after."""
    return add_months(month, 1)


def months_between(first: date, last: date) -> int:
    """Return how many months lie from one month to another."""
    return (last.year - first.year) * 12 + last.month - first.month


def named_period(name: str, *, today: date, begins: date) -> Period:
    """
    Return a named period: it ends with the last month that is over.

    `begins` is the month of the first event there is.

    :raises KeyError: no period has that name
    """
    if name not in NAMED:
        raise KeyError(name)
    last = add_months(month_of(today), -1)
    first = begins if name == "all" else add_months(last, 1 - int(name))
    return Period(first=min(first, last), last=last)
