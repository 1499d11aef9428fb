"""Somebody's bookings in their own calendar: a file for one, a secret address for all."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.http import SignedInRequest
from core.calendars import Method
from core.dates import format_ago
from core.secret_feeds import find_feed, open_feed, revoke_feed, use_feed
from training.actions.invitations import write_feed, write_invitation
from training.models import Booking, CalendarFeed, reach_of
from training.presenters.frame import present_frame
from training.queries import calendar

TYPE = "text/calendar; charset=utf-8"


@require_safe
def calendar_detail(request: SignedInRequest) -> HttpResponse:
    """Show whether somebody has an address for their calendar."""
    return _draw(request, address="")


@require_POST
def calendar_open(request: SignedInRequest) -> HttpResponse:
    """Make an address, and show it this once."""
    _, secret = open_feed(CalendarFeed.objects.all(), user=request.user, at=timezone.now())
    path = reverse("training:calendar_feed", args=[secret])
    return _draw(request, address=f"{settings.SERVICE_URL}{path}")


@require_POST
def calendar_revoke(request: SignedInRequest) -> HttpResponse:
    """End the address."""
    revoke_feed(CalendarFeed.objects.all(), user=request.user, at=timezone.now())
    messages.success(request, "The address has ended. Calendars that use it get nothing more.")
    return redirect("training:calendar_detail")


@login_not_required
@never_cache
@require_safe
def calendar_feed(request: HttpRequest, secret: str) -> HttpResponse:
    """Answer a calendar that knows the secret of somebody's address."""
    at = timezone.now()
    feed = use_feed(CalendarFeed.objects.all(), secret, at=at)
    if feed is None:
        raise Http404
    content = write_feed(calendar.list_for_feed(feed.user_id, at=at), at=at)
    return HttpResponse(content, content_type=TYPE)


@require_safe
def booking_calendar(request: SignedInRequest, booking_id: UUID) -> HttpResponse:
    """Give somebody the calendar file of what they have booked."""
    try:
        booking = calendar.get_own_booking(booking_id, user_id=request.user.pk)
    except Booking.DoesNotExist as error:
        raise Http404 from error
    content = write_invitation(booking, Method.PUBLISH, at=timezone.now())
    headers = {"Content-Disposition": 'attachment; filename="training.ics"'}
    return HttpResponse(content, content_type=TYPE, headers=headers)


def _draw(request: SignedInRequest, *, address: str) -> HttpResponse:
    feed = find_feed(CalendarFeed.objects.all(), user=request.user)
    read_at = feed.last_read_at if feed else None
    context = {
        "frame": present_frame(reach_of(request.active_role), path=request.path),
        "has_feed": feed is not None,
        "last_read": format_ago(read_at, now=timezone.now()) if read_at else "",
        "address": address,
    }
    response = render(request, "training/calendar_detail.html", context)
    if address:
        response["Cache-Control"] = "no-store"
    return response
