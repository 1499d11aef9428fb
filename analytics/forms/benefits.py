"""What the pages of benefits are asked for, and the forms of the register."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from django import forms
from django.db.models import QuerySet

from accounts.codes import CareSetting
from accounts.models import User
from analytics.actions.benefits import BenefitWords, GivenParameter
from analytics.codes import Basis, BenefitClass, BenefitStatus, Distribution, Factor
from analytics.measures.benefits import OPTIMISM, Uncertain, find_fault
from analytics.models import BenefitProfile
from analytics.queries.benefit_wish import BenefitWish
from core.choices import NumberField, OneOf, offer
from core.date_fields import DatePartsField
from core.forms import NhsForm

GRADES: Final = [
    (str(grade), f"{grade}: {off * 100:.0f} % taken off") for grade, off in OPTIMISM.items()
]
_SAID: Final = {1: "1 (best)", 6: "6 (weakest)"}
CONFIDENCE: Final = [(str(grade), _SAID.get(grade, str(grade))) for grade in OPTIMISM]
_MOST_DIGITS, _MOST_PLACES = 16, 8
# The most that can be asked of a total, so that no sum overflows.
_MOST_POUNDS: Final = Decimal(10) ** 10


def read_wish(query: Mapping[str, str], *, scenarios: Sequence[str], today: date) -> BenefitWish:
    """Return what an address asks for, and in words what of it was left out."""
    dropped = []
    scenario = query.get("scenario", "")
    if scenario and scenario not in scenarios:
        dropped.append("There is no such scenario.")
        scenario = ""
    basis = query.get("basis", "") or Basis.RUN_RATE.value
    if basis not in Basis.values:
        dropped.append("There is no such way to count a year.")
        basis = Basis.RUN_RATE.value
    as_of = None
    if query.get("as_of", ""):
        as_of = _day(query["as_of"])
        if as_of is None or as_of > today:
            dropped.append("Choose a day that is not ahead, as 2026-03-12.")
            as_of = None
    return BenefitWish(scenario=scenario, basis=Basis(basis), as_of=as_of, dropped=tuple(dropped))


def read_amount(query: Mapping[str, str], name: str) -> Decimal | None:
    """Return a number of an address, however pounds are written; None where there is none."""
    written = query.get(name, "").replace(",", "").replace("£", "").strip()
    try:
        amount = Decimal(written)
    except InvalidOperation:
        return None
    return amount if amount.is_finite() and abs(amount) <= _MOST_POUNDS else None


class BenefitForm(NhsForm, forms.Form):
    """What the register says of a benefit."""

    title = forms.CharField(label="Benefit", max_length=120)
    description = forms.CharField(
        label="What changes for whom", max_length=2000, widget=forms.Textarea(attrs={"rows": "3"})
    )
    owner_title = forms.CharField(label="Post that owns it", max_length=120)
    owner = OneOf(
        queryset=User.objects.none(),
        label="Person in that post",
        empty_label="Not named",
        required=False,
    )
    care_setting = forms.ChoiceField(
        label="Care setting whose openings it rests on",
        help_text="“Other” takes all settings that no benefit has of its own. Without one it has "
        "no value in pounds.",
        choices=[("", "None: not counted by openings"), *CareSetting.choices],
        required=False,
    )
    benefit_class = forms.ChoiceField(label="Class", choices=BenefitClass.choices)
    cash_shown_by = forms.CharField(
        label="What shows that it released cash",
        help_text="Only for cash-releasing benefits: the budget or post that was given up.",
        max_length=200,
        required=False,
    )
    status = forms.ChoiceField(label="Stage", choices=BenefitStatus.choices)
    evidence_grade = forms.TypedChoiceField(
        label="Grade of the evidence",
        help_text="1 is the best. It says what is taken off where a scenario says nothing itself.",
        choices=GRADES,
        coerce=int,
    )
    baseline = forms.CharField(
        label="Baseline",
        help_text="How it was before, when and how that was measured.",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": "3"}),
    )
    counterfactual = forms.CharField(
        label="What would happen without the service",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": "3"}),
    )
    dependencies = forms.CharField(
        label="What it depends on",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": "2"}),
        required=False,
    )
    starts_on = DatePartsField(label="Starts on")
    ramp_months = NumberField(label="Months until it counts in full", min_value=0, max_value=120)

    def __init__(
        self,
        data: Mapping[str, object] | None = None,
        *,
        people: QuerySet[User],
        profile: BenefitProfile,
    ) -> None:
        names = BenefitWords.__dataclass_fields__
        super().__init__(data, initial={name: getattr(profile, name) for name in names})
        offer(self, "owner", people)

    def words(self) -> BenefitWords:
        """Return what was said."""
        return BenefitWords(**self.cleaned_data)


class ParameterForm(NhsForm, forms.Form):
    """A value of a factor, its range, and where it comes from."""

    factor = forms.TypedChoiceField(label="Factor", choices=Factor.choices, coerce=Factor)
    value = forms.DecimalField(
        label="Value",
        help_text="Shares, attribution and optimism as decimals: 0.25 for 25 %.",
        max_digits=_MOST_DIGITS,
        decimal_places=_MOST_PLACES,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "size": "10"}),
    )
    distribution = forms.TypedChoiceField(
        label="Range", choices=Distribution.choices, coerce=Distribution
    )
    low = forms.DecimalField(
        label="Low end, or standard deviation",
        max_digits=_MOST_DIGITS,
        decimal_places=_MOST_PLACES,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "size": "10"}),
    )
    high = forms.DecimalField(
        label="High end",
        max_digits=_MOST_DIGITS,
        decimal_places=_MOST_PLACES,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "size": "10"}),
    )
    valid_from = DatePartsField(label="Valid from")
    source = forms.CharField(
        label="Source",
        help_text="So that somebody else finds it: the survey, table or paper, and its date.",
        max_length=300,
    )
    grade = forms.TypedChoiceField(
        label="Confidence in it",
        choices=CONFIDENCE,
        coerce=int,
    )

    def clean(self) -> dict[str, Any]:
        """Require a range that makes sense for the factor."""
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        distribution = cleaned["distribution"]
        for name in _asked_of(distribution):
            if cleaned[name] is None:
                self.add_error(name, "Enter a number, or choose that the value is fixed.")
        for name in {"low", "high"} - set(_asked_of(distribution)):
            cleaned[name] = None
        if not self.errors:
            fault = find_fault(cleaned["factor"], self._uncertain(cleaned))
            if fault:
                self.add_error("value", fault)
        return cleaned

    def given(self) -> GivenParameter:
        """Return what was said."""
        return GivenParameter(**self.cleaned_data)

    @staticmethod
    def _uncertain(cleaned: Mapping[str, Any]) -> Uncertain:
        nought = Decimal(0)
        return Uncertain(
            cleaned["value"],
            cleaned["distribution"],
            cleaned["low"] or nought,
            cleaned["high"] or nought,
        )


def _asked_of(distribution: Distribution) -> tuple[str, ...]:
    """Return which ends a range of this kind needs."""
    if distribution == Distribution.FIXED:
        return ()
    return ("low",) if distribution == Distribution.NORMAL else ("low", "high")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
