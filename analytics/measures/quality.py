"""Measures of how well the service runs: of pages, and of other rooms by their own counts."""

from datetime import date
from typing import Final

from analytics.codes import Direction
from analytics.measures.measure import Measure, Scoring
from analytics.measures.publishing import SuppressionPolicy

_SINCE: Final = date(2026, 11, 25)
_OWNER: Final = "Head of analytics"
# A share of fewer pages says nothing, and could be one person's morning.
PAGES: Final = SuppressionPolicy(code="pages", threshold=20, rounding=10)
_PAGES: Final = "Page times of the whole service, counted by page and day, moved in every minute"
_FELT: Final = (
    "By when {share} of the pages were there, from the tap to the end of loading, as browsers "
    "measured it. Pages that opened behind others are left out."
)
_SERVER: Final = (
    "Within what time {share} of the pages were made, from the request to the answer, as the "
    "server measured it. The network is not in it."
)
_BANDS: Final = "Counted in bands of 19 %: the true time lies within the band."


def _page_time(code: str, title: str, definition: str) -> Measure:
    return Measure(
        code=code,
        version=1,
        since=_SINCE,
        title=title,
        unit="ms",
        definition=definition,
        owner=_OWNER,
        source=_PAGES,
        scoring=Scoring.CONTINUOUS,
        direction=Direction.DOWN,
        caution=_BANDS,
    )


FELT_P75: Final = _page_time(
    "page-felt-p75", "Page time as felt, 3 of 4 pages", _FELT.format(share="three quarters")
)
FELT_P95: Final = _page_time(
    "page-felt-p95", "Page time as felt, 19 of 20 pages", _FELT.format(share="95 %")
)
SERVER_P75: Final = _page_time(
    "page-server-p75", "Server’s time, 3 of 4 pages", _SERVER.format(share="three quarters")
)
SERVER_P95: Final = _page_time(
    "page-server-p95", "Server’s time, 19 of 20 pages", _SERVER.format(share="95 %")
)
FEEDS_IN_TIME: Final = Measure(
    code="feeds-in-time",
    version=1,
    since=_SINCE,
    title="Feeds in time",
    unit="%",
    definition=(
        "Active feeds whose newest data is no older than was agreed, of all active feeds from, or "
        "shared with, the organisations."
    ),
    owner="Head of integration",
    source="The record’s own count of feeds and their imports, as board packs have it",
    scoring=Scoring.PROPORTION,
    direction=Direction.UP,
)
RESOLVED_IN_TIME: Final = Measure(
    code="tickets-in-time",
    version=1,
    since=_SINCE,
    title="Tickets resolved in time",
    unit="%",
    definition=(
        "Tickets that were resolved for the first time within their target, of those resolved "
        "that had one. Restricted tickets are not counted."
    ),
    owner="Helpdesk manager",
    source="The helpdesk’s own count of tickets by week, as board packs have it",
    scoring=Scoring.PROPORTION,
    direction=Direction.UP,
    decimals=0,
)
COMPLIANCE: Final = Measure(
    code="training-compliance",
    version=1,
    since=_SINCE,
    title="Training compliance",
    unit="%",
    definition=(
        "Competencies that people hold today, due ones as well, of all that their role requires."
    ),
    owner="Head of training",
    source="Training’s own nightly count of who is compliant",
    scoring=Scoring.PROPORTION,
    direction=Direction.UP,
    caution="Counts of people and their competencies are rounded to 5, small ones withheld.",
)
ANSWERS: Final = Measure(
    code="answers",
    version=1,
    since=_SINCE,
    title="Answers to the question in the record",
    unit="answers",
    definition=(
        "Answers to “How much time did this record save you just now?”, which is put at one "
        "record opening in 50. Waving it away is no answer."
    ),
    owner=_OWNER,
    source="The question in the record; answers are kept with organisation, role and setting",
    scoring=Scoring.EVENTS,
    direction=Direction.UP,
    plain_sql="""
        SELECT count(*) FROM analytics_surveyresponse
        WHERE asked_on BETWEEN %(first)s AND %(last)s AND stratum_id = ANY(%(strata)s)
          AND answer <> 'dismissed'
    """,
    caution="Those who answer may differ from those who do not.",
)

MEASURES: Final = (
    FELT_P75,
    FELT_P95,
    SERVER_P75,
    SERVER_P95,
    FEEDS_IN_TIME,
    RESOLVED_IN_TIME,
    COMPLIANCE,
    ANSWERS,
)
