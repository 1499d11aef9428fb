"""What is typed to set a deadline by hand."""

import datetime as dt
import re
from typing import Final

from django import forms

from core.date_fields import DatePartsField
from core.dates import LONDON
from core.forms import NhsForm

LONGEST_REASON: Final = 300
_TIME: Final = re.compile(r"(\d{1,2})[:.]?(\d\d)", re.ASCII)


class DeadlineForm(NhsForm, forms.Form):
    """A day, a time of that day in London, and why."""

    day = DatePartsField(label="Day", help_text="For example, 27 11 2026")
    time = forms.CharField(
        label="Time",
        help_text="24 hours, for example 16:30",
        max_length=5,
        widget=forms.TextInput(attrs={"size": "5", "autocomplete": "off"}),
    )
    reason = forms.CharField(
        label="Why this deadline",
        error_messages={"required": "Say why this deadline"},
        help_text="Staff read it in the ticket. Name no patient.",
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": "3"}),
    )

    def clean_time(self) -> dt.time:
        """
        Read a time of day, with or without its colon.

        :raises ValidationError: there is no such time
        """
        found = _TIME.fullmatch(str(self.cleaned_data["time"]).strip())
        try:
            if found:
                return dt.time(int(found[1]), int(found[2]))
        except ValueError:
            pass
        raise forms.ValidationError("Enter a time of 24 hours, such as 16:30")

    def due_at(self) -> dt.datetime:
        """Return the moment that the day and the time make in London."""
        day, time = self.cleaned_data["day"], self.cleaned_data["time"]
        return dt.datetime.combine(day, time, tzinfo=LONDON)
