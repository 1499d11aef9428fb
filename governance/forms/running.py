"""Forms of a meeting that goes on: the register, entries, reopening, actions from entries."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from django import forms

from core.date_fields import DatePartsField
from core.forms import NhsForm
from governance.actions.attendance import AttendanceFacts
from governance.codes import AttendanceKind
from governance.policies.entry_commands import Person
from governance.queries.run_page import Register


class RegisterForm(NhsForm, forms.Form):
    """Who else is there, or sends apologies."""

    who = forms.ChoiceField(label="Who", required=False)
    guest_name = forms.CharField(label="Or the name of a guest", max_length=120, required=False)

    def __init__(self, data: Mapping[str, object] | None = None, *, register: Register) -> None:
        super().__init__(data)
        choices = [("", "Choose somebody")]
        choices += [(f"here:{each.pk}", str(each.user)) for each in register.missing]
        choices += [
            (f"deputy:{each.membership_id}:{each.pk}", f"{each.user}, for {each.membership.user}")
            for each in register.deputies
        ]
        choices += [(f"away:{each.pk}", f"{each.user}: apologies") for each in register.missing]
        self.fields["who"] = forms.ChoiceField(label="Who", required=False, choices=choices)

    def clean(self) -> dict[str, object]:
        """Require one person, and only one."""
        cleaned = super().clean() or {}
        if not self.errors and bool(cleaned.get("who")) == bool(cleaned.get("guest_name")):
            self.add_error("who", "Choose somebody, or enter the name of a guest")
        return cleaned

    def facts(self) -> AttendanceFacts:
        """Return who it is, and as what."""
        if guest := self.cleaned_data["guest_name"]:
            return AttendanceFacts(kind=AttendanceKind.IN_ATTENDANCE, guest_name=guest)
        what, membership, *deputy = self.cleaned_data["who"].split(":")
        kinds = {
            "here": AttendanceKind.PRESENT,
            "deputy": AttendanceKind.DEPUTY,
            "away": AttendanceKind.APOLOGIES,
        }
        return AttendanceFacts(
            kind=kinds[what],
            membership_id=UUID(membership),
            deputy_id=UUID(deputy[0]) if deputy else None,
        )


class EntryForm(NhsForm, forms.Form):
    """The box into which the minutes are typed."""

    typed = forms.CharField(
        label="What was said",
        help_text=(
            "Plain words are discussion. /d decision, /a owner due text, /r risk, /s assurance. "
            "Ctrl and Enter writes it down."
        ),
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": "3", "data-entry-box": ""}),
    )


class EntryEditForm(NhsForm, forms.Form):
    """An entry as it is being changed; `revision` is the one that was read."""

    body = forms.CharField(
        label="Words", max_length=8000, widget=forms.Textarea(attrs={"rows": "8"})
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)


class ReasonForm(NhsForm, forms.Form):
    """Why a decided item is opened again."""

    reason = forms.CharField(
        label="Why it is opened again",
        help_text="The minutes say so, with this reason, for good.",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": "2"}),
    )


class PromoteForm(NhsForm, forms.Form):
    """Who is to do what an entry says, by when."""

    owner = forms.ChoiceField(label="Who does it")
    due_on = DatePartsField(label="Due", help_text="For example, 12 12 2026")

    def __init__(
        self, data: Mapping[str, object] | None = None, *, people: Sequence[Person]
    ) -> None:
        super().__init__(data)
        choices = [("", "Choose somebody")] + [(str(each.key), each.name) for each in people]
        self.fields["owner"] = forms.ChoiceField(label="Who does it", choices=choices)

    def due(self) -> date:
        """Return the day by which it is due."""
        due_on: date = self.cleaned_data["due_on"]
        return due_on
