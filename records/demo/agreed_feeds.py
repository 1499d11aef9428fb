"""The feeds of the demonstration: who sends what, how, how fresh, and to which boards."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final, NamedTuple

from django.db import transaction

from accounts.demo.organizations import (
    BLACK_COUNTRY,
    SHROPSHIRE,
    SHROPSHIRE_COUNCIL,
    STAFFORDSHIRE,
)
from accounts.models import Organization
from records.actions.schedules import schedule_feed
from records.codes import FeedFormat, FeedMode, FeedState
from records.models import Feed

NIGHTLY: Final = "0 2 * * *"
OVERNIGHT: Final = timedelta(hours=26)
WITHIN_HOURS: Final = timedelta(hours=2)
WEEKLY: Final = timedelta(hours=170)
EVERY_BOARD: Final = (BLACK_COUNTRY, STAFFORDSHIRE, SHROPSHIRE)
NDJSON, BUNDLE, CSV = FeedFormat.FHIR_NDJSON, FeedFormat.FHIR_BUNDLE, FeedFormat.CSV
SNAPSHOT, DELTA = FeedMode.SNAPSHOT, FeedMode.DELTA


class DemoFeed(NamedTuple):
    """A feed of the demonstration."""

    code: str
    ods_code: str
    name: str
    format: FeedFormat
    mode: FeedMode
    agreed_lag: timedelta = OVERNIGHT
    boards: tuple[str, ...] = EVERY_BOARD
    column_map: str = ""
    state: FeedState = FeedState.ACTIVE


FEEDS = (
    DemoFeed("gp-radbrook-green", "M82016", "Radbrook Green: GP record", NDJSON, SNAPSHOT),
    DemoFeed("gp-riverside", "M82006", "Riverside: GP record", NDJSON, SNAPSHOT),
    DemoFeed("gp-trent-vale", "M83014", "Trent Vale: GP record", NDJSON, SNAPSHOT),
    DemoFeed("gp-eve-hill", "M87006", "Eve Hill: GP record", NDJSON, SNAPSHOT),
    DemoFeed(
        "sath", "RXW", "Shrewsbury and Telford: hospital", BUNDLE, DELTA, agreed_lag=WITHIN_HOURS
    ),
    DemoFeed("uhnm", "RJE", "North Midlands: hospital", BUNDLE, DELTA),
    DemoFeed(
        "dudley-group", "RNA", "Dudley Group: hospital", BUNDLE, DELTA, boards=(BLACK_COUNTRY,)
    ),
    DemoFeed("mpft", "RRE", "Midlands Partnership: mental health", NDJSON, DELTA),
    DemoFeed(
        "shropcom", "R1D", "Shropshire: community health", NDJSON, DELTA, boards=(SHROPSHIRE,)
    ),
    DemoFeed(
        "shropshire-council",
        SHROPSHIRE_COUNCIL,
        "Shropshire Council: social care",
        CSV,
        SNAPSHOT,
        agreed_lag=WEEKLY,
        boards=(SHROPSHIRE,),
        column_map="social-care",
    ),
    DemoFeed("wmas", "RYA", "West Midlands: ambulance", BUNDLE, DELTA, state=FeedState.PLANNED),
)


@transaction.atomic
def load_feeds(organizations: Mapping[str, Organization]) -> list[Feed]:
    """Add the feeds that are missing, on their agreed terms, and return all of them scheduled."""
    feeds = [_load_feed(demo, organizations) for demo in FEEDS]
    for feed in feeds:
        schedule_feed(feed)
    return feeds


def _load_feed(demo: DemoFeed, organizations: Mapping[str, Organization]) -> Feed:
    """Return a feed; where it is there already, as people have changed it since."""
    feed, is_new = Feed.objects.get_or_create(
        code=demo.code,
        defaults={
            "name": demo.name,
            "organization": organizations[demo.ods_code],
            "format": demo.format,
            "mode": demo.mode,
            "column_map": demo.column_map,
            "state": demo.state,
            "schedule": NIGHTLY if demo.state == FeedState.ACTIVE else "",
            "agreed_lag": demo.agreed_lag,
        },
    )
    if is_new:
        feed.shared_with.set(organizations[board] for board in demo.boards)
    return feed
