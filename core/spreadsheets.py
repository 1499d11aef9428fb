"""What goes into files that people open as a spreadsheet."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO, Final, TypeAlias

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

# What stands in a cell.
Cell: TypeAlias = str | int | float | date | None

BYTE_ORDER_MARK: Final = "\ufeff"  # without it Excel reads UTF-8 as something else
# A spreadsheet takes what begins with one of these for a formula and carries it out.
_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
_DAYS: Final = "d mmm yyyy"
_LONGEST_TITLE: Final = 31
_NARROWEST: Final = 12


def safe_cell(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA_STARTS) else text


class _Echo:
    """A file that hands back each line instead of keeping it."""

    def write(self, line: str) -> str:
        return line


def csv_lines(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """Yield a table as CSV: a heading, days as 2026-11-23, and no text that is a formula."""
    writer = csv.writer(_Echo())
    yield BYTE_ORDER_MARK + writer.writerow(columns)
    for row in rows:
        yield writer.writerow([safe_cell(c) if isinstance(c, str) else c for c in row])


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A sheet of a workbook: a heading and rows."""

    title: str
    columns: Sequence[str]
    rows: Iterable[Sequence[Cell]]


def write_xlsx(
    columns: Sequence[str], rows: Iterable[Sequence[Cell]], *, to: IO[bytes], title: str
) -> None:
    """
    Write a table as a workbook: a heading, days as days, and texts as texts and never formulas.

    Rows go to the disk as they come, so that many take no more memory than few.
    """
    write_workbook([Sheet(title=title, columns=columns, rows=rows)], to=to)


def write_workbook(
    sheets: Sequence[Sheet], *, to: IO[bytes], made_at: datetime | None = None
) -> None:
    """Write tables as one workbook, a sheet each; with `made_at` the same bytes each time."""
    with xlsxwriter.Workbook(to, {"constant_memory": True}) as book:
        if made_at is not None:
            book.set_properties({"created": made_at})
        formats = book.add_format({"bold": True}), book.add_format({"num_format": _DAYS})
        for sheet in sheets:
            _write_sheet(book.add_worksheet(sheet.title[:_LONGEST_TITLE]), sheet, *formats)


def _write_sheet(paper: Worksheet, sheet: Sheet, heading: Format, day: Format) -> None:
    paper.freeze_panes(1, 0)
    for position, name in enumerate(sheet.columns):
        paper.set_column(position, position, max(_NARROWEST, len(name) + 2))
        paper.write_string(0, position, name, heading)
    for number, row in enumerate(sheet.rows, start=1):
        for position, cell in enumerate(row):
            if isinstance(cell, str):
                paper.write_string(number, position, cell)
            elif isinstance(cell, date):
                paper.write_datetime(number, position, cell, day)
            elif cell is not None:
                paper.write_number(number, position, cell)
    paper.autofilter(0, 0, 0, len(sheet.columns) - 1)
