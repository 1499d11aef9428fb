"""Approve and decline requests for a place."""

from datetime import datetime
from uuid import UUID

from core.errors import NotPermittedNow
from training import permissions, policies
from training.codes import BookingState
from training.models import Booking, BookingEvent, Reach
from training.queries.seats import count_taken, find_bar, holds_seat

from .booking_steps import Step, TimeClash, take_step
from .seat_locks import lock_with_neighbours, seat_action
from .telling import tell_booking
from .waiting_list import fill_seats, offer_free_places, read_booking


@seat_action
def approve_booking(*, booking_id: UUID, by: Reach, at: datetime, reason: str = "") -> BookingEvent:
    """
    Approve a request: the learner gets a place, or their turn on the waiting list.

    :raises Forbidden: the actor may not decide it
    :raises NotPermittedNow: it is decided already, or the session is over
    """
    found = Booking.objects.only("session_id").get(pk=booking_id)
    session, neighbours = lock_with_neighbours(found.session_id, at=at)
    booking = read_booking(booking_id, session)
    permissions.check_may_decide(by, booking)
    policies.check_booking_can_become(booking, BookingState.APPROVED)
    policies.check_takes_bookings(session, at=at)
    fill_seats(session, at=at)
    offer_free_places(neighbours, at=at)
    has_seat = holds_seat(booking) or count_taken(session) < session.capacity
    approved = Step(to=BookingState.APPROVED, by=by.viewer.user, at=at, reason=reason)
    event = place_approved(booking, approved, has_seat=has_seat)
    tell_booking(booking, event, at=at)
    # A place that was held for somebody who cannot come after all goes on to the next.
    fill_seats(session, at=at)
    return event


def place_approved(booking: Booking, approved: Step, *, has_seat: bool) -> BookingEvent:
    """Approve a booking, and give it its place or its turn; return the last step."""
    session = booking.session
    reason = find_bar(session, booking.user_id)
    take_step(booking, approved)
    if has_seat and not reason:
        try:
            return take_step(booking, Step(to=BookingState.BOOKED, by=approved.by, at=approved.at))
        except TimeClash as error:
            reason = str(error)
    booking.held_back_reason = reason[:200] if has_seat else ""
    return take_step(booking, Step(to=BookingState.WAITLISTED, by=approved.by, at=approved.at))


@seat_action
def decline_booking(*, booking_id: UUID, by: Reach, at: datetime, reason: str = "") -> BookingEvent:
    """
    Decline a request, and say why.

    :raises Forbidden: the actor may not decide it
    :raises NotPermittedNow: it is decided already, or no reason is given
    """
    found = Booking.objects.only("session_id", "user_id").get(pk=booking_id)
    session, neighbours = lock_with_neighbours(found.session_id, at=at, freed=[found.user_id])
    booking = read_booking(booking_id, session)
    permissions.check_may_decide(by, booking)
    if booking.state != BookingState.REQUESTED:
        raise NotPermittedNow("This request has been decided already.")
    if not reason.strip():
        raise NotPermittedNow("Say why: the learner reads it.")
    step = Step(to=BookingState.DECLINED, by=by.viewer.user, at=at, reason=reason.strip())
    event = take_step(booking, step)
    tell_booking(booking, event, at=at)
    fill_seats(session, at=at)
    offer_free_places(neighbours, at=at)
    return event
