"""Writing many rows at once by PostgreSQL's binary COPY."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

from django.db import connection
from psycopg.abc import Buffer
from psycopg.types.json import JsonbBinaryDumper

# What the rows hold: what psycopg adapts for the column types that are used here.
Cell: TypeAlias = object
Columns: TypeAlias = Mapping[str, str]

_JSONB_VERSION = b"\x01"


class _JsonText(JsonbBinaryDumper):
    """Sends JSON that is already text, as it is."""

    def dump(self, obj: bytes) -> Buffer | None:
        return _JSONB_VERSION + obj


def copy_rows(table: str, columns: Columns, rows: Iterable[Sequence[Cell]]) -> None:
    """
    Append rows to a table; its columns are given with their types, and `jsonb` takes bytes.

    :raises django.db.DataError: PostgreSQL refuses a value
    """
    names = ", ".join(columns)
    with connection.wrap_database_errors, connection.cursor() as cursor:
        cursor.adapters.register_dumper(None, _JsonText)
        with cursor.copy(f"COPY {table} ({names}) FROM STDIN (FORMAT BINARY)") as copy:
            copy.set_types(list(columns.values()))
            write_row = copy.write_row
            for row in rows:
                write_row(row)


def make_staging_table(table: str, columns: Columns) -> None:
    """Make a table that only this connection sees, or empty the one there is."""
    declared = ", ".join(f"{name} {kind}" for name, kind in columns.items())
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMP TABLE IF NOT EXISTS {table} ({declared})")
        cursor.execute(f"TRUNCATE {table}")


def fill_staging_table(table: str, columns: Columns, rows: Iterable[Sequence[Cell]]) -> None:
    """Empty a staging table and fill it with rows."""
    make_staging_table(table, columns)
    copy_rows(table, columns, rows)
