"""
What the public reads of minutes: words left out are gone, with the reason in their place. Pure.

The public page, its PDF and the public search all come from what is made here, so that nothing is
ever drawn over: what was left out is not there.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from governance.codes import Exemption

# What may stand between two words of a text without being read: spaces, lines, Markdown's marks.
_BETWEEN: Final = r"[\s*_`]+"
_MARKS: Final = frozenset("*_`")
# Letters that look alike to whoever types the words.
_ALIKE: Final = str.maketrans("\u2018\u2019\u201c\u201d\u2010\u2011\u2013", "''\"\"---")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters of a text that are left out, from `start` to before `end`, and why."""

    start: int
    end: int
    exemption: str


def leave_out(text: str, spans: Iterable[Span]) -> str:
    """Return a text without its spans; where some touch or overlap, the first gives the reason."""
    kept, at = [], 0
    for span in sorted(spans):
        if span.end <= at or span.start >= len(text):
            continue
        if span.start >= at:
            label = Exemption(span.exemption).label.partition(":")[0].lower()
            kept.append(f"{text[at : span.start]}[left out: {label}]")
        at = min(span.end, len(text))
    return "".join([*kept, text[at:]])


def find_words(text: str, words: str) -> list[tuple[int, int]]:
    """Return where words stand in a text as it is read, whatever the case, space and emphasis."""
    sought = [re.escape(word) for word in _fold(words).split()]
    if not sought:
        return []
    found = re.finditer(_BETWEEN.join(sought), _fold(text))
    return [_with_marks(text, *match.span()) for match in found]


def _with_marks(text: str, start: int, end: int) -> tuple[int, int]:
    """Take the marks around words along where some stand among them: half a pair marks nothing."""
    if not _MARKS.intersection(text[start:end]):
        return start, end
    before, after = text[:start].rstrip("*_`"), text[end:].lstrip("*_`")
    return len(before), len(text) - len(after)


def _fold(text: str) -> str:
    """Return a text in one case, letter for letter, so that places stay what they are."""
    letters = (folded if len(folded := each.casefold()) == 1 else each for each in text)
    return "".join(letters).translate(_ALIKE)


def list_texts(
    content: Mapping[str, Any], open_items: Collection[str]
) -> Iterator[tuple[str, str]]:
    """Yield the free texts of a meeting and its open items: where each stands, what it says."""
    yield from _texts({"place": content["meeting"].get("place", "")}, "/meeting")
    yield from _texts(content["attendance"], "/attendance")
    for index, item in enumerate(content["items"]):
        if item["id"] in open_items:
            yield from _texts(item, f"/items/{index}")


def make_public(
    content: Mapping[str, Any],
    open_items: Collection[str],
    spans: Mapping[str, Sequence[Span]],
) -> dict[str, Any]:
    """Return minutes as the public reads them: of items that are not open their number alone."""
    public: dict[str, Any] = {"committee": content["committee"]}
    public["meeting"] = _without(content["meeting"], "/meeting", spans)
    public["attendance"] = _without(content["attendance"], "/attendance", spans)
    public["items"] = [
        _without(item, f"/items/{index}", spans) if item["id"] in open_items else _closed(item)
        for index, item in enumerate(content["items"])
    ]
    return public


def _closed(item: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the public may know of an item that is not open: that there was one."""
    return {
        "id": "",
        "number": item["number"],
        "parent": None,
        "title": "",
        "purpose": "",
        "visibility": "private",
        "interests": [],
        "entries": [],
        "motions": [],
        "decisions": [],
        "actions": [],
    }


# Not words that anybody wrote: keys, codes and times.
_NO_TEXT = frozenset(
    {"id", "number", "parent", "purpose", "visibility", "kind", "said_at", "method", "state",
     "casting_vote", "choice", "mitigation", "due_on", "role", "spells"}
)  # fmt: skip


def _texts(value: object, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        if value:
            yield path, value
    elif isinstance(value, Mapping):
        for key, each in value.items():
            if key not in _NO_TEXT:
                yield from _texts(each, f"{path}/{key}")
    elif isinstance(value, Sequence):
        for index, each in enumerate(value):
            yield from _texts(each, f"{path}/{index}")


def _without(value: Any, path: str, spans: Mapping[str, Sequence[Span]]) -> Any:  # noqa: ANN401 — JSON
    if isinstance(value, str):
        return leave_out(value, spans.get(path, ()))
    if isinstance(value, Mapping):
        return {key: _without(each, f"{path}/{key}", spans) for key, each in value.items()}
    if isinstance(value, Sequence):
        return [_without(each, f"{path}/{index}", spans) for index, each in enumerate(value)]
    return value
