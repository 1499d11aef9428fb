"""
Count events and people, true and unpublished: `measures.publishing` decides what may be seen.

All read the facts of months, so that 45 of them cost little. `strata` are keys that came from
`queries.selection`, so that nobody counts what they may not see.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from django.db import connection

from analytics.codes import Did, Dimension, FactKind
from analytics.measures.periods import Period
from analytics.measures.publishing import Cell

from .selection import StratumRow

Value = int | str | date | list[int] | list[str]

_EVENTS_BY_MONTH: Final = """
    SELECT month, sum(n)::bigint FROM analytics_monthlyfact
    WHERE month BETWEEN %s AND %s AND kind = %s AND stratum_id = ANY(%s) GROUP BY month
"""
_PEOPLE_BY_MONTH: Final = """
    SELECT month, count(*) FROM (
        SELECT DISTINCT month, person_id FROM analytics_monthlyperson
        WHERE month BETWEEN %s AND %s AND did & %s > 0 AND stratum_id = ANY(%s)
    ) AS once GROUP BY month
"""
_PEOPLE: Final = """
    SELECT count(*) FROM (
        SELECT DISTINCT person_id FROM analytics_monthlyperson
        WHERE month BETWEEN %s AND %s AND did & %s > 0 AND stratum_id = ANY(%s)
    ) AS once
"""
_EVENTS_BY_STRATUM: Final = """
    SELECT stratum_id, sum(n)::bigint FROM analytics_monthlyfact
    WHERE month BETWEEN %s AND %s AND kind = %s AND stratum_id = ANY(%s) GROUP BY stratum_id
"""
_PEOPLE_BY_GROUP: Final = """
    SELECT groups.name, count(*) FROM (
        SELECT DISTINCT named.name, presence.person_id
        FROM analytics_monthlyperson presence
        JOIN unnest(%s::int[], %s::text[]) AS named (stratum_id, name) USING (stratum_id)
        WHERE presence.month BETWEEN %s AND %s AND presence.did & %s > 0
    ) AS groups GROUP BY groups.name
"""
_WEAKEST_BY_GROUP: Final = """
    SELECT name, min(people) FROM (
        SELECT once.name, once.month, count(*) AS people FROM (
            SELECT DISTINCT named.name, presence.month, presence.person_id
            FROM analytics_monthlyperson presence
            JOIN unnest(%s::int[], %s::text[]) AS named (stratum_id, name) USING (stratum_id)
            WHERE presence.month BETWEEN %s AND %s AND presence.did & %s > 0
        ) AS once GROUP BY once.name, once.month
    ) AS months GROUP BY name
"""
# Whose people stand behind a count of events.
BEHIND: Final[Mapping[FactKind, int]] = {
    FactKind.SIGN_INS: Did.SIGNED_IN,
    FactKind.SEARCHES: Did.SEARCHED,
    FactKind.OPENINGS: Did.OPENED,
    FactKind.FOUND: Did.OPENED,
    FactKind.SECTIONS: Did.READ,
    FactKind.DOCUMENTS: Did.READ,
    FactKind.EMERGENCY: Did.OPENED,
    FactKind.FAILED_SIGN_INS: Did.SIGNED_IN | Did.OPENED | Did.SEARCHED | Did.READ,
}


def count_events_by_month(kind: FactKind, strata: Sequence[int], period: Period) -> dict[date, int]:
    """Return how often something happened in each month of a period, months of nought as well."""
    found = dict(_fetch(_EVENTS_BY_MONTH, [period.first, period.last, kind.value, list(strata)]))
    return {month: int(found.get(month, 0)) for month in period.months()}


def count_people_by_month(did: int, strata: Sequence[int], period: Period) -> dict[date, int]:
    """Return how many people did any of these in each month of a period."""
    found = dict(_fetch(_PEOPLE_BY_MONTH, [period.first, period.last, did, list(strata)]))
    return {month: int(found.get(month, 0)) for month in period.months()}


def count_people(did: int, strata: Sequence[int], period: Period) -> int:
    """Return how many people did any of these in a period, each counted once."""
    [(people,)] = _fetch(_PEOPLE, [period.first, period.last, did, list(strata)])
    return int(people)


def read_cell(kind: FactKind, strata: Sequence[int], period: Period) -> Cell:
    """Return a count of events with the people behind its weakest month."""
    months = read_months(kind, strata, period).values()
    return Cell(
        sum(cell.n for cell in months),
        min((cell.people for cell in months if cell.people), default=0),
    )


def read_months(kind: FactKind, strata: Sequence[int], period: Period) -> dict[date, Cell]:
    """Return a count of events of each month, with the people behind it."""
    people = count_people_by_month(BEHIND[kind], strata, period)
    events = count_events_by_month(kind, strata, period)
    return {month: Cell(n, people[month]) for month, n in events.items()}


def break_down_events(
    kind: FactKind, dimension: Dimension, rows: Sequence[StratumRow], period: Period
) -> dict[str, Cell]:
    """
    Return counts of events by a dimension, largest first.

    With each come the people behind its weakest month, so that no shorter period tells what was
    withheld in another.
    """
    keys = [row.id for row in rows]
    names = [row.value(dimension) for row in rows]
    span = [period.first, period.last]
    by_stratum = dict(_fetch(_EVENTS_BY_STRATUM, [*span, kind.value, keys]))
    people = dict(_fetch(_WEAKEST_BY_GROUP, [keys, names, *span, BEHIND[kind]]))
    counted: defaultdict[str, int] = defaultdict(int)
    for row, name in zip(rows, names, strict=True):
        counted[name] += int(by_stratum.get(row.id, 0))
    largest = sorted(counted.items(), key=lambda item: (-item[1], item[0]))
    return {name: Cell(n, int(people.get(name, 0))) for name, n in largest if n or name in people}


def break_down_people(
    did: int, dimension: Dimension, rows: Sequence[StratumRow], period: Period
) -> dict[str, int]:
    """Return how many people did any of these, by a dimension; somebody may stand in several."""
    keys = [row.id for row in rows]
    names = [row.value(dimension) for row in rows]
    found = _fetch(_PEOPLE_BY_GROUP, [keys, names, period.first, period.last, did])
    return {name: int(people) for name, people in found}


def _fetch(sql: str, values: Sequence[Value]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())
