"""
Count the facts of days and months from raw events.

A day is always counted anew as a whole, so that counting it again changes nothing. What is counted
is said by `measures.use`; a test holds both against each other.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Final

from django.db import connection, transaction

from analytics.codes import SAME_OPENING_MINUTES, Did, FactKind, UsageKind
from analytics.measures.periods import month_of, next_month

# One count at a time: two at once would delete what the other has just written.
LOCK: Final = 6_020_601
_ONE_DAY: Final = timedelta(days=1)
_SIMPLE: Final = {
    UsageKind.SIGN_IN: FactKind.SIGN_INS,
    UsageKind.FAILED_SIGN_IN: FactKind.FAILED_SIGN_INS,
    UsageKind.LOCKED_OUT: FactKind.FAILED_SIGN_INS,
    UsageKind.SEARCH: FactKind.SEARCHES,
    UsageKind.SECTION: FactKind.SECTIONS,
    UsageKind.DOCUMENT: FactKind.DOCUMENTS,
}
_READS: Final = (UsageKind.SECTION, UsageKind.ENTRY, UsageKind.DOCUMENT)
_DID: Final = {
    UsageKind.SIGN_IN: Did.SIGNED_IN,
    UsageKind.OPEN: Did.OPENED,
    UsageKind.SEARCH: Did.SEARCHED,
    UsageKind.SECTION: Did.READ,
    UsageKind.ENTRY: Did.READ,
    UsageKind.DOCUMENT: Did.READ,
}


def _when(cases: Iterable[tuple[int, int]]) -> str:
    return " ".join(f"WHEN {kind:d} THEN {value:d}" for kind, value in cases)


def _among(kinds: Iterable[int]) -> str:
    return ", ".join(f"{kind:d}" for kind in kinds)


# Opened again within the time before, a record is still open; nothing of that is an opening. The
# neighbouring days are read for their last and first half hours.
_OPENINGS: Final = f"""
    CREATE TEMPORARY TABLE analytics_opening ON COMMIT DROP AS
    SELECT local_date, stratum_id, person_id, in_emergency, found FROM (
        SELECT local_date, stratum_id, person_id, in_emergency, kind, at,
               lag(at) OVER (
                   PARTITION BY person_id, subject, kind = {UsageKind.OPEN:d}
                   ORDER BY at, source, source_id) AS last_opened,
               count(*) FILTER (WHERE kind <> {UsageKind.OPEN:d}) OVER (
                   PARTITION BY person_id, subject ORDER BY at
                   RANGE BETWEEN CURRENT ROW
                       AND interval '{SAME_OPENING_MINUTES} minutes' - interval '1 microsecond'
                       FOLLOWING) > 0 AS found
        FROM analytics_usageevent
        WHERE local_date BETWEEN %(first)s::date - 1 AND %(last)s::date + 1
          AND kind IN ({_among((UsageKind.OPEN, *_READS))})
    ) AS looked
    WHERE kind = {UsageKind.OPEN:d} AND local_date BETWEEN %(first)s AND %(last)s
      AND (last_opened IS NULL OR last_opened <= at - interval '{SAME_OPENING_MINUTES} minutes')
"""
_FACTS: Final = f"""
    INSERT INTO analytics_dailyfact (local_date, stratum_id, kind, n)
    SELECT local_date, stratum_id, CASE kind {_when(_SIMPLE.items())} END AS fact, count(*)
    FROM analytics_usageevent
    WHERE local_date BETWEEN %(first)s AND %(last)s AND kind IN ({_among(_SIMPLE)})
    GROUP BY local_date, stratum_id, fact
    UNION ALL
    SELECT local_date, stratum_id, fact.kind, count(*)
    FROM analytics_opening CROSS JOIN LATERAL (
        SELECT {FactKind.OPENINGS:d} AS kind
        UNION ALL SELECT {FactKind.FOUND:d} WHERE found
        UNION ALL SELECT {FactKind.EMERGENCY:d} WHERE in_emergency
    ) AS fact
    GROUP BY local_date, stratum_id, fact.kind
