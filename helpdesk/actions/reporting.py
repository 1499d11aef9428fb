"""
Adds up by week, queue, region and category what was measured of tickets, for reports.

A whole span of weeks is added up anew at once: a ticket that has moved changes every week in
which it was open.
"""

from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db import connection, transaction

from core.dates import LONDON
from helpdesk.codes import BANDS
from helpdesk.queries.measures import start_of

WEEK: Final = timedelta(days=7)
RECENT_WEEKS: Final = 14

FORGET: Final = "DELETE FROM helpdesk_reportcell WHERE week >= %(first)s"
_COLUMNS: Final = """
    INSERT INTO helpdesk_reportcell
        (week, figure, queue_id, region_id, category, is_restricted, has_governance_flag, band,
         number, in_time, with_target, first_contact, reopened, handed_over, score_sum)
"""
_KEYS: Final = "t.queue_id, t.region_id, t.category, t.is_restricted, t.has_governance_flag"
_HAPPENED: Final = """
    SELECT date_trunc('week', m.{column} AT TIME ZONE 'Europe/London')::date, '{figure}', {keys},
           {band}, count(*), {facts}
    FROM helpdesk_ticketmeasure m JOIN helpdesk_ticket t ON t.number = m.ticket_id
    WHERE m.counts AND m.{column} >= %(start)s
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
"""
_IN_TIME: Final = "count(*) FILTER (WHERE m.{0}), count(m.{0})"
_BAND: Final = "width_bucket(extract(epoch FROM {0})::float, %(bands)s::float[])"
# The running week stands as it is now; those before as they ended.
_OPEN: Final = f"""
    (WITH t AS MATERIALIZED (
        SELECT p.starts_at, p.ends_at, t.queue_id, t.region_id, t.category, t.is_restricted,
               t.has_governance_flag
        FROM helpdesk_openspell p
        JOIN helpdesk_ticketmeasure m ON m.ticket_id = p.ticket_id AND m.counts
        JOIN helpdesk_ticket t ON t.number = p.ticket_id
        WHERE p.ends_at IS NULL OR p.ends_at >= %(start)s
    )
    SELECT w.week, 'backlog', {_KEYS},
           {_BAND.format("least(w.ends_at, %(at)s) - t.starts_at")}, count(*), 0, 0, 0, 0, 0, 0
    FROM unnest(%(weeks)s::date[], %(ends)s::timestamptz[]) AS w(week, ends_at)
    JOIN t ON t.starts_at < w.ends_at AND (t.ends_at IS NULL OR t.ends_at >= w.ends_at)
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8)
"""  # noqa: S608 — built of constants
_FIGURES: Final = (
    ("opened", "opened_at", "0", "0, 0, 0, 0, 0, 0"),
    (
        "answered",
        "answered_at",
        _BAND.format("m.answered_at - m.opened_at"),
        f"{_IN_TIME.format('was_answered_in_time')}, 0, 0, 0, 0",
    ),
    (
        "resolved",
        "resolved_at",
        "0",
        f"""{_IN_TIME.format("was_resolved_in_time")},
            count(*) FILTER (WHERE m.replies <= 1 AND m.handovers = 0 AND m.reopenings = 0),
            count(*) FILTER (WHERE m.reopenings > 0),
            count(*) FILTER (WHERE m.handovers > 0), 0""",
    ),
    ("scored", "scored_at", "0", "0, 0, 0, 0, 0, sum(m.score)"),
)
# The cells of a week lie together, so that a report reads few pages of the table.
ADD_UP: Final = (
    _COLUMNS
    + " UNION ALL ".join(
        [
            *(
                _HAPPENED.format(figure=figure, column=column, band=band, facts=facts, keys=_KEYS)
                for figure, column, band, facts in _FIGURES
            ),
            _OPEN,
        ]
    )
    + " ORDER BY 1"
)


def monday_of(day: date) -> date:
    """Return the Monday of the week of a day."""
    return day - timedelta(days=day.weekday())


def add_up_weeks(*, at: datetime, weeks: int | None = RECENT_WEEKS) -> None:
    """Add up the latest weeks anew, or all of them where no number is given."""
    this_week = monday_of(at.astimezone(LONDON).date())
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('helpdesk.reporting'))")
        first = this_week - WEEK * (weeks - 1) if weeks else _first_week(this_week)
        mondays = [first + WEEK * each for each in range((this_week - first) // WEEK + 1)]
        values: dict[str, Any] = {
            "first": first,
            "start": start_of(first),
            "at": at,
            "weeks": mondays,
            "ends": [start_of(monday + WEEK) for monday in mondays],
            "bands": list(BANDS),
        }
        cursor.execute(FORGET, values)
        cursor.execute(ADD_UP, values)


def _first_week(this_week: date) -> date:
    """Return the week of the first ticket that was measured."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT min(opened_at) FROM helpdesk_ticketmeasure")
        (first,) = cursor.fetchone() or (None,)
    return monday_of(first.astimezone(LONDON).date()) if first else this_week
