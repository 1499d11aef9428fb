"""
What benefits are worth: the formula, and the values at which a benefit stops paying.

A year of a benefit is V = 12 × A × (p × t × a × (1 - o) - c) × ramp × r / 60, by accesses a month,
share, minutes, attribution, optimism, the minutes that every access costs, and pounds an hour.
Point values are decimal, so that they are right to the penny.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from analytics.codes import Direction, Distribution, Factor
from analytics.measures.measure import Measure, Scoring
from analytics.measures.periods import months_between

MONTHS: Final = Decimal(12)
WEEKS: Final = Decimal(52)
MINUTES: Final = Decimal(60)
PENNY: Final = Decimal("0.01")
ZERO: Final = Decimal(0)
ONE: Final = Decimal(1)
# What is taken off by the grade of the evidence, 1 (best) to 6 (Green Book, 5.43; HM Treasury,
# Supporting public service transformation, 2014).
OPTIMISM: Final = {
    1: Decimal("0.00"),
    2: Decimal("0.05"),
    3: Decimal("0.10"),
    4: Decimal("0.15"),
    5: Decimal("0.25"),
    6: Decimal("0.40"),
}
# Between which values a factor makes sense; None is no end.
BOUNDS: Final[dict[Factor, tuple[Decimal | None, Decimal | None]]] = {
    Factor.ACCESSES: (ZERO, None),
    Factor.SHARE: (ZERO, ONE),
    Factor.MINUTES: (None, None),
    Factor.RATE: (ZERO, None),
    Factor.ATTRIBUTION: (ZERO, ONE),
    Factor.OPTIMISM: (ZERO, ONE),
    Factor.RAMP: (ZERO, ONE),
    Factor.COST: (ZERO, None),
}


@dataclass(frozen=True, slots=True)
class Uncertain:
    """
    A value and how uncertain it is.

    `low` and `high` are the ends of a triangle or a band; of a normal distribution `low` is the
    standard deviation.
    """

    value: Decimal
    distribution: Distribution = Distribution.FIXED
    low: Decimal = ZERO
    high: Decimal = ZERO

    @property
    def is_fixed(self) -> bool:
        """Whether it has no range."""
        return self.distribution == Distribution.FIXED


NOTHING: Final = Uncertain(ZERO)
WHOLE: Final = Uncertain(ONE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A benefit with the factors that it is reckoned by."""

    code: str
    accesses: Uncertain
    minutes: Uncertain
    rate: Uncertain
    share: Uncertain = WHOLE
    attribution: Uncertain = WHOLE
    optimism: Uncertain = NOTHING
    ramp: Uncertain = WHOLE
    cost: Uncertain = NOTHING

    def factor(self, factor: Factor) -> Uncertain:
        """Return one of its factors."""
        found = getattr(self, factor.value)
        assert isinstance(found, Uncertain)  # noqa: S101 — each factor is a field
        return found

    def with_factor(self, factor: Factor, value: Decimal) -> "Line":
        """Return it with another value of a factor, sure of it."""
        return replace(self, **{factor.value: Uncertain(value)})  # type: ignore[arg-type]  # a field

    @property
    def minutes_an_access(self) -> Decimal:
        """Minutes that an access is worth, after all that is taken off."""
        gained = self.share.value * self.minutes.value * self.attribution.value
        return (gained * (ONE - self.optimism.value) - self.cost.value) * self.ramp.value

    @property
    def hours_a_year(self) -> Decimal:
        """Hours of a year that it releases."""
        return MONTHS * self.accesses.value * self.minutes_an_access / MINUTES

    @property
    def hours_a_week(self) -> Decimal:
        """Hours of a week that it releases."""
        return self.hours_a_year / WEEKS

    @property
    def exact_pounds(self) -> Decimal:
        """What those hours cost a year, not rounded."""
        return self.hours_a_year * self.rate.value

    @property
    def pounds(self) -> Decimal:
        """What those hours cost a year, to the penny."""
        return to_penny(self.exact_pounds)


def find_fault(factor: Factor, given: Uncertain) -> str:
    """Return in words what is wrong with a value and its range; blank where nothing is."""
    low, high = BOUNDS[factor]
    ends = [given.value]
    if given.distribution in (Distribution.TRIANGULAR, Distribution.UNIFORM):
        if not given.low <= given.value <= given.high:
            return "The value must lie between the low end and the high end."
        ends += [given.low, given.high]
    if given.distribution == Distribution.NORMAL and given.low <= ZERO:
        return "The standard deviation must be above 0."
    if low is not None and min(ends) < low:
        return f"This cannot be below {low}."
    if high is not None and max(ends) > high:
        return f"This cannot be above {high}: write a share as a decimal, 0.25 for 25 %."
    return ""


def to_penny(pounds: Decimal) -> Decimal:
    """Return an amount to the penny; half a penny goes up."""
    return pounds.quantize(PENNY, rounding=ROUND_HALF_UP)


