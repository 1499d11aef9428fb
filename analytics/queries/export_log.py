"""Who took figures away, and whether two files of one person differ by few people."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import combinations
from typing import Final
from uuid import UUID

from django.db import connection

from accounts.queries import organizations_below
from analytics import permissions
from analytics.measures.periods import Period
from analytics.measures.publishing import SuppressionPolicy
from analytics.models import ExportLine, Reach

MOST_LINES: Final = 200
# How far back files are held against one another, and how many pairs of them.
LOOK_BACK: Final = timedelta(days=90)
MOST_PAIRS: Final = 100
_PEOPLE: Final = """
    SELECT %s, count(DISTINCT person_id) FROM analytics_monthlyperson
    WHERE month = ANY(%s::date[]) AND stratum_id = ANY(%s)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What somebody took: the strata and the months that their filters stood for."""

    line: ExportLine
    strata: frozenset[int]
    months: frozenset[date]


@dataclass(frozen=True, slots=True)
class Difference:
    """Two files of one person between which few people stand."""

    one: ExportLine
    other: ExportLine


def export_scope(reach: Reach) -> frozenset[UUID] | None:
    """
    Return whose exports a viewer may read: None is everybody's.

    Privacy officers read those of their organization and below, analysts those of their reach.

    :raises Forbidden: they may read none
    """
    permissions.check_may_see_exports(reach)
    if reach.edits:
        return reach.organizations
    return organizations_below([reach.viewer.organization_id])


def list_exports(scope: frozenset[UUID] | None, *, at: datetime) -> list[ExportLine]:
    """Return who took figures away, the latest first."""
    lines = ExportLine.objects.filter(at__gte=at - LOOK_BACK)
    if scope is not None:
        lines = lines.filter(organization__in=scope)
    return list(lines.select_related("user", "organization").order_by("-at", "pk")[:MOST_LINES])


def taken(line: ExportLine, strata: Sequence[int], period: Period) -> Taken:
    """Return an export with what its filters stood for."""
    return Taken(line=line, strata=frozenset(strata), months=frozenset(period.months()))


def find_differences(files: Sequence[Taken], policy: SuppressionPolicy) -> list[Difference]:
    """
    Return pairs of files of one person that few people stand between.

    Held against one another are files of the same months, and files of the same strata: of those
    one subtraction tells the rest.
    """
    pairs = list(_pairs(files))[:MOST_PAIRS]
    if not pairs:
        return []
    asked: list[int | list[date] | list[int]] = []
    for number, (one, other) in enumerate(pairs):
        months = (one.months ^ other.months) or one.months
        strata = (one.strata ^ other.strata) or one.strata
        asked += [number, sorted(months), sorted(strata)]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join([_PEOPLE] * len(pairs)), asked)
        counted = dict(cursor.fetchall())
    return [
        Difference(one.line, other.line)
        for number, (one, other) in enumerate(pairs)
        if 0 < counted[number] < policy.threshold
    ]


def _pairs(files: Sequence[Taken]) -> list[tuple[Taken, Taken]]:
    """Return pairs that differ in their months or in their strata alone, each once."""
    newest: dict[object, Taken] = {}
    for each in files:
        newest.setdefault((each.line.user_id, each.strata, each.months), each)
    return [
        (one, other)
        for one, other in combinations(newest.values(), 2)
        if one.line.user_id == other.line.user_id
        and (one.months == other.months or one.strata == other.strata)
    ]
