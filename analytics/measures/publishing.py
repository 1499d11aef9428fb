"""
Small numbers: the one place that decides which counts may be seen, and how exactly.

Counts of people are masked when small and otherwise rounded, totals from their true values, so
that no subtraction gives a masked one away (the HES and ECDS rule of NHS Digital, September
2018). That rule alone lets some masked cells be worked out from a row of roundings that all went
one way; `published_people_table` withholds a neighbour there.

Counts of events are exact, but withheld where fewer people than the threshold stand behind them;
neighbours are then withheld as well, until those withheld are surely of enough people together
and could be of several sizes. Somebody may stand in several cells: those of two cells together
are only surely as many as those of the larger one.
"""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Generic, TypeVar


class Withheld(StrEnum):
    """Why a value is not shown."""

    FEW_PEOPLE = "few-people"
    COMPLEMENT = "complement"
    DIFFERENCE = "difference"


@dataclass(frozen=True, slots=True, kw_only=True)
class SuppressionPolicy:
    """
    How counts are made safe: below `threshold` people nothing is said, the others are rounded.

    With `complement`, what could be found by subtraction is withheld too.
    """

    code: str
    threshold: int
    rounding: int = 5
    shows_zero: bool = True
    complement: bool = True


# Whoever subtracts all that is shown must still be left with so many values for what is not.
LEAST_POSSIBLE: Final = 3
_NO_END: Final = 10**9
INTERNAL: Final = SuppressionPolicy(code="internal", threshold=5)
PUBLICATION: Final = SuppressionPolicy(code="publication", threshold=8)


@dataclass(frozen=True, slots=True)
class Cell:
    """
    A true count, and how many people stand behind it. For counts of people both are the same.

    Of several months it is the people of the weakest one, in which the fewest stood behind it: a
    month less and a month more are asked for as easily, and tell what was in between.
    """

    n: int
    people: int


@dataclass(frozen=True, slots=True)
class Published:
    """What may be seen of a count: a number, or why there is none."""

    n: int | None
    withheld: Withheld | None = None

    @property
    def is_shown(self) -> bool:
        """Whether there is a number."""
        return self.n is not None


KeyT = TypeVar("KeyT")
OuterT = TypeVar("OuterT")


@dataclass(frozen=True, slots=True)
class PublishedTable(Generic[KeyT]):
    """What may be seen of the cells of a table, and of its total."""

    cells: Mapping[KeyT, Published]
    total: Published

    @property
    def withheld(self) -> int:
        """How many of its values are not shown."""
        return sum(not each.is_shown for each in (*self.cells.values(), self.total))


def published_people(people: int, policy: SuppressionPolicy) -> Published:
    """Return what may be seen of a count of people: masked when small, otherwise rounded."""
    if people == 0:
        return Published(0) if policy.shows_zero else Published(None, Withheld.FEW_PEOPLE)
    if people < policy.threshold:
        return Published(None, Withheld.FEW_PEOPLE)
    return Published(_rounded(people, policy.rounding))


def published_events(cell: Cell, policy: SuppressionPolicy) -> Published:
    """Return what may be seen of a single count of events, with nothing beside it."""
    if cell.n == 0 and policy.shows_zero:
        return Published(0)
    if cell.people < policy.threshold:
        return Published(None, Withheld.FEW_PEOPLE)
    return Published(cell.n)


def published_people_table(
    parts: Mapping[KeyT, int], total: int, policy: SuppressionPolicy
) -> PublishedTable[KeyT]:
    """
    Return what may be seen of counts of people that stand in one table with their true total.

    Where the roundings around it would leave a masked cell too few values, the largest others are
    withheld too, and look like it, so that nobody sees that this had to be. Of a few people no part
    is shown at all: four masked cells of fewer than five people would be of one each.
    """
    cells = {key: published_people(people, policy) for key, people in parts.items()}
    whole = published_people(total, policy)
    if not policy.complement:
        return PublishedTable(cells, whole)
    if not whole.is_shown:
        return PublishedTable(dict.fromkeys(cells, whole), whole)
    rest = sorted((key for key, each in cells.items() if each.n), key=lambda key: cells[key].n or 0)
    most = policy.threshold - 1
    while rest and _is_cornered(cells, whole, policy, most):
        cells[rest.pop()] = Published(None, Withheld.FEW_PEOPLE)
        most = _NO_END
    return PublishedTable(cells, whole)


def published_breakdown(
    cells: Mapping[KeyT, Cell], policy: SuppressionPolicy
) -> dict[KeyT, Published]:
    """
    Return what may be seen of counts of events that stand in one table with their true total.

    Where too little can be withheld for the total to be safe, only `published_table` says so.
    """
    return _break_down(cells, policy, frozenset())


def published_table(
    cells: Mapping[KeyT, Cell], total: Cell, policy: SuppressionPolicy
) -> PublishedTable[KeyT]:
    """Return what may be seen of counts of events and of their total."""
    shown = published_breakdown(cells, policy)
    whole = published_events(total, policy)
    if whole.is_shown and policy.complement and not _is_covered(cells, shown, policy):
        whole = Published(None, Withheld.COMPLEMENT)
    return PublishedTable(shown, whole)


