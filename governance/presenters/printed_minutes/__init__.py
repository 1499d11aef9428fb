"""Draws minutes as a tagged PDF (PDF/UA-1): whole, or what one reader may know of."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

import orjson

from core.typesetting import typeset
from governance.presenters.minutes import MinutesItem, MinutesLine, MinutesWords

TEMPLATE: Final = Path(__file__).parent / "minutes.typ"
_BULLET: Final = re.compile(r"^\s*[-*+]\s+")
_MARKUP: Final = re.compile(r"(\*\*|__|`|^#+\s)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Imprint:
    """What the PDF says of itself: where the minutes stand, and what pins them."""

    standing: str
    version: int
    sha256: str
    excerpt_for: str = ""


def draw_minutes(minutes: MinutesWords, imprint: Imprint, *, at: datetime) -> bytes:
    """Return minutes as a PDF, the same bytes each time."""
    words = {
        "title": minutes.title,
        "committee": minutes.committee,
        "facts": [["When", minutes.when], ["Where", minutes.place]],
        "inquorate": minutes.was_inquorate,
        "attendance": [
            [kind, [[line.name, line.what, line.times] for line in lines]]
            for kind, lines in minutes.attendance.items()
        ],
        "items": [_item(item) for item in minutes.items],
        "standing": imprint.standing,
        "version": imprint.version,
        "sha256": imprint.sha256,
        "excerpt": imprint.excerpt_for,
    }
    return typeset(TEMPLATE, {"minutes": orjson.dumps(words).decode()}, at=at)


def _item(item: MinutesItem) -> dict[str, object]:
    return {
        "number": item.number,
        "title": item.title,
        "below": item.is_below,
        "withheld": item.is_withheld,
        "lines": [_line(line) for line in item.lines],
    }


def _line(line: MinutesLine) -> dict[str, object]:
    return {
        "label": line.label,
        "paragraphs": list(_paragraphs(line.words)),
        "note": line.note,
        "mark": line.mark,
    }


def _paragraphs(words: str) -> Iterator[str]:
    """Yield the paragraphs of a Markdown text, without its markup."""
    for block in re.split(r"\n\s*\n", words.strip()):
        kept = ""
        for line in block.splitlines():
            if _BULLET.match(line):
                if kept:
                    yield kept
                kept = f"• {_BULLET.sub('', line)}"
            else:
                kept = f"{kept} {line.strip()}".strip()
            kept = _MARKUP.sub("", kept)
        if kept:
            yield kept
