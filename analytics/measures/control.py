"""
The control charts that are watched, and how their points come about.

None is of raw counts that grow: such a chart would flag every point. Points are rates, shares, or
changes on a log scale, of whole weeks or months only.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from itertools import pairwise
from math import log
from statistics import median
from typing import Final

from analytics.codes import FactKind
from analytics.measures import change, use
from analytics.measures.measure import Measure
from analytics.measures.publishing import Published, Withheld
from analytics.measures.spc import Settings
from analytics.measures.steps import Step, count_working_days, end_of

# Fewer events a step than this and chance alone makes the picture (handbook §2).
LEAST_EVENTS: Final = 5
# A run of seven, and one point more.
LEAST_POINTS: Final = 8
WEEKS: Final = 52
MONTHS: Final = 45


class Shape(StrEnum):
    """How a point is made of counts."""

    RATIO = "ratio"
    PER_PERSON = "per-person"
    PER_WORKING_DAY = "per-working-day"
    LOG_CHANGE = "log-change"


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlChart:
    """A chart that is watched; what it divides by are several kinds added up, or people."""

    code: str
    measure: Measure
    step: Step
    shape: Shape
    numerator: FactKind
    denominators: Sequence[FactKind] = ()
    scale: float = 1
    settings: Settings = field(default_factory=Settings)

    @property
    def length(self) -> int:
        """How many weeks or months it looks back."""
        return MONTHS if self.step == Step.MONTH else WEEKS


CHARTS: Final[Sequence[ControlChart]] = (
    ControlChart(
        code="openings-per-person",
        measure=use.OPENINGS_PER_PERSON,
        step=Step.WEEK,
        shape=Shape.PER_PERSON,
        numerator=FactKind.OPENINGS,
    ),
    ControlChart(
        code="sign-ins-a-working-day",
        measure=change.SIGN_INS_A_WORKING_DAY,
        step=Step.WEEK,
        shape=Shape.PER_WORKING_DAY,
        numerator=FactKind.SIGN_INS,
    ),
    ControlChart(
        code="openings-per-sign-in",
        measure=use.OPENINGS_PER_SIGN_IN,
        step=Step.WEEK,
        shape=Shape.RATIO,
        numerator=FactKind.OPENINGS,
        denominators=(FactKind.SIGN_INS,),
    ),
    ControlChart(
        code="found-share",
        measure=use.FOUND_SHARE,
        step=Step.WEEK,
        shape=Shape.RATIO,
        numerator=FactKind.FOUND,
        denominators=(FactKind.OPENINGS,),
        scale=100,
    ),
    ControlChart(
        code="failed-share",
        measure=change.FAILED_SHARE,
        step=Step.WEEK,
        shape=Shape.RATIO,
        numerator=FactKind.FAILED_SIGN_INS,
        denominators=(FactKind.FAILED_SIGN_INS, FactKind.SIGN_INS),
        scale=100,
    ),
    ControlChart(
        code="openings-change",
        measure=change.OPENINGS_CHANGE,
        step=Step.MONTH,
        shape=Shape.LOG_CHANGE,
        numerator=FactKind.OPENINGS,
        scale=100,
    ),
    ControlChart(
        code="sign-ins-change",
        measure=change.SIGN_INS_CHANGE,
        step=Step.MONTH,
        shape=Shape.LOG_CHANGE,
        numerator=FactKind.SIGN_INS,
        scale=100,
    ),
)
BY_CODE: Final[Mapping[str, ControlChart]] = {chart.code: chart for chart in CHARTS}
KINDS: Final[Mapping[Step, Sequence[FactKind]]] = {
    step: sorted(
        {
            kind
            for chart in CHARTS
            if chart.step == step
            for kind in (chart.numerator, *chart.denominators)
        }
    )
    for step in Step
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedCounts:
    """What may be seen of the counts of weeks or months: `people` are those who opened a record."""

    starts: Sequence[date]
    events: Mapping[tuple[FactKind, date], Published]
    people: Mapping[date, Published]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A point and the published counts that it is made of; without a value it is not plotted."""

    start: date
    numerator: int | None
    denominator: int | None
    value: float | None
    withheld: Withheld | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """The figures of a chart in order of time."""

    figures: Sequence[Figure]

    @property
    def plotted(self) -> list[Figure]:
        """Those that have a value."""
        return [each for each in self.figures if each.value is not None]

    @property
    def values(self) -> list[float]:
        """The values of those that have one."""
        return [each.value for each in self.figures if each.value is not None]

    @property
    def reasons(self) -> list[Withheld]:
        """Why some are withheld."""
        return sorted({each.withheld for each in self.figures if each.withheld})

    def starts_of_groups(self, days: Sequence[date]) -> list[int]:
        """Return the indexes, among those plotted, of the first point on or after each day."""
        starts = [each.start for each in self.plotted]
        found = (sum(start < day for start in starts) for day in days)
        return sorted({index for index in found if 0 < index < len(starts)})


