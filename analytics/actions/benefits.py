"""Keep the register of benefits: what is said of them, and the parameters they are reckoned by."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.db import transaction

from accounts.codes import CareSetting
from accounts.models import User
from analytics import permissions
from analytics.codes import BenefitClass, Distribution, Factor
from analytics.measures.benefits import ZERO, Uncertain, find_fault
from analytics.measures.survey import Evidence
from analytics.models import BenefitParameter, BenefitProfile, BenefitScenario, Reach
from core.dates import format_short_day
from core.errors import NotPermittedNow

_PLACES: Final = Decimal("0.00000001")
# How surely answers of staff say it: enough of them, or not.
_ENOUGH, _TOO_FEW = 4, 5


@dataclass(frozen=True, slots=True, kw_only=True)
class BenefitWords:
    """What the register says of a benefit."""

    title: str
    description: str
    owner: User | None
    owner_title: str
    care_setting: str
    benefit_class: str
    cash_shown_by: str
    status: str
    baseline: str
    counterfactual: str
    dependencies: str
    starts_on: date
    ramp_months: int
    evidence_grade: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenParameter:
    """A value of a factor with its range, from when on, and where it comes from."""

    factor: Factor
    valid_from: date
    distribution: Distribution
    value: Decimal
    low: Decimal | None
    high: Decimal | None
    source: str
    grade: int


@transaction.atomic
def change_benefit(
    *, profile_id: UUID, words: BenefitWords, by: Reach, at: datetime
) -> BenefitProfile:
    """
    Change what the register says of a benefit; what it said before is kept.

    :raises Forbidden: they are no analyst
    :raises NotPermittedNow: it claims cash that nothing shows, or a setting that already counts
    """
    permissions.check_may_edit(by)
    # One change at a time: two at once could give one setting to two benefits.
    profiles = {each.pk: each for each in BenefitProfile.objects.select_for_update()}
    profile = profiles[profile_id]
    if words.benefit_class == BenefitClass.CASH and not words.cash_shown_by:
        raise NotPermittedNow(
            "Say what shows that it released cash. Otherwise it is capacity released."
        )
    others = {each.care_setting: each.title for each in profiles.values() if each != profile}
    if words.care_setting and words.care_setting in others:
        raise NotPermittedNow(
            f"{CareSetting(words.care_setting).label} already counts for “"
            f"{others[words.care_setting]}”. Nothing may count twice."
        )
    for name, value in _fields_of(words).items():
        setattr(profile, name, value)
    profile._history_user = by.viewer.user  # type: ignore[attr-defined]  # noqa: SLF001 — its own way
    profile._history_date = at  # type: ignore[attr-defined]  # noqa: SLF001 — its own way
    profile.save()
    return profile


@transaction.atomic
def record_parameter(
    *,
    scenario: BenefitScenario,
    profile: BenefitProfile,
    given: GivenParameter,
    by: Reach,
    at: datetime,
) -> BenefitParameter:
    """
    Add a value of a factor; those before it stay and are found by their dates.

    :raises Forbidden: they are no analyst
    :raises NotPermittedNow: the value or its range makes no sense for this factor
    """
    permissions.check_may_edit(by)
    uncertain = Uncertain(given.value, given.distribution, given.low or ZERO, given.high or ZERO)
    fault = find_fault(given.factor, uncertain)
    if fault:
        raise NotPermittedNow(fault)
    return BenefitParameter.objects.create(
        scenario=scenario,
        profile_id=profile.pk,
        recorded_at=at,
        recorded_by_id=by.viewer.user_id,
        **asdict(given),
    )


@transaction.atomic
def take_evidence(
    *,
    scenario: BenefitScenario,
    profile: BenefitProfile,
    evidence: Evidence,
    by: Reach,
    at: datetime,
) -> list[BenefitParameter]:
    """
    Make parameters of what staff answered: the share that saved time, and the minutes of those.

    :raises Forbidden: they are no analyst
    """
    on = at.date()
    source = (
        f"Question in the record, {evidence.answered:,} answers until {format_short_day(on)}, "
        f"of organisations that {by.viewer.organization.short_name} sees"
    )
    values = (
        (Factor.SHARE, evidence.share.value, evidence.share_error),
        (Factor.MINUTES, evidence.given, evidence.given_error),
    )
    return [
        record_parameter(
            scenario=scenario,
            profile=profile,
            given=GivenParameter(
                factor=factor,
                valid_from=on,
                distribution=Distribution.NORMAL if error > 0 else Distribution.FIXED,
                value=_decimal(value),
                low=_decimal(error) if error > 0 else None,
                high=None,
                source=source,
                grade=_ENOUGH if evidence.is_enough else _TOO_FEW,
            ),
            by=by,
            at=at,
        )
        for factor, value, error in values
    ]


def _fields_of(words: BenefitWords) -> dict[str, object]:
    """Return fields and values, rows as they are: `asdict` would copy them."""
    return {name: getattr(words, name) for name in BenefitWords.__dataclass_fields__}


def _decimal(number: float) -> Decimal:
    return Decimal(number).quantize(_PLACES)
