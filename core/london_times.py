"""A day and a time as people in London type them, turned into a moment; safe when clocks change."""

import re
from datetime import UTC, date, datetime, time
from typing import Final

from django import forms
from django.core.exceptions import ValidationError

from core.dates import LONDON

_CLOCK: Final = re.compile(r"(\d{1,2})[:.]?(\d{2})", re.ASCII)


class NoSuchTime(ValueError):
    """The clocks leave that time out that night, or have it twice; the message says which."""


def read_clock(text: str) -> time:
    """
    Read a time of day: "9:30", "09.30" or "0930".

    :raises ValueError: it is none
    """
    found = _CLOCK.fullmatch(text.strip())
    if found is None:
        raise ValueError("not a time of day")
    return time(int(found[1]), int(found[2]))


def london_moment(day: date, clock: time) -> datetime:
    """
    Return the moment at which clocks in London show a time on a day, in UTC.

    :raises NoSuchTime: the clocks skip it when summer time begins, or show it twice when it ends
    """
    first, second = (datetime.combine(day, clock, LONDON).replace(fold=fold) for fold in (0, 1))
    moment = first.astimezone(UTC)
    if moment.astimezone(LONDON).replace(tzinfo=None) != first.replace(tzinfo=None):
        raise NoSuchTime("The clocks go forward that night: that time does not exist")
    if first.utcoffset() != second.utcoffset():
        raise NoSuchTime("The clocks go back that night: that time comes twice")
    return moment


class ClockField(forms.CharField):
    """A time of day, typed."""

    def __init__(self, *, label: str, help_text: str = "For example, 9:30") -> None:
        box = forms.TextInput(attrs={"size": "5", "inputmode": "text", "autocomplete": "off"})
        super().__init__(label=label, help_text=help_text, max_length=8, widget=box)

    def clean(self, value: object) -> time:
        """
        Return the time of day.

        :raises ValidationError: it is none
        """
        typed = super().clean(value)
        try:
            return read_clock(typed)
        except ValueError as error:
            raise ValidationError("Enter a time such as 9:30 or 14:00") from error
