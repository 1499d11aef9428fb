"""What bookings and sessions allow. Each check returns nothing, or raises NotPermittedNow."""

from datetime import datetime, timedelta
from typing import Final

from core.dates import count_in_words
from core.errors import NotPermittedNow
from training.codes import TRANSITIONS, BookingState, SessionState
from training.models import Booking, Session

# However near the cut-off is, somebody has this long to answer an offer, unless it comes first.
SHORTEST_OFFER: Final = timedelta(hours=1)
JOIN_FROM: Final = timedelta(minutes=30)


def check_booking_can_become(booking: Booking, state: BookingState) -> None:
    """
    Require a step that the table of transitions has.

    :raises NotPermittedNow: it has not
    """
    now = BookingState(booking.state)
    if state not in TRANSITIONS[now]:
        raise NotPermittedNow(f"That cannot be done: this booking is “{now.label.lower()}”.")


def check_takes_bookings(session: Session, *, at: datetime) -> None:
    """
    Require a session that is open and has not begun.

    :raises NotPermittedNow: it is not, or has
    """
    if session.state != SessionState.OPEN:
        label = SessionState(session.state).label.lower()
        raise NotPermittedNow(f"This session cannot be booked: it is “{label}”.")
    check_has_not_begun(session, at=at)


def check_has_not_begun(session: Session, *, at: datetime) -> None:
    """
    Require that a session still lies ahead.

    :raises NotPermittedNow: it has begun
    """
    if session.starts_at is not None and session.starts_at <= at:
        raise NotPermittedNow("This session has begun, so its bookings cannot be changed.")


def check_seats_are_enough(*, taken: int, capacity: int, allowance: int) -> None:
    """
    Require places for all who have one.

    :raises NotPermittedNow: some would be left standing
    """
    if taken > capacity + allowance:
        raise NotPermittedNow(
            f"{count_in_words(taken, 'place is', 'places are')} taken or offered. Cancel bookings"
            " first, or leave that many places."
        )


def check_size(session: Session, *, capacity: int) -> None:
    """
    Require a number of places that a session can run with.

    :raises NotPermittedNow: it is fewer than it needs to run
    """
    if capacity < max(1, session.min_to_run):
        fewest = count_in_words(session.min_to_run, "person", "people")
        raise NotPermittedNow(f"This session needs {fewest} to run, so it keeps as many places.")


def offers_end_at(session: Session) -> datetime | None:
    """Return from when on no place of a session is offered any more."""
    if session.starts_at is None:
        return None
    return session.starts_at - timedelta(hours=session.offers_end_hours)


def offer_until(session: Session, *, at: datetime) -> datetime | None:
    """
    Return until when an offer made now would stand, or None where it is too late for one.

    Near the start it is at most half of the time that is left, so that the next in line can still
    be asked; it never goes beyond the cut-off.
    """
    cut_off = offers_end_at(session)
    if cut_off is None or at >= cut_off:
        return None
    left = cut_off - at
    longest = timedelta(hours=session.offer_hours)
    return at + min(left, max(SHORTEST_OFFER, min(longest, left / 2)))


def can_join(starts_at: datetime, ends_at: datetime, *, at: datetime) -> bool:
    """Return whether the link of a slot may be shown: from half an hour before its start."""
    return starts_at - JOIN_FROM <= at < ends_at
