"""Forms about risks."""

from collections.abc import Mapping
from typing import Final

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict

from accounts.models import User
from core.choices import NumberField, OneOf, offer
from core.date_fields import DatePartsField
from core.forms import NhsForm
from governance.actions.risks import GivenScore, RiskWords
from governance.codes import Consequence, Likelihood, RiskCategory, RiskState, ScoreKind, Visibility
from governance.models import ActionItem, Risk, RiskAppetite
from governance.queries.risk_register import (
    ABOVE,
    ESCALATED,
    LIVE,
    OVERDUE,
    RiskFilters,
)

from .action_items import ALL, words_field

_LONGEST_TEXT: Final = 4000
_LONGEST_WHY: Final = 500
_LONGEST_CODE: Final = 30
HIGHEST_SCORE: Final = 25
ONLY: Final = (
    ("", "All"),
    (ABOVE, "Above appetite"),
    (ESCALATED, "To the board: 15 or more"),
    (OVERDUE, "Review overdue"),
)
STATES: Final = ((LIVE, "Open and accepted"), *RiskState.choices, (ALL, "All"))


def text_field(label: str, help_text: str = "") -> forms.CharField:
    """Return a field for a paragraph that may be left out."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=_LONGEST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": "3"}),
    )


def number_choices(choices: type[Consequence | Likelihood]) -> list[tuple[int, str]]:
    """Return the steps of a scale with their numbers: "4 Major"."""
    return [(value, f"{value} {label}") for value, label in choices.choices]


def why_field(label: str = "Why") -> forms.CharField:
    """Return a field for the reason of a score."""
    return forms.CharField(
        label=label, max_length=_LONGEST_WHY, widget=forms.Textarea(attrs={"rows": "2"})
    )


class ScoreFields(NhsForm, forms.Form):
    """Consequence, likelihood, and why."""

    consequence = forms.TypedChoiceField(
        label="Consequence", choices=number_choices(Consequence), coerce=int
    )
    likelihood = forms.TypedChoiceField(
        label="Likelihood", choices=number_choices(Likelihood), coerce=int
    )
    why = why_field()

    def score(self, kind: ScoreKind) -> GivenScore:
        """Return the score that was given."""
        said = self.cleaned_data
        return GivenScore(
            kind=kind,
            consequence=said["consequence"],
            likelihood=said["likelihood"],
            why=said["why"],
        )


class RiskForm(NhsForm, forms.Form):
    """What is said of a risk; an owner does not say who may know of it."""

    title = forms.CharField(label="Risk", help_text="What may happen, in one line.", max_length=200)
    cause = text_field("Cause", "There is a risk because …")
    effect = text_field("Effect", "If it happens …")
    controls = text_field("Controls in place", "What makes it less likely or less bad today.")
    category = forms.ChoiceField(label="Category", choices=RiskCategory.choices)
    visibility = forms.ChoiceField(
        label="Who may know of it",
        choices=[
            (Visibility.OPEN, "Members and observers"),
            (Visibility.PRIVATE, "Members and those in attendance"),
            (Visibility.RESTRICTED, "Chair, secretary and its owner"),
        ],
    )
    owner = OneOf(queryset=User.objects.none(), label="Owner", empty_label="Choose")
    review_on = DatePartsField(label="Next review")

    def __init__(
        self,
        data: Mapping[str, object] | None = None,
        *,
        people: QuerySet[User],
        risk: Risk | None = None,
        may_hide: bool = True,
    ) -> None:
        names = RiskWords.__dataclass_fields__
        initial = {name: getattr(risk, name) for name in names} if risk else {}
        super().__init__(data, initial=initial)
        offer(self, "owner", people)
        self._visibility = risk.visibility if risk else Visibility.OPEN
        if not may_hide:
            del self.fields["visibility"]

    def words(self) -> RiskWords:
        """Return what was said."""
        return RiskWords(**{"visibility": self._visibility, **self.cleaned_data})


class RescoreForm(ScoreFields):
    """A current score, or the one that is aimed at."""

    kind = forms.ChoiceField(
        label="Which score",
        choices=[
            (ScoreKind.CURRENT, "Current: with what is in place today"),
            (ScoreKind.TARGET, "Target: where it is to get to"),
        ],
        initial=ScoreKind.CURRENT,
        widget=forms.RadioSelect,
    )
    field_order = ("kind", "consequence", "likelihood", "why")


class ReviewForm(NhsForm, forms.Form):
    """What the review found, and when the next is."""

    words = words_field("What the review found")
    review_on = DatePartsField(label="Next review")


class ActionField(OneOf):
    """Chooses an action by its number and words."""

    def label_from_instance(self, obj: object) -> str:
        """Return what an action is called."""
        return f"{obj.number} {obj.text[:80]}" if isinstance(obj, ActionItem) else str(obj)


class LinkActionForm(NhsForm, forms.Form):
    """An open action of the committee."""

    action = ActionField(queryset=ActionItem.objects.none(), label="Action", empty_label="Choose")

    def __init__(
        self,
        data: Mapping[str, object] | None = None,
        *,
        actions: QuerySet[ActionItem],
        auto_id: str = "id_%s",
    ) -> None:
        super().__init__(data, auto_id=auto_id)
        offer(self, "action", actions)


class AppetiteForm(NhsForm, forms.Form):
    """The highest score that is tolerated in each category."""

    def __init__(
        self,
        data: Mapping[str, object] | None = None,
        *,
        appetites: Mapping[str, RiskAppetite],
    ) -> None:
        super().__init__(data)
        for category in RiskCategory:
            kept = appetites.get(category)
            self.fields[category.value] = NumberField(
                label=category.label,
                min_value=1,
                max_value=HIGHEST_SCORE,
                required=False,
                initial=kept.most if kept else None,
            )


def read_risk_filters(query: QueryDict) -> RiskFilters:
    """Return how an address narrows the register; what is no choice is left out."""
    state, category = query.get("state", LIVE), query.get("category", "")
    only = query.get("only", "")
    known = {value for value, _ in STATES} - {ALL}
    return RiskFilters(
        committee=query.get("committee", "").replace("\x00", "")[:_LONGEST_CODE],
        category=category if category in RiskCategory else "",
        state=state if state in known else "",
        only=only if only in dict(ONLY) else "",
    )
