"""How often records were opened in the settings that benefits rest on, month by month."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import connection

from accounts.codes import CareSetting
from analytics.codes import Basis, Did, FactKind
from analytics.measures.benefits import MONTHS
from analytics.measures.periods import Period
from analytics.measures.publishing import (
    INTERNAL,
    Cell,
    Published,
    Withheld,
    published_breakdown,
)

from .selection import StratumRow

_BY_MONTH: Final = """
    SELECT named.name, fact.month, sum(fact.n)::bigint
    FROM analytics_monthlyfact fact
    JOIN unnest(%s::int[], %s::text[]) AS named (stratum_id, name) USING (stratum_id)
    WHERE fact.month BETWEEN %s AND %s AND fact.kind = %s GROUP BY named.name, fact.month
"""
_PEOPLE: Final = """
    SELECT name, month, count(*) FROM (
        SELECT DISTINCT named.name, presence.month, presence.person_id
        FROM analytics_monthlyperson presence
        JOIN unnest(%s::int[], %s::text[]) AS named (stratum_id, name) USING (stratum_id)
        WHERE presence.month BETWEEN %s AND %s AND presence.did & %s > 0
    ) AS once GROUP BY name, month
"""


@dataclass(frozen=True, slots=True)
class BenefitUse:
    """
    Openings by group of settings in the last 12 complete months, as they may be seen.

    A group whose openings may not be seen has none here: what rests on it is not reckoned.
    """

    period: Period
    by_month: Mapping[str, Mapping[date, int]]
    last: Mapping[str, Published]
    year: Mapping[str, Published]

    def shown(self, group: str, basis: Basis) -> Published:
        """Return the openings that stand for a year, before they are made a year of."""
        counts = self.last if basis == Basis.RUN_RATE else self.year
        return counts.get(group, Published(0))

    def months(self, group: str, basis: Basis) -> dict[date, int]:
        """Return the months that stand for a year, each with its openings."""
        counted = self.by_month.get(group, {})
        months = self.period.months() if basis == Basis.TRAILING else (self.period.last,)
        return {month: counted.get(month, 0) for month in months}


def group_settings(codes: Mapping[str, str]) -> dict[str, str]:
    """
    Return which benefit each care setting counts for, given the settings of benefits by their code.

    The one of "other" takes all settings that no benefit has of its own. So nothing counts twice.
    """
    owned = {setting: code for code, setting in codes.items() if setting}
    rest = owned.get(CareSetting.OTHER)
    found = {setting.value: owned.get(setting.value, rest) for setting in CareSetting}
    return {setting: code for setting, code in found.items() if code}


def read_benefit_use(
    groups: Mapping[str, str], rows: Sequence[StratumRow], period: Period
) -> BenefitUse:
    """Return openings of strata by group; `groups` says which settings make one."""
    mine = [(row.id, groups[row.setting]) for row in rows if row.setting in groups]
    keys, names = [key for key, _ in mine], [name for _, name in mine]
    by_month: defaultdict[str, dict[date, int]] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(_BY_MONTH, [keys, names, period.first, period.last, FactKind.OPENINGS.value])
        for name, month, n in cursor.fetchall():
            by_month[name][month] = int(n)
        cursor.execute(_PEOPLE, [keys, names, period.first, period.last, Did.OPENED.value])
        people = {(name, month): int(number) for name, month, number in cursor.fetchall()}
    months = {
        month: published_breakdown(
            {
                name: Cell(by_month[name].get(month, 0), people.get((name, month), 0))
                for name in dict.fromkeys(names)
            },
            INTERNAL,
        )
        for month in period.months()
    }
    return BenefitUse(
        period=period,
        by_month=by_month,
        last=months[period.last],
        year={name: _add_up(months, name) for name in by_month},
    )


def _add_up(months: Mapping[date, Mapping[str, Published]], name: str) -> Published:
    """Return a year, unless one of its months is withheld: the others would tell it."""
    shown = [month[name].n for month in months.values()]
    if None in shown:
        return Published(None, Withheld.DIFFERENCE)
    return Published(sum(n or 0 for n in shown))


def year_ending(last: date) -> Period:
    """Return the 12 months that end with a month."""
    months = int(MONTHS)
    return Period(first=Period(first=last, last=last).shifted(1 - months).first, last=last)
