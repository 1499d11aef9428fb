"""Forms in which trainers set up courses and venues."""

from collections.abc import Mapping

from django import forms
from django.db.models import QuerySet

from accounts.models import Organization
from core.choices import NumberField, OneOf, offer
from core.forms import NhsForm
from training.actions.courses import CourseFacts
from training.actions.venues import VenueFacts
from training.models import Course, Venue

_EVERYBODY = "Everybody"


class CourseForm(NhsForm, forms.Form):
    """What a course is called, whom it is for, whether somebody approves."""

    name = forms.CharField(label="Name of the course", max_length=120)
    summary = forms.CharField(
        label="What people can do afterwards",
        help_text="One sentence; it stands in the list of courses.",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": "2"}),
    )
    audience = OneOf(
        queryset=Organization.objects.none(),
        label="For whom",
        help_text="An organisation means its people and those of the organisations below it.",
        required=False,
        empty_label=_EVERYBODY,
    )
    needs_approval = forms.BooleanField(
        label="A manager or trainer approves each booking", required=False
    )
    approval_holds_seat = forms.BooleanField(
        label="A request holds a seat until it is decided", required=False
    )
    is_active = forms.BooleanField(label="Offer it in the catalogue", required=False, initial=True)

    def __init__(
        self,
        data: Mapping[str, object] | None = None,
        *,
        organizations: QuerySet[Organization],
        course: Course | None = None,
    ) -> None:
        names = CourseFacts.__dataclass_fields__
        initial = {name: getattr(course, name) for name in names} if course else {}
        super().__init__(data, initial=initial)
        offer(self, "audience", organizations)

    def facts(self) -> CourseFacts:
        """Return what was said."""
        return CourseFacts(**self.cleaned_data)


class VenueForm(NhsForm, forms.Form):
    """A place, how many it takes, how one gets in."""

    organization = OneOf(
        queryset=Organization.objects.none(), label="Whose place it is", empty_label=None
    )
    name = forms.CharField(label="Name", help_text="As people know it", max_length=120)
    address = forms.CharField(label="Address", max_length=300, required=False)
    access_notes = forms.CharField(
        label="Access",
        help_text="Step-free access, hearing loop, parking. Learners read it.",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": "2"}),
    )
    seats = NumberField(label="People it takes", min_value=1, max_value=2000)
    is_active = forms.BooleanField(label="In use", required=False, initial=True)

    def __init__(
        self,
        data: Mapping[str, object] | None = None,
        *,
        organizations: QuerySet[Organization],
        venue: Venue | None = None,
    ) -> None:
        names = VenueFacts.__dataclass_fields__
        initial = {name: getattr(venue, name) for name in names} if venue else {}
        super().__init__(data, initial=initial)
        offer(self, "organization", organizations)

    def facts(self) -> VenueFacts:
        """Return what was said."""
        return VenueFacts(**self.cleaned_data)
