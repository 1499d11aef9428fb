"""
Counts of weeks or months for control charts, as they may be seen.

One query reads the events and one the people behind them, of what is asked for and of what wider
figures hold besides, so that nobody finds few people by subtraction.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, NamedTuple

from django.core.cache import cache
from django.db import connection

from analytics.codes import Did, Dimension, FactKind
from analytics.measures.control import PublishedCounts
from analytics.measures.publishing import (
    Cell,
    Published,
    SuppressionPolicy,
    Withheld,
    differs_by_few,
    published_breakdown,
    published_people,
)
from analytics.measures.steps import Step, end_of

from .counts import BEHIND
from .selection import Selection, StratumRow

# A week is told from its Monday by whole numbers: to cut down a time in a zone takes far longer.
_EVENTS: Final = {
    Step.WEEK: """
        SELECT grouped.number, fact.local_date - (fact.local_date - date '2001-01-01') %% 7,
               fact.kind, sum(fact.n)
        FROM analytics_dailyfact fact
        JOIN unnest(%s::int[], %s::int[]) AS grouped (stratum_id, number)
            USING (stratum_id)
        WHERE fact.local_date BETWEEN %s AND %s AND fact.kind = ANY(%s) GROUP BY 1, 2, 3
    """,
    Step.MONTH: """
        SELECT grouped.number, fact.month, fact.kind, sum(fact.n)
        FROM analytics_monthlyfact fact
        JOIN unnest(%s::int[], %s::int[]) AS grouped (stratum_id, number)
            USING (stratum_id)
        WHERE fact.month BETWEEN %s AND %s AND fact.kind = ANY(%s) GROUP BY 1, 2, 3
    """,
}
_PEOPLE: Final = {
    Step.WEEK: """
        SELECT number, start, did, count(*) FROM (
            SELECT grouped.number,
                   there.local_date - (there.local_date - date '2001-01-01') %% 7 AS start,
                   bit_or(there.did) AS did
            FROM analytics_dailyperson there
            JOIN unnest(%s::int[], %s::int[]) AS grouped (stratum_id, number)
                USING (stratum_id)
            WHERE there.local_date BETWEEN %s AND %s GROUP BY 1, 2, there.person_id
        ) AS once GROUP BY 1, 2, 3
    """,
    Step.MONTH: """
        SELECT number, start, did, count(*) FROM (
            SELECT grouped.number, there.month AS start, bit_or(there.did) AS did
            FROM analytics_monthlyperson there
            JOIN unnest(%s::int[], %s::int[]) AS grouped (stratum_id, number)
                USING (stratum_id)
            WHERE there.month BETWEEN %s AND %s GROUP BY 1, 2, there.person_id
        ) AS once GROUP BY 1, 2, 3
    """,
}


# Facts counted anew are seen after so long.
_KEPT_SECONDS: Final = 600


class _Key(NamedTuple):
    group: int
    start: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """Strata that are counted (the first group), and what each wider figure holds besides."""

    groups: Sequence[Sequence[int]]


def count_for(selection: Selection, rows: Sequence[StratumRow]) -> Counted:
    """Return what a selection counts, with the rest of the figures that stand one filter wider."""
    chosen = {row.id for row in rows if selection.fits(row)}
    wider = [selection.narrowed(each, "") for each in selection.narrowed_by()]
    if len(wider) > 1:
        wider.append(Selection(period=selection.period))
    if selection.value(Dimension.ORGANIZATION):
        # The figure of its board can be seen as well, whether or not the board was chosen.
        wider += [
            Selection(period=selection.period, board=board)
            for board in sorted({row.board for row in rows if row.id in chosen})
        ]
    rests = (frozenset(row.id for row in rows if each.fits(row)) - chosen for each in wider)
    return Counted(
        groups=[sorted(chosen), *(sorted(rest) for rest in dict.fromkeys(rests) if rest)]
    )


def read_counts(
    step: Step,
    kinds: Iterable[FactKind],
    starts: Sequence[date],
    *,
    counted: Counted,
    policy: SuppressionPolicy,
) -> PublishedCounts:
    """Return the counts of weeks or months that may be seen, those of nought as well."""
    kinds = list(kinds)
    events, people = _read(step, kinds, starts, counted)
    rests = range(1, len(counted.groups))

    def cell(group: int, kind: FactKind, start: date) -> Cell:
        return Cell(events.get((group, start, kind), 0), people[_Key(group, start), BEHIND[kind]])

    published: dict[tuple[FactKind, date], Published] = {}
    for kind in kinds:
        for stretch in _stretches(step, starts):
            cells = {start: cell(0, kind, start) for start in stretch}
            shown = published_breakdown(cells, policy)
            for start in stretch:
                beside = [cell(group, kind, start) for group in rests]
                if cells[start].n and differs_by_few(beside, policy):
                    shown[start] = Published(None, Withheld.DIFFERENCE)
            published |= {(kind, start): each for start, each in shown.items()}
    return PublishedCounts(
        starts=starts,
        events=published,
        people={
            start: published_people(people[_Key(0, start), Did.OPENED], policy) for start in starts
        },
    )


def _stretches(step: Step, starts: Sequence[date]) -> list[list[date]]:
    """
    Return weeks by the whole months that they make up, and months all together.

    Figures of whole months can be seen elsewhere: a single week must not be what such a figure and
    the weeks beside it leave over. Weeks make up months only between two Mondays that are a first.
    """
    stretches: list[list[date]] = []
    for start in starts:
        if not stretches or (step == Step.WEEK and start.day == 1):
            stretches.append([])
        stretches[-1].append(start)
    return stretches


def _read(
    step: Step, kinds: Sequence[FactKind], starts: Sequence[date], counted: Counted
) -> tuple[Mapping[tuple[int, date, FactKind], int], Mapping[tuple[_Key, int], int]]:
    """
    Return events and people, as they were counted at most a while ago.

    Weeks and months that are over hardly change, and a year of people is dear to count each time.
    """
    asked = repr((step, kinds, list(starts), counted.groups)).encode()
    key = f"analytics-series-{hashlib.sha256(asked).hexdigest()}"
    kept = cache.get(key)
    if kept is None:
        kept = (
            _read_events(step, kinds, starts, counted),
            _read_people(step, starts, counted),
        )
        cache.set(key, kept, timeout=_KEPT_SECONDS)
    events, people = kept
    return events, defaultdict(int, people)


def _read_events(
    step: Step, kinds: Sequence[FactKind], starts: Sequence[date], counted: Counted
) -> dict[tuple[int, date, FactKind], int]:
    rows = _fetch(_EVENTS[step], step, starts, counted, [[kind.value for kind in kinds]])
    return {(group, start, FactKind(kind)): int(n) for group, start, kind, n in rows}


def _read_people(
    step: Step, starts: Sequence[date], counted: Counted
) -> Mapping[tuple[_Key, int], int]:
    """Return how many people did any of some things, by the bits of those things."""
    people: defaultdict[tuple[_Key, int], int] = defaultdict(int)
    wanted = {*BEHIND.values(), int(Did.OPENED)}
    for group, start, did, number in _fetch(_PEOPLE[step], step, starts, counted, []):
        for mask in wanted:
            if did & mask:
                people[_Key(group, start), mask] += number
    return dict(people)


def _fetch(
    sql: str, step: Step, starts: Sequence[date], counted: Counted, more: Sequence[list[int]]
) -> list[tuple[Any, ...]]:
    pairs = [(key, number) for number, keys in enumerate(counted.groups) for key in keys]
    if not pairs or not starts:
        return []
    keys, numbers = zip(*pairs, strict=True)
    last = starts[-1] if step == Step.MONTH else end_of(step, starts[-1])
    with connection.cursor() as cursor:
        cursor.execute(sql, [list(keys), list(numbers), starts[0], last, *more])
        return list(cursor.fetchall())
