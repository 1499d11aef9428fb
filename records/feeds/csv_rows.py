"""Tables with a row for each item: every row becomes the R4 resource that its map declares."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Final

import orjson

from records.codes import QuarantineReason

from .column_maps import Column, ColumnMap, RecordType
from .csv_text import TextRecord, read_lines, sniff_delimiter, split_names, split_records
from .formats import name_foreign_format
from .items import Fault, FileRefused, Item, Note
from .opening import opened, read_head
from .rows import RowValues

_UK_DATE_LENGTHS: Final = (8, 9, 10)
_EARLIEST_YEAR: Final = 1850


class RowFault(ValueError):
    """A row that does not fit the map; the message names the column, never the value."""


def read_csv_items(path: Path, note: Note, *, column_map: ColumnMap) -> Iterator[Item]:
    """
    Yield the people and the entries of a table.

    :raises FileRefused: it is no table, or has not the columns of the map
    """
    foreign = name_foreign_format(read_head(path))
    if foreign and "UTF-16" not in foreign:
        raise FileRefused(foreign.split(";")[0] + "; this feed takes a table (CSV).")
    with opened(path) as stream:
        lines = read_lines(stream, note)
        header = next(lines, "")
        if not header.strip():
            raise FileRefused("The file is empty.")
        delimiter = sniff_delimiter(header, column_map.names)
        names = split_names(header, delimiter)
        _check_header(names, column_map, note)
        table = _Table(column_map, names, header.rstrip("\r\n"))
        for record in split_records(lines, delimiter, len(names)):
            yield from table.read(record)


def _check_header(names: list[str], column_map: ColumnMap, note: Note) -> None:
    """
    Compare a header with its map.

    :raises FileRefused: columns are missing that the map cannot do without, or come twice
    """
    missing = sorted(column_map.required.difference(names))
    if missing:
        raise FileRefused(
            f"The header lacks {', '.join(missing)}. "
            f"The contract's columns are: {', '.join(column_map.names)}."
        )
    twice = sorted({name for name in names if name and names.count(name) > 1})
    if twice:
        raise FileRefused(f"The header names {', '.join(twice)} more than once.")
    unknown = [name for name in names if name not in column_map.names]
    if unknown:
        note(f"The contract does not know these columns, which are not read: {len(unknown)}.")


class _Table:
    """Turns records of one table into items; a person's row is needed once."""

    def __init__(self, column_map: ColumnMap, names: list[str], header: str) -> None:
        self.map = column_map
        self.columns = {column.name: column for column in column_map.columns}
        self.names = names
        self.header = header
        self.people: set[str] = set()

    def read(self, record: TextRecord) -> Iterator[Item]:
        """Yield the person of a row, where not met before, and the entry that the row is."""
        identity = ""
        try:
            words = self._cells(record)
            kind = words.get(self.map.kind_column, "").lower()
            record_type = self._record_type(kind)
            identity = self._identity(words, record_type)
            row = self._values(words, kind)
            yield from self._person(record, row, is_derived=record_type is not None)
            if record_type is not None:
                yield Item(record.line, self._build(record_type, row))
        except RowFault as fault:
            raw = f"{self.header}\n{record.text}\n".encode()
            explanation = f"Row {record.line}: {fault}"
            yield Item(
                record.line,
                raw,
                identity=identity,
                fault=Fault(QuarantineReason.BAD_ROW, explanation),
            )

    def _cells(self, record: TextRecord) -> dict[str, str]:
        """
        Return the cells of a record by column.

        :raises RowFault: quotes do not match, or the row is wider or narrower than the header
        """
        if record.cells is None:
            raise RowFault('a quotation mark (") is opened and not closed; double those inside.')
        if len(record.cells) != len(self.names):
            raise RowFault(
                f"it has {len(record.cells)} columns, the header has {len(self.names)}; "
                "put quotation marks around cells that hold the delimiter."
            )
        if "\ufffd" in record.text or "\x00" in record.text:
            raise RowFault("it holds a character that is neither UTF-8 nor windows-1252.")
        return dict(zip(self.names, record.cells, strict=True))

    def _record_type(self, kind: str) -> RecordType | None:
        """
        Return what rows of a kind become, or None for a row that is a person only.

        :raises RowFault: the map declares no such kind
        """
        if kind == self.map.person_kind:
            return None
        found = self.map.record_types.get(kind)
        if found is None:
            declared = ", ".join([self.map.person_kind, *self.map.record_types])
            raise RowFault(f"{self.map.kind_column} is none of: {declared}.")
        return found

    def _identity(self, words: dict[str, str], record_type: RecordType | None) -> str:
        """Return the identity of what the row becomes, as far as its cells tell."""
        if record_type is None:
            return f"Patient/{words.get(self.map.person_column, '')}"
        number = words.get(self.map.identity_column, "")
        return f"{record_type.resource_type}/{number}" if number else ""

    def _values(self, words: dict[str, str], kind: str) -> RowValues:
        """
        Read the cells by their columns.

        :raises RowFault: a cell is missing or is not what its column declares
        """
        read = {**words, self.map.kind_column: kind}
        dates: dict[str, date] = {}
        for name, column in self.columns.items():
            text = read.get(name, "")
            if column.is_date and text:
                dates[name] = _read_date(text, name)
            if column.choices is not None:
                read[name] = _read_choice(text, column)
        if not read.get(self.map.person_column):
            raise RowFault(f"{self.map.person_column} is empty.")
        return RowValues(read, dates)

    def _person(self, record: TextRecord, row: RowValues, *, is_derived: bool) -> Iterator[Item]:
        """Yield the person of a row, unless the row is an entry of somebody met before."""
        person = row.word(self.map.person_column)
        if is_derived and person in self.people:
            return
        self.people.add(person)
        raw = orjson.dumps(self.map.build_person(row))
        yield Item(record.line, raw, is_derived=is_derived)

    def _build(self, record_type: RecordType, row: RowValues) -> bytes:
        """
        Return the resource of a row.

        :raises RowFault: a cell is empty that rows of its kind need
        """
        for name in (self.map.identity_column, *record_type.needs):
            if not row.word(name):
                raise RowFault(f"{name} is empty.")
        return orjson.dumps(record_type.build(row))


def _read_choice(text: str, column: Column) -> str:
    """
    Return the code of a cell that holds one of a few words.

    :raises RowFault: it holds another
    """
    choices = column.choices or {}
    found = choices.get(text.lower())
    if found is None:
        raise RowFault(f"{column.name} is none of: {', '.join(word for word in choices if word)}.")
    return found


def _read_date(text: str, name: str) -> date:
    """
    Return a date written DD/MM/YYYY or YYYY-MM-DD, a time after it left aside.

    :raises RowFault: it is neither, or no such day exists
    """
    day = text.split("T", maxsplit=1)[0].split(" ", maxsplit=1)[0]
    try:
        if "/" in day and len(day) in _UK_DATE_LENGTHS:
            number, month, year = (int(part) for part in day.split("/"))
            found = date(year, month, number)
        else:
            found = date.fromisoformat(day)
    except ValueError:
        raise RowFault(f"{name} is not a date; write DD/MM/YYYY.") from None
    if found.year < _EARLIEST_YEAR:
        raise RowFault(f"{name} lies before {_EARLIEST_YEAR}; write the year with four digits.")
    return found