class NoChart(StrEnum):
    """Why no chart is drawn."""

    NO_USE = "no-use"
    FEW_PEOPLE = "few-people"
    FEW_POINTS = "few-points"
    FEW_EVENTS = "few-events"


def list_used(kind: FactKind, counts: PublishedCounts) -> list[date]:
    """
    Return the weeks or months from the first in which something was counted.

    Where that is not the first that is looked at, it was hardly whole, and is left out.
    """
    starts = list(counts.starts)
    is_used = [counts.events[kind, start].n != 0 for start in starts]
    if True not in is_used:
        return []
    first = is_used.index(True)
    return starts[first + 1 if first else 0 :]


def make_series(chart: ControlChart, counts: PublishedCounts) -> Series:
    """Return the figures of a chart, from the first week or month that was used as a whole."""
    starts = list_used(chart.numerator, counts)
    if chart.shape == Shape.LOG_CHANGE:
        return Series(figures=[_change(chart, counts, *pair) for pair in pairwise(starts)])
    return Series(figures=[_rate(chart, counts, start) for start in starts])


def why_no_chart(series: Series) -> NoChart | None:
    """Return why a chart would mislead, or None where it would not."""
    if not series.figures:
        return NoChart.NO_USE
    if len(series.plotted) < LEAST_POINTS:
        return NoChart.FEW_PEOPLE if series.reasons else NoChart.FEW_POINTS
    typical = median(each.numerator or 0 for each in series.plotted)
    return NoChart.FEW_EVENTS if typical < LEAST_EVENTS else None


def _rate(chart: ControlChart, counts: PublishedCounts, start: date) -> Figure:
    part = counts.events[chart.numerator, start]
    if chart.shape == Shape.PER_WORKING_DAY:
        days = count_working_days(start, end_of(chart.step, start))
        return _divide(chart, start, part, [Published(days)])
    if chart.shape == Shape.PER_PERSON:
        return _divide(chart, start, part, [counts.people[start]])
    return _divide(chart, start, part, [counts.events[each, start] for each in chart.denominators])


def _divide(
    chart: ControlChart, start: date, part: Published, wholes: Sequence[Published]
) -> Figure:
    known = [each.n for each in wholes if each.n is not None]
    whole = sum(known) if len(known) == len(wholes) else None
    value = None if part.n is None or not whole else chart.scale * part.n / whole
    return Figure(
        start=start,
        numerator=part.n,
        denominator=whole,
        value=value,
        withheld=next((each.withheld for each in (part, *wholes) if each.withheld), None),
    )


def _change(chart: ControlChart, counts: PublishedCounts, before: date, start: date) -> Figure:
    then, now = counts.events[chart.numerator, before], counts.events[chart.numerator, start]
    return Figure(
        start=start,
        numerator=now.n,
        denominator=then.n,
        value=chart.scale * log(now.n / then.n) if now.n and then.n else None,
        withheld=now.withheld or then.withheld,
    )
