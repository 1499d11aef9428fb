"""Forms in which it is said when a committee meets."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Final

from django import forms
from django.core.exceptions import ValidationError

from core.choices import NumberField
from core.date_fields import DatePartsField
from core.dates import LONDON
from core.forms import NhsForm
from core.london_times import ClockField, NoSuchTime, london_moment
from governance.actions.meetings import MeetingFacts
from governance.actions.series import SeriesPlan
from governance.codes import HolidayRule, MeetingMode
from governance.models import Meeting, MeetingSeries
from governance.policies.recurrence import SeriesFacts

LONGEST: Final = 600
_EVERY: Final = [
    ("W1", "Every week"),
    ("W2", "Every two weeks"),
    ("W4", "Every four weeks"),
    ("M1", "Every month"),
    ("M2", "Every two months"),
    ("M3", "Every three months"),
    ("M6", "Every six months"),
]
_WEEKDAYS: Final = [
    ("MO", "Monday"), ("TU", "Tuesday"), ("WE", "Wednesday"), ("TH", "Thursday"), ("FR", "Friday"),
]  # fmt: skip
_WEEKS: Final = [("1", "First"), ("2", "Second"), ("3", "Third"), ("4", "Fourth"), ("-1", "Last")]
_FREQUENCIES: Final = {"W": "WEEKLY", "M": "MONTHLY"}


class ExceptionsField(forms.CharField):
    """Days without a meeting, one a line: day, month, year, and why."""

    def __init__(self) -> None:
        super().__init__(
            label="Days without a meeting",
            help_text="One a line, with the reason, for example, 24 12 2026 Christmas Eve",
            max_length=4000,
            required=False,
            widget=forms.Textarea(attrs={"rows": "3"}),
        )

    def clean(self, value: object) -> dict[date, str]:
        """
        Return the days with their reasons.

        :raises ValidationError: a line holds no day, or no reason
        """
        lines = [line.split(maxsplit=3) for line in str(super().clean(value)).splitlines()]
        return dict(_read_exception(parts) for parts in lines if parts)

    def prepare_value(self, value: object) -> object:
        """Return the lines for what is stored, and what was typed as it was typed."""
        if not isinstance(value, Mapping):
            return value
        days = ((date.fromisoformat(day), why) for day, why in value.items())
        return "\n".join(f"{day.day} {day.month} {day.year} {why}" for day, why in days)


class WhereForm(NhsForm, forms.Form):
    """Where people meet."""

    mode = forms.ChoiceField(
        label="How people meet",
        choices=MeetingMode.choices,
        widget=forms.RadioSelect,
        initial=MeetingMode.ONLINE,
    )
    place = forms.CharField(
        label="Place", help_text="Room and address", max_length=200, required=False
    )
    join_url = forms.URLField(
        label="Link to join online",
        help_text="Members find it in the invitation.",
        max_length=300,
        required=False,
        assume_scheme="https",
    )


class SeriesForm(WhereForm):
    """What may change of a series."""

    name = forms.CharField(label="Name of the series", max_length=120)
    start_time = ClockField(label="Starts at", help_text="London time, for example 14:00")
    minutes = NumberField(label="Minutes", min_value=15, max_value=LONGEST, initial=120)
    ends_on = DatePartsField(
        label="Last day", help_text="Leave it empty while no end is agreed", required=False
    )
    holiday_rule = forms.ChoiceField(
        label="A meeting on a bank holiday",
        choices=HolidayRule.choices,
        widget=forms.RadioSelect,
        initial=HolidayRule.NEXT,
    )
    exceptions = ExceptionsField()
    field_order = [
        "name", "every", "week", "weekday", "starts_on", "start_time", "minutes", "holiday_rule",
        "exceptions", "mode", "place", "join_url", "ends_on",
    ]  # fmt: skip

    def __init__(
        self, data: Mapping[str, object] | None = None, *, series: MeetingSeries | None = None
    ) -> None:
        names = SeriesPlan.__dataclass_fields__
        initial = {name: getattr(series, name) for name in names} if series else {}
        if series:
            initial["start_time"] = f"{series.start_time:%H:%M}"
        super().__init__(data, initial=initial)

    def plan(self) -> SeriesPlan:
        """Return what was said."""
        names = SeriesPlan.__dataclass_fields__
        return SeriesPlan(**{name: self.cleaned_data[name] for name in names})


class NewSeriesForm(SeriesForm):
    """The same, with what stays for the life of a series: how often, and from when."""

    every = forms.ChoiceField(label="How often", choices=_EVERY, initial="M1")
    week = forms.ChoiceField(
        label="Which week of the month",
        help_text="Only where it is every so many months",
        choices=_WEEKS,
        initial="3",
    )
    weekday = forms.ChoiceField(label="Day of the week", choices=_WEEKDAYS, initial="TH")
    starts_on = DatePartsField(
        label="From", help_text="The first meeting is on that day or the first after it"
    )

    def rule(self) -> str:
        """Return the rule of RFC 5545."""
        cleaned = self.cleaned_data
        kind, interval = cleaned["every"][:1], cleaned["every"][1:]
        parts = [f"FREQ={_FREQUENCIES[kind]}"]
        parts += [f"INTERVAL={interval}"] if interval != "1" else []
        week = cleaned["week"] if kind == "M" else ""
        return ";".join([*parts, f"BYDAY={week}{cleaned['weekday']}"])

    def asked(self) -> SeriesFacts:
        """Return what the series would ask for."""
        cleaned = self.cleaned_data
        return SeriesFacts(
            rule=self.rule(),
            starts_on=cleaned["starts_on"],
            ends_on=cleaned["ends_on"],
            holiday_rule=cleaned["holiday_rule"],
            exceptions=cleaned["exceptions"],
        )


class MeetingForm(WhereForm):
    """When and where one meeting is."""

    day = DatePartsField(label="Day", help_text="For example, 3 12 2026")
    starts = ClockField(label="Starts at", help_text="London time, for example 14:00")
    minutes = NumberField(label="Minutes", min_value=15, max_value=LONGEST, initial=120)
    reason = forms.CharField(
        label="Why it is changed", help_text="Members are told.", max_length=200
    )
    field_order = ["day", "starts", "minutes", "mode", "place", "join_url", "reason"]

    def __init__(
        self, data: Mapping[str, object] | None = None, *, meeting: Meeting | None = None
    ) -> None:
        super().__init__(data, initial=_whereabouts(meeting) if meeting else {})
        if meeting is None:
            del self.fields["reason"]

    def clean(self) -> dict[str, object]:
        """Return what was typed, with the moment at which the meeting starts."""
        cleaned = super().clean() or self.cleaned_data
        if "day" in cleaned and "starts" in cleaned:
            try:
                cleaned["starts_at"] = london_moment(cleaned["day"], cleaned["starts"])
            except NoSuchTime as error:
                self.add_error("starts", str(error))
        return cleaned

    def facts(self) -> MeetingFacts:
        """Return when and where."""
        cleaned = self.cleaned_data
        starts_at: datetime = cleaned["starts_at"]
        return MeetingFacts(
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=cleaned["minutes"]),
            mode=cleaned["mode"],
            place=cleaned["place"],
            join_url=cleaned["join_url"],
        )


class CancelMeetingForm(NhsForm, forms.Form):
    """Why there is no meeting."""

    reason = forms.CharField(
        label="Why it is cancelled",
        help_text="All who were invited are told.",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": "2"}),
    )


def _whereabouts(meeting: Meeting) -> dict[str, object]:
    local = meeting.starts_at.astimezone(LONDON)
    return {
        "day": local.date(),
        "starts": f"{local:%H:%M}",
        "minutes": int((meeting.ends_at - meeting.starts_at).total_seconds()) // 60,
        "mode": meeting.mode,
        "place": meeting.place,
        "join_url": meeting.join_url,
    }


def _read_exception(parts: list[str]) -> tuple[date, str]:
    words = " ".join(parts)
    try:
        day = date(int(parts[2]), int(parts[1]), int(parts[0]))
        return day, parts[3][:200]
    except (IndexError, ValueError) as error:
        hint = "write day, month, year and the reason, such as 24 12 2026 Christmas Eve"
        raise ValidationError(f"“{words}” cannot be read: {hint}") from error
