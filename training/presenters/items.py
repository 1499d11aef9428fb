"""Item analysis as pages and spreadsheets show it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from core.dates import count_in_words
from core.spreadsheets import safe_cell
from training.policies.items import ItemFlag
from training.queries.items import Item

COLUMNS: Final = (
    "Topic", "Question", "Wording", "Words", "Asked", "Not answered", "Share right",
    "Discrimination", "Remarks", "Option", "Is right", "Chosen",
)  # fmt: skip
_TONES: Final = {
    ItemFlag.TOO_FEW: "plain",
    ItemFlag.TOO_EASY: "amber",
    ItemFlag.TOO_HARD: "amber",
    ItemFlag.TELLS_NOTHING: "red",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemOption:
    """An option with how often it was chosen."""

    text: str
    is_right: bool
    chosen: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemLine:
    """A question in the table."""

    topic: str
    code: str
    words: str
    wording: str
    times: str
    difficulty: str
    discrimination: str
    flags: Sequence[tuple[str, str]]
    options: Sequence[ItemOption]
    blank: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemPage:
    """All questions of a course that were ever asked."""

    lines: Sequence[ItemLine]
    summary: str


def present_items(items: Sequence[Item]) -> ItemPage:
    """Return the questions as a table, those to look at counted in words."""
    wanting = sum(any(flag != ItemFlag.TOO_FEW for flag in item.flags) for item in items)
    few = sum(ItemFlag.TOO_FEW in item.flags for item in items)
    summary = f"{count_in_words(wanting, 'question')} to look at"
    if few:
        summary += f", {few} with too few answers to say"
    return ItemPage(lines=[_line(item) for item in items], summary=f"{summary}.")


def _line(item: Item) -> ItemLine:
    wording = item.wording
    return ItemLine(
        topic=wording.question.topic,
        code=wording.question.code,
        words=wording.words.splitlines()[0],
        wording=f"wording {wording.number}",
        times=f"{item.times:,}",
        difficulty=f"{item.difficulty:.0%}",
        discrimination="–" if item.discrimination is None else f"{item.discrimination:.2f}",
        flags=[(flag.value, _TONES[flag]) for flag in item.flags],
        options=[
            ItemOption(text=each.text, is_right=each.is_right, chosen=f"{each.times:,}")
            for each in item.options
        ],
        blank=f"{item.blank:,}" if item.blank else "",
    )


def item_rows(items: Iterable[Item]) -> Iterable[list[str]]:
    """Return rows for a spreadsheet, one for each option."""
    for item in items:
        wording = item.wording
        tells = "" if item.discrimination is None else f"{item.discrimination:.3f}"
        facts = [
            wording.question.topic,
            wording.question.code,
            str(wording.number),
            wording.words,
            str(item.times),
            str(item.blank),
            f"{item.difficulty:.3f}",
        ]
        for option in item.options:
            is_right = "yes" if option.is_right else "no"
            yield [
                *map(safe_cell, facts),
                # A negative number begins as a formula does, and is none.
                tells,
                ", ".join(item.flags),
                safe_cell(option.text),
                is_right,
                str(option.times),
            ]
