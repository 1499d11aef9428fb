"""Forms about what charts mark: annotations, rebases and targets."""

from datetime import date
from typing import Final

from django import forms

from accounts.models import Organization
from analytics.actions.marks import AnnotationWords
from analytics.codes import AnnotationKind
from analytics.models import Annotation, Reach
from analytics.queries.marks import list_places
from core.choices import OneOf, offer
from core.date_fields import DatePartsField
from core.forms import NhsForm

_EVERYWHERE: Final = "The whole service"


class AnnotationForm(NhsForm, forms.Form):
    """What happened, when and where."""

    on = DatePartsField(label="Day", help_text="The day on which it happened or began")
    until = DatePartsField(
        label="Last day", help_text="Leave blank for something of one day", required=False
    )
    kind = forms.ChoiceField(label="What it was", choices=AnnotationKind.choices)
    words = forms.CharField(
        label="In a few words",
        help_text="Such as “Go-live at Ludlow Hospital”. Name no person",
        max_length=120,
    )
    organization = OneOf(
        label="Where", queryset=Organization.objects.none(), empty_label=_EVERYWHERE, required=False
    )

    def __init__(
        self, data: object = None, *, reach: Reach, annotation: Annotation | None = None
    ) -> None:
        initial = _initial(annotation) if annotation else {}
        super().__init__(data, initial=initial)
        offer(self, "organization", list_places(reach))
        if not reach.sees_all:
            field = self.fields["organization"]
            field.required = True
            field.error_messages["required"] = "Select where it happened"
            if isinstance(field, forms.ModelChoiceField):
                field.empty_label = "Choose"

    def clean(self) -> dict[str, object]:
        """Check that it ends after it begins."""
        said = super().clean() or {}
        if said.get("on") and said.get("until") and said["until"] < said["on"]:
            self.add_error("until", "The last day is the first one or after it")
        return said

    def said(self) -> AnnotationWords:
        """Return what was said."""
        given = self.cleaned_data
        where = given["organization"]
        return AnnotationWords(
            on=given["on"],
            until=given["until"],
            kind=given["kind"],
            words=given["words"],
            organization_id=where.pk if where else None,
        )


class RebaseForm(NhsForm, forms.Form):
    """From when a chart counts anew, and why."""

    on = DatePartsField(
        label="Count anew from", help_text="The first week or month that begins then or later"
    )
    reason = forms.CharField(
        label="What changed, and how we know",
        help_text="It stands beside the chart with your name",
        max_length=200,
        widget=forms.Textarea(attrs={"rows": "2"}),
    )

    def __init__(self, data: object = None, *, today: date) -> None:
        super().__init__(data)
        self._today = today

    def clean_on(self) -> date:
        """Check that the day is over: nobody knows what the process will be."""
        on: date = self.cleaned_data["on"]
        if on >= self._today:
            raise forms.ValidationError("Choose a day that is over")
        return on


class TargetForm(NhsForm, forms.Form):
    """What a measure is to reach, from when, and who set it."""

    value = forms.DecimalField(
        label="Target",
        max_digits=12,
        decimal_places=3,
        widget=forms.TextInput(attrs={"size": "8", "inputmode": "decimal", "autocomplete": "off"}),
    )
    valid_from = DatePartsField(label="From")
    source = forms.CharField(
        label="Who set it, and where it is written",
        help_text="Such as “Programme board, 12 March 2026, item 4”",
        max_length=200,
    )

    def __init__(self, data: object = None, *, unit: str) -> None:
        super().__init__(data)
        self.fields["value"].help_text = f"In {unit}"


def _initial(annotation: Annotation) -> dict[str, object]:
    return {
        "on": annotation.on,
        "until": annotation.until,
        "kind": annotation.kind,
        "words": annotation.words,
        "organization": annotation.organization_id,
    }