"""
_PEOPLE: Final = f"""
    INSERT INTO analytics_dailyperson (local_date, person_id, stratum_id, did, openings)
    SELECT e.local_date, e.person_id, e.stratum_id,
           bit_or(CASE e.kind {_when(_DID.items())} END), coalesce(max(o.n), 0)
    FROM analytics_usageevent e
    LEFT JOIN (
        SELECT local_date, person_id, stratum_id, count(*) AS n
        FROM analytics_opening GROUP BY local_date, person_id, stratum_id
    ) AS o USING (local_date, person_id, stratum_id)
    WHERE e.local_date BETWEEN %(first)s AND %(last)s AND e.person_id IS NOT NULL
      AND e.kind IN ({_among(_DID)})
    GROUP BY e.local_date, e.person_id, e.stratum_id
"""
_MONTH_FACTS: Final = """
    INSERT INTO analytics_monthlyfact (month, stratum_id, kind, n)
    SELECT date_trunc('month', local_date)::date AS month, stratum_id, kind, sum(n)
    FROM analytics_dailyfact WHERE local_date BETWEEN %(first)s AND %(last)s
    GROUP BY month, stratum_id, kind
"""
_MONTH_PEOPLE: Final = f"""
    INSERT INTO analytics_monthlyperson (month, person_id, stratum_id, did, openings, days)
    SELECT date_trunc('month', local_date)::date AS month, person_id, stratum_id, bit_or(did),
           sum(openings), count(*) FILTER (WHERE did & {Did.OPENED:d} > 0)
    FROM analytics_dailyperson WHERE local_date BETWEEN %(first)s AND %(last)s
    GROUP BY month, person_id, stratum_id
"""


_WITH_EVENTS: Final = """
    SELECT day FROM unnest(%s::date[]) AS day
    WHERE EXISTS (SELECT FROM analytics_usageevent WHERE local_date = day)
"""


def count_days(days: Iterable[date]) -> None:
    """
    Count days anew, with their months; to be called within the transaction that took events in.

    The days beside an event are counted as well: what opened before midnight may still be open,
    and what is read after midnight may be what that opening found. A day beside it without raw
    events keeps its facts: its month may have been dropped.
    """
    told = set(days)
    if not told:
        return
    beside = {each for day in told for each in (day - _ONE_DAY, day + _ONE_DAY)} - told
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        cursor.execute(_WITH_EVENTS, [list(beside)])
        wanted = sorted(told | {day for (day,) in cursor.fetchall()})
        for first, last in _stretches(wanted):
            _count(first, last)
    for month in sorted({month_of(day) for day in wanted}):
        _count_month(month)


@transaction.atomic
def rebuild_month(month: date) -> None:
    """Count all days of a month anew from raw events, and the month from them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    _count(month, next_month(month) - _ONE_DAY)
    _count_month(month)


def list_event_months() -> list[date]:
    """Return the months of which there are raw events; of one that was dropped, facts stay."""
    sql = """
        SELECT DISTINCT date_trunc('month', local_date)::date AS month
        FROM analytics_usageevent ORDER BY month
    """
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return [month for (month,) in cursor.fetchall()]


def _count(first: date, last: date) -> None:
    span = {"first": first, "last": last}
    with connection.cursor() as cursor:
        for table in ("analytics_dailyfact", "analytics_dailyperson"):
            cursor.execute(
                f"DELETE FROM {table} WHERE local_date BETWEEN %(first)s AND %(last)s",
                span,
            )
        cursor.execute(_OPENINGS, span)
        cursor.execute(_FACTS, span)
        cursor.execute(_PEOPLE, span)
        cursor.execute("DROP TABLE analytics_opening")


def _count_month(month: date) -> None:
    span = {"first": month, "last": next_month(month) - _ONE_DAY}
    with connection.cursor() as cursor:
        for table in ("analytics_monthlyfact", "analytics_monthlyperson"):
            cursor.execute(f"DELETE FROM {table} WHERE month = %(first)s", span)
        cursor.execute(_MONTH_FACTS, span)
        cursor.execute(_MONTH_PEOPLE, span)


def _stretches(days: Sequence[date]) -> list[tuple[date, date]]:
    """Return days that follow one another as stretches."""
    stretches: list[tuple[date, date]] = []
    for day in days:
        if stretches and day - stretches[-1][1] == _ONE_DAY:
            stretches[-1] = (stretches[-1][0], day)
        else:
            stretches.append((day, day))
    return stretches
