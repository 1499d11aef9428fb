"""The openings that a benefit rests on, by month, organisation and role."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from analytics.codes import Basis, Dimension, FactKind
from analytics.measures.periods import Period
from analytics.measures.publishing import (
    INTERNAL,
    Published,
    Withheld,
    published_breakdown,
)

from .benefit_use import BenefitUse
from .counts import break_down_events
from .selection import StratumRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Drill:
    """Openings of a benefit as they may be seen, by month and by one dimension."""

    months: Mapping[date, Published]
    parts: Mapping[str, Published]
    names: Mapping[str, str]


def read_drill(
    code: str,
    groups: Mapping[str, str],
    rows: Sequence[StratumRow],
    *,
    by: Dimension,
    use: BenefitUse,
    basis: Basis,
) -> Drill:
    """
    Return the openings of a benefit by month, and those that stand for a year by a dimension.

    Where the benefit's own openings are withheld, so are all their parts.
    """
    mine = [row for row in rows if groups.get(row.setting) == code]
    last = Period(first=use.period.last, last=use.period.last)
    period = last if basis == Basis.RUN_RATE else use.period
    parts = break_down_events(FactKind.OPENINGS, by, mine, period)
    whole = use.shown(code, basis)
    return Drill(
        months=use.shown_months(code),
        parts=published_breakdown(parts, INTERNAL)
        if whole.is_shown
        else dict.fromkeys(parts, Published(None, Withheld.DIFFERENCE)),
        names={row.value(by): row.organization_name for row in mine},
    )
