"""What becomes of a booking: answered, cancelled, approved, or made for somebody else."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import SignedInRequest
from accounts.models import PractitionerRole
from core.access import allowed
from core.errors import NotPermittedNow
from training import permissions
from training.actions.seats import (
    accept_offer,
    approve_booking,
    book_over_capacity,
    book_session,
    cancel_booking,
    decline_booking,
    decline_offer,
)
from training.codes import BookingSource, BookingState
from training.forms.booking import BookForForm, CancelForm, FindLearnerForm
from training.models import Booking, Reach, Session, reach_of
from training.presenters.bookings import present_booking, present_request
from training.presenters.frame import present_frame
from training.presenters.session_page import after_booking_for, present_session
from training.queries.bookings import find_learner, find_learners, list_requests

from .sessions import find_booking, find_session

CANCELLED = "Cancelled. The place goes to the next in line."
WITHDRAWN = "Withdrawn. You can book again as long as the session is open."


@require_POST
def booking_answer(request: SignedInRequest, booking_id: UUID) -> HttpResponse:
    """Accept a place that is offered, or give it up."""
    at, reach = timezone.now(), reach_of(request.active_role)
    booking = find_booking(booking_id, reach=reach)
    accepts = request.POST.get("answer") == "accept"
    answer = accept_offer if accepts else decline_offer
    try:
        answer(booking_id=booking.pk, by=reach, at=at)
    except NotPermittedNow as error:
        messages.error(request, str(error))
    else:
        done = "Booked. The invitation for your calendar comes by e-mail."
        messages.success(request, done if accepts else "The place goes to the next in line.")
    return redirect("training:session_detail", booking.session_id)


@require_http_methods(["GET", "HEAD", "POST"])
def booking_cancel(request: SignedInRequest, booking_id: UUID) -> HttpResponse:
    """Cancel a booking, a request or a wait, and say why."""
    at, reach = timezone.now(), reach_of(request.active_role)
    booking = find_booking(booking_id, reach=reach)
    permissions.check_may_act_for(reach, booking)
    is_own = booking.user_id == request.user.pk
    form = CancelForm(request.POST if request.method == "POST" else None, is_own=is_own)
    if request.method == "POST" and form.is_valid():
        try:
            reason = form.cleaned_data["reason"]
            cancel_booking(booking_id=booking.pk, by=reach, reason=reason, at=at)
        except NotPermittedNow as error:
            messages.error(request, str(error))
        else:
            was_booked = booking.state == BookingState.BOOKED
            messages.success(request, CANCELLED if was_booked else WITHDRAWN)
        return redirect("training:session_detail", booking.session_id)
    context = {
        "frame": present_frame(reach, path=request.path),
        "booking": present_booking(booking, at=at),
        "person": "" if is_own else str(booking.user),
        "form": form,
    }
    return render(request, "training/booking/booking_cancel.html", context)


@require_safe
def approval_list(request: SignedInRequest) -> HttpResponse:
    """List the requests that wait for the viewer's decision."""
    at, reach = timezone.now(), reach_of(request.active_role)
    permissions.check_may_read_names(reach)
    context = {
        "frame": present_frame(reach, path=request.path),
        "requests": [present_request(each) for each in list_requests(reach, at=at)],
    }
    return render(request, "training/booking/approval_list.html", context)


@require_POST
def booking_decide(request: SignedInRequest, booking_id: UUID) -> HttpResponse:
    """Approve or decline a request."""
    at, reach = timezone.now(), reach_of(request.active_role)
    booking = find_booking(booking_id, reach=reach)
    approves = request.POST.get("decision") == "approve"
    decide = approve_booking if approves else decline_booking
    reason = request.POST.get("reason", "").strip()[:300]
    try:
        event = decide(booking_id=booking.pk, by=reach, reason=reason, at=at)
    except NotPermittedNow as error:
        messages.error(request, str(error))
    else:
        words = {
            "booked": f"Approved: {booking.user} is booked.",
            "waitlisted": f"Approved: {booking.user} is on the waiting list.",
        }
        messages.success(request, words.get(event.to_state, f"Declined: {booking.user} is told."))
    return redirect("training:approval_list")


@require_http_methods(["GET", "HEAD", "POST"])
def session_book_for(request: SignedInRequest, number: int) -> HttpResponse:
    """Book a place for somebody whom the viewer looks after."""
    at, reach = timezone.now(), reach_of(request.active_role)
    permissions.check_may_read_names(reach)
    session = find_session(number, reach=reach)
    search = FindLearnerForm(request.POST if "who" in request.POST else None)
    found: list[PractitionerRole] = []
    if search.is_valid():
        found = find_learners(search.cleaned_data["who"], reach=reach, at=at)
    elif "role" in request.POST:
        found = _chosen(request, reach)
    may_over_book = bool(session.overbook_allowance) and allowed(
        permissions.check_may_run, reach, session
    )
    chosen = request.POST if "role" in request.POST else None
    form = BookForForm(chosen, found=found, may_over_book=may_over_book)
    if chosen and form.is_valid():
        try:
            over = form.cleaned_data.get("over_book", False)
            booking = _book_for(found[0], session, reach, over=over)
        except NotPermittedNow as error:
            form.add_error("role", str(error))
        else:
            messages.success(request, after_booking_for(booking, str(found[0].user)))
            return redirect("training:session_detail", number)
    context = {
        "frame": present_frame(reach, path=reverse("training:course_list")),
        "session": present_session(session, None, position=0, at=at),
        "search": search,
        "has_searched": search.is_bound or chosen is not None,
        "found": found,
        "form": form,
    }
    return render(request, "training/booking/session_book_for.html", context)


def _chosen(request: SignedInRequest, reach: Reach) -> list[PractitionerRole]:
    """Return whoever was chosen, where the viewer may book for them."""
    try:
        key = UUID(request.POST["role"])
    except ValueError:
        return []
    learner = find_learner(key, reach=reach, at=timezone.now())
    return [learner] if learner else []


def _book_for(learner: PractitionerRole, session: Session, reach: Reach, *, over: bool) -> Booking:
    at = timezone.now()
    if over:
        return book_over_capacity(session_id=session.pk, learner=learner, by=reach, at=at)
    source = BookingSource.TRAINER if reach.is_trainer else BookingSource.MANAGER
    return book_session(session_id=session.pk, learner=learner, by=reach, source=source, at=at)
