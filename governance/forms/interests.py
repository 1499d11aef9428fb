"""Forms in which interests are declared."""

from collections.abc import Mapping
from datetime import date

from django import forms
from django.db.models import QuerySet

from accounts.models import Organization, User
from core.choices import OneOf, offer
from core.date_fields import DatePartsField
from core.forms import NhsForm
from governance.actions.declarations import Declaration
from governance.actions.interests import InterestFacts
from governance.codes import InterestKind, Mitigation
from governance.models import Interest

from .people import OnePerson


class InterestForm(NhsForm, forms.Form):
    """An entry of one's own register."""

    kind = forms.ChoiceField(
        label="Kind of interest", choices=InterestKind.choices, widget=forms.RadioSelect
    )
    description = forms.CharField(
        label="What it is",
        help_text="Such as: My wife works there. Members of your committees see it.",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": "3"}),
    )
    party = forms.CharField(
        label="With whom",
        help_text="The company, charity or person. Agenda items that name it are pointed out.",
        max_length=200,
        required=False,
    )
    organization = OneOf(
        queryset=Organization.objects.none(),
        label="Or an organisation of the service",
        required=False,
        empty_label="None of these",
    )
    starts_on = DatePartsField(
        label="Since when", error_messages={"required": "Enter the day on which it began"}
    )

    def __init__(
        self, data: Mapping[str, object] | None = None, *, interest: Interest | None = None
    ) -> None:
        names = InterestFacts.__dataclass_fields__
        initial = {name: getattr(interest, name) for name in names} if interest else {}
        super().__init__(data, initial=initial)
        offer(self, "organization", Organization.objects.order_by("short_name"))

    def facts(self) -> InterestFacts:
        """Return what was typed."""
        typed = self.cleaned_data
        return InterestFacts(**{**typed, "kind": InterestKind(typed["kind"])})


class EndForm(NhsForm, forms.Form):
    """The last day of an interest."""

    ends_on = DatePartsField(
        label="Last day", error_messages={"required": "Enter the last day of the interest"}
    )

    def ends(self) -> date:
        """Return the day that was typed."""
        day: date = self.cleaned_data["ends_on"]
        return day


class DeclareForm(NhsForm, forms.Form):
    """An interest in one agenda item: whose, what, and what follows."""

    person = OnePerson(queryset=User.objects.none(), label="Whose interest", empty_label=None)
    interest = forms.ModelChoiceField(
        queryset=Interest.objects.none(),
        label="Entry in your register",
        required=False,
        empty_label="None of them",
    )
    words = forms.CharField(
        label="What the interest is",
        help_text="The minutes may print it.",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": "2"}),
    )
    mitigation = forms.ChoiceField(
        label="What follows",
        help_text="Whoever has no vote or leaves cannot open the item and its papers from now on.",
        choices=Mitigation.choices,
        widget=forms.RadioSelect,
    )

    def __init__(
        self,
        data: Mapping[str, object] | None = None,
        *,
        actor: User,
        people: QuerySet[User] | None,
        interests: QuerySet[Interest],
    ) -> None:
        super().__init__(data, initial={"person": actor.pk})
        self._actor = actor
        if people is None:
            del self.fields["person"]
        else:
            offer(self, "person", people)
        if interests.exists():
            self.fields["interest"].label_from_instance = _name_interest  # type: ignore[attr-defined]  # Django's way
            offer(self, "interest", interests)
        else:
            del self.fields["interest"]

    def declaration(self) -> Declaration:
        """Return what was declared, of oneself where nobody else could be chosen."""
        typed = self.cleaned_data
        user = typed.get("person") or self._actor
        is_own = user.pk == self._actor.pk
        return Declaration(
            user=user,
            words=typed["words"],
            mitigation=Mitigation(typed["mitigation"]),
            interest=typed.get("interest") if is_own else None,
        )


class LiftForm(NhsForm, forms.Form):
    """Why a declaration is lifted."""

    reason = forms.CharField(
        label="Why it is lifted",
        max_length=300,
        error_messages={"required": "Say why it is lifted"},
        widget=forms.Textarea(attrs={"rows": "2"}),
    )


def _name_interest(interest: Interest) -> str:
    return f"{interest.party}: {interest.description}" if interest.party else interest.description
