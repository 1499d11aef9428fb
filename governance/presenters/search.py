"""What the search found, in words, with a link to where it stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.urls import reverse

from core.times import say_day
from governance.queries.search import START, STOP, Found

KINDS: Final = {
    "item": ("Agenda item", "governance:item_detail"),
    "paper": ("Paper", "governance:paper_detail"),
    "minutes": ("Minutes", "governance:minutes_detail"),
    "decision": ("Decision", "governance:decision_detail"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundLine:
    """Something that was found; `piece` is its text, in parts of which some are marked."""

    kind: str
    title: str
    url: str
    where: str
    piece: list[tuple[str, bool]]


def present_found(found: Iterable[Found]) -> list[FoundLine]:
    """Return what was found as the page shows it."""
    lines = []
    for each in found:
        kind, url_name = KINDS[each.kind]
        lines.append(
            FoundLine(
                kind=kind,
                title=each.title,
                url=reverse(url_name, args=[each.key]),
                where=f"{each.committee}, {say_day(each.at)}",
                piece=mark(each.piece),
            )
        )
    return lines


def mark(piece: str) -> list[tuple[str, bool]]:
    """Return a text in parts, each with whether it is what was looked for."""
    parts = []
    for number, stretch in enumerate(piece.split(START)):
        found, _, rest = stretch.partition(STOP)
        if number == 0:
            found, rest = "", stretch
        parts += [(found, True), (rest, False)]
    return [part for part in parts if part[0]]
