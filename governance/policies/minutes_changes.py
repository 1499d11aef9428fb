"""What one version of minutes says differently from the one before it. Pure."""

from collections.abc import Mapping, Sequence
from typing import Final

from .evidence import Json

CHANGED: Final = "changed"
ADDED: Final = "added"
REMOVED: Final = "removed"


def list_changes(before: Json, after: Json) -> list[dict[str, str]]:
    """
    Return which entries were changed, added or removed, by item number and key.

    Without their words: these stand in both versions, where the law can have them erased.
    """
    old, new = _entries(before), _entries(after)
    changes = []
    for key, (number, words) in new.items():
        if key not in old:
            changes.append({"entry": key, "item": number, "what": ADDED})
        elif old[key][1] != words:
            changes.append({"entry": key, "item": number, "what": CHANGED})
    for key, (number, _) in old.items():
        if key not in new:
            changes.append({"entry": key, "item": number, "what": REMOVED})
    return changes


def amend(content: Json, words: Mapping[str, str]) -> Json:
    """Return minutes in which some entries, by key, say other words."""
    whole = dict(_mapping(content))
    whole["items"] = [_amend_item(_mapping(item), words) for item in _sequence(whole["items"])]
    return whole


def find_entry(content: Json, key: str) -> list[str]:
    """Return where minutes hold the words of an entry: once, or nowhere."""
    return [
        f"/items/{place}/entries/{index}/text"
        for place, item in enumerate(map(_mapping, _sequence(_mapping(content)["items"])))
        for index, entry in enumerate(map(_mapping, _sequence(item["entries"])))
        if entry["id"] == key
    ]


def _amend_item(item: Mapping[str, Json], words: Mapping[str, str]) -> Json:
    entries = [
        {**entry, "text": words.get(str(entry["id"]), entry["text"])}
        for entry in map(_mapping, _sequence(item["entries"]))
    ]
    return {**item, "entries": entries}


def _entries(content: Json) -> dict[str, tuple[str, str]]:
    return {
        str(entry["id"]): (str(item["number"]), str(entry["text"]))
        for item in map(_mapping, _sequence(_mapping(content)["items"]))
        for entry in map(_mapping, _sequence(item["entries"]))
    }


def _mapping(value: Json) -> Mapping[str, Json]:
    if not isinstance(value, Mapping):
        raise TypeError("not an object of minutes")
    return value


def _sequence(value: Json) -> Sequence[Json]:
    if isinstance(value, str) or not isinstance(value, Sequence):
        raise TypeError("not a list of minutes")
    return value
