"""Forms with which leads say how the service is."""

from datetime import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from core.date_fields import DatePartsField
from core.dates import LONDON
from core.forms import NhsForm
from helpdesk.codes import ComponentStatus
from helpdesk.models import ServiceComponent


class ComponentChoiceField(forms.ModelChoiceField[ServiceComponent]):
    """A choice of a part of the service, with its region."""

    def label_from_instance(self, obj: ServiceComponent) -> str:
        return name_with_region(obj)


class ComponentsField(forms.ModelMultipleChoiceField[ServiceComponent]):
    """A choice of several parts of the service, with their regions."""

    def label_from_instance(self, obj: ServiceComponent) -> str:
        return name_with_region(obj)


def name_with_region(component: ServiceComponent) -> str:
    """Return what a component is called where several regions stand in one list."""
    region = component.region.short_name if component.region else "all regions"
    return f"{component.name} ({region})"


class StatusForm(NhsForm, forms.Form):
    """How a component is, in a sentence that everybody reads."""

    component = ComponentChoiceField(
        queryset=ServiceComponent.objects.none(), label="Part of the service", empty_label=None
    )
    status = forms.ChoiceField(
        label="How it is",
        choices=ComponentStatus.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Say how it is"},
    )
    text = forms.CharField(
        label="What people will notice, and what they can do",
        help_text="One or two sentences, read on every record of the region. Name no patients.",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": "3"}),
    )
    planned_on = DatePartsField(
        label="Planned for", required=False, help_text="Only for work that is ahead"
    )
    from_time = forms.TimeField(
        label="From",
        required=False,
        help_text="For example, 18:00",
        input_formats=["%H:%M", "%H.%M"],
    )
    to_time = forms.TimeField(
        label="To", required=False, help_text="For example, 20:30", input_formats=["%H:%M", "%H.%M"]
    )
    is_for_strangers = forms.BooleanField(
        label="Show it on the sign-in page too, where anybody can read it", required=False
    )

    def __init__(
        self, *args: object, components: QuerySet[ServiceComponent], **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["component"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = components

    def clean(self) -> None:
        cleaned = self.cleaned_data
        status, day = cleaned.get("status"), cleaned.get("planned_on")
        if status and status != ComponentStatus.OPERATIONAL and not cleaned.get("text"):
            self.add_error("text", ValidationError("Say in a sentence what people will notice"))
        if day and not cleaned.get("from_time"):
            self.add_error("from_time", ValidationError("Enter the time at which it starts"))
        if day and not cleaned.get("to_time"):
            self.add_error("to_time", ValidationError("Enter the time at which it ends"))

    def moments(self) -> tuple[datetime | None, datetime | None]:
        """Return when the work starts and ends, or nothing where it holds from now on."""
        return moment_of(self, "from_time"), moment_of(self, "to_time")


def moment_of(form: forms.Form, time_name: str) -> datetime | None:
    """Return the planned day at a time of the form, as London's clocks have it."""
    day, clock = form.cleaned_data.get("planned_on"), form.cleaned_data.get(time_name)
    if not day or not clock:
        return None
    return datetime.combine(day, clock, tzinfo=LONDON)
