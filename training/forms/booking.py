"""Forms of those who learn, and of those who look after them."""

from collections.abc import Iterable, Mapping
from typing import Final
from uuid import UUID

from django import forms

from accounts.models import Organization, PractitionerRole
from core.forms import NhsForm
from training.codes import DeliveryMode, NeedKind
from training.queries.catalogue import CourseWish

LONGEST_NEED: Final = 300
LONGEST_REASON: Final = 300


class CatalogueForm(NhsForm, forms.Form):
    """Look for a course; what is chosen stands in the address."""

    q = forms.CharField(label="Course or skill", max_length=100, required=False)
    mode = forms.ChoiceField(
        label="How", choices=[("", "Any way"), *DeliveryMode.choices], required=False
    )
    board = forms.ChoiceField(label="Where", required=False)

    def __init__(self, data: Mapping[str, str], *, boards: Iterable[Organization]) -> None:
        super().__init__(data)
        named = [(str(board.pk), board.short_name) for board in boards]
        self.fields["board"].choices = [("", "Anywhere"), *named]  # type: ignore[attr-defined]

    def wish(self) -> CourseWish:
        """Return what is looked for; what cannot be is left out."""
        chosen = self.cleaned_data if self.is_valid() else {}
        board = chosen.get("board")
        return CourseWish(
            words=chosen.get("q", ""),
            mode=chosen.get("mode", ""),
            board=UUID(board) if board else None,
        )


class NeedsForm(NhsForm, forms.Form):
    """What a learner needs at a session."""

    access = forms.CharField(
        label="Access (optional)",
        help_text="Such as a hearing loop, step-free access or a large screen",
        max_length=LONGEST_NEED,
        required=False,
    )
    diet = forms.CharField(
        label="Food (optional)",
        help_text="Where there is a meal",
        max_length=LONGEST_NEED,
        required=False,
    )
    shift = forms.CharField(
        label="Shift pattern (optional)",
        help_text="Such as coming straight from a night shift",
        max_length=LONGEST_NEED,
        required=False,
    )

    def needs(self) -> dict[NeedKind, str]:
        """Return what was said, by kind."""
        return {kind: self.cleaned_data[kind] for kind in NeedKind if self.cleaned_data[kind]}


class CancelForm(NhsForm, forms.Form):
    """Why a booking is cancelled; others than the learner must say so."""

    reason = forms.CharField(label="Reason", max_length=LONGEST_REASON)

    def __init__(self, data: Mapping[str, str] | None, *, is_own: bool) -> None:
        super().__init__(data)
        if is_own:
            self.fields["reason"].required = False
            self.fields["reason"].label = "Reason (optional)"
            self.fields["reason"].help_text = "It helps trainers to plan"
        else:
            self.fields["reason"].help_text = "The learner reads it"


class FindLearnerForm(NhsForm, forms.Form):
    """Look for somebody; it is posted, so that no name stands in an address."""

    who = forms.CharField(label="Who is it for?", help_text="Name or organisation", max_length=100)


class BookForForm(NhsForm, forms.Form):
    """Who of those found is booked."""

    role = forms.ChoiceField(label="Who is it for?", widget=forms.RadioSelect)
    over_book = forms.BooleanField(
        label="Book beyond the full number, if it is full", required=False
    )

    def __init__(
        self,
        data: Mapping[str, str] | None,
        *,
        found: Iterable[PractitionerRole],
        may_over_book: bool,
    ) -> None:
        super().__init__(data)
        named = [
            (str(role.pk), f"{role.user}, {role.title}, {role.organization.short_name}")
            for role in found
        ]
        self.fields["role"].choices = named  # type: ignore[attr-defined]
        if not may_over_book:
            del self.fields["over_book"]
