"""The text of a table: its encoding, its delimiter, and records that quotes cannot swallow."""

import codecs
import csv
import io
from collections import deque
from collections.abc import Collection, Iterator
from typing import Final, NamedTuple

from .items import FileRefused, Note

DELIMITERS: Final = (",", ";", "\t", "|")
_UTF16_MARKS: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_MOST_LINES: Final = 50
_LARGEST_LINE: Final = 1024 * 1024


class TextRecord(NamedTuple):
    """A record of a table: its first line, its raw text, and its cells unless it is broken."""

    line: int
    text: str
    cells: tuple[str, ...] | None


def read_lines(stream: io.BufferedReader, note: Note) -> Iterator[str]:
    """
    Yield the lines of a table as text: UTF-8, UTF-16 by its mark, else windows-1252 line by line.

    :raises FileRefused: it is UTF-16 that breaks off
    """
    if stream.peek(2)[:2] in _UTF16_MARKS:
        yield from _read_utf16(stream)
        return
    has_noted = False
    for number, raw in enumerate(iter(lambda: stream.readline(_LARGEST_LINE), b""), start=1):
        line = raw.removeprefix(codecs.BOM_UTF8) if number == 1 else raw
        try:
            yield line.decode("utf-8")
        except UnicodeDecodeError:
            if not has_noted:
                note(f"Line {number} is not UTF-8; read as windows-1252, as are others like it.")
                has_noted = True
            yield line.decode("windows-1252", "replace")


def _read_utf16(stream: io.BufferedReader) -> Iterator[str]:
    """Yield the lines of a table in UTF-16."""
    try:
        yield from codecs.getreader("utf-16")(stream)
    except UnicodeError:
        raise FileRefused("The file is UTF-16 and breaks off; send it again, as UTF-8.") from None


def sniff_delimiter(header: str, known: Collection[str]) -> str:
    """Return the delimiter by which a header gives the most columns that are known."""

    def count_known(delimiter: str) -> int:
        return sum(name in known for name in split_names(header, delimiter))

    return max(DELIMITERS, key=count_known)


def split_names(header: str, delimiter: str) -> list[str]:
    """Return the names of a header, in the form in which maps declare them."""
    cells = next(csv.reader([header], delimiter=delimiter), [])
    return [cell.strip().lower().replace(" ", "_") for cell in cells]


def split_records(lines: Iterator[str], delimiter: str, width: int) -> Iterator[TextRecord]:
    """
    Yield the records of a table after its header.

    A quoted cell may run over several lines. A quote that never closes costs its own line only:
    the lines after it are read anew.
    """
    waiting: deque[str] = deque()
    number = 1
    while True:
        if not waiting:
            line = next(lines, None)
            if line is None:
                return
            waiting.append(line)
        taken, cells = _take_record(waiting, lines, delimiter, width)
        text = "".join(waiting.popleft() for _ in range(taken))
        if text.strip():
            yield TextRecord(number + 1, text.rstrip("\r\n"), cells)
        number += taken


def _take_record(
    waiting: deque[str], lines: Iterator[str], delimiter: str, width: int
) -> tuple[int, tuple[str, ...] | None]:
    """Return how many of the waiting lines make a record, and its cells."""
    cells = _split(waiting[0], delimiter)
    if cells is not None:
        return 1, cells
    for count in range(2, _MOST_LINES):
        if len(waiting) < count:
            line = next(lines, None)
            if line is None:
                break
            waiting.append(line)
        cells = _split("".join(list(waiting)[:count]), delimiter)
        if cells is not None:
            return (count, cells) if len(cells) == width else (1, None)
    return 1, None


def _split(text: str, delimiter: str) -> tuple[str, ...] | None:
    """Return the cells of one record, or None where a quote is open or stray."""
    try:
        rows = list(csv.reader([text.rstrip("\r\n")], delimiter=delimiter, strict=True))
    except csv.Error:
        return None
    return tuple(cell.strip() for cell in rows[0]) if rows else ()
