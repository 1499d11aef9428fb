"""Somebody's meetings in their own calendar: a file for one, a secret address for all."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.http import SignedInRequest
from core.calendars import Method
from core.dates import format_ago
from core.secret_feeds import find_feed, open_feed, revoke_feed, use_feed
from governance.actions.meeting_invitations import write_feed, write_meeting
from governance.models import MeetingFeed
from governance.queries.calendar import list_for_feed
from governance.queries.heads import last_heads

from .frame import reach_for, show
from .meetings import meeting_or_404

TYPE = "text/calendar; charset=utf-8"


@require_safe
def calendar_detail(request: SignedInRequest) -> HttpResponse:
    """Show whether somebody has an address for their calendar."""
    return _draw(request, address="")


@require_POST
def calendar_open(request: SignedInRequest) -> HttpResponse:
    """Make an address, and show it this once."""
    _, secret = open_feed(MeetingFeed.objects.all(), user=request.user, at=timezone.now())
    path = reverse("governance:meeting_feed", args=[secret])
    return _draw(request, address=f"{settings.SERVICE_URL}{path}")


@require_POST
def calendar_revoke(request: SignedInRequest) -> HttpResponse:
    """End the address."""
    revoke_feed(MeetingFeed.objects.all(), user=request.user, at=timezone.now())
    messages.success(request, "The address has ended. Calendars that use it get nothing more.")
    return redirect("governance:calendar_detail")


@login_not_required
@never_cache
@require_safe
def meeting_feed(request: HttpRequest, secret: str) -> HttpResponse:
    """Answer a calendar that knows the secret of somebody's address."""
    at = timezone.now()
    feed = use_feed(MeetingFeed.objects.select_related("user"), secret, at=at)
    if feed is None:
        raise Http404
    meetings = list_for_feed(feed.user, at=at)
    heads = last_heads(meeting.committee_id for meeting in meetings)
    return HttpResponse(write_feed(meetings, heads, at=at), content_type=TYPE)


@require_safe
def meeting_calendar(request: SignedInRequest, meeting_id: UUID) -> HttpResponse:
    """Give somebody the calendar file of a meeting."""
    meeting = meeting_or_404(meeting_id, reach_for(request))
    head = last_heads([meeting.committee_id]).get(meeting.committee_id)
    content = write_meeting(meeting, Method.PUBLISH, to=None, head=head, at=timezone.now())
    headers = {"Content-Disposition": 'attachment; filename="meeting.ics"'}
    return HttpResponse(content, content_type=TYPE, headers=headers)


def _draw(request: SignedInRequest, *, address: str) -> HttpResponse:
    feed = find_feed(MeetingFeed.objects.all(), user=request.user)
    read_at = feed.last_read_at if feed else None
    context = {
        "has_feed": feed is not None,
        "last_read": format_ago(read_at, now=timezone.now()) if read_at else "",
        "address": address,
    }
    response = show(request, "calendar/detail.html", context, reach=reach_for(request))
    if address:
        response["Cache-Control"] = "no-store"
    return response
