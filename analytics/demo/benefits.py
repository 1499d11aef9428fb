"""
The register of benefits of the demonstration: the published case study, and how others reckon.

Figures, sources and grades are those of the public evaluations that each line names.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final

from django.db import transaction

from accounts.codes import CareSetting
from analytics.codes import (
    BenefitClass,
    BenefitStatus,
    Distribution,
    Factor,
)
from analytics.models import BenefitParameter, BenefitProfile, BenefitScenario

from .benefit_claims import load_claims, load_rates

SEPTEMBER: Final = date(2024, 9, 1)
_CASE_STUDY: Final = "Published case study, September 2024 (split as quoted, to be verified)"
_LONDON: Final = "Evaluation of London's shared record, 2023-24: base case"
_AFC: Final = "Agenda for Change 2024/25, band 6 top with on-costs, per paid hour"
_RISKS: Final = "Judgement: part of this would have come by phone, or by national services"

PUBLISHED: Final = "published"
LONDON_BASE: Final = "london-base"
RISK_ADJUSTED: Final = "risk-adjusted"
_SCENARIOS: Final = (
    (
        RISK_ADJUSTED,
        "Risk-adjusted",
        "A&E alone, with the ranges that the evidence leaves open, less what other ways find.",
    ),
    (
        PUBLISHED,
        "As published",
        "The claim of September 2024, exactly: its openings, minutes and rates.",
    ),
    (
        LONDON_BASE,
        "London's base case",
        "Every opening saves half a minute, at the average earnings that London reckoned with.",
    ),
)
_PROFILES: Final[Sequence[dict[str, object]]] = (
    {
        "code": "a-and-e",
        "title": "Less time spent finding information in A&E",
        "description": "Doctors and nurses read medicines, allergies and letters in the record "
        "instead of ringing the practice or waiting for a fax.",
        "owner_title": "Chief clinical information officer",
        "care_setting": CareSetting.EMERGENCY,
        "status": BenefitStatus.TRACKED,
        "measure": "openings",
        "baseline": "Before the service each enquiry was a phone call. Its length was not measured "
        "before go-live: 5 minutes is what staff say.",
        "counterfactual": "National summary records and GP Connect would answer part of the "
        "questions, more slowly. The rest would be phone calls.",
        "dependencies": "Practices keep sharing; sign-in stays within the hospital's own system.",
        "evidence_grade": 5,
    },
    {
        "code": "primary-care",
        "title": "Fewer calls from practices to hospitals",
        "description": "Practices read discharge letters and results themselves.",
        "owner_title": "Director of primary care",
        "care_setting": CareSetting.PRIMARY_CARE,
        "status": BenefitStatus.TRACKED,
        "measure": "openings",
        "baseline": "Not measured. One minute an opening is an assumption.",
        "counterfactual": "Letters arrive by electronic post within days; results could be asked "
        "for by phone.",
        "dependencies": "Hospital letters arrive in the record within a day.",
        "evidence_grade": 6,
    },
    {
        "code": "social-care",
        "title": "Less chasing of information in social care and safeguarding",
        "description": "Social workers and occupational therapists see who is involved, and when "
        "somebody is in hospital.",
        "owner_title": "Director of adult social care",
        "care_setting": CareSetting.SOCIAL_CARE,
        "status": BenefitStatus.TRACKED,
        "measure": "openings",
        "baseline": "Interviews elsewhere found up to 60 % of hospital social workers' time spent "
        "chasing information. Not measured here.",
        "counterfactual": "E-mail and phone, often more than a day.",
        "evidence_grade": 6,
    },
    {
        "code": "everywhere-else",
        "title": "Openings everywhere else",
        "description": "All other settings: hospital wards and clinics, community, mental health, "
        "ambulance. Nothing is claimed for them.",
        "owner_title": "Head of analytics",
        "care_setting": CareSetting.OTHER,
        "status": BenefitStatus.IDENTIFIED,
        "measure": "openings",
        "baseline": "Not measured.",
        "counterfactual": "Not studied.",
        "evidence_grade": 6,
    },
    {
        "code": "medicines-reconciliation",
        "title": "Safer medicines on admission",
        "description": "Pharmacists reconcile medicines against what the practice prescribes.",
        "owner_title": "Chief pharmacist",
        "care_setting": "",
        "benefit_class": BenefitClass.SAFETY,
        "status": BenefitStatus.PLANNED,
        "measure": "documents",
        "baseline": "Timed elsewhere, 50 patients each: 22.4 minutes before, 13.2 after.",
        "counterfactual": "The national summary record holds medicines, but not why they changed.",
        "dependencies": "Medicines of practices are in the record.",
        "evidence_grade": 3,
    },
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Given:
    """A parameter as it is written here; `days` before loading it was recorded."""

    scenario: str
    profile: str
    factor: Factor
    value: str
    source: str
    grade: int
    distribution: Distribution = Distribution.FIXED
    low: str = ""
    high: str = ""
    days: int = 420


def _published(profile: str, accesses: str, minutes: str, rate: str) -> list[_Given]:
    values = (
        (Factor.ACCESSES, accesses),
        (Factor.SHARE, "1"),
        (Factor.MINUTES, minutes),
        (Factor.RATE, rate),
        (Factor.ATTRIBUTION, "1"),
        (Factor.OPTIMISM, "0"),
    )
    return [
        _Given(
            scenario=PUBLISHED,
            profile=profile,
            factor=factor,
            value=value,
            source=_CASE_STUDY,
            grade=6,
        )
        for factor, value in values
    ]


def _london(profile: str) -> list[_Given]:
    values = ((Factor.MINUTES, "0.5"), (Factor.RATE, "34.54"), (Factor.OPTIMISM, "0"))
    return [
        _Given(
            scenario=LONDON_BASE,
            profile=profile,
            factor=factor,
            value=value,
            source=_LONDON,
            grade=5,
            days=400,
        )
        for factor, value in values
    ]


def _at_risk(factor: Factor, value: str, source: str, **others: object) -> _Given:
    return _Given(
        scenario=RISK_ADJUSTED,
        profile="a-and-e",
        factor=factor,
        value=value,
        source=source,
        **{"grade": 5, "days": 380, **others},  # type: ignore[arg-type]  # fields of a parameter
    )


_TRIANGLE: Final = Distribution.TRIANGULAR
_PARAMETERS: Final = (
    *_published("a-and-e", "23400", "5", "29.914530"),
    *_published("primary-care", "35000", "1", "50"),
    *_published("social-care", "120", "5", "42"),
    *_published("everywhere-else", "171273", "0", "0"),
    *_london("a-and-e"),
    *_london("primary-care"),
    *_london("social-care"),
    *_london("everywhere-else"),
    # What was reckoned with at first, before there was any evidence of our own.
    _at_risk(Factor.MINUTES, "5", _CASE_STUDY, grade=6, low="2", high="8", distribution=_TRIANGLE),
    _at_risk(
        Factor.MINUTES,
        "5",
        "Staff asked in the record, first wave in A&E",
        grade=4,
        low="0.55",
        distribution=Distribution.NORMAL,
        days=90,
    ),
    _at_risk(Factor.ATTRIBUTION, "0.8", _RISKS, low="0.6", high="1", distribution=_TRIANGLE),
    _at_risk(Factor.RATE, "29.9", _AFC, grade=3, low="27.5", high="42.1", distribution=_TRIANGLE),
    _at_risk(Factor.OPTIMISM, "0", "The ranges of the other factors carry the risk", grade=4),
)


@transaction.atomic
def load_benefits(at: datetime) -> None:
    """Fill the register of benefits; what is there already stays as it is."""
    load_rates()
    load_claims()
    scenarios = {
        code: BenefitScenario.objects.get_or_create(
            code=code,
            defaults={
                "title": title,
                "description": description,
                "order": order,
                "is_default": order == 1,
            },
        )[0]
        for order, (code, title, description) in enumerate(_SCENARIOS, start=1)
    }
    profiles = {str(each["code"]): _profile(each, at) for each in _PROFILES}
    if BenefitParameter.objects.exists():
        return
    BenefitParameter.objects.bulk_create(
        BenefitParameter(
            scenario=scenarios[each.scenario],
            profile=profiles[each.profile],
            factor=each.factor,
            valid_from=SEPTEMBER,
            distribution=each.distribution,
            value=Decimal(each.value),
            low=Decimal(each.low) if each.low else None,
            high=Decimal(each.high) if each.high else None,
            source=each.source,
            grade=each.grade,
            recorded_at=at - timedelta(days=each.days),
        )
        for each in _PARAMETERS
    )


def _profile(words: dict[str, object], at: datetime) -> BenefitProfile:
    profile, is_new = BenefitProfile.objects.get_or_create(
        code=words["code"],
        defaults={**words, "starts_on": date(2021, 1, 1), "ramp_months": 12},
    )
    if is_new:
        entered = at - timedelta(days=_PARAMETERS[0].days + 1)
        BenefitProfile.history.filter(id=profile.pk).update(history_date=entered)
    return profile
