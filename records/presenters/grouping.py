"""Bring entries together that say the same, however many sources repeat it."""

from collections.abc import Iterable

from records.queries.rows import EntryRow


def group_same(entries: Iterable[EntryRow]) -> list[list[EntryRow]]:
    """
    Group entries with the same code or the same words, in the order in which they first come.

    Nothing is dropped: each group keeps all its entries, so every source can be named.
    """
    groups: list[list[EntryRow]] = []
    found: dict[tuple[str, str], list[EntryRow]] = {}
    for entry in entries:
        keys = [key for key in _keys(entry) if key[1]]
        group = next((found[key] for key in keys if key in found), None)
        if group is None:
            group = []
            groups.append(group)
        group.append(entry)
        for key in keys:
            found.setdefault(key, group)
    return groups


def _keys(entry: EntryRow) -> tuple[tuple[str, str], ...]:
    words = " ".join(entry.display.lower().split())
    return ((f"{entry.section} {entry.code_system}", entry.code), (entry.section, words))
