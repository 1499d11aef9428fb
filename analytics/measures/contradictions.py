"""
Do published claims fit together? Each check takes what was claimed and says what follows from it.

The figures are kept with the verdict, so that a page can show the sum and not only its outcome.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final, TypeAlias

from analytics.measures.benefits import MINUTES, MONTHS, ONE, WEEKS

# Rates that others reckon with, pounds an hour: London 2023-24, London 2025, a full cost.
LONDON_RATE: Final = Decimal("34.54")
LONDON_2025_RATE: Final = Decimal("42.14")
FULL_RATE: Final = Decimal(50)
DOUBLE_RATE: Final = Decimal(100)
# Band 6 top, pay and on-costs, by paid hour (2024/25): what the claim comes nearest to.
NEAREST_RATE: Final = Decimal("30.97")
BASE_MINUTES: Final = Decimal("0.5")
HOURS_OF_A_JOB: Final = Decimal("37.5")
# From January 2021 to September 2024.
GROWTH_MONTHS: Final = 44
SMALL: Final = Decimal("0.05")
_CLOSE: Final = Decimal("0.05")


class Claim(StrEnum):
    """A published figure that checks are made with: its code in the register."""

    SIGN_INS_FIRST = "sign-ins-first"
    SIGN_INS_LAST = "sign-ins-last"
    OPENINGS_FIRST = "openings-first"
    OPENINGS_LAST = "openings-last"
    POUNDS = "pounds-a-year"
    POUNDS_A_AND_E = "pounds-a-and-e"
    HOURS_A_AND_E = "hours-a-and-e"
    POUNDS_PRIMARY = "pounds-primary-care"
    MINUTES_SOCIAL = "minutes-social-care"


class Standing(StrEnum):
    """How a claim stands after a check."""

    FITS = "fits"
    ONLY_IF = "only-if"
    UNCLEAR = "unclear"
    CONFLICTS = "conflicts"


Claims: TypeAlias = Mapping[str, Decimal]
Figures: TypeAlias = Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check found: how the claim stands, and the figures that say so."""

    code: str
    standing: Standing
    figures: Figures


def hours_and_pounds(claims: Claims) -> Verdict:
    """Check whether the hours and the pounds of A&E belong to one rate of pay."""
    hours = claims[Claim.HOURS_A_AND_E] * WEEKS
    pounds = claims[Claim.POUNDS_A_AND_E]
    jobs = claims[Claim.HOURS_A_AND_E] / HOURS_OF_A_JOB
    rate = pounds / hours
    near = abs(rate / NEAREST_RATE - ONE) <= _CLOSE
    figures = {
        "hours": hours,
        "rate": rate,
        "jobs": jobs,
        "each": pounds / jobs,
        "at_london": hours * LONDON_RATE,
        "at_london_2025": hours * LONDON_2025_RATE,
        "at_full": hours * FULL_RATE,
    }
    return Verdict("hours-and-pounds", Standing.ONLY_IF if near else Standing.CONFLICTS, figures)


def hours_and_openings(claims: Claims) -> Verdict:
    """Check how many minutes each opening would have to save."""
    minutes = _minutes_a_and_e(claims)
    each = minutes / claims[Claim.OPENINGS_LAST]
    figures = {
        "minutes": minutes,
        "each": each,
        "if_tenth": each * 10,
        "if_twentieth": each * 20,
    }
    return Verdict("hours-and-openings", Standing.ONLY_IF, figures)


def whole_platform(claims: Claims) -> Verdict:
    """Check whether A&E's hours are those of the whole platform at London's base case."""
    by_sign_ins = _weekly_hours(claims[Claim.SIGN_INS_LAST] * BASE_MINUTES)
    by_openings = _weekly_hours(claims[Claim.OPENINGS_LAST] * BASE_MINUTES)
    claimed = claims[Claim.HOURS_A_AND_E]
    near = min(abs(each / claimed - ONE) for each in (by_sign_ins, by_openings)) <= _CLOSE
    return Verdict(
        "whole-platform",
        Standing.CONFLICTS if near else Standing.FITS,
        {"by_sign_ins": by_sign_ins, "by_openings": by_openings},
    )


def primary_care_hours(claims: Claims) -> Verdict:
    """Check how many hours the pounds of primary care are."""
    pounds = claims[Claim.POUNDS_PRIMARY]
    rate = round(claims[Claim.POUNDS_A_AND_E] / (claims[Claim.HOURS_A_AND_E] * WEEKS), 2)
    figures = {
        "rate": rate,
        "at_rate": pounds / rate,
        "at_full": pounds / FULL_RATE,
        "at_double": pounds / DOUBLE_RATE,
    }
    return Verdict("primary-care-hours", Standing.UNCLEAR, figures)


