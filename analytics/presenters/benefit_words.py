"""Pounds, hours and factors of benefits in words."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from analytics.codes import Factor
from analytics.measures.simulation import Range

_THOUSAND: Final = 1000
_PLACES: Final[Mapping[Factor, int]] = {
    Factor.ACCESSES: 0,
    Factor.SHARE: 2,
    Factor.MINUTES: 2,
    Factor.RATE: 2,
    Factor.ATTRIBUTION: 2,
    Factor.OPTIMISM: 2,
    Factor.RAMP: 2,
    Factor.COST: 2,
}


def say_pounds(amount: Decimal | float) -> str:
    """Return an amount in whole pounds: "£700,000"."""
    whole = Decimal(amount).quantize(Decimal(1), rounding=ROUND_HALF_UP)
    return f"-£{-whole:,}" if whole < 0 else f"£{whole:,}"


def say_about(amount: float) -> str:
    """Return an amount that is not known more closely than to a thousand pounds."""
    return say_pounds(_THOUSAND * round(amount / _THOUSAND))


def say_hours(hours: Decimal | float, *, decimals: int = 1) -> str:
    """Return hours with one decimal, or as many as wanted."""
    return f"{hours:,.{decimals}f}"


def say_range(found: Range) -> str:
    """Return the range of an amount; blank where it has none."""
    return "" if found.is_point else f"{say_about(found.p10)} to {say_about(found.p90)}"


def say_factor(factor: Factor, value: Decimal | float) -> str:
    """Return the value of a factor: pounds as pounds, shares as shares."""
    number = f"{value:,.{_PLACES[factor]}f}"
    return f"£{number}" if factor == Factor.RATE else number
