"""Times of meetings and sessions in words, in London's time."""

from datetime import datetime
from typing import Final

from core.dates import LONDON, format_short_day

_DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def say_day(moment: datetime) -> str:
    """Return the day of a moment: "Tue 1 Dec 2026"."""
    day = moment.astimezone(LONDON).date()
    return f"{_DAYS[day.weekday()]} {format_short_day(day)}"


def say_clock(moment: datetime) -> str:
    """Return the time of day: "09:30"."""
    return f"{moment.astimezone(LONDON):%H:%M}"


def say_times(starts_at: datetime, ends_at: datetime) -> str:
    """Return from when to when: "Tue 1 Dec 2026, 09:30 to 11:30"."""
    start, end = starts_at.astimezone(LONDON), ends_at.astimezone(LONDON)
    if start.date() == end.date():
        return f"{say_day(start)}, {say_clock(start)} to {say_clock(end)}"
    return f"{say_day(start)}, {say_clock(start)} to {say_day(end)}, {say_clock(end)}"


def say_moment(moment: datetime) -> str:
    """Return a moment: "Tue 1 Dec 2026, 09:30"."""
    return f"{say_day(moment)}, {say_clock(moment)}"
