"""When people may be written to about what can wait: by day, on days of work."""

from datetime import datetime
from functools import lru_cache
from typing import Final

import holidays

from core.business_hours import BusinessHours, Interval, next_opening
from core.dates import LONDON

# From 07:00 to 19:00, Monday to Friday (ours).
_FIRST_MINUTE: Final = 7 * 60
_LAST_MINUTE: Final = 19 * 60
_WORKDAYS: Final = range(5)


def when_to_write(at: datetime) -> datetime:
    """Return the moment itself, or the next at which mail may go out, holidays of England apart."""
    return next_opening(_hours_around(at.astimezone(LONDON).year), at)


@lru_cache(maxsize=8)
def _hours_around(year: int) -> BusinessHours:
    closed = holidays.country_holidays("GB", subdiv="ENG", years=range(year, year + 2))
    return BusinessHours(
        intervals=tuple(Interval(day, _FIRST_MINUTE, _LAST_MINUTE) for day in _WORKDAYS),
        holidays=frozenset(closed),
    )