def published_levels(
    groups: Mapping[OuterT, Mapping[KeyT, Cell]],
    totals: Mapping[OuterT, Cell],
    total: Cell,
    policy: SuppressionPolicy,
) -> tuple[PublishedTable[OuterT], dict[OuterT, dict[KeyT, Published]]]:
    """
    Return what may be seen of two levels: groups (boards), and the parts of each (organizations).

    Nothing is said of the parts of a group that is withheld: they would add up to it. A group
    whose parts cannot be made safe is withheld itself.
    """
    forced: set[OuterT] = set()
    while True:
        shown = _break_down(totals, policy, forced)
        parts = {
            group: published_breakdown(cells, policy) if shown[group].is_shown else _hide(cells)
            for group, cells in groups.items()
        }
        unsafe = {
            group
            for group, cells in groups.items()
            if policy.complement
            and shown[group].is_shown
            and not _is_covered(cells, parts[group], policy)
        }
        if not unsafe:
            break
        forced |= unsafe
    whole = published_events(total, policy)
    if whole.is_shown and policy.complement and not _is_covered(totals, shown, policy):
        whole = Published(None, Withheld.COMPLEMENT)
    return PublishedTable(shown, whole), parts


def published_months(cells: Mapping[KeyT, Cell], policy: SuppressionPolicy) -> PublishedTable[KeyT]:
    """
    Return what may be seen of counts of events of months, and of the months together.

    Other stretches of months can be asked for, so that a neighbour withheld here would be shown
    there: the total is withheld instead, where any of its months is.
    """
    shown = {key: published_events(cell, policy) for key, cell in cells.items()}
    if not all(each.is_shown for each in shown.values()):
        return PublishedTable(shown, Published(None, Withheld.DIFFERENCE))
    return PublishedTable(shown, Published(sum(each.n or 0 for each in shown.values())))


def differs_by_few(complements: Sequence[Cell], policy: SuppressionPolicy) -> bool:
    """
    Whether few people stand between a count and a wider one that can be seen as well.

    `complements` are what the wider counts hold and this one does not. Where it is so, the count
    must be withheld: subtraction would tell the rest.
    """
    return policy.complement and any(
        (cell.n or cell.people) and cell.people < policy.threshold for cell in complements
    )


def published_percentage(part: Published, whole: Published) -> float | None:
    """Return a percentage of rounded counts, or None where either may not be seen."""
    if part.n is None or not whole.n:
        return None
    return 100 * part.n / whole.n


def _break_down(
    cells: Mapping[KeyT, Cell], policy: SuppressionPolicy, forced: AbstractSet[KeyT]
) -> dict[KeyT, Published]:
    shown = {key: published_events(cell, policy) for key, cell in cells.items()}
    if not policy.complement:
        return shown
    shown |= {key: Published(None, Withheld.COMPLEMENT) for key in forced if shown[key].is_shown}
    # By people alone: if of two with as many the smaller went, it would be known as the smaller.
    rest = sorted((key for key, each in shown.items() if each.n), key=lambda key: cells[key].people)
    for key in rest:
        if _is_covered(cells, shown, policy):
            break
        shown[key] = Published(None, Withheld.COMPLEMENT)
    return shown


def _hide(cells: Iterable[KeyT]) -> dict[KeyT, Published]:
    return {key: Published(None, Withheld.COMPLEMENT) for key in cells}


def _is_covered(
    cells: Mapping[KeyT, Cell], shown: Mapping[KeyT, Published], policy: SuppressionPolicy
) -> bool:
    """Whether what is withheld stays so when all that is shown is taken from the total."""
    hidden = {key: each for key, each in shown.items() if not each.is_shown}
    if not hidden:
        return True
    # A neighbour is of enough people, each of whom did it once at least.
    least = sum(
        policy.threshold if each.withheld is Withheld.COMPLEMENT else 1 for each in hidden.values()
    )
    return (
        len(hidden) > 1
        and max(cells[key].people for key in hidden) >= policy.threshold
        and sum(cells[key].n for key in hidden) >= least + LEAST_POSSIBLE - 1
    )


def _is_cornered(
    cells: Mapping[KeyT, Published], whole: Published, policy: SuppressionPolicy, most: int
) -> bool:
    """Whether the roundings leave too few values to a masked cell, which is of `most` at most."""
    low, high = _bounds(whole, policy, most)
    bounds = {key: _bounds(each, policy, most) for key, each in cells.items()}
    least_together = sum(least for least, _ in bounds.values())
    most_together = sum(most for _, most in bounds.values())
    wanted = min(LEAST_POSSIBLE, policy.threshold - 1)
    return any(
        min(top, high - least_together + least) - max(least, low - most_together + top) + 1 < wanted
        for key, (least, top) in bounds.items()
        if not cells[key].is_shown
    )


def _bounds(published: Published, policy: SuppressionPolicy, most: int) -> tuple[int, int]:
    """Return between which values a count of people lies, for somebody who knows the rules."""
    if published.n is None:
        return (1 if policy.shows_zero else 0), most
    if published.n == 0:
        return 0, 0
    first = published.n - policy.rounding // 2
    return max(policy.threshold, first), published.n + (policy.rounding - 1) // 2


def _rounded(number: int, step: int) -> int:
    # Halves go up, as by hand: 12.5 to 15, not to the even neighbour.
    return step * ((2 * number + step) // (2 * step))
