"""Measures of rates and of growth: what control charts and the page of growth show."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from math import exp, log
from statistics import linear_regression
from typing import Final

from analytics.codes import Direction, UsageKind
from analytics.measures import use
from analytics.measures.measure import Measure, Scoring
from analytics.measures.periods import months_between

_SINCE: Final = date(2026, 11, 25)
_OWNER: Final = use.SIGN_INS.owner
_TRAIL: Final = use.SIGN_INS.source
_BY_LOG: Final = (
    "100 times the natural logarithm of {what} of a month divided by those of the month before: "
    "about the change in per cent, but a doubling and a halving are the same distance."
)
_ATTEMPTS: Final = ", ".join(
    str(kind.value) for kind in (UsageKind.SIGN_IN, UsageKind.FAILED_SIGN_IN, UsageKind.LOCKED_OUT)
)

SIGN_IN_ATTEMPTS: Final = Measure(
    code="sign-in-attempts",
    version=1,
    since=_SINCE,
    title="Attempts to sign in",
    unit="attempts",
    definition="Sign-ins and failed sign-ins together.",
    owner=_OWNER,
    source=_TRAIL,
    scoring=Scoring.EVENTS,
    plain_sql=f"""
        SELECT count(*) FROM analytics_usageevent
        WHERE local_date BETWEEN %(first)s AND %(last)s AND stratum_id = ANY(%(strata)s)
          AND kind IN ({_ATTEMPTS})
    """,
)
FAILED_SHARE: Final = Measure(
    code="failed-share",
    version=1,
    since=_SINCE,
    title="Failed sign-ins, of all attempts",
    unit="%",
    definition="Failed sign-ins, of all attempts to sign in of the same period.",
    owner=_OWNER,
    source=_TRAIL,
    scoring=Scoring.PROPORTION,
    direction=Direction.DOWN,
    numerator=use.FAILED_SIGN_INS.code,
    denominator=SIGN_IN_ATTEMPTS.code,
    decimals=1,
    caution="An attempt with a name that nobody has counts only for the whole service.",
)
SIGN_INS_A_WORKING_DAY: Final = Measure(
    code="sign-ins-a-working-day",
    version=1,
    since=_SINCE,
    title="Sign-ins a working day",
    unit="sign-ins a working day",
    definition=(
        "Sign-ins of a whole week, Monday to Sunday, divided by its days from Monday to Friday "
        "that are no bank holiday in England."
    ),
    owner=_OWNER,
    source=_TRAIL,
    scoring=Scoring.CONTINUOUS,
    numerator=use.SIGN_INS.code,
    decimals=1,
    caution="Sign-ins at weekends count in full: this is a rate of the week and not of a day.",
)
OPENINGS_CHANGE: Final = Measure(
    code="openings-change",
    version=1,
    since=_SINCE,
    title="Monthly change of record openings",
    unit="log %",
    definition=_BY_LOG.format(what="record openings"),
    owner=_OWNER,
    source=_TRAIL,
    scoring=Scoring.CONTINUOUS,
    direction=Direction.UP,
    numerator=use.OPENINGS.code,
    denominator=use.OPENINGS.code,
    decimals=1,
)
SIGN_INS_CHANGE: Final = Measure(
    code="sign-ins-change",
    version=1,
    since=_SINCE,
    title="Monthly change of sign-ins",
    unit="log %",
    definition=_BY_LOG.format(what="sign-ins"),
    owner=_OWNER,
    source=_TRAIL,
    scoring=Scoring.CONTINUOUS,
    direction=Direction.NEITHER,
    numerator=use.SIGN_INS.code,
    denominator=use.SIGN_INS.code,
    decimals=1,
)
GROWTH_FACTOR: Final = Measure(
    code="growth-factor",
    version=1,
    since=_SINCE,
    title="Growth",
    unit="times",
    definition="Sign-ins, or record openings, of the last month divided by those of the first.",
    owner=_OWNER,
    source=_TRAIL,
    scoring=Scoring.RATIO,
    decimals=2,
    caution="It rests on two months only.",
)
GROWTH_A_MONTH: Final = Measure(
    code="growth-a-month",
    version=1,
    since=_SINCE,
    title="Growth a month",
    unit="%",
    definition=(
        "The same change each month that leads from the first month to the last: the growth "
        "factor's root of as many degrees as months lie between, less one."
    ),
    owner=_OWNER,
    source=_TRAIL,
    scoring=Scoring.CONTINUOUS,
    decimals=2,
    caution="It rests on two months only: compare it with the line that is fitted to all.",
)
GROWTH_FITTED: Final = Measure(
    code="growth-fitted",
    version=1,
    since=_SINCE,
    title="Growth a month, fitted",
    unit="%",
    definition=(
        "The change a month of the straight line that fits the logarithms of all months best "
        "(least squares)."
    ),
    owner=_OWNER,
    source=_TRAIL,
    scoring=Scoring.CONTINUOUS,
    decimals=2,
)
DOUBLING_TIME: Final = Measure(
    code="doubling-time",
    version=1,
    since=_SINCE,
    title="Time to double",
    unit="months",
    definition="How many months growth a month takes to double a figure.",
    owner=_OWNER,
    source=_TRAIL,
    scoring=Scoring.CONTINUOUS,
    decimals=1,
)

MEASURES: Final = (
    SIGN_IN_ATTEMPTS,
    FAILED_SHARE,
    SIGN_INS_A_WORKING_DAY,
    OPENINGS_CHANGE,
    SIGN_INS_CHANGE,
    GROWTH_FACTOR,
    GROWTH_A_MONTH,
    GROWTH_FITTED,
    DOUBLING_TIME,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Growth:
    """How a count grew from its first month to its last; rates are shares, 0.07 for 7 %."""

    first: date
    last: date
    at_first: int
    at_last: int
    fitted: float

    @property
    def months(self) -> int:
        """How many months lie between the two."""
        return months_between(self.first, self.last)

    @property
    def factor(self) -> float:
        """How many times as much it became."""
        return self.at_last / self.at_first

    @property
    def a_month(self) -> float:
        """The same growth each month that leads from the first to the last."""
        return float(self.factor ** (1 / self.months)) - 1

    @property
    def doubling(self) -> float | None:
        """How many months it takes to double; None where it does not grow."""
        return log(2) / log(1 + self.a_month) if self.at_last > self.at_first else None


def measure_growth(counts: Mapping[date, int | None]) -> Growth | None:
    """
    Return how the counts of months grew, or None where fewer than two are known.

    Months of nought, and those that may not be seen, have no logarithm and are left out.
    """
    known = {month: n for month, n in sorted(counts.items()) if n}
    if len(known) < 2:  # noqa: PLR2004 — a first and a last
        return None
    first, last = min(known), max(known)
    steps = [months_between(first, month) for month in known]
    slope = linear_regression(steps, [log(n) for n in known.values()]).slope
    return Growth(
        first=first, last=last, at_first=known[first], at_last=known[last], fitted=exp(slope) - 1
    )
