"""
Counts of a selection month by month, and all that is needed to tell which of them may be seen.

A stratum belongs to a group: within the selection by its value in the breakdown, and just outside,
in one dimension that is narrowed, by its value there. So the same two reads give the figures,
their breakdown, and what stands between them and wider figures.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations
from typing import Any, Final, NamedTuple

from django.db import connection

from analytics.codes import Dimension, FactKind
from analytics.measures.periods import Period

from .counts import BEHIND
from .selection import Selection, StratumRow

_EVENTS: Final = """
    SELECT named.place, month, kind, sum(n)::bigint FROM analytics_monthlyfact
    JOIN unnest(%s::int[], %s::int[]) AS named (stratum_id, place) USING (stratum_id)
    WHERE month = ANY(%s) AND kind = ANY(%s) GROUP BY named.place, month, kind
"""


_PEOPLE: Final = """
    SELECT span, seen, count(*) FROM (
        SELECT spans.span, person_id, bit_or(named.seen) AS seen FROM analytics_monthlyperson
        JOIN unnest(%s::int[], %s::int[]) AS named (stratum_id, seen) USING (stratum_id)
        JOIN unnest(%s::date[], %s::int[]) AS spans (month, span) USING (month)
        WHERE did & %s > 0 GROUP BY spans.span, person_id
    ) AS once GROUP BY span, seen
