"""How often records were opened in the settings that benefits rest on, month by month."""

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
    published: Mapping[date, Mapping[str, Published]]

    def shown(self, group: str, basis: Basis) -> Published:
        """
        Return the openings that stand for a year, before they are made a year of.

        A year is withheld where one of its months is: the others would tell it.
        """
        months = self.shown_months(group)
        if basis == Basis.RUN_RATE:
            return months[self.period.last]
        year = _add_up(list(months.values()))
        return year if year.is_shown else Published(None, Withheld.DIFFERENCE)

    def shown_months(self, group: str) -> dict[date, Published]:
        """Return the openings of each month as they may be seen."""
        return {month: cells.get(group, Published(0)) for month, cells in self.published.items()}

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
    """
    Return openings of strata by group; `groups` says which settings make one.

    They are published by setting, as the overview does it, and a group is shown where all of its
    settings are: grouped first, another neighbour would be withheld here than there, and the two
    pages together would tell what each of them keeps.
    """
    keys, settings = [row.id for row in rows], [row.setting for row in rows]
    cells = _read_cells(keys, settings, period)
    named = dict.fromkeys(groups[each] for each in settings if each in groups)
    by_month: dict[str, dict[date, int]] = {name: {} for name in named}
    published: dict[date, dict[str, Published]] = {}
    for month in period.months():
        shown = published_breakdown(cells[month], INTERNAL)
        published[month] = {}
        for name in named:
            mine = [each for each in shown if groups.get(each) == name]
            by_month[name][month] = sum(cells[month][each].n for each in mine)
            published[month][name] = _add_up([shown[each] for each in mine])
    return BenefitUse(period=period, by_month=by_month, published=published)


def _read_cells(
    keys: list[int], settings: list[str], period: Period
) -> dict[date, dict[str, Cell]]:
    """Return the openings of each setting in each month, with the people behind them."""
    with connection.cursor() as cursor:
        span = (keys, settings, period.first, period.last)
        cursor.execute(_BY_MONTH, [*span, FactKind.OPENINGS.value])
        events = {(name, month): int(n) for name, month, n in cursor.fetchall()}
        cursor.execute(_PEOPLE, [*span, Did.OPENED.value])
        people = {(name, month): int(n) for name, month, n in cursor.fetchall()}
    return {
        month: {
            name: Cell(events.get((name, month), 0), people.get((name, month), 0))
            for name in dict.fromkeys(settings)
        }
        for month in period.months()
    }


def _add_up(parts: Sequence[Published]) -> Published:
    """Return the sum of counts, withheld where one of them is: the others would tell it."""
    hidden = [each.withheld for each in parts if each.n is None]
    if hidden:
        return Published(None, hidden[0])
    return Published(sum(each.n or 0 for each in parts))


def year_ending(last: date) -> Period:
    """Return the 12 months that end with a month."""
    months = int(MONTHS)
    return Period(first=Period(first=last, last=last).shifted(1 - months).first, last=last)
