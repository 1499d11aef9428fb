"""Bring entries together that say the same, however many sources repeat it."""

import re
from collections.abc import Iterable

from records.queries.rows import EntryRow

NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def group_same(entries: Iterable[EntryRow]) -> list[list[EntryRow]]:
    """
    Group entries with the same code or the same words, in the order in which they first come.

    Under one code, words with other numbers are another thing: a strength, a stage. Nothing is
    dropped: each group keeps all its entries, so every source can be named.
    """
    groups: list[list[EntryRow]] = []
    found: dict[tuple[str, str], list[list[EntryRow]]] = {}
    for entry in entries:
        keys = [key for key in _keys(entry) if key[1]]
        alike = (group for key in keys for group in found.get(key, ()))
        group = next((group for group in alike if _is_same(group, entry)), None)
        if group is None:
            group = []
            groups.append(group)
        group.append(entry)
        for key in keys:
            known = found.setdefault(key, [])
            if not any(group is other for other in known):
                known.append(group)
    return groups


def _is_same(group: list[EntryRow], entry: EntryRow) -> bool:
    """Whether the numbers in an entry's words are those of a group, as far as both have some."""
    numbers = _numbers(entry)
    return all(not numbers or _numbers(other) in ([], numbers) for other in group)


def _numbers(entry: EntryRow) -> list[str]:
    return NUMBER.findall(entry.display)


def _keys(entry: EntryRow) -> tuple[tuple[str, str], ...]:
    words = " ".join(entry.display.lower().split())
    return ((f"{entry.section} {entry.code_system}", entry.code), (entry.section, words))
