"""Forms of reports: what a report is of, and the months of a run."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from django import forms
from django.db.models import QuerySet

from accounts.models import Organization
from analytics.actions.reports import ReportTerms
from analytics.codes import ReportFrequency
from analytics.measures.periods import Period, add_months, month_of
from analytics.models import ReportDefinition
from core.dates import format_short_day
from core.forms import NhsForm

_LENGTHS: Final = {"1": "1 month", "3": "3 months", "12": "12 months"}
_MOST_MONTHS: Final = 24


class PlaceField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not so when it runs
    """An organization by its short name."""

    def label_from_instance(self, obj: Organization) -> str:
        """Return its short name."""
        return obj.short_name


class ReportForm(NhsForm, forms.Form):
    """What a report is of, and when it is run by itself."""

    title = forms.CharField(label="Title", max_length=120)
    organization = PlaceField(
        label="Whose figures",
        help_text="Those of this organisation and all below it. It stays once the report has run.",
        queryset=Organization.objects.none(),
    )
    sections = forms.MultipleChoiceField(
        label="Sections", widget=forms.CheckboxSelectMultiple, choices=()
    )
    frequency = forms.ChoiceField(
        label="When it is run",
        widget=forms.RadioSelect,
        choices=ReportFrequency.choices,
        required=False,
    )
    is_active = forms.BooleanField(label="In use", required=False, initial=True)

    def __init__(
        self,
        *args: object,
        organizations: QuerySet[Organization],
        sees_all: bool,
        sections: Sequence[tuple[str, str]],
        **kwargs: object,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sections"].choices = sections  # type: ignore[attr-defined]  # a field of choices
        place: Any = self.fields["organization"]
        place.queryset = organizations
        if sees_all:
            place.required, place.empty_label = False, "The whole service"

    def terms(self) -> ReportTerms:
        """Return what was said, once it is valid."""
        said = self.cleaned_data
        return ReportTerms(
            title=said["title"],
            organization=said["organization"],
            sections=said["sections"],
            frequency=ReportFrequency(said["frequency"]),
            is_active=said["is_active"],
        )


class RunForm(NhsForm, forms.Form):
    """The months of a run: how many, and the last of them."""

    length = forms.ChoiceField(
        label="How many months", widget=forms.RadioSelect, choices=list(_LENGTHS.items())
    )
    last = forms.ChoiceField(label="The last of them", choices=())

    def __init__(self, *args: object, today: date, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        months = [add_months(month_of(today), -number) for number in range(1, _MOST_MONTHS + 1)]
        self.fields["last"].choices = [  # type: ignore[attr-defined]  # a field of choices
            (f"{month:%Y-%m-%d}", format_short_day(month).split(" ", 1)[1]) for month in months
        ]

    def period(self) -> Period:
        """Return what was said, once it is valid."""
        last = date.fromisoformat(self.cleaned_data["last"])
        return Period(first=add_months(last, 1 - int(self.cleaned_data["length"])), last=last)


def initial_of(definition: ReportDefinition) -> dict[str, object]:
    """Return what a report says, for its form."""
    return {
        "title": definition.title,
        "organization": definition.organization_id,
        "sections": definition.sections,
        "frequency": definition.frequency,
        "is_active": definition.is_active,
    }
