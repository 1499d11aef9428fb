"""
Read a list of people to be enrolled, as they come: CSV in whatever encoding, or XLSX.

Nothing is guessed about people here: what stands in the cells is kept as it was given.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from python_calamine import CalamineError, CalamineWorkbook

from core.errors import NotPermittedNow

LARGEST_FILE: Final = 10 * 1024 * 1024
MOST_ROWS: Final = 20_000
LONGEST_CELL: Final = 300
_ZIP_START: Final = b"PK\x03\x04"
_OLD_EXCEL_START: Final = b"\xd0\xcf\x11\xe0"
_MARKS: Final = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
PERSON, SESSION, ORGANIZATION = "person", "session", "organization"
# What people call the columns; anything else is left alone and named.
_NAMES: Final = {
    PERSON: {"person", "e-mail", "email", "e-mail address", "email address", "user name", "user"},
    SESSION: {"session", "session number", "session no"},
    ORGANIZATION: {"organisation", "organization", "organisation code", "ods", "ods code"},
}
_BY_NAME: Final = {name: column for column, names in _NAMES.items() for name in names}


class UnreadableList(NotPermittedNow):
    """A file that is no list of people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenRow:
    """A row as it was given; `number` is its line in the file."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenList:
    """All rows of a file, and the headings that mean nothing to us."""

    rows: list[GivenRow]
    unknown: list[str]


def read_list(content: bytes) -> GivenList:
    """
    Return what stands in a file.

    :raises UnreadableList: it cannot be read as a list, with what to do about it
    """
    if len(content) > LARGEST_FILE:
        raise UnreadableList("The file is larger than 10 MB. Send it in parts.")
    if content.startswith(_OLD_EXCEL_START):
        raise UnreadableList("This is an old Excel file. Save it as XLSX or CSV and send it again.")
    lines = _read_xlsx(content) if content.startswith(_ZIP_START) else _read_csv(content)
    return _read_rows(lines)


def _read_rows(lines: Iterator[Sequence[str]]) -> GivenList:
    number, heading = _find_heading(lines)
    columns = [_BY_NAME.get(" ".join(name.lower().split())) for name in heading]
    if PERSON not in columns:
        found = ", ".join(f"“{name}”" for name in heading if name)[:200]
        raise UnreadableList(
            "The list needs a column “E-mail” in its first line, with the e-mail address or user"
            f" name of each person. Found: {found or 'nothing'}."
        )
    named = [column for column in columns if column]
    if twice := sorted({column for column in named if named.count(column) > 1}):
        raise UnreadableList(f"Two columns stand for the same thing: {', '.join(twice)}.")
    rows = list(_pair(lines, columns, after=number))
    if not rows:
        raise UnreadableList("The list has a heading and no people below it.")
    unknown = [name for name, column in zip(heading, columns, strict=True) if name and not column]
    return GivenList(rows=rows, unknown=unknown)


def _find_heading(lines: Iterator[Sequence[str]]) -> tuple[int, list[str]]:
    """Return the first line that is not empty, and its number."""
    for number, line in enumerate(lines, start=1):
        if any(cell.strip() for cell in line):
            return number, [cell.strip() for cell in line]
    raise UnreadableList("The file is empty.")


def _pair(
    lines: Iterable[Sequence[str]], columns: Sequence[str | None], *, after: int
) -> Iterator[GivenRow]:
    kept = 0
    for number, line in enumerate(lines, start=after + 1):
        if not any(cell.strip() for cell in line):
            continue
        kept += 1
        if kept > MOST_ROWS:
            raise UnreadableList(f"The list has more than {MOST_ROWS:,} rows. Send it in parts.")
        cells = {
            column: cell.strip()[:LONGEST_CELL]
            for column, cell in zip(columns, line, strict=False)
            if column
        }
        yield GivenRow(number=number, cells=cells)


def _read_csv(content: bytes) -> Iterator[list[str]]:
    text = _decode(content)
    if "\0" in text:
        raise UnreadableList("This is neither a CSV nor an XLSX file. Save the list as one.")
    first = text.lstrip().partition("\n")[0]
    separator = max(",;\t", key=first.count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    except csv.Error as error:
        raise UnreadableList(
            "The file breaks off, or a quotation mark is not closed. Save the list again and send"
            " it whole."
        ) from error


def _decode(content: bytes) -> str:
    """Return the text of a file: by its mark, else UTF-8, else as Windows writes it."""
    encoding = next((name for mark, name in _MARKS if content.startswith(mark)), "utf-8")
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding != "utf-8":
            raise UnreadableList("The file is cut off or damaged. Save it again.") from error
    return content.decode("cp1252", errors="replace")


def _read_xlsx(content: bytes) -> Iterator[list[str]]:
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        rows = workbook.get_sheet_by_index(0).to_python(skip_empty_area=False)
    # Damaged files make the reader fail in ways of their own.
    except (CalamineError, OSError, ValueError, IndexError) as error:
        raise UnreadableList(
            "The XLSX file is damaged, locked with a password, or empty. Save it again without one."
        ) from error
    return iter([[_write_cell(cell) for cell in row] for row in rows])


def _write_cell(cell: object) -> str:
    """Return a cell as people see it: whole numbers without a point."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
