"""Openings of records that are asked, and those that are not."""

from itertools import count

from django.db import connection

from analytics.queries.sampling import is_chosen

_SET_NEXT = "SELECT setval(pg_get_serial_sequence('records_recordaccess', 'id'), %s, false)"


def _number(first: int, *, chosen: bool) -> int:
    return next(number for number in count(first) if is_chosen(number) is chosen)


def next_opening_is(*, chosen: bool, after: int | None = None) -> int:
    """Have the next line of the audit trail be one that is asked, or not; return its number."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) + 1 FROM records_recordaccess")
        [free] = cursor.fetchone()
        number = _number(max(free, after or 0), chosen=chosen)
        cursor.execute(_SET_NEXT, [number])
    return number
