"""A booking's steps from state to state. The session is locked already."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.db import IntegrityError, transaction

from accounts.models import User
from core.errors import NotPermittedNow
from training.codes import BookingState
from training.models import BookedSlot, Booking, BookingEvent
from training.policies import check_booking_can_become
from training.queries.seats import find_clash, holds_seat

_S = BookingState
# What a learner needs is of use to nobody once they do not come.
ENDED_BEFORE: Final = frozenset(
    {
        _S.DECLINED,
        _S.LAPSED,
        _S.CANCELLED_BY_USER,
        _S.CANCELLED_BY_TRAINER,
        _S.SESSION_CANCELLED,
    }
)
_CLASH: Final = "There is already a booking at that time."


class TimeClash(NotPermittedNow):
    """Somebody has something else at that time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What happens to a booking: where it goes, by whom, and what is written down of it."""

    to: BookingState
    by: User | None
    at: datetime
    reason: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)
    offer_expires_at: datetime | None = None


def begin(booking: Booking, step: Step) -> BookingEvent:
    """
    Write a new booking down, in its first state.

    :raises TimeClash: somebody has something else at that time
    """
    booking.state = step.to
    booking.save(force_insert=True)
    if holds_seat(booking):
        _hold_times(booking)
    return _note(booking, "", step)


def take_step(booking: Booking, step: Step) -> BookingEvent:
    """
    Move a booking to another state, with the times that it holds and what calendars must hear.

    :raises NotPermittedNow: its state does not allow that
    :raises TimeClash: somebody has something else at that time
    """
    check_booking_can_become(booking, step.to)
    was = BookingState(booking.state)
    booking.state = step.to
    try:
        _keep_times(booking)
    except TimeClash:
        booking.state = was
        raise
    booking.offer_expires_at = step.offer_expires_at
    # Calendars hear of what is booked, and of its end.
    if step.to == _S.BOOKED or (was == _S.BOOKED and step.to in ENDED_BEFORE):
        booking.sequence += 1
    if step.to in (_S.OFFERED, _S.BOOKED):
        booking.held_back_reason = ""
    booking.save()
    if step.to in ENDED_BEFORE:
        booking.needs.all().delete()
    return _note(booking, was, step)


def _note(booking: Booking, was: BookingState | str, step: Step) -> BookingEvent:
    return BookingEvent.objects.create(
        booking=booking,
        at=step.at,
        by=step.by,
        from_state=was,
        to_state=step.to,
        reason=step.reason[:300],
        facts=dict(step.facts),
    )


def _keep_times(booking: Booking) -> None:
    """
    Hold the learner's time while the booking holds a place, and free it when it no longer does.

    :raises TimeClash: somebody has something else at that time
    """
    if booking.state in (_S.ATTENDED, _S.PARTIAL, _S.NO_SHOW):
        return
    if not holds_seat(booking):
        booking.times.all().delete()
        return
    if not booking.times.exists():
        _hold_times(booking)


def _hold_times(booking: Booking) -> None:
    """
    Take the learner's time for a booking.

    :raises TimeClash: somebody has something else at that time
    """
    times = [
        BookedSlot(
            booking=booking,
            slot=slot,
            user_id=booking.user_id,
            during=(slot.starts_at, slot.ends_at),
        )
        for slot in booking.session.slots.all()
    ]
    try:
        with transaction.atomic():
            BookedSlot.objects.bulk_create(times)
    except IntegrityError as error:
        raise TimeClash(find_clash(booking.session, booking.user_id) or _CLASH) from error
