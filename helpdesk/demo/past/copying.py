"""Writes many rows at once, by COPY."""

from collections.abc import Iterable, Sequence

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import Model
from psycopg import sql

from helpdesk.actions.search_words import rebuild_words

BATCH = 500


def copy_rows(model: type[Model], rows: Iterable[Model]) -> None:
    """Add rows of a model, with their keys as they are."""
    meta = model._meta  # noqa: SLF001 — Django's own name for what a model is
    fields = meta.concrete_fields
    into = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(meta.db_table),
        sql.SQL(", ").join([sql.Identifier(str(field.column)) for field in fields]),
    )
    own = connections[DEFAULT_DB_ALIAS]  # once: to look it up costs as much as to use it
    with own.cursor() as cursor, cursor.copy(into) as copy:
        for row in rows:
            copy.write_row(
                [field.get_db_prep_save(field.pre_save(row, add=True), own) for field in fields]
            )


def next_key(table: str, column: str) -> int:
    """Return the next key that a table would give."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, %s))", [table, column])
        return int(cursor.fetchone()[0])


def keep_keys(table: str, column: str, last: int) -> None:
    """Have a table go on after a key."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT setval(pg_get_serial_sequence(%s, %s), %s)", [table, column, last])


def write_words(numbers: Sequence[int]) -> None:
    """Make the search rows of tickets, so many at a time."""
    for start in range(0, len(numbers), BATCH):
        rebuild_words(numbers[start : start + BATCH])
