"""The bank holidays of England."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

import holidays


def bank_holidays(first: date, last: date) -> Mapping[date, str]:
    """Return the bank holidays of the years from one day to another, with their names."""
    return _of_years(first.year, last.year)


@lru_cache(maxsize=64)
def _of_years(first: int, last: int) -> Mapping[date, str]:
    return dict(holidays.country_holidays("GB", subdiv="ENG", years=range(first, last + 1)))
