"""Forms about clinical hazards."""

from collections.abc import Mapping
from typing import Final

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict

from accounts.models import User
from core.choices import OneOf, offer
from core.date_fields import DatePartsField
from core.forms import NhsForm
from governance.actions.hazards import ControlWords, GivenAssessment, HazardWords
from governance.codes import (
    AssessmentKind,
    ControlKind,
    HazardLikelihood,
    HazardSeverity,
    HazardState,
)
from governance.models import Hazard, HazardControl
from governance.policies.hazard_matrix import LIKELIHOOD_WORDS, SEVERITIES, SEVERITY_WORDS
from governance.queries.hazard_log import OVERDUE, UNSIGNED, HazardFilters

from .action_items import ALL, words_field
from .risks import text_field, why_field

_LONGEST_CODE: Final = 30
_LONGEST_STATEMENT: Final = 500
ONLY: Final = (("", "All"), (UNSIGNED, "Not signed off"), (OVERDUE, "Review overdue"))
STATES: Final = (*HazardState.choices, (ALL, "All"))


class HazardForm(NhsForm, forms.Form):
    """What is said of a hazard."""

    name = forms.CharField(label="Hazard", help_text="In a few words.", max_length=200)
    description = forms.CharField(
        label="Description", max_length=4000, widget=forms.Textarea(attrs={"rows": "3"})
    )
    causes = text_field("Causes")
    effect = text_field("Effect", "What happens in the service.")
    harm = text_field("Harm", "What that may do to a patient.")
    existing_controls = text_field("Controls that exist already")
    owner = OneOf(
        queryset=User.objects.none(),
        label="Owner",
        help_text="As a rule the clinical safety officer.",
        empty_label="Choose",
    )
    review_on = DatePartsField(label="Next review")

    def __init__(
        self,
        data: Mapping[str, object] | None = None,
        *,
        people: QuerySet[User],
        hazard: Hazard | None = None,
    ) -> None:
        names = HazardWords.__dataclass_fields__
        initial = {name: getattr(hazard, name) for name in names} if hazard else {}
        super().__init__(data, initial=initial)
        offer(self, "owner", people)

    def words(self) -> HazardWords:
        """Return what was said."""
        return HazardWords(**self.cleaned_data)


class ControlForm(NhsForm, forms.Form):
    """A control, and where it is realised."""

    kind = forms.ChoiceField(label="Kind of control", choices=ControlKind.choices)
    description = forms.CharField(
        label="Control", max_length=500, widget=forms.Textarea(attrs={"rows": "2"})
    )
    evidence = forms.CharField(
        label="Where it is realised",
        help_text="The test, course, release or procedure.",
        max_length=300,
        required=False,
    )
    in_place_on = DatePartsField(
        label="In place since", help_text="Leave it empty until it is.", required=False
    )

    def __init__(
        self,
        data: Mapping[str, object] | None = None,
        *,
        control: HazardControl | None = None,
        auto_id: str = "id_%s",
    ) -> None:
        names = ControlWords.__dataclass_fields__
        initial = {name: getattr(control, name) for name in names} if control else {}
        super().__init__(data, initial=initial, auto_id=auto_id)

    def words(self) -> ControlWords:
        """Return what was said."""
        return ControlWords(**self.cleaned_data)


class AssessForm(NhsForm, forms.Form):
    """Severity and likelihood, before or after control."""

    kind = forms.ChoiceField(
        label="Which risk",
        choices=[
            (AssessmentKind.INITIAL, "Initial: before further control"),
            (AssessmentKind.RESIDUAL, "Residual: with all controls in place"),
        ],
        widget=forms.RadioSelect,
    )
    severity = forms.ChoiceField(
        label="Severity",
        choices=[(each.value, f"{each.label}: {SEVERITY_WORDS[each]}") for each in SEVERITIES],
        widget=forms.RadioSelect,
    )
    likelihood = forms.ChoiceField(
        label="Likelihood",
        choices=[
            (each.value, f"{each.label}: {words}") for each, words in LIKELIHOOD_WORDS.items()
        ],
        widget=forms.RadioSelect,
    )
    why = why_field()

    def assessment(self) -> GivenAssessment:
        """Return what was said."""
        said = self.cleaned_data
        return GivenAssessment(
            kind=AssessmentKind(said["kind"]),
            severity=HazardSeverity(said["severity"]),
            likelihood=HazardLikelihood(said["likelihood"]),
            why=said["why"],
        )


class SignOffForm(NhsForm, forms.Form):
    """What the clinical safety officer states."""

    statement = forms.CharField(
        label="Your statement",
        help_text="Why what remains may be accepted. At level 3: why less is impractical.",
        max_length=_LONGEST_STATEMENT,
        widget=forms.Textarea(attrs={"rows": "3"}),
    )


class TransferForm(NhsForm, forms.Form):
    """Who takes the hazard on, and why."""

    transferred_to = forms.CharField(label="Who takes it on", max_length=200)
    reason = words_field("Why")


def read_hazard_filters(query: QueryDict) -> HazardFilters:
    """Return how an address narrows the log; what is no choice is left out."""
    state, only = query.get("state", HazardState.OPEN), query.get("only", "")
    return HazardFilters(
        committee=query.get("committee", "").replace("\x00", "")[:_LONGEST_CODE],
        state=state if state in HazardState else "",
        only=only if only in dict(ONLY) else "",
    )