def parts_and_total(claims: Claims) -> Verdict:
    """Check what the parts leave for social care."""
    parts = claims[Claim.POUNDS_A_AND_E] + claims[Claim.POUNDS_PRIMARY]
    over = parts >= claims[Claim.POUNDS]
    return Verdict(
        "parts-and-total",
        Standing.ONLY_IF if over else Standing.CONFLICTS,
        {"parts": parts, "left": max(claims[Claim.POUNDS] - parts, Decimal(0))},
    )


def social_care_minutes(claims: Claims) -> Verdict:
    """Check how much the minutes of social care are."""
    hours = claims[Claim.MINUTES_SOCIAL] * MONTHS / MINUTES
    share = claims[Claim.MINUTES_SOCIAL] / _minutes_a_and_e(claims)
    figures = {
        "hours": hours,
        "at_london": hours * LONDON_RATE,
        "at_full": hours * FULL_RATE,
        "share": share,
    }
    return Verdict(
        "social-care-minutes", Standing.UNCLEAR if share < SMALL else Standing.FITS, figures
    )


def sign_ins_and_openings(claims: Claims) -> Verdict:
    """Check whether there are more sign-ins than openings."""
    last = claims[Claim.OPENINGS_LAST] / claims[Claim.SIGN_INS_LAST]
    figures = {
        "first": claims[Claim.OPENINGS_FIRST] / claims[Claim.SIGN_INS_FIRST],
        "last": last,
        "open_nothing": max(ONE - last, Decimal(0)),
    }
    return Verdict(
        "sign-ins-and-openings", Standing.CONFLICTS if last < 1 else Standing.FITS, figures
    )


def growth(claims: Claims) -> Verdict:
    """Check whether sign-ins and openings grew alike."""
    sign_ins = claims[Claim.SIGN_INS_LAST] / claims[Claim.SIGN_INS_FIRST]
    openings = claims[Claim.OPENINGS_LAST] / claims[Claim.OPENINGS_FIRST]
    monthly = _monthly_growth(claims)
    figures = {
        "sign_ins": sign_ins,
        "openings": openings,
        "monthly": monthly - ONE,
        "yearly": monthly**12,
    }
    alike = abs(sign_ins / openings - ONE) <= _CLOSE
    return Verdict("growth", Standing.FITS if alike else Standing.CONFLICTS, figures)


def a_year_of_what(claims: Claims) -> Verdict:
    """Check how far the last month times 12 is from the last 12 months."""
    last = claims[Claim.OPENINGS_LAST]
    run_rate = last * MONTHS
    monthly = _monthly_growth(claims)
    trailing = sum((last / monthly**month for month in range(12)), Decimal(0))
    pounds = claims[Claim.POUNDS_A_AND_E] + claims[Claim.POUNDS_PRIMARY]
    part = trailing / run_rate
    figures = {
        "run_rate": run_rate,
        "trailing": trailing,
        "part": part,
        "pounds": pounds * (ONE - part),
    }
    return Verdict(
        "a-year-of-what", Standing.UNCLEAR if ONE - part > _CLOSE else Standing.FITS, figures
    )


def pounds_an_opening(claims: Claims) -> Verdict:
    """Check what an opening is worth, beside what others say."""
    pounds = claims[Claim.POUNDS_A_AND_E] + claims[Claim.POUNDS_PRIMARY]
    each = pounds / (claims[Claim.OPENINGS_LAST] * MONTHS)
    low, high = LONDON_RATE * BASE_MINUTES / MINUTES, Decimal("1.90")
    return Verdict(
        "pounds-an-opening",
        Standing.FITS if low <= each <= high else Standing.CONFLICTS,
        {"each": each, "low": low, "high": high},
    )


CHECKS: Final[tuple[Callable[[Claims], Verdict], ...]] = (
    hours_and_pounds,
    hours_and_openings,
    whole_platform,
    primary_care_hours,
    parts_and_total,
    social_care_minutes,
    sign_ins_and_openings,
    growth,
    a_year_of_what,
    pounds_an_opening,
)


def check_claims(claims: Claims) -> list[Verdict]:
    """Return what the checks find, of all claims whose figures are there and above nought."""
    if any(claims.get(each, Decimal(0)) <= 0 for each in Claim):
        return []
    return [check(claims) for check in CHECKS]


def _minutes_a_and_e(claims: Claims) -> Decimal:
    return claims[Claim.HOURS_A_AND_E] * WEEKS * MINUTES / MONTHS


def _weekly_hours(minutes_a_month: Decimal) -> Decimal:
    return minutes_a_month * MONTHS / MINUTES / WEEKS


def _monthly_growth(claims: Claims) -> Decimal:
    times = claims[Claim.OPENINGS_LAST] / claims[Claim.OPENINGS_FIRST]
    return times ** (ONE / GROWTH_MONTHS)