"""


class Group(NamedTuple):
    """Strata that are counted together: the dimensions in which they are outside, and a value."""

    outside: int
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cube:
    """
    Counts of a selection and of what is around it, true and unpublished.

    `narrowed` are the dimensions that the selection narrows, each a bit of `Group.outside`.
    `people` are of a group in a month, by what they did; `seen` are people of a month by the sets
    of groups that they were seen in, as bits.
    """

    selection: Selection
    by: Dimension
    narrowed: Sequence[Dimension]
    events: dict[tuple[Group, date, FactKind], int] = field(default_factory=dict)
    people: dict[tuple[Group, date, int], int] = field(default_factory=dict)
    seen: dict[tuple[date, int], list[tuple[int, int]]] = field(default_factory=dict)
    groups: Sequence[Group] = ()

    def inside(self) -> list[Group]:
        """Return the groups of the breakdown."""
        return [group for group in self.groups if not group.outside]

    def beside(self, dimension: Dimension) -> list[Group]:
        """Return the groups that differ from the selection in one dimension alone."""
        bit = 1 << list(self.narrowed).index(dimension)
        return [group for group in self.groups if group.outside == bit]

    def count(self, kind: FactKind, month: date) -> int:
        """Return how often something happened in the selection in a month."""
        return sum(self.events.get((group, month, kind), 0) for group in self.inside())

    def count_people(self, did: int, month: date) -> int:
        """Return how many people of the selection did any of these in a month."""
        return self._seen_in(1, did, month)

    def between(self, did: int, month: date) -> Iterator[int]:
        """Give how many people stand between the selection and each wider one, in a month."""
        for lifted in _subsets(len(self.narrowed)):
            yield self._seen_in(_outside_within(lifted), did, month)

    def _seen_in(self, wanted: int, did: int, month: date) -> int:
        return sum(n for where, n in self.seen.get((month, did), ()) if where & wanted)


def read_cube(
    selection: Selection,
    by: Dimension,
    strata: Sequence[StratumRow],
    *,
    months: Sequence[date],
    kinds: Sequence[FactKind],
) -> Cube:
    """Return the counts of a selection in some months; `strata` are all that the viewer may see."""
    narrowed = selection.narrowed_by()
    grouped = [(row.id, _group_of(row, selection, narrowed, by)) for row in strata]
    groups = list(dict.fromkeys(group for _, group in grouped))
    places = {group: place for place, group in enumerate(groups)}
    cube = Cube(selection=selection, by=by, narrowed=narrowed, groups=groups)
    keys = [key for key, _ in grouped]
    of_place = [places[group] for _, group in grouped]
    behind = sorted({int(BEHIND[kind]) for kind in kinds})
    for place, month, kind, n in _fetch(
        _EVENTS, [keys, of_place, list(months), [kind.value for kind in kinds]]
    ):
        cube.events[groups[place], month, FactKind(kind)] = n
    where = [1 << group.outside for group in groups]
    people = _fetch(_people(behind), [keys, of_place, list(months), where])
    for place, month, n, *found in people:
        for did, each in zip(behind, found, strict=True):
            if place is None:
                cube.seen.setdefault((month, did), []).append((each, n))
            else:
                cube.people[groups[place], month, did] = each
    return cube


def count_people_of(
    selection: Selection, strata: Sequence[StratumRow], *, periods: Sequence[Period], did: int
) -> list[tuple[int, list[int]]]:
    """
    Return how many people did any of these in each period, each counted once.

    With how many stand between that and each wider selection.
    """
    narrowed = selection.narrowed_by()
    spans = [(place, month) for place, period in enumerate(periods) for month in period.months()]
    rows = _fetch(
        _PEOPLE,
        [
            [row.id for row in strata],
            [1 << _outside(row, selection, narrowed) for row in strata],
            [month for _, month in spans],
            [place for place, _ in spans],
            did,
        ],
    )
    wanted = [1, *(_outside_within(lifted) for lifted in _subsets(len(narrowed)))]
    counted = []
    for place in range(len(periods)):
        seen = [(found, n) for at, found, n in rows if at == place]
        inside, *between = (sum(n for found, n in seen if found & each) for each in wanted)
        counted.append((inside, between))
    return counted


def _people(behind: Sequence[int]) -> str:
    """
    Return a question that reads the people of months once, for two answers.

    With a place: how many did each thing there. Without: how many were seen in the same sets of
    groups. `places` are numbered from nought, `where` says of each the bit of its group.
    """
    counts = ", ".join(f"count(*) FILTER (WHERE did & {did:d} > 0)" for did in behind)
    sets = ", ".join(
        f"bit_or(CASE WHEN did & {did:d} > 0 THEN seen ELSE 0 END) AS seen_{did:d}"
        for did in behind
    )
    names = ", ".join(f"seen_{did:d}" for did in behind)
    return f"""
        WITH named AS (
            SELECT stratum_id, place FROM unnest(%s::int[], %s::int[]) AS of (stratum_id, place)
        ), there AS MATERIALIZED (
            SELECT place, month, person_id, bit_or(did) AS did FROM analytics_monthlyperson
            JOIN named USING (stratum_id)
            WHERE month = ANY(%s) GROUP BY place, month, person_id
        )
        SELECT place, month, count(*), {counts} FROM there GROUP BY place, month
        UNION ALL
        SELECT NULL, month, count(*), {names} FROM (
            SELECT month, person_id, {sets} FROM there
            JOIN (
                SELECT seen, number - 1 AS place
                FROM unnest(%s::int[]) WITH ORDINALITY AS of (seen, number)
            ) AS outside USING (place)
            GROUP BY month, person_id
        ) AS once GROUP BY month, {names}
    """


def _group_of(
    row: StratumRow, selection: Selection, narrowed: Sequence[Dimension], by: Dimension
) -> Group:
    outside = _outside(row, selection, narrowed)
    if not outside:
        return Group(0, row.value(by))
    only = [each for place, each in enumerate(narrowed) if outside == 1 << place]
    return Group(outside, row.value(only[0]) if only else "")


def _outside(row: StratumRow, selection: Selection, narrowed: Sequence[Dimension]) -> int:
    """Return in which narrowed dimensions a stratum is not of the selection, as bits."""
    return sum(
        1 << place
        for place, each in enumerate(narrowed)
        if row.value(each) != selection.value(each)
    )


def _subsets(number: int) -> Iterator[int]:
    """Give each way to lift some of the filters, as bits."""
    for size in range(1, number + 1):
        for places in combinations(range(number), size):
            yield sum(1 << place for place in places)


def _outside_within(lifted: int) -> int:
    """Return, as bits, the groups that come in when these filters are lifted."""
    return sum(1 << outside for outside in range(1, lifted + 1) if outside & ~lifted == 0)


def _fetch(sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())
