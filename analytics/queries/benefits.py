"""The register of benefits as it stood on a day, and what its lines come to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from accounts.codes import CareSetting
from analytics.codes import Basis, Factor
from analytics.measures.benefits import (
    MONTHS,
    OPTIMISM,
    ZERO,
    Line,
    Uncertain,
    ramp_of_month,
    total_hours_a_week,
    total_pounds,
)
from analytics.models import BenefitParameter, BenefitProfile, BenefitScenario

from .benefit_use import BenefitUse, group_settings


class Missing(StrEnum):
    """Why a benefit has no value in a scenario."""

    NOT_COUNTED = "not-counted"
    NOT_RECKONED = "not-reckoned"
    WITHHELD = "withheld"


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """Benefits, scenarios, and the parameters that were in force, by scenario and benefit."""

    profiles: Sequence[BenefitProfile]
    scenarios: Sequence[BenefitScenario]
    parameters: Mapping[tuple[UUID, UUID], Mapping[Factor, BenefitParameter]]

    def parameters_of(
        self, scenario: BenefitScenario, profile: BenefitProfile
    ) -> Mapping[Factor, BenefitParameter]:
        """Return the parameters of a benefit in a scenario, by factor."""
        return self.parameters.get((scenario.pk, profile.pk), {})

    def groups(self) -> dict[str, str]:
        """Return which benefit each care setting counts for."""
        return group_settings({each.code: each.care_setting for each in self.profiles})

    def named_scenario(self, code: str) -> BenefitScenario | None:
        """Return a scenario by its code; the default one, or the first, where none has it."""
        named = (each for each in self.scenarios if each.code == code)
        default = (each for each in self.scenarios if each.is_default)
        return next(iter([*named, *default, *self.scenarios]), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reckoned:
    """A benefit in a scenario: its line, or why there is none."""

    profile: BenefitProfile
    line: Line | None
    missing: Missing | None = None
    is_fixed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reckoning:
    """All benefits in a scenario."""

    scenario: BenefitScenario
    basis: Basis
    benefits: Sequence[Reckoned]

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines that there are."""
        return tuple(each.line for each in self.benefits if each.line)

    @property
    def pounds(self) -> Decimal:
        """What they are worth a year together."""
        return total_pounds(self.lines)

    @property
    def hours_a_week(self) -> Decimal:
        """The hours a week that they release together."""
        return total_hours_a_week(self.lines)

    @property
    def fixes_accesses(self) -> bool:
        """Whether the scenario says itself how many openings there are."""
        return any(each.is_fixed for each in self.benefits)

    def benefit(self, code: str) -> Reckoned | None:
        """Return one benefit."""
        return next((each for each in self.benefits if each.profile.code == code), None)


def list_scenarios() -> list[BenefitScenario]:
    """Return the ways to reckon benefits, in order."""
    return list(BenefitScenario.objects.order_by("order", "code"))


def read_register(
    scenarios: Sequence[BenefitScenario], *, known_at: datetime, on: date
) -> Register:
    """Return the register with what had been recorded at a moment and was in force on a day."""
    in_force = (
        BenefitParameter.objects.filter(recorded_at__lte=known_at, valid_from__lte=on)
        .order_by("scenario_id", "profile_id", "factor", "-valid_from", "-recorded_at", "-id")
        .distinct("scenario_id", "profile_id", "factor")
    )
    parameters: dict[tuple[UUID, UUID], dict[Factor, BenefitParameter]] = {}
    for each in in_force:
        of_benefit = parameters.setdefault((each.scenario_id, each.profile_id), {})
        of_benefit[Factor(each.factor)] = each
    profiles = BenefitProfile.history.as_of(known_at)
    return Register(
        profiles=sorted(profiles, key=_place),
        scenarios=scenarios,
        parameters=parameters,
    )


def _place(profile: BenefitProfile) -> tuple[bool, bool, str]:
    """Return where a benefit stands: what is not counted last, what takes the rest before it."""
    is_rest = profile.care_setting == CareSetting.OTHER
    return not profile.care_setting, is_rest, profile.code


def reckon(
    register: Register, scenario: BenefitScenario, use: BenefitUse, basis: Basis
) -> Reckoning:
    """Return what the benefits of the register come to in a scenario."""
    return Reckoning(
        scenario=scenario,
        basis=basis,
        benefits=[
            _reckon_benefit(each, register.parameters_of(scenario, each), use, basis)
            for each in register.profiles
        ],
    )


def _reckon_benefit(
    profile: BenefitProfile,
    parameters: Mapping[Factor, BenefitParameter],
    use: BenefitUse,
    basis: Basis,
) -> Reckoned:
    if not profile.care_setting:
        return Reckoned(profile=profile, line=None, missing=Missing.NOT_COUNTED)
    if Factor.MINUTES not in parameters or Factor.RATE not in parameters:
        return Reckoned(profile=profile, line=None, missing=Missing.NOT_RECKONED)
    given = {factor: uncertain_of(each) for factor, each in parameters.items()}
    is_fixed = Factor.ACCESSES in given
    if not is_fixed:
        shown = use.shown(profile.code, basis)
        if shown.n is None:
            return Reckoned(profile=profile, line=None, missing=Missing.WITHHELD)
        a_year = shown.n * MONTHS if basis == Basis.RUN_RATE else Decimal(shown.n)
        given[Factor.ACCESSES] = Uncertain(a_year / MONTHS)
    given.setdefault(Factor.OPTIMISM, Uncertain(OPTIMISM[profile.evidence_grade]))
    given.setdefault(Factor.RAMP, Uncertain(_ramp(profile, use.months(profile.code, basis))))
    line = Line(code=profile.code, **{factor.value: each for factor, each in given.items()})
    return Reckoned(profile=profile, line=line, is_fixed=is_fixed)


def _ramp(profile: BenefitProfile, months: Mapping[date, int]) -> Decimal:
    """Return how much of the openings of months counts: that of each month by its openings."""
    ramps = {
        month: ramp_of_month(month, starts_on=profile.starts_on, ramp_months=profile.ramp_months)
        for month in months
    }
    openings = sum(months.values())
    if not openings:
        return ramps[max(ramps)] if ramps else ZERO
    return sum((ramps[month] * n for month, n in months.items()), ZERO) / openings


def uncertain_of(parameter: BenefitParameter) -> Uncertain:
    """Return the value of a parameter with its range."""
    return Uncertain(
        parameter.value,
        parameter.distribution,  # type: ignore[arg-type]  # a value of that set, by its field
        parameter.low or ZERO,
        parameter.high or ZERO,
    )


def list_parameter_history(
    profile_id: UUID, scenario: BenefitScenario, *, known_at: datetime
) -> list[BenefitParameter]:
    """Return every parameter of a benefit in a scenario that was recorded, the newest first."""
    return list(
        BenefitParameter.objects.filter(
            profile_id=profile_id, scenario=scenario, recorded_at__lte=known_at
        )
        .select_related("recorded_by")
        .order_by("factor", "-valid_from", "-recorded_at", "-id")
    )
