"""Move what was counted of pages from Valkey into the database, each count once."""

from collections.abc import Mapping
from typing import Final

from django.db import connection, transaction

from analytics.http import PAGE_TIMES
from core.tally import Taken

LOCK: Final = 6_020_602
# Asked about its own number, or one of another database, it says nothing.
_HAS_ENDED_WELL: Final = """
    SELECT CASE WHEN %(number)s::text::xid8 < pg_current_xact_id()
           THEN pg_xact_status(%(number)s::text::xid8) = 'committed' END
"""
_ADD: Final = """
    INSERT INTO analytics_pagetime AS there (local_date, page, is_felt, bucket, n)
    SELECT * FROM unnest(%s::date[], %s::text[], %s::boolean[], %s::int[], %s::int[])
    ON CONFLICT (local_date, page, is_felt, bucket) DO UPDATE SET n = there.n + EXCLUDED.n
"""


def move_page_times() -> int:
    """
    Add what was counted to `PageTime`, and return how many counters there were.

    Killed before the database has it, it is moved again; killed right after, the database knows
    that the transaction ended well, and nothing is added twice. What another one left behind
    comes first, so that there may be a second round.
    """
    return sum(_move_what_is_taken() for _ in range(2))


def _move_what_is_taken() -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        taken = PAGE_TIMES.take()
        if not taken.counts:
            return 0
        if is_moved := _is_moved(taken):
            number = taken.transaction
        else:
            cursor.execute("SELECT pg_current_xact_id()::text")
            [number] = cursor.fetchone()
            PAGE_TIMES.sign(number)
            cursor.execute(_ADD, _columns(taken.counts))
    PAGE_TIMES.drop(number)
    return 0 if is_moved else len(taken.counts)


def _is_moved(taken: Taken) -> bool:
    if not taken.transaction:
        return False
    with connection.cursor() as cursor:
        cursor.execute(_HAS_ENDED_WELL, {"number": taken.transaction})
        [ended_well] = cursor.fetchone()
    return bool(ended_well)


def _columns(counts: Mapping[str, int]) -> list[list[str] | list[bool] | list[int]]:
    """Return counters as the columns of their rows."""
    named = [field.split("|") for field in counts]
    return [
        [day for day, _, _, _ in named],
        [page for _, page, _, _ in named],
        [is_felt == "1" for _, _, is_felt, _ in named],
        [int(bucket) for _, _, _, bucket in named],
        list(counts.values()),
    ]
