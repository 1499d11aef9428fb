"""Count the lines of a frozen report again: from raw events up to its cut, by plain SQL."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from django.db import connection
from django.db.backends.utils import CursorWrapper

from analytics.codes import Did, UsageKind
from analytics.measures.registry import get_measure

from .counts import BEHIND
from .report_lines import Line, SectionFigures

_ONE_DAY: Final = timedelta(days=1)
_EVENTS: Final = "analytics_usageevent"
_CUT: Final = "analytics_event_of_cut"
# The days beside: what opened before midnight may still be open, and read after it.
_TAKE: Final = f"""
    CREATE TEMPORARY TABLE {_CUT} ON COMMIT DROP AS
    SELECT * FROM {_EVENTS}
    WHERE intake_id <= %(cut)s AND local_date BETWEEN %(first)s AND %(last)s
      AND (stratum_id = ANY(%(strata)s) OR kind = ANY(%(opened)s))
"""
_INDEX: Final = f"""
    CREATE INDEX ON {_CUT} (person_id, subject, at);
    CREATE INDEX ON {_CUT} (stratum_id, kind, local_date);
    ANALYZE {_CUT};
"""
_READS: Final = (UsageKind.SECTION, UsageKind.ENTRY, UsageKind.DOCUMENT)
_KINDS: Final = {
    Did.SIGNED_IN: [UsageKind.SIGN_IN],
    Did.OPENED: [UsageKind.OPEN],
    Did.SEARCHED: [UsageKind.SEARCH],
    Did.READ: list(_READS),
}
_WEAKEST: Final = f"""
    SELECT coalesce(min(people), 0) FROM (
        SELECT count(DISTINCT person_id) AS people FROM {_CUT}
        WHERE local_date BETWEEN %(first)s AND %(last)s AND stratum_id = ANY(%(strata)s)
          AND kind = ANY(%(kinds)s) AND person_id IS NOT NULL
        GROUP BY date_trunc('month', local_date)
    ) AS months
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class CutEvents:
    """Raw events as they were known at a cut, within a transaction."""

    cut: int
    first: date
    last: date
    strata: Sequence[int]

    def take(self, cursor: CursorWrapper) -> None:
        """Put them aside; the table goes with the transaction."""
        cursor.execute(
            _TAKE,
            {
                "cut": self.cut,
                "first": self.first - _ONE_DAY,
                "last": self.last + _ONE_DAY,
                "strata": list(self.strata),
                "opened": [kind.value for kind in (UsageKind.OPEN, *_READS)],
            },
        )
        cursor.execute(_INDEX)


def recount(figures: SectionFigures, *, cut: int) -> SectionFigures:
    """
    Return the same lines, counted again; to be called in a transaction.

    A line of a measure that no events are counted for stays as it is.
    """
    if not figures.lines:
        return figures
    events = CutEvents(
        cut=cut,
        first=min(line.first for line in figures.lines),
        last=max(line.period.end for line in figures.lines),
        strata=sorted({key for group in figures.groups.values() for key in group.strata}),
    )
    with connection.cursor() as cursor:
        events.take(cursor)
        lines = [_count(cursor, line, figures) for line in figures.lines]
        cursor.execute(f"DROP TABLE {_CUT}")
    return replace(figures, lines=lines)


def _count(cursor: CursorWrapper, line: Line, figures: SectionFigures) -> Line:
    measure = get_measure(line.measure)
    if not measure.plain_sql:
        return line
    asked: dict[str, date | list[int]] = {
        "first": line.first,
        "last": line.period.end,
        "strata": list(figures.groups[line.group].strata),
    }
    cursor.execute(measure.plain_sql.replace(_EVENTS, _CUT), asked)
    n = int(cursor.fetchone()[0])
    if measure.kind is None:
        return replace(line, n=n, people=n)
    kinds = [k for did, each in _KINDS.items() if did & BEHIND[measure.kind] for k in each]
    cursor.execute(_WEAKEST, {**asked, "kinds": [kind.value for kind in kinds]})
    return replace(line, n=n, people=int(cursor.fetchone()[0]))
