"""How well the service runs: page times, feeds, the helpdesk, training."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Final

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.http import SignedInRequest
from analytics.http import known_pages
from analytics.models import Reach
from analytics.presenters import page_times, quality
from analytics.presenters.frame import present_frame
from analytics.presenters.page_times import FIRST_SHOWN, PageWish
from analytics.presenters.quality_parts import Files
from analytics.presenters.tables import TableView
from analytics.queries.page_times import read_days, read_pages
from analytics.queries.quality import (
    list_places,
    may_enter_training,
    read_compliance,
    read_feeds,
    read_tickets,
)
from analytics.views.exporting import export, file_urls
from analytics.views.frame import reach_for

DAYS: Final[Mapping[str, str]] = {"7": "Last 7 days", "28": "Last 28 days", "91": "Last 13 weeks"}
DEFAULT_DAYS: Final = "28"
TICKET_WEEKS: Final = 13
_FEED_SPAN: Final = timedelta(days=quality.FEED_DAYS)


@require_safe
def service_quality(request: SignedInRequest) -> HttpResponse:
    """Show the four parts for whom the viewer may see."""
    reach = reach_for(request)
    at, wish = timezone.now(), _read_wish(request)
    files = {what: _files(what, wish) for what in TABLES}
    pages = read_pages(wish.first, wish.last)
    places = list_places(reach)
    taken, compliance = read_compliance(places, on=timezone.localdate(at))
    parts = [
        page_times.present_pages(
            pages, read_days(wish.page, wish.first, wish.last), wish=wish, files=files
        ),
        quality.present_feeds(
            read_feeds(places, since=at - _FEED_SPAN, until=at), at=at, files=files["feeds"]
        ),
        quality.present_tickets(
            read_tickets(reach, weeks=TICKET_WEEKS, on=timezone.localdate(at)),
            files=files["tickets"],
        ),
        quality.present_compliance(
            taken, compliance, files=files["training"], may_enter=may_enter_training(reach)
        ),
    ]
    context = {
        "frame": present_frame(path=request.path),
        "parts": parts,
        "sees_all": reach.sees_all,
        "days": [{"value": value, "text": text} for value, text in DAYS.items()],
        "pages": page_times.list_choices(pages, wish.page),
        "wish": wish,
    }
    return render(request, "analytics/quality.html", context)


@require_safe
def quality_export(request: SignedInRequest, what: str, fmt: str) -> HttpResponse:
    """Hand out one of the tables as a file."""
    reach = reach_for(request)
    if what not in TABLES:
        raise Http404
    wish = _read_wish(request)
    return export(request, reach, f"quality-{what}", wish.query(), TABLES[what](reach, wish), fmt)


def _read_wish(request: SignedInRequest) -> PageWish:
    """Return which days and page an address asks for; what nobody can ask for is the usual."""
    asked, page = request.GET.get("days", ""), request.GET.get("page", "")
    days = int(asked if asked in DAYS else DEFAULT_DAYS)
    last = timezone.localdate() - timedelta(days=1)
    return PageWish(
        first=last - timedelta(days=days - 1),
        last=last,
        days=days,
        page=page if page in known_pages() else FIRST_SHOWN,
    )


def _files(what: str, wish: PageWish) -> Files:
    return Files(*file_urls("analytics:quality_export", what, query=wish.query()))


def _page_table(_reach: Reach, wish: PageWish) -> TableView:
    return page_times.page_table(read_pages(wish.first, wish.last), wish=wish)


def _day_table(_reach: Reach, wish: PageWish) -> TableView:
    return page_times.day_table(read_days(wish.page, wish.first, wish.last), wish=wish)


def _feed_table(reach: Reach, _wish: PageWish) -> TableView:
    at = timezone.now()
    return quality.feed_table(
        read_feeds(list_places(reach), since=at - _FEED_SPAN, until=at), at=at
    )


def _ticket_table(reach: Reach, _wish: PageWish) -> TableView:
    return quality.ticket_table(read_tickets(reach, weeks=TICKET_WEEKS, on=timezone.localdate()))


def _compliance_table(reach: Reach, _wish: PageWish) -> TableView:
    _, places = read_compliance(list_places(reach), on=timezone.localdate())
    return quality.compliance_table(places)


TABLES: Final[Mapping[str, Callable[[Reach, PageWish], TableView]]] = {
    "pages": _page_table,
    "days": _day_table,
    "feeds": _feed_table,
    "tickets": _ticket_table,
    "training": _compliance_table,
}
