"""Give a place back: cancel a booking, or answer an offer."""

from datetime import datetime
from uuid import UUID

from core.access import allowed
from core.errors import NotPermittedNow
from training import permissions, policies
from training.codes import BookingState
from training.models import Booking, BookingEvent, Reach, Session

from .booking_steps import Step, take_step
from .seat_locks import lock_with_neighbours, seat_action
from .telling import tell_booking
from .waiting_list import fill_seats, offer_free_places, read_booking

_S = BookingState


@seat_action
def cancel_booking(*, booking_id: UUID, by: Reach, reason: str, at: datetime) -> BookingEvent:
    """
    Cancel a booking, a request or a wait; what is free goes to the next in line at once.

    Somebody else than the learner says why.

    :raises Booking.DoesNotExist: there is no such booking
    :raises Forbidden: the actor may not act for the learner
    :raises NotPermittedNow: it is over, is an offer, or no reason is given
    """
    booking, neighbours = _lock_booking(booking_id, at=at)
    permissions.check_may_act_for(by, booking)
    policies.check_has_not_begun(booking.session, at=at)
    if booking.state == _S.OFFERED:
        raise NotPermittedNow("This place is offered, not booked. Accept or decline it.")
    is_own = booking.user_id == by.viewer.user_id
    if not is_own and not reason.strip():
        raise NotPermittedNow("Say why: the learner reads it.")
    runs_it = not is_own and allowed(permissions.check_may_run, by, booking.session)
    to = _S.CANCELLED_BY_TRAINER if runs_it else _S.CANCELLED_BY_USER
    return _leave(booking, neighbours, Step(to=to, by=by.viewer.user, at=at, reason=reason.strip()))


@seat_action
def accept_offer(*, booking_id: UUID, by: Reach, at: datetime) -> BookingEvent:
    """
    Take a place that is offered.

    :raises Booking.DoesNotExist: there is no such booking
    :raises Forbidden: the actor may not act for the learner
    :raises NotPermittedNow: it is offered no longer
    """
    booking, _ = _lock_booking(booking_id, at=at)
    permissions.check_may_act_for(by, booking)
    policies.check_takes_bookings(booking.session, at=at)
    _check_is_offered(booking)
    if booking.offer_expires_at is None or booking.offer_expires_at <= at:
        raise NotPermittedNow("This offer has run out, and the place goes to the next in line.")
    event = take_step(booking, Step(to=_S.BOOKED, by=by.viewer.user, at=at))
    tell_booking(booking, event, at=at)
    return event


@seat_action
def decline_offer(*, booking_id: UUID, by: Reach, at: datetime) -> BookingEvent:
    """
    Give up a place that is offered; it goes to the next in line at once.

    :raises Booking.DoesNotExist: there is no such booking
    :raises Forbidden: the actor may not act for the learner
    :raises NotPermittedNow: it is offered no longer
    """
    booking, neighbours = _lock_booking(booking_id, at=at)
    permissions.check_may_act_for(by, booking)
    _check_is_offered(booking)
    return _leave(booking, neighbours, Step(to=_S.DECLINED, by=by.viewer.user, at=at))


def _lock_booking(booking_id: UUID, *, at: datetime) -> tuple[Booking, list[Session]]:
    """Lock the session of a booking, and those that the learner's time is free for afterwards."""
    found = Booking.objects.only("session_id", "user_id").get(pk=booking_id)
    session, neighbours = lock_with_neighbours(found.session_id, at=at, freed=[found.user_id])
    return read_booking(booking_id, session), neighbours


def _leave(booking: Booking, neighbours: list[Session], step: Step) -> BookingEvent:
    event = take_step(booking, step)
    tell_booking(booking, event, at=step.at)
    fill_seats(booking.session, at=step.at)
    offer_free_places(neighbours, at=step.at)
    return event


def _check_is_offered(booking: Booking) -> None:
    """
    Require an offer.

    :raises NotPermittedNow: it is answered already, or has run out
    """
    if booking.state != _S.OFFERED:
        now = _S(booking.state).label.lower()
        raise NotPermittedNow(f"There is no offer to answer any more: this booking is “{now}”.")
