"""What has happened today, as far as events have been taken in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db import connection

from analytics.codes import Did, FactKind
from analytics.measures.publishing import Cell
from analytics.models import IntakeRun

from .counts import BEHIND

SHOWN: Final = (FactKind.SIGN_INS, FactKind.SEARCHES, FactKind.OPENINGS, FactKind.FAILED_SIGN_INS)
_FACTS: Final = """
    SELECT kind, local_date, sum(n)::bigint FROM analytics_dailyfact
    WHERE local_date = ANY(%s) AND stratum_id = ANY(%s) GROUP BY kind, local_date
"""
# All that somebody can have done: who did any of it was there.
_ANYTHING: Final = int(Did.SIGNED_IN | Did.OPENED | Did.SEARCHED | Did.READ)
_PEOPLE: Final = f"""
    SELECT local_date, {
    ", ".join(
        f"count(*) FILTER (WHERE did & {did:d} > 0)"
        for did in (_ANYTHING, *(BEHIND[kind] for kind in SHOWN))
    )
} FROM (
        SELECT local_date, person_id, bit_or(did) AS did FROM analytics_dailyperson
        WHERE local_date = ANY(%s) AND stratum_id = ANY(%s) GROUP BY local_date, person_id
    ) AS once GROUP BY local_date
"""
_NOBODY: Final = [0] * (1 + len(SHOWN))


@dataclass(frozen=True, slots=True, kw_only=True)
class Today:
    """
    The counts of a day so far, and of the whole day a week before, with the people behind each.

    `people` did anything at all today. `taken_at` is when events were last found to take in, None
    where there never were any.
    """

    counts: dict[FactKind, Cell]
    week_before: dict[FactKind, Cell]
    people: int
    taken_at: datetime | None

    @property
    def active(self) -> int:
        """How many people opened a record today."""
        return self.counts[FactKind.OPENINGS].people


def read_today(strata: Sequence[int], *, on: date) -> Today:
    """Return what has happened on a day so far; true numbers, to be published."""
    days = [on, on - timedelta(days=7)]
    with connection.cursor() as cursor:
        cursor.execute(_FACTS, [days, list(strata)])
        found = {(kind, day): int(n) for kind, day, n in cursor.fetchall()}
        cursor.execute(_PEOPLE, [days, list(strata)])
        people = {day: counts for day, *counts in cursor.fetchall()}
    today, before = (
        {
            kind: Cell(found.get((kind.value, day), 0), behind)
            for kind, behind in zip(SHOWN, people.get(day, _NOBODY)[1:], strict=True)
        }
        for day in days
    )
    return Today(
        counts=today,
        week_before=before,
        people=people.get(on, _NOBODY)[0],
        taken_at=IntakeRun.objects.order_by("-pk").values_list("at", flat=True).first(),
    )
