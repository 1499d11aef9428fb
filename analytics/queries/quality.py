"""How well the service runs for whom a viewer may see: by the rooms' own queries."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from accounts.models import Organization
from analytics.models import Reach
from helpdesk.queries.pack_figures import WeekFigures, read_weeks_of
from records.queries.pack_figures import FeedFigures, read_feeds_of
from training.models import TrainingManager
from training.models.reach import READS_FIGURES
from training.queries.compliance import Taken
from training.queries.pack_figures import PlaceFigures, read_places_of

WEEK: Final = timedelta(weeks=1)
# What training is compared with: as it stood so many days before.
COMPARED_DAYS: Final = 30


def list_places(reach: Reach) -> Collection[UUID]:
    """Return the organizations within reach, for rooms that want each by name."""
    if reach.organizations is not None:
        return reach.organizations
    return frozenset(Organization.objects.values_list("pk", flat=True))


def read_feeds(
    places: Collection[UUID], *, since: datetime, until: datetime
) -> Sequence[FeedFigures]:
    """Return the feeds from, or shared with, these organizations, the latest first."""
    feeds = read_feeds_of(places, since=since, until=until)
    return sorted(feeds, key=lambda each: _beyond(each, until), reverse=True)


def read_tickets(reach: Reach, *, weeks: int, on: date) -> Mapping[date, WeekFigures]:
    """Return what the helpdesk did in so many whole weeks before a day, by their Mondays."""
    this_monday = on - timedelta(days=on.weekday())
    first = this_monday - weeks * WEEK
    found = read_weeks_of(reach.organizations, since=first, until=this_monday - WEEK)
    mondays = [first + number * WEEK for number in range(weeks)]
    return {monday: found.get(monday, WeekFigures()) for monday in mondays}


def read_compliance(places: Collection[UUID], *, on: date) -> tuple[Taken, Sequence[PlaceFigures]]:
    """Return how the training of these organizations stands, the worst first."""
    return read_places_of(places, on=on, days=COMPARED_DAYS)


def may_enter_training(reach: Reach) -> bool:
    """Whether training shows the viewer these figures as well."""
    viewer = reach.viewer
    if viewer.job_role in READS_FIGURES:
        return True
    return TrainingManager.objects.filter(user_id=viewer.user_id).exists()


def _beyond(feed: FeedFigures, at: datetime) -> timedelta:
    """Return by how much a feed is beyond what was agreed; one that never came is beyond all."""
    lag = feed.standing.lag(at)
    return timedelta.max if lag is None else lag - feed.standing.agreed_lag
