"""Change how many places a session has, or cancel it."""

from datetime import datetime

from core.errors import NotPermittedNow
from training import permissions, policies
from training.codes import BookingState, SessionState
from training.models import Booking, Reach, Session
from training.queries.alternatives import list_alternatives
from training.queries.seats import count_taken

from .booking_steps import Step, take_step
from .seat_locks import lock_session, lock_with_neighbours, seat_action
from .telling import tell_booking
from .waiting_list import fill_seats, offer_free_places


@seat_action
def resize_session(
    *, session_id: int, capacity: int, overbook_allowance: int, by: Reach, at: datetime
) -> Session:
    """
    Change how many places a session has; more places are offered to those who wait at once.

    :raises Session.DoesNotExist: there is no such session
    :raises Forbidden: the actor does not run it
    :raises NotPermittedNow: more places are taken than would be left, or it is over
    """
    session = lock_session(session_id)
    permissions.check_may_run(by, session)
    if session.state not in (SessionState.DRAFT, SessionState.OPEN):
        raise NotPermittedNow("This session is over, so its places cannot be changed.")
    policies.check_size(session, capacity=capacity)
    policies.check_seats_are_enough(
        taken=count_taken(session), capacity=capacity, allowance=overbook_allowance
    )
    session.capacity, session.overbook_allowance = capacity, overbook_allowance
    session.save(update_fields=["capacity", "overbook_allowance", "updated_at"])
    fill_seats(session, at=at)
    return session


@seat_action
def cancel_session(*, session_id: int, reason: str, by: Reach, at: datetime) -> Session:
    """
    Cancel a session with every booking, tell all of them, and name other dates.

    :raises Session.DoesNotExist: there is no such session
    :raises Forbidden: the actor does not run it
    :raises NotPermittedNow: it has begun or is over, or no reason is given
    """
    booked = Booking.objects.active().filter(session_id=session_id)
    learners = list(booked.values_list("user_id", flat=True))
    session, neighbours = lock_with_neighbours(session_id, at=at, freed=learners)
    permissions.check_may_run(by, session)
    if session.state not in (SessionState.DRAFT, SessionState.OPEN):
        raise NotPermittedNow("This session is over or cancelled already.")
    policies.check_has_not_begun(session, at=at)
    if not reason.strip():
        raise NotPermittedNow("Say why: everybody who is booked reads it.")
    session.state = SessionState.CANCELLED
    session.cancelled_at, session.cancelled_reason = at, reason.strip()[:300]
    session.save(
        update_fields=["state", "cancelled_at", "cancelled_reason", "updated_at"],
    )
    _cancel_bookings(session, by=by, at=at)
    offer_free_places(neighbours, at=at)
    return session


def _cancel_bookings(session: Session, *, by: Reach, at: datetime) -> None:
    others = [each.pk for each in list_alternatives(session, at=at)]
    step = Step(
        to=BookingState.SESSION_CANCELLED,
        by=by.viewer.user,
        at=at,
        reason=session.cancelled_reason,
        facts={"alternatives": others},
    )
    bookings = Booking.objects.active().filter(session=session).select_related("user")
    for booking in bookings.order_by("joined_at", "pk"):
        booking.session = session
        event = take_step(booking, step)
        tell_booking(booking, event, at=at)
