"""Series of meetings in words."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from core.dates import format_day
from governance.codes import HolidayRule
from governance.models import MeetingSeries
from governance.policies.recurrence import PlannedDay

_WEEKDAYS: Final = {
    "MO": "Monday", "TU": "Tuesday", "WE": "Wednesday", "TH": "Thursday", "FR": "Friday",
    "SA": "Saturday", "SU": "Sunday",
}  # fmt: skip
_NAMES: Final = tuple(_WEEKDAYS.values())
_WEEKS: Final = {"1": "first", "2": "second", "3": "third", "4": "fourth", "-1": "last"}


@dataclass(frozen=True, slots=True, kw_only=True)
class DayShown:
    """A day of a series: when the meeting is, or that there is none, and what moved it."""

    words: str
    note: str
    is_off: bool


def say_series(series: MeetingSeries) -> str:
    """Return how often a series meets: "Every month on the third Thursday at 14:00"."""
    return f"{say_rule(series.rule)} at {series.start_time:%H:%M}"


def say_rule(rule: str) -> str:
    """Return a rule of RFC 5545, of those that committees meet by, in words."""
    parts = dict(part.split("=", 1) for part in rule.split(";"))
    interval, day = parts.get("INTERVAL", "1"), parts["BYDAY"]
    noun = "week" if parts["FREQ"] == "WEEKLY" else "month"
    often = f"Every {noun}" if interval == "1" else f"Every {interval} {noun}s"
    week, weekday = _WEEKS.get(day[:-2], ""), _WEEKDAYS[day[-2:]]
    return f"{often} on the {week} {weekday}" if week else f"{often} on {weekday}"


def present_days(days: list[PlannedDay], *, holiday_rule: str) -> list[DayShown]:
    """Return planned days in words, with what moved each."""
    return [_present_day(day, holiday_rule) for day in days]


def _present_day(day: PlannedDay, holiday_rule: str) -> DayShown:
    if day.on is None:
        return DayShown(words=_say(day.planned_on), note=f"No meeting. {day.reason}", is_off=True)
    if day.on == day.planned_on:
        return DayShown(words=_say(day.on), note="", is_off=False)
    how = HolidayRule(holiday_rule).label.lower()
    note = f"{_say(day.planned_on)} {how}. {day.reason}"
    return DayShown(words=_say(day.on), note=note, is_off=False)


def _say(day: date) -> str:
    return f"{_NAMES[day.weekday()]} {format_day(day)}"
