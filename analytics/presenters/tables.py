"""Tables of figures: words for the page, values for spreadsheets, both from one place."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeAlias

from analytics.measures.publishing import Published, Withheld
from core.board_pack import PackTable
from core.dates import format_short_day
from core.spreadsheets import Cell as SheetCell

# What stands in place of a figure that may not be seen; below the table it is explained.
WITHHELD: Final = "*"
# Where there is nothing to divide, or nothing to compare with.
NOTHING: Final = "–"
WHY: Final = {
    Withheld.FEW_PEOPLE: "too few people stand behind it",
    Withheld.COMPLEMENT: "it would give away another that is withheld",
    Withheld.DIFFERENCE: "few people stand between it and a wider figure",
}


@dataclass(frozen=True, slots=True)
class Number:
    """A figure as people read it, and as a spreadsheet takes it: None where there is none."""

    words: str
    value: int | float | None = None

    def __str__(self) -> str:
        return self.words

    @property
    def is_withheld(self) -> bool:
        """Whether there is a figure that may not be seen."""
        return self.words == WITHHELD


TableCell: TypeAlias = str | Number


@dataclass(frozen=True, slots=True, kw_only=True)
class TableView:
    """
    A table: `numeric` are the places of columns that stand to the right.

    `urls`, where given, lead from the first cell of each row; `note` says what the signs mean.
    """

    caption: str
    headings: Sequence[str]
    rows: Sequence[Sequence[TableCell]]
    numeric: Sequence[int] = ()
    urls: Sequence[str] = ()
    note: str = ""

    @property
    def withheld(self) -> int:
        """How many of its figures are withheld."""
        return sum(isinstance(c, Number) and c.is_withheld for row in self.rows for c in row)

    def as_pack(self) -> PackTable:
        """Return it for a pack or a report."""
        return PackTable(
            caption=self.caption,
            headings=list(self.headings),
            rows=[[str(cell) for cell in row] for row in self.rows],
            numeric=list(self.numeric),
        )

    def as_sheet(self) -> list[list[SheetCell]]:
        """Return its rows for a spreadsheet: numbers as numbers, what is withheld as its sign."""
        return [[_sheet_cell(cell) for cell in row] for row in self.rows]


def number_of(published: Published) -> Number:
    """Return a count as it may be seen."""
    return say_number(published.n) if published.is_shown else Number(WITHHELD)


def say_number(value: float | None, *, decimals: int = 0, sign: str = "") -> Number:
    """Return a figure with its thousands parted; None is nothing to say."""
    if value is None:
        return Number(NOTHING)
    return Number(f"{value:,.{decimals}f}{sign}", round(value, decimals) if decimals else value)


def say_withheld(published: Sequence[Published]) -> str:
    """Return why figures are withheld, in a sentence; blank where none is."""
    reasons = {each.withheld for each in published if each.withheld}
    said = [words for reason, words in WHY.items() if reason in reasons]
    return f"{WITHHELD} is a figure that is not shown: {', or '.join(said)}." if said else ""


def say_month(month: date) -> str:
    """Return a month as tables name it: "Sep 2026"."""
    return format_short_day(month).split(" ", 1)[1]


def _sheet_cell(cell: TableCell) -> SheetCell:
    if isinstance(cell, Number):
        return cell.words if cell.value is None else cell.value
    return cell
