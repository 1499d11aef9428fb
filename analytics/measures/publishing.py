"""
Small numbers: the one place that decides which counts may be seen, and how exactly.

Counts of people are masked when small and otherwise rounded, totals from their true values, so
that no subtraction gives a masked one away (the HES and ECDS rule of NHS Digital, September
2018). Counts of events are exact, but withheld where fewer people than the threshold stand behind
them; a neighbour is then withheld as well, until those withheld are of enough people together.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeVar


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


INTERNAL: Final = SuppressionPolicy(code="internal", threshold=5)
PUBLICATION: Final = SuppressionPolicy(code="publication", threshold=8)


@dataclass(frozen=True, slots=True)
class Cell:
    """A true count, and how many people stand behind it. For counts of people both are the same."""

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


def published_breakdown(
    cells: Mapping[KeyT, Cell], policy: SuppressionPolicy
) -> dict[KeyT, Published]:
    """
    Return what may be seen of counts of events that stand in one table with their true total.

    Those withheld are of at least `threshold` people together, or nothing could be withheld.
    """
    shown = {key: published_events(cell, policy) for key, cell in cells.items()}
    if not policy.complement:
        return shown
    hidden = [key for key, each in shown.items() if not each.is_shown]
    behind = sum(cells[key].people for key in hidden)
    rest = sorted(
        (key for key, each in shown.items() if each.is_shown and cells[key].n),
        key=lambda key: (cells[key].people, cells[key].n),
    )
    for key in rest:
        if not hidden or (behind >= policy.threshold and len(hidden) > 1):
            break
        shown[key] = Published(None, Withheld.COMPLEMENT)
        hidden.append(key)
        behind += cells[key].people
    return shown


def differs_by_few(complements: Sequence[Cell], policy: SuppressionPolicy) -> bool:
    """
    Whether few people stand between a count and a wider one that can be seen as well.

    `complements` are what the wider counts hold and this one does not. Where it is so, the count
    must be withheld: subtraction would tell the rest.
    """
    return policy.complement and any(0 < cell.people < policy.threshold for cell in complements)


def published_percentage(part: Published, whole: Published) -> float | None:
    """Return a percentage of rounded counts, or None where either may not be seen."""
    if part.n is None or not whole.n:
        return None
    return 100 * part.n / whole.n


def _rounded(number: int, step: int) -> int:
    # Halves go up, as by hand: 12.5 to 15, not to the even neighbour.
    return step * ((2 * number + step) // (2 * step))
