"""The openings that a benefit rests on, by month, organisation and role."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import connection

from analytics.codes import Basis, Did, Dimension, FactKind
from analytics.measures.periods import Period
from analytics.measures.publishing import (
    INTERNAL,
    Cell,
    Published,
    Withheld,
    published_breakdown,
)

from .benefit_use import BenefitUse
from .counts import break_down_events
from .selection import StratumRow

_MONTHS: Final = """
    WITH named AS (SELECT * FROM unnest(%(keys)s::int[], %(names)s::text[]) AS n (stratum_id, name))
    SELECT month, name, coalesce(n, 0), coalesce(people, 0) FROM (
        SELECT fact.month, named.name, sum(fact.n)::bigint AS n
        FROM analytics_monthlyfact fact JOIN named USING (stratum_id)
        WHERE fact.month BETWEEN %(first)s AND %(last)s AND fact.kind = %(kind)s
        GROUP BY fact.month, named.name
    ) AS events FULL JOIN (
        SELECT month, name, count(*) AS people FROM (
            SELECT DISTINCT presence.month, named.name, presence.person_id
            FROM analytics_monthlyperson presence JOIN named USING (stratum_id)
            WHERE presence.month BETWEEN %(first)s AND %(last)s AND presence.did & %(did)s > 0
        ) AS once GROUP BY month, name
    ) AS behind USING (month, name)
"""


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

    Each month is published beside those of the other benefits, so that none is found by taking
    them from the whole. Where the benefit's own openings are withheld, so are all their parts.
    """
    mine = [row for row in rows if groups.get(row.setting) == code]
    last = Period(first=use.period.last, last=use.period.last)
    period = last if basis == Basis.RUN_RATE else use.period
    parts = break_down_events(FactKind.OPENINGS, by, mine, period)
    whole = use.shown(code, basis)
    return Drill(
        months={
            month: published_breakdown(cells, INTERNAL).get(code, Published(0))
            for month, cells in _read_months(groups, rows, use.period).items()
        },
        parts=published_breakdown(parts, INTERNAL)
        if whole.is_shown
        else dict.fromkeys(parts, Published(None, Withheld.DIFFERENCE)),
        names={row.value(by): row.organization_name for row in mine},
    )


def _read_months(
    groups: Mapping[str, str], rows: Sequence[StratumRow], period: Period
) -> dict[date, dict[str, Cell]]:
    named = [(row.id, groups[row.setting]) for row in rows if row.setting in groups]
    found: dict[date, dict[str, Cell]] = {month: {} for month in period.months()}
    with connection.cursor() as cursor:
        cursor.execute(
            _MONTHS,
            {
                "keys": [key for key, _ in named],
                "names": [name for _, name in named],
                "first": period.first,
                "last": period.last,
                "kind": FactKind.OPENINGS.value,
                "did": Did.OPENED.value,
            },
        )
        for month, name, n, people in cursor.fetchall():
            found[month][name] = Cell(int(n), int(people))
    return found
