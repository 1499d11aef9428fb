"""A session: when and where it is, how many places are left, and booking one of them."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import SignedInRequest
from core.access import allowed
from core.errors import NotPermittedNow
from training import permissions
from training.actions.seats import book_session, offer_place
from training.codes import BookingSource, BookingState
from training.forms.booking import NeedsForm
from training.models import Booking, Reach, Session, reach_of
from training.presenters.bookings import present_booking, present_waiting
from training.presenters.frame import present_frame
from training.presenters.session_page import after_booking, present_session
from training.presenters.sessions import present_session_line
from training.queries.alternatives import list_alternatives
from training.queries.bookings import (
    find_own,
    get_booking,
    get_session,
    list_waiting,
    position_of,
)
from training.queries.seats import find_bar

HAVE_PLACE = (BookingState.OFFERED, BookingState.BOOKED)


@require_safe
def session_detail(request: SignedInRequest, number: int) -> HttpResponse:
    """Show a session, how somebody stands to it, and what they can do."""
    at, reach = timezone.now(), reach_of(request.active_role)
    session = find_session(number, reach=reach)
    own = find_own(session, reach.viewer.user_id)
    position = position_of(own) if own is not None and own.state == BookingState.WAITLISTED else 0
    page = present_session(session, own, position=position, at=at)
    # Where this one is no good, others may be.
    is_settled = page.has_room or (own is not None and own.state in HAVE_PLACE)
    others = [] if is_settled else list_alternatives(session, at=at, viewer=reach.viewer)
    context = {
        "frame": present_frame(reach, path=reverse("training:course_list")),
        "session": page,
        "own": present_booking(own, at=at) if own is not None else None,
        "bar": find_bar(session, reach.viewer.user_id) if page.can_book else "",
        "others": [present_session_line(each) for each in others],
        "may_book_for": page.is_open and bool(reach.people),
        "runs_it": allowed(permissions.check_may_run, reach, session),
    }
    return render(request, "training/booking/session_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def session_book(request: SignedInRequest, number: int) -> HttpResponse:
    """Book a place for oneself, or join the waiting list, with what one needs there."""
    at, reach = timezone.now(), reach_of(request.active_role)
    form, error = NeedsForm(request.POST if request.method == "POST" else None), ""
    if request.method == "POST" and form.is_valid():
        try:
            booking = book_session(
                session_id=number,
                learner=reach.viewer,
                by=reach,
                source=BookingSource.LEARNER,
                at=at,
                needs=form.needs(),
            )
        except Session.DoesNotExist as missing:
            raise Http404 from missing
        except NotPermittedNow as refused:
            error = str(refused)
        else:
            messages.success(request, after_booking(booking))
            return redirect("training:session_detail", number)
    session = find_session(number, reach=reach)
    page = present_session(session, None, position=0, at=at)
    context = {
        "frame": present_frame(reach, path=reverse("training:course_list")),
        "session": page,
        "form": form,
        "error": error or ("" if page.can_book else "This session cannot be booked any more."),
    }
    return render(request, "training/booking/session_book.html", context)


@require_safe
def session_waiting(request: SignedInRequest, number: int) -> HttpResponse:
    """Show those who run a session who waits for a place, in order."""
    at, reach = timezone.now(), reach_of(request.active_role)
    session = find_session(number, reach=reach)
    permissions.check_may_run(reach, session)
    page = present_session(session, None, position=0, at=at)
    context = {
        "frame": present_frame(reach, path=reverse("training:course_list")),
        "session": page,
        "lines": present_waiting(list_waiting(session)),
        "allowance": session.overbook_allowance,
    }
    return render(request, "training/booking/session_waiting.html", context)


@require_POST
def booking_offer(request: SignedInRequest, booking_id: UUID) -> HttpResponse:
    """Offer a place to somebody out of turn."""
    reach = reach_of(request.active_role)
    booking = find_booking(booking_id, reach=reach)
    try:
        offer_place(booking_id=booking.pk, by=reach, at=timezone.now())
    except NotPermittedNow as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"A place is offered to {booking.user}.")
    return redirect("training:session_waiting", booking.session_id)


def find_booking(booking_id: UUID, *, reach: Reach) -> Booking:
    """
    Return a booking that the viewer may know of.

    :raises Http404: there is none
    """
    try:
        return get_booking(booking_id, reach=reach)
    except Booking.DoesNotExist as error:
        raise Http404 from error


def find_session(number: int, *, reach: Reach) -> Session:
    """
    Return a session that the viewer may find.

    :raises Http404: there is none
    """
    try:
        return get_session(number, reach=reach)
    except Session.DoesNotExist as error:
        raise Http404 from error
