"""What board packs say of the record's feeds: how late, how often read, what was set aside."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, Sum

from accounts.queries import organizations_below
from records.codes import FeedState, ImportRunState
from records.models import Feed, ImportRun

from .feeds import FeedStanding, list_standings

_NOTHING = (0, 0, 0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedFigures:
    """A feed as it stands, and what its runs did in a stretch of time."""

    standing: FeedStanding
    runs: int
    failed: int
    received: int
    quarantined: int


def read_feeds(organization_id: UUID, *, since: datetime, until: datetime) -> Sequence[FeedFigures]:
    """Return the active feeds from, or shared with, organizations at or below one, by code."""
    return read_feeds_of(organizations_below([organization_id]), since=since, until=until)


def read_feeds_of(
    places: Collection[UUID], *, since: datetime, until: datetime
) -> Sequence[FeedFigures]:
    """Return the active feeds from, or shared with, any of these organizations, by code."""
    feeds = Feed.objects.filter(
        Q(organization__in=places) | Q(shared_with__in=places), state=FeedState.ACTIVE
    )
    codes = set(feeds.values_list("code", flat=True))
    runs = ImportRun.objects.filter(received_at__gte=since, received_at__lt=until)
    rows = (
        runs.filter(feed__code__in=codes)
        .values("feed__code")
        .annotate(
            runs=Count("pk"),
            failed=Count("pk", filter=Q(state=ImportRunState.FAILED)),
            entries=Sum("received"),
            held=Sum("quarantined"),
        )
        .values_list("feed__code", "runs", "failed", "entries", "held")
    )
    counted = {code: counts for code, *counts in rows}
    return [
        _figures(standing, counted.get(standing.code, _NOTHING))
        for standing in list_standings()
        if standing.code in codes
    ]


def _figures(standing: FeedStanding, counted: Sequence[int]) -> FeedFigures:
    runs, failed, received, quarantined = counted
    return FeedFigures(
        standing=standing, runs=runs, failed=failed, received=received, quarantined=quarantined
    )
