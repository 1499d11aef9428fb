"""
What may be seen of a selection: each month by itself, and nothing that a subtraction gives away.

A month is shown or withheld by what happened in it alone, so that no choice of months tells more
than another. The sum of a period is that of its months that are shown. A narrowed selection is
withheld where few people stand between it and a wider one, and where the breakdown of the wider
one withholds it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from analytics.codes import FactKind
from analytics.measures.publishing import (
    Cell,
    Published,
    SuppressionPolicy,
    Withheld,
    differs_by_few,
    published_breakdown,
    published_events,
    published_people,
)

from .counts import BEHIND
from .cube import Cube, Group


@dataclass(frozen=True, slots=True)
class Sum:
    """The months of a period added up: of those that are shown, and how many are not."""

    published: Published
    left_out: int = 0

    @property
    def is_whole(self) -> bool:
        """Whether no month is left out."""
        return self.published.is_shown and not self.left_out


class PublishedUse:
    """The counts of a selection as they may be seen."""

    def __init__(self, cube: Cube, policy: SuppressionPolicy) -> None:
        self.cube = cube
        self._policy = policy
        self._months: dict[tuple[FactKind, date], Published] = {}
        self._groups: dict[tuple[FactKind, date], dict[str, Published]] = {}

    def month(self, kind: FactKind, month: date) -> Published:
        """Return how often something happened in a month."""
        key = kind, month
        if key not in self._months:
            self._months[key] = self._publish_month(kind, month)
        return self._months[key]

    def people(self, did: int, month: date) -> Published:
        """Return how many people did any of these in a month, rounded."""
        between = self.cube.between(did, month)
        if any(differs_by_few([Cell(n, n)], self._policy) for n in between):
            return Published(None, Withheld.DIFFERENCE)
        return published_people(self.cube.count_people(did, month), self._policy)

    def total(self, kind: FactKind, months: Sequence[date]) -> Sum:
        """Return how often something happened in some months."""
        return _sum_up([self.month(kind, month) for month in months])

    def group_total(self, kind: FactKind, value: str, months: Sequence[date]) -> Sum:
        """Return how often something happened in some months in a group of the breakdown."""
        return _sum_up([self._groups_in(kind, month)[value] for month in months])

    @cached_property
    def values(self) -> list[str]:
        """The values of the breakdown in which anything was ever counted."""
        there = {group for group, _, _ in self.cube.events} | {g for g, _, _ in self.cube.people}
        return [group.value for group in self.cube.inside() if group in there]

    def _publish_month(self, kind: FactKind, month: date) -> Published:
        cube, did = self.cube, BEHIND[kind]
        own = Cell(cube.count(kind, month), cube.count_people(did, month))
        shown = published_events(own, self._policy)
        if not shown.is_shown:
            return shown
        if differs_by_few([Cell(n, n) for n in cube.between(did, month)], self._policy):
            return Published(None, Withheld.DIFFERENCE)
        here = Group(0, "")
        for dimension in cube.narrowed:
            cells = {group: self._cell(kind, group, month) for group in cube.beside(dimension)}
            beside = published_breakdown({**cells, here: own}, self._policy)[here]
            if not beside.is_shown:
                return beside
        return shown

    def _groups_in(self, kind: FactKind, month: date) -> dict[str, Published]:
        key = kind, month
        if key not in self._groups:
            cells = {g.value: self._cell(kind, g, month) for g in self.cube.inside()}
            whole = self.month(kind, month)
            self._groups[key] = (
                published_breakdown(cells, self._policy)
                if whole.is_shown
                else dict.fromkeys(cells, whole)
            )
        return self._groups[key]

    def _cell(self, kind: FactKind, group: Group, month: date) -> Cell:
        n = self.cube.events.get((group, month, kind), 0)
        return Cell(n, self.cube.people.get((group, month, int(BEHIND[kind])), 0))


def _sum_up(months: Sequence[Published]) -> Sum:
    shown = [each.n for each in months if each.n is not None]
    hidden = [each.withheld for each in months if each.n is None]
    if hidden and not any(shown):
        return Sum(Published(None, hidden[0]), len(hidden))
    return Sum(Published(sum(shown)), len(hidden))
