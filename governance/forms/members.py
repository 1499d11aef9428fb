"""Forms in which people are seated on a committee."""

from collections.abc import Mapping
from datetime import date

from django import forms
from django.db.models import QuerySet

from accounts.models import Organization, User
from core.choices import NumberField, OneOf, offer
from core.date_fields import DatePartsField
from core.forms import NhsForm
from governance.actions.committees import CommitteeFacts
from governance.actions.memberships import NewSeat, SeatFacts
from governance.codes import Capacity, MemberRole
from governance.models import Committee, Membership

_BEFORE = ["role", "is_voting", "starts_on"]


class SeatForm(NhsForm, forms.Form):
    """For whom and in what capacity somebody sits, and until when."""

    position = forms.CharField(
        label="Position",
        help_text="As the minutes print it, for example, Medical director",
        max_length=120,
        required=False,
    )
    board = OneOf(
        queryset=Organization.objects.none(),
        label="Sits for",
        help_text="The quorum may ask for somebody from each integrated care board.",
        required=False,
        empty_label="No integrated care board",
    )
    capacities = forms.MultipleChoiceField(
        label="In what capacity",
        help_text="The quorum may ask for one of each.",
        choices=Capacity.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    ends_on = DatePartsField(
        label="Last day", help_text="Leave it empty while no end is agreed", required=False
    )

    def __init__(
        self,
        data: Mapping[str, object] | None = None,
        *,
        boards: QuerySet[Organization],
        membership: Membership | None = None,
    ) -> None:
        names = SeatFacts.__dataclass_fields__
        initial = {name: getattr(membership, name) for name in names} if membership else {}
        super().__init__(data, initial=initial)
        offer(self, "board", boards)

    def facts(self) -> SeatFacts:
        """Return what was said."""
        return SeatFacts(
            **{name: self.cleaned_data[name] for name in SeatFacts.__dataclass_fields__}
        )


class NewSeatForm(SeatForm):
    """The same, with what stays for the whole term: role, vote and first day."""

    role = forms.ChoiceField(label="Role", choices=MemberRole.choices, widget=forms.RadioSelect)
    is_voting = forms.BooleanField(label="Has a vote", required=False)
    starts_on = DatePartsField(label="First day", help_text="For example, 1 12 2026")
    field_order = [*_BEFORE, "position", "board", "capacities", "ends_on"]

    def seat_for(self, user: User) -> NewSeat:
        """Return the seat that somebody is to take."""
        cleaned = self.cleaned_data
        return NewSeat(
            user=user,
            role=MemberRole(cleaned["role"]),
            is_voting=cleaned["is_voting"],
            starts_on=cleaned["starts_on"],
        )


class DeputyForm(NhsForm, forms.Form):
    """From when to when somebody may stand in for a member."""

    starts_on = DatePartsField(label="First day", help_text="For example, 1 12 2026")
    ends_on = DatePartsField(
        label="Last day", help_text="Leave it empty while no end is agreed", required=False
    )

    def days(self) -> tuple[date, date | None]:
        """Return from when to when."""
        return self.cleaned_data["starts_on"], self.cleaned_data["ends_on"]


class CommitteeForm(NhsForm, forms.Form):
    """What a committee is for, and until when its papers are due."""

    purpose = forms.CharField(
        label="What the committee is for",
        help_text="One or two sentences; they stand on its page.",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": "3"}),
        required=False,
    )
    paper_days = NumberField(
        label="Papers are due so many days before a meeting",
        help_text="At 17:00. Meetings that are planned from now on follow it.",
        min_value=0,
        max_value=60,
    )

    def __init__(self, data: Mapping[str, object] | None = None, *, committee: Committee) -> None:
        names = CommitteeFacts.__dataclass_fields__
        super().__init__(data, initial={name: getattr(committee, name) for name in names})

    def facts(self) -> CommitteeFacts:
        """Return what was said."""
        return CommitteeFacts(**self.cleaned_data)
