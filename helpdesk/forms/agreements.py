"""Versions of calendars and targets as people write them; what is agreed is never changed."""

import re
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

import holidays
from django import forms
from django.core.exceptions import ValidationError

from core.business_hours import DAYS_A_WEEK, MINUTES_A_DAY, BusinessHours, Interval
from helpdesk.codes import WaitingReason
from helpdesk.models import CalendarVersion, SlaPolicyVersion

_DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_LINE: Final = re.compile(r"([A-Za-z]+)(?:\s*(?:-|–|to)\s*([A-Za-z]+))?\s+(\d.*)")
_SPAN: Final = re.compile(r"(\d\d?):(\d\d)\s*(?:-|–|to)\s*(\d\d?):(\d\d)")
_HOUR: Final = 3600
_LONGEST_HOURS: Final = 10_000
# With less in a week, a deadline could lie beyond a working life.
LEAST_MINUTES_A_WEEK: Final = 60
NATIONS: Final = {"ENG": "England", "WLS": "Wales", "SCT": "Scotland", "NIR": "Northern Ireland"}
YEARS: Final = range(2024, 2036)


class NotHours(ValueError):
    """A text says no hours of work; its message says what is wrong with it."""


def read_hours(text: str) -> list[list[int]]:
    """
    Read hours of work, a line for days with the same ones: "Mon-Fri 08:00-12:00, 13:00-18:00".

    :raises NotHours: a line cannot be read, or its hours lie outside the day
    """
    intervals = [each for line in text.splitlines() if line.strip() for each in _read_line(line)]
    try:
        BusinessHours(intervals=tuple(intervals))
    except ValueError as error:
        raise NotHours("Hours lie between 00:00 and 24:00, and end after they begin.") from error
    return sorted([list(each) for each in intervals])


def _read_line(line: str) -> list[Interval]:
    found = _LINE.fullmatch(line.strip())
    if found is None:
        raise NotHours(f"Write a line as “Mon-Fri 08:00-18:00”, not “{line.strip()}”.")
    first, last = _weekday(found[1]), _weekday(found[2] or found[1])
    days = [(first + n) % DAYS_A_WEEK for n in range((last - first) % DAYS_A_WEEK + 1)]
    return [Interval(day, *_read_span(span)) for day in days for span in found[3].split(",")]


def _weekday(name: str) -> int:
    start = name[:3].lower()
    if start not in _DAYS:
        raise NotHours(f"“{name}” is no day of the week.")
    return _DAYS.index(start)


def _read_span(text: str) -> tuple[int, int]:
    found = _SPAN.fullmatch(text.strip())
    if found is None:
        raise NotHours(f"Write hours as “08:00-18:00”, not “{text.strip()}”.")
    start_hour, start_minute, end_hour, end_minute = (int(part) for part in found.groups())
    return start_hour * 60 + start_minute, end_hour * 60 + end_minute


class CalendarVersionForm(forms.ModelForm[CalendarVersion]):
    """The next version of a calendar."""

    week = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="A line for days with the same hours: Mon-Fri 08:00-12:00, 13:00-18:00",
        label="Hours of work",
    )

    nation = forms.ChoiceField(
        choices=[("", "None"), *NATIONS.items()],
        required=False,
        help_text=f"Bank holidays of {YEARS[0]} to {YEARS[-1]} to add to those below",
        label="Bank holidays",
    )

    class Meta:
        model = CalendarVersion
        fields = ["time_zone", "is_always_open", "week", "nation", "holidays"]

    def clean_time_zone(self) -> str:
        """
        Require a time zone of the IANA's.

        :raises ValidationError: there is none of this name
        """
        name = str(self.cleaned_data["time_zone"])
        if name not in available_timezones():
            raise ValidationError("There is no such time zone. London’s is Europe/London.")
        return ZoneInfo(name).key

    def clean(self) -> dict[str, object]:
        """
        Require hours of work, or none where it is always open.

        :raises ValidationError: there would be too few for a deadline ever to come
        """
        cleaned = super().clean() or self.cleaned_data
        try:
            intervals = read_hours(str(cleaned.get("week") or ""))
        except NotHours as error:
            raise ValidationError({"week": str(error)}) from error
        if cleaned.get("is_always_open"):
            self.instance.intervals, cleaned["holidays"] = [], []
            return cleaned
        minutes = {(day, m) for day, start, end in intervals for m in range(start, end)}
        if len(minutes) < LEAST_MINUTES_A_WEEK:
            raise ValidationError({"week": "Give it at least an hour of work in a week."})
        self.instance.intervals = intervals
        if nation := str(cleaned.get("nation") or ""):
            days = holidays.country_holidays("GB", subdiv=nation, years=YEARS)
            cleaned["holidays"] = sorted({*(cleaned.get("holidays") or ()), *days})
        return cleaned


class CalendarVersionChoice(forms.ModelChoiceField[CalendarVersion]):
    """A version of a calendar by its name, the newest of each first."""

    def label_from_instance(self, obj: CalendarVersion) -> str:
        """Return what a version is called where one is chosen."""
        return f"{obj.calendar.code}, version {obj.number}"


class SlaPolicyVersionForm(forms.ModelForm[SlaPolicyVersion]):
    """The next version of a target."""

    hours = forms.IntegerField(min_value=0, max_value=_LONGEST_HOURS, label="Target, hours")
    minutes = forms.IntegerField(min_value=0, max_value=MINUTES_A_DAY, initial=0, label="and min")
    calendar_version = CalendarVersionChoice(
        CalendarVersion.objects.select_related("calendar").order_by("calendar__code", "-number")
    )
    pause_on = forms.MultipleChoiceField(
        choices=WaitingReason.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label="Paused while it waits for",
    )

    class Meta:
        model = SlaPolicyVersion
        fields = ["hours", "minutes", "calendar_version", "pause_on", "valid_from"]

    def clean(self) -> dict[str, object]:
        """
        Require a target of some time.

        :raises ValidationError: it would be over as soon as it begins
        """
        cleaned = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        seconds = cleaned["hours"] * _HOUR + cleaned["minutes"] * 60
        if not seconds:
            raise ValidationError({"hours": "A target is a minute at least."})
        self.instance.target_seconds = seconds
        return cleaned
