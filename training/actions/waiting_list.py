"""The waiting list: free places are offered in turn, for a time, up to a cut-off."""

import logging
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from core.errors import NotPermittedNow
from training import permissions, policies
from training.codes import BookingState, SessionState
from training.models import Booking, BookingEvent, Reach, Session
from training.queries.seats import count_taken, find_bar, list_unsettled, tally

from .booking_steps import Step, TimeClash, take_step
from .seat_locks import lock_session, lock_with_neighbours, seat_action
from .telling import tell_booking

logger = logging.getLogger(__name__)
_GONE = "This account is closed."


def fill_seats(session: Session, *, at: datetime) -> int:
    """
    Let offers run out whose time is over, and offer what is free; return how many ran out.

    The session is locked. Somebody who cannot come keeps their turn, and reads why.
    """
    counted = tally(session, at=at)
    lapsed = _lapse(session, at=at) if counted.run_out else 0
    if counted.waiting:
        _offer_in_turn(session, session.capacity - counted.taken + lapsed, at=at)
    return lapsed


def offer_free_places(sessions: Iterable[Session], *, at: datetime) -> None:
    """Offer what is free in sessions to those who wait, in turn; all of them are locked."""
    for session in sessions:
        _offer_in_turn(session, session.capacity - count_taken(session), at=at)


def _offer_in_turn(session: Session, free: int, *, at: datetime) -> None:
    until = policies.offer_until(session, at=at)
    if session.state != SessionState.OPEN or until is None or free <= 0:
        return
    for booking in Booking.objects.queued().filter(session=session).select_related("user"):
        booking.session = session
        if _offer(booking, until=until, at=at):
            free -= 1
        if free == 0:
            return


def _lapse(session: Session, *, at: datetime) -> int:
    run_out = Booking.objects.filter(session=session).run_out(at).order_by("offer_expires_at", "pk")
    lapsed = 0
    for booking in run_out.select_related("user"):
        booking.session = session
        event = take_step(booking, Step(to=BookingState.LAPSED, by=None, at=at))
        tell_booking(booking, event, at=at)
        lapsed += 1
    return lapsed


def _offer(booking: Booking, *, until: datetime, at: datetime) -> bool:
    """Offer a place to whoever's turn it is, or note why they were skipped."""
    reason = find_bar(booking.session, booking.user_id) if booking.user.is_active else _GONE
    if not reason:
        step = Step(to=BookingState.OFFERED, by=None, at=at, offer_expires_at=until)
        try:
            event = take_step(booking, step)
        except TimeClash as error:
            # The database refuses two things at once for a person, whoever was faster.
            reason = str(error)[:200]
        else:
            tell_booking(booking, event, at=at)
            return True
    if booking.held_back_reason != reason:
        booking.held_back_reason = reason
        booking.save(update_fields=["held_back_reason", "updated_at"])
    return False


@seat_action
def offer_place(*, booking_id: UUID, by: Reach, at: datetime) -> BookingEvent:
    """
    Offer a place to somebody on the waiting list out of turn; the allowance may be used for it.

    :raises Forbidden: the actor does not run the session
    :raises NotPermittedNow: no place is left, it is too late, or the learner cannot come
    """
    found = Booking.objects.only("session_id").get(pk=booking_id)
    session = lock_session(found.session_id)
    booking = read_booking(booking_id, session)
    permissions.check_may_run(by, session)
    policies.check_takes_bookings(session, at=at)
    until = policies.offer_until(session, at=at)
    if until is None:
        raise NotPermittedNow("It is too near the start: no place is offered any more.")
    taken = count_taken(session)
    if taken >= session.capacity + session.overbook_allowance:
        raise NotPermittedNow("No place is left, nor one beyond them.")
    if reason := find_bar(session, booking.user_id):
        raise NotPermittedNow(reason)
    step = Step(
        to=BookingState.OFFERED,
        by=by.viewer.user,
        at=at,
        facts={"out_of_turn": True, "over_capacity": taken >= session.capacity},
        offer_expires_at=until,
    )
    event = take_step(booking, step)
    tell_booking(booking, event, at=at)
    return event


def lapse_offers(*, at: datetime) -> int:
    """
    Let every offer run out whose time is over, and offer on; return how many ran out.

    Each session is settled for itself. One that is busy is settled the next time.
    """
    lapsed = 0
    for number in list_unsettled(at=at):
        try:
            lapsed += _settle(session_id=number, at=at)
        except NotPermittedNow:
            logger.info("Session %s is busy, so its offers are looked at later", number)
    return lapsed


@seat_action
def _settle(*, session_id: int, at: datetime) -> int:
    session, neighbours = lock_with_neighbours(session_id, at=at)
    lapsed = fill_seats(session, at=at)
    offer_free_places(neighbours, at=at)
    return lapsed


def read_booking(booking_id: UUID, session: Session) -> Booking:
    """Return a booking as it stands now that its session is locked."""
    booking = Booking.objects.select_related("user", "role__organization").get(pk=booking_id)
    booking.session = session
    return booking
