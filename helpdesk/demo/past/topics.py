"""What people call about: subjects and sentences of each topic, read from text files."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from helpdesk.codes import TicketCategory, TicketKind

FOLDER: Final = Path(__file__).resolve().parents[1] / "topics"
# Files whose topics all belong to one category where they do not name another.
CATEGORIES: Final = {
    "access": TicketCategory.ACCESS,
    "software": TicketCategory.SOFTWARE,
    "data_quality": TicketCategory.DATA_QUALITY,
}
PARTS: Final = (
    "subject", "opening", "detail", "reply", "note", "question", "answer", "resolution"
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """
    Something that people call about.

    `weight` is how often it comes among the others, `safety` how many in a hundred carry the flag
    for clinical safety; `asks` is the request type, `second` the queue of the second tier.
    """

    code: str
    kind: TicketKind
    category: TicketCategory
    weight: int
    impact: int
    urgency: int
    asks: str
    component: str
    second: str
    safety: int
    is_governance: bool
    names_patient: bool
    sentences: Mapping[str, tuple[str, ...]]


@cache
def read_topics() -> tuple[Topic, ...]:
    """Return the topics of all files, in a fixed order."""
    return tuple(
        topic
        for path in sorted(FOLDER.glob("*.txt"))
        for topic in _read(path.read_text(encoding="utf-8"), CATEGORIES.get(path.stem))
    )


def get_topic(code: str) -> Topic:
    """Return the topic of this code."""
    return next(topic for topic in read_topics() if topic.code == code)


def _read(text: str, category: TicketCategory | None) -> Iterator[Topic]:
    for block in text.split("\n== ")[1:]:
        head, *lines = block.strip().splitlines()
        code, kind, *settings = [part.strip() for part in head.split("|")]
        named = {name: value for name, _, value in (part.partition(" ") for part in settings)}
        yield Topic(
            code=code,
            kind=TicketKind(kind),
            category=TicketCategory(named["category"])
            if "category" in named
            else category or _no(),
            weight=int(named["weight"]),
            impact=int(named["impact"]),
            urgency=int(named["urgency"]),
            asks=named["asks"],
            component=named.get("component", ""),
            second=named.get("second", ""),
            safety=int(named.get("safety", "0")),
            is_governance="governance" in named,
            names_patient="ref" in named,
            sentences=_sentences(lines),
        )


def _no() -> TicketCategory:
    raise ValueError("A topic names no category, and its file has none.")


def _sentences(lines: list[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {part: [] for part in PARTS}
    for line in lines:
        part, _, sentence = line.partition(": ")
        found[part].append(sentence)
    return {part: tuple(sentences) for part, sentences in found.items()}
