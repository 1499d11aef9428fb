"""Feeds and their runs, for integration engineers."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.http import SignedInRequest
from records.http import no_training_needed
from records.models import ImportRun
from records.presenters.feeds import (
    present_feeds,
    present_run,
    present_run_line,
)
from records.presenters.quarantine import present_held
from records.queries import feeds

LINES_A_PAGE = 50


@no_training_needed
@require_GET
def feed_list(request: SignedInRequest) -> HttpResponse:
    at, viewer = timezone.now(), request.active_role
    context = {
        "feeds": present_feeds(feeds.list_feeds(viewer=viewer), at=at),
        "held": [present_held(person, at=at) for person in feeds.list_held_people(viewer=viewer)],
    }
    return render(request, "records/feed_list.html", context)


@no_training_needed
@require_GET
def feed_detail(request: SignedInRequest, feed_code: str) -> HttpResponse:
    at, viewer = timezone.now(), request.active_role
    found = [feed for feed in feeds.list_feeds(viewer=viewer) if feed.code == feed_code]
    if not found:
        raise Http404
    runs = feeds.list_runs(feed_code, viewer=viewer)[:LINES_A_PAGE]
    context = {
        "feed": present_feeds(found, at=at)[0],
        "runs": [present_run_line(run, at=at) for run in runs],
    }
    return render(request, "records/feed_detail.html", context)


@no_training_needed
@require_GET
def run_detail(request: SignedInRequest, run_id: UUID) -> HttpResponse:
    try:
        run = feeds.get_run(run_id, viewer=request.active_role)
    except ImportRun.DoesNotExist as error:
        raise Http404 from error
    return render(request, "records/run_detail.html", {"run": present_run(run)})