def total_pounds(lines: Iterable[Line]) -> Decimal:
    """Return what lines are worth a year together: the sum of the pennies that are shown."""
    return sum((line.pounds for line in lines), ZERO)


def total_hours_a_week(lines: Iterable[Line]) -> Decimal:
    """Return the hours of a week that lines release together."""
    return sum((line.hours_a_week for line in lines), ZERO)


def less_optimism(pounds: Decimal, grade: int) -> Decimal:
    """
    Return an amount with the optimism of an evidence grade taken off.

    :raises KeyError: grades are 1 to 6
    """
    return to_penny(pounds * (ONE - OPTIMISM[grade]))


def ramp_of_month(month: date, *, starts_on: date, ramp_months: int) -> Decimal:
    """Return how much of a benefit counts in a month: in equal steps until it counts in full."""
    begun = months_between(starts_on.replace(day=1), month) + 1
    if begun <= 0:
        return ZERO
    return ONE if begun >= ramp_months else Decimal(begun) / ramp_months


@dataclass(frozen=True, slots=True, kw_only=True)
class Switching:
    """
    The value of a factor at which all lines together are worth just the threshold.

    `value` is None where the factor makes no difference. `can_be` says whether such a value makes
    sense; where it does not, this factor alone cannot bring the total there.
    """

    factor: Factor
    now: Decimal
    value: Decimal | None
    can_be: bool

    @property
    def change(self) -> Decimal | None:
        """How far from the present value that is, as a part of it."""
        return None if self.value is None or not self.now else self.value / self.now - ONE


def switching_value(
    lines: Sequence[Line], code: str, factor: Factor, *, threshold: Decimal
) -> Switching:
    """
    Return where a factor of one line must be for all lines to be worth just `threshold` a year.

    :raises KeyError: no line has that code
    """
    line = next((each for each in lines if each.code == code), None)
    if line is None:
        raise KeyError(code)
    rest = sum((each.exact_pounds for each in lines if each.code != code), ZERO)
    at_nought = line.with_factor(factor, ZERO).exact_pounds
    slope = line.with_factor(factor, ONE).exact_pounds - at_nought
    now = line.factor(factor).value
    if not slope:
        return Switching(factor=factor, now=now, value=None, can_be=False)
    value = (threshold - rest - at_nought) / slope
    low, high = BOUNDS[factor]
    can_be = (low is None or value >= low) and (high is None or value <= high)
    return Switching(factor=factor, now=now, value=value, can_be=can_be)


_SINCE: Final = date(2026, 11, 25)
_OWNER: Final = "Head of analytics"
_SOURCE: Final = "Register of benefits, with record openings of the months that are said"
HOURS: Final = Measure(
    code="capacity-hours",
    version=1,
    since=_SINCE,
    title="Capacity released",
    unit="hours a week",
    definition=(
        "Record openings of a care setting × share that saved time × minutes saved × attribution "
        "× (1 less optimism), less the minutes that openings cost, as hours of one week of 52."
    ),
    owner=_OWNER,
    source=_SOURCE,
    scoring=Scoring.CONTINUOUS,
    direction=Direction.UP,
    decimals=2,
    caution="Time that people can use for something else. It is not money unless shown to be.",
)
VALUE: Final = Measure(
    code="capacity-value",
    version=1,
    since=_SINCE,
    title="Value of the capacity released",
    unit="pounds a year",
    definition="Capacity released in a year × pounds an hour of the people who gain it.",
    owner=_OWNER,
    source=_SOURCE,
    scoring=Scoring.CONTINUOUS,
    direction=Direction.UP,
    decimals=2,
    caution="What those hours cost, not what can be spent: capacity, non-cash-releasing.",
)
SAVED_SHARE: Final = Measure(
    code="saved-time-share",
    version=1,
    since=_SINCE,
    title="Openings that saved time",
    unit="%",
    definition="Answers to the question in the record that say time was saved, of all answers.",
    owner=_OWNER,
    source="The question asked after one in so many openings",
    scoring=Scoring.PROPORTION,
    direction=Direction.UP,
    decimals=1,
    caution="People answer for themselves, and those in a hurry answer less.",
)
SAVED_MINUTES: Final = Measure(
    code="saved-minutes",
    version=1,
    since=_SINCE,
    title="Minutes saved an opening",
    unit="minutes",
    definition=(
        "Mean of all answers, by the middle of what was answered: lost time counts as 2 minutes "
        "lost, more than 10 minutes as 10."
    ),
    owner=_OWNER,
    source="The question asked after one in so many openings",
    scoring=Scoring.CONTINUOUS,
    direction=Direction.UP,
    decimals=1,
    caution="People answer for themselves, and those in a hurry answer less.",
)
MEASURES: Final = (HOURS, VALUE, SAVED_SHARE, SAVED_MINUTES)
