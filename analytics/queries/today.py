"""What has happened today, as far as events have been taken in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db import connection

from analytics.codes import Did, FactKind
from analytics.models import IntakeRun

SHOWN: Final = (FactKind.SIGN_INS, FactKind.SEARCHES, FactKind.OPENINGS, FactKind.FAILED_SIGN_INS)
_FACTS: Final = """
    SELECT kind, local_date, sum(n)::bigint FROM analytics_dailyfact
    WHERE local_date = ANY(%s) AND stratum_id = ANY(%s) GROUP BY kind, local_date
"""
_PEOPLE: Final = """
    SELECT count(DISTINCT person_id) FROM analytics_dailyperson
    WHERE local_date = %s AND stratum_id = ANY(%s) AND did & %s > 0
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Today:
    """
    The counts of a day so far, and of the whole day a week before.

    `people` did anything at all today, `active` opened a record. `taken_at` is when events were
    last found to take in, None where there never were any.
    """

    counts: dict[FactKind, int]
    week_before: dict[FactKind, int]
    people: int
    active: int
    taken_at: datetime | None


def read_today(strata: Sequence[int], *, on: date) -> Today:
    """Return what has happened on a day so far; true numbers, to be published."""
    before = on - timedelta(days=7)
    with connection.cursor() as cursor:
        cursor.execute(_FACTS, [[on, before], list(strata)])
        found = {(kind, day): int(n) for kind, day, n in cursor.fetchall()}
        anything = Did.SIGNED_IN | Did.OPENED | Did.SEARCHED | Did.READ
        counted = []
        for did in (anything, Did.OPENED):
            cursor.execute(_PEOPLE, [on, list(strata), int(did)])
            counted += [n for (n,) in cursor.fetchall()]
    last = IntakeRun.objects.order_by("-pk").values_list("at", flat=True).first()
    return Today(
        counts={kind: found.get((kind.value, on), 0) for kind in SHOWN},
        week_before={kind: found.get((kind.value, before), 0) for kind in SHOWN},
        people=counted[0],
        active=counted[1],
        taken_at=last,
    )
