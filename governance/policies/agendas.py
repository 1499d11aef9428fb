"""
How an agenda is laid out: its numbers, its running clock, and what a move makes of its order.

Pure. An agenda is a list of branches: an item with the items below it; there are two levels.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, TypeVar
from uuid import UUID

from governance.codes import Visibility

_OPENNESS: Final = (Visibility.OPEN, Visibility.PRIVATE, Visibility.RESTRICTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """What the layout of an item rests on: nothing of what it says."""

    key: UUID
    parent: UUID | None
    position: int
    minutes: int
    number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedLine:
    """Where an item stands on its agenda, and when it is to begin."""

    key: UUID
    number: str
    is_below: bool
    minutes: int
    starts_at: datetime


@dataclass(frozen=True, slots=True)
class Branch:
    """An item, and those below it in their order."""

    key: UUID
    below: tuple[UUID, ...] = ()


Tree = tuple[Branch, ...]
Each = TypeVar("Each")


class Move(StrEnum):
    """Where an item may go from its place."""

    UP = "up"
    DOWN = "down"
    INDENT = "indent"
    OUTDENT = "outdent"


def plant(slots: Iterable[Slot]) -> Tree:
    """Return the items of an agenda as a tree, in their order."""
    ordered = sorted(slots, key=lambda slot: slot.position)
    below: dict[UUID, list[UUID]] = {}
    for slot in ordered:
        if slot.parent is not None:
            below.setdefault(slot.parent, []).append(slot.key)
    return tuple(
        Branch(slot.key, tuple(below.get(slot.key, ()))) for slot in ordered if slot.parent is None
    )


def lay_out(slots: Sequence[Slot], *, starts_at: datetime) -> list[PlannedLine]:
    """
    Return the lines of an agenda in order, each with its number and the time it is to begin.

    A number that was stored, as with publication, stands; others are counted. What a heading is
    given comes before what stands below it.
    """
    by_key = {slot.key: slot for slot in slots}
    lines: list[PlannedLine] = []
    clock = starts_at
    for count, branch in enumerate(plant(slots), start=1):
        numbers = [str(count), *(f"{count}.{each}" for each in range(1, len(branch.below) + 1))]
        for key, counted in zip((branch.key, *branch.below), numbers, strict=True):
            slot = by_key[key]
            lines.append(
                PlannedLine(
                    key=key,
                    number=slot.number or counted,
                    is_below=slot.parent is not None,
                    minutes=slot.minutes,
                    starts_at=clock,
                )
            )
            clock += timedelta(minutes=slot.minutes)
    return lines


def mark_of(slots: Iterable[Slot], changed: Iterable[datetime] = ()) -> str:
    """Return a mark of an agenda as it stands: another one means that somebody has changed it."""
    words = [f"{each.key}{each.parent}{each.position}" for each in slots]
    words += [moment.isoformat() for moment in changed]
    return hashlib.sha256("\n".join(sorted(words)).encode()).hexdigest()[:16]


def moves_of(tree: Tree, key: UUID) -> frozenset[Move]:
    """Return the moves that change something for an item."""
    return frozenset(each for each in Move if move(tree, key, each) != tree)


def move(tree: Tree, key: UUID, direction: Move) -> Tree:
    """Return an agenda after a move; the same one where there is nowhere to go."""
    at, within = _find(tree, key)
    if direction == Move.INDENT:
        return _indent(tree, at) if within is None else tree
    if direction == Move.OUTDENT:
        return tree if within is None else _outdent(tree, at, within)
    step = -1 if direction == Move.UP else 1
    if within is None:
        return _swap(tree, at, at + step)
    branch = tree[at]
    moved = Branch(branch.key, _swap(branch.below, within, within + step))
    return (*tree[:at], moved, *tree[at + 1 :])


def is_more_open(one: str, other: str) -> bool:
    """Say whether more people may know of the one than of the other."""
    return _OPENNESS.index(Visibility(one)) < _OPENNESS.index(Visibility(other))


def least_open(one: str, other: str) -> Visibility:
    """Return the visibility that fewer people know of."""
    return Visibility(other if is_more_open(one, other) else one)


def visibilities_below(heading: str | None) -> tuple[Visibility, ...]:
    """Return what an item may be that stands below a heading, the most open first."""
    return _OPENNESS if heading is None else _OPENNESS[_OPENNESS.index(Visibility(heading)) :]


def _find(tree: Tree, key: UUID) -> tuple[int, int | None]:
    for at, branch in enumerate(tree):
        if branch.key == key:
            return at, None
        if key in branch.below:
            return at, branch.below.index(key)
    raise ValueError("The item is not on this agenda.")


def _swap(row: tuple[Each, ...], one: int, other: int) -> tuple[Each, ...]:
    if not 0 <= other < len(row):
        return row
    swapped = list(row)
    swapped[one], swapped[other] = swapped[other], swapped[one]
    return tuple(swapped)


def _indent(tree: Tree, at: int) -> Tree:
    """Put an item below the one before it; a heading stays, because there are two levels."""
    if at == 0 or tree[at].below:
        return tree
    above = tree[at - 1]
    return (*tree[: at - 1], Branch(above.key, (*above.below, tree[at].key)), *tree[at + 1 :])


def _outdent(tree: Tree, at: int, within: int) -> Tree:
    """Put an item beside its heading, right after it."""
    branch = tree[at]
    kept = Branch(branch.key, branch.below[:within] + branch.below[within + 1 :])
    return (*tree[:at], kept, Branch(branch.below[within]), *tree[at + 1 :])
