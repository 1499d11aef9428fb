"""The values of measures of use for a selection: published counts, and ratios of those alone."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from analytics.codes import Did, Dimension, FactKind
from analytics.measures.measure import Measure, Scoring
from analytics.measures.periods import Period
from analytics.measures.publishing import (
    INTERNAL,
    Cell,
    Published,
    Withheld,
    differs_by_few,
    published_people,
)
from analytics.measures.registry import BY_CODE
from analytics.measures.use import ACTIVE, SIGNED_IN

from .counts import break_down_people
from .cube import count_people_of, read_cube
from .published import PublishedUse, Sum
from .selection import Selection, StratumRow

# Whose presence a measure of people counts.
DID_OF: Final = {ACTIVE.code: Did.OPENED, SIGNED_IN.code: Did.SIGNED_IN}


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """
    The value of a measure: None where it is withheld, or where there is nothing to divide by.

    `left_out` are months of the period that are withheld and not in it.
    """

    value: float | None
    withheld: Withheld | None = None
    left_out: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class UseFigures:
    """The figures of a selection, as they may be seen."""

    selection: Selection
    use: PublishedUse
    people: dict[tuple[int, Period], Published] = field(default_factory=dict)
    group_people: dict[tuple[int, str], Published] = field(default_factory=dict)

    def month(self, measure: Measure, month: date) -> Value:
        """Return the value of a measure in a month."""
        if measure.kind:
            return _plain(Sum(self.use.month(measure.kind, month)))
        if measure.code in DID_OF:
            return _plain(Sum(self.use.people(int(DID_OF[measure.code]), month)))
        return _divided(measure, *(self.month(part, month) for part in parts_of(measure)))

    def total(self, measure: Measure, period: Period) -> Value:
        """Return the value of a measure in a period that was read."""
        if measure.kind:
            return _plain(self.use.total(measure.kind, list(period.months())))
        if measure.code in DID_OF:
            did = int(DID_OF[measure.code])
            return _plain(Sum(self.people[did, period]))
        return _divided(measure, *(self.total(part, period) for part in parts_of(measure)))

    def group(self, measure: Measure, value: str) -> Value:
        """Return the value of a measure in a group of the breakdown, in the period."""
        if measure.kind:
            months = list(self.selection.period.months())
            return _plain(self.use.group_total(measure.kind, value, months))
        if measure.code in DID_OF:
            did = int(DID_OF[measure.code])
            return _plain(Sum(self.group_people.get((did, value), Published(0))))
        return _divided(measure, *(self.group(part, value) for part in parts_of(measure)))


def parts_of(measure: Measure) -> tuple[Measure, Measure]:
    """Return what a ratio is of."""
    return BY_CODE[measure.numerator], BY_CODE[measure.denominator]


def is_of_use(measure: Measure) -> bool:
    """Whether a measure can be counted from events here, or is a ratio of such."""
    if measure.scoring in (Scoring.RATIO, Scoring.PROPORTION):
        named = (measure.numerator, measure.denominator)
        return all(code in BY_CODE and is_of_use(BY_CODE[code]) for code in named)
    return measure.kind is not None or measure.code in DID_OF


def read_use(
    selection: Selection,
    by: Dimension,
    strata: Sequence[StratumRow],
    *,
    tiles: Sequence[Measure],
    chosen: Measure,
    so_far: date | None,
) -> UseFigures:
    """
    Return the figures of a selection and of what it is compared with, as pages may show them.

    `tiles` and `chosen` are the measures that will be asked for, `chosen` by its breakdown as well.
    `so_far` is the month that is not over, where it is shown.
    """
    counted = [part for each in (*tiles, chosen) for part in _counted(each)]
    kinds = list(dict.fromkeys(m.kind for m in counted if m.kind)) or [FactKind.OPENINGS]
    compared = selection.compared()
    periods = [selection.period, *([compared] if compared else [])]
    months = {month for period in periods for month in period.months()}
    if so_far:
        months.add(so_far)
    cube = read_cube(selection, by, strata, months=sorted(months), kinds=kinds)
    figures = UseFigures(selection=selection, use=PublishedUse(cube, INTERNAL))
    for did in dict.fromkeys(int(DID_OF[m.code]) for m in counted if m.code in DID_OF):
        found = count_people_of(selection, strata, periods=periods, did=did)
        for period, (people, between) in zip(periods, found, strict=True):
            figures.people[did, period] = _publish_people(people, between)
    for did in [int(DID_OF[m.code]) for m in _counted(chosen) if m.code in DID_OF]:
        rows = [row for row in strata if selection.fits(row)]
        whole = figures.people[did, selection.period]
        for value, people in break_down_people(did, by, rows, selection.period).items():
            shown = published_people(people, INTERNAL)
            hides = whole.withheld == Withheld.DIFFERENCE
            figures.group_people[did, value] = whole if hides else shown
    return figures


def _counted(measure: Measure) -> list[Measure]:
    return [measure] if not measure.numerator else list(parts_of(measure))


def _publish_people(people: int, between: Sequence[int]) -> Published:
    if differs_by_few([Cell(n, n) for n in between], INTERNAL):
        return Published(None, Withheld.DIFFERENCE)
    return published_people(people, INTERNAL)


def _plain(total: Sum) -> Value:
    return Value(
        value=total.published.n,
        withheld=total.published.withheld,
        left_out=total.left_out if total.published.is_shown else 0,
    )


def _divided(measure: Measure, part: Value, whole: Value) -> Value:
    withheld = part.withheld or whole.withheld
    if withheld or part.value is None or not whole.value:
        return Value(value=None, withheld=withheld)
    times = 100 if measure.scoring == Scoring.PROPORTION else 1
    left_out = max(part.left_out, whole.left_out)
    return Value(value=times * part.value / whole.value, left_out=left_out)
