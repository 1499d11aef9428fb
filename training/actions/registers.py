"""
Close registers, and put right what a closed one says.

Closing takes every booked person to attended, attended in part or not attended, by all parts of
the session: late counts as there, no mark as absent. Who attended all has done the step, and is
awarded at once where nothing else is left. A correction afterwards is another mark with its
reason and an event of the booking, not a reopening: it moves between the three outcomes alone. It
can complete somebody; it never takes back an award, which is revoked where it must be.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.models import User
from core.errors import Forbidden, NotPermittedNow
from training import permissions
from training.codes import BookingState, Mark, SessionState
from training.models import Booking, BookingEvent, Reach, Session, SessionSlot
from training.policies.attendance import outcome_of
from training.queries.registers import find_mark, marks_by_booking

from .attendance import add_mark
from .booking_steps import Step as BookingStep
from .booking_steps import take_step
from .completion import Step, complete_step, start_enrolment
from .seats import lock_session

_TOOK_PLACE = "The session has taken place"
# How what nobody will sit in any more ends when the register is closed.
_ENDS = {
    BookingState.REQUESTED: BookingState.DECLINED,
    BookingState.APPROVED: BookingState.CANCELLED_BY_TRAINER,
    BookingState.WAITLISTED: BookingState.CANCELLED_BY_TRAINER,
    BookingState.OFFERED: BookingState.LAPSED,
}


@transaction.atomic
def close_register(*, session_id: int, by: Reach, at: datetime) -> Session:
    """
    Close the register: say of everybody what their marks come to, and complete who attended.

    :raises Forbidden: the actor does not run the session
    :raises NotPermittedNow: it is not open, or its last part has not started
    """
    session = lock_session(session_id)
    permissions.check_may_run(by, session)
    _check_can_close(session, at=at)
    slots = list(session.slots.values_list("pk", flat=True))
    marks = marks_by_booking(session)
    session.state = SessionState.HELD
    session.save(update_fields=["state", "updated_at"])
    active = Booking.objects.active().filter(session=session).order_by("pk")
    for booking in active.select_related("user", "role__organization"):
        booking.session = session
        if booking.state != BookingState.BOOKED:
            _end(booking, by=by, at=at)
            continue
        outcome = outcome_of(slots, marks.get(booking.pk, {}))
        take_step(booking, BookingStep(to=outcome, by=by.viewer.user, at=at))
        if outcome == BookingState.ATTENDED:
            _note_attended(booking, by=by.viewer.user, at=at)
    return session


@transaction.atomic
def correct_attendance(
    *, booking_id: UUID, slot_id: UUID, mark: Mark, reason: str, by: Reach, at: datetime
) -> Booking:
    """
    Put a closed register right, with a reason; it can complete somebody.

    :raises Forbidden: the actor does not run the session, or it is about themselves
    :raises NotPermittedNow: the register is not closed, or no reason is given
    """
    slot = SessionSlot.objects.get(pk=slot_id)
    session = lock_session(slot.session_id)
    permissions.check_may_run(by, session)
    if session.state != SessionState.HELD:
        raise NotPermittedNow("The register is still open: mark them there.")
    if not reason.strip():
        raise NotPermittedNow("Say why the register was wrong.")
    booking = session.bookings.select_related("user", "role__organization").get(pk=booking_id)
    booking.session = session
    if booking.user_id == by.viewer.user_id:
        raise Forbidden("Somebody else has to correct what the register says of you.")
    if booking.state not in (BookingState.ATTENDED, BookingState.PARTIAL, BookingState.NO_SHOW):
        raise NotPermittedNow("They were not booked when the register was closed.")
    former = find_mark(booking, slot)
    if former is None or former.mark != mark:
        add_mark(booking, slot, mark, by=by, at=at, reason=reason)
        _follow_marks(booking, reason, by=by, at=at)
    return booking


def _follow_marks(booking: Booking, reason: str, *, by: Reach, at: datetime) -> None:
    """Have a booking say what its marks now come to."""
    session = booking.session
    slots = list(session.slots.values_list("pk", flat=True))
    outcome = outcome_of(slots, marks_by_booking(session).get(booking.pk, {}))
    if outcome == booking.state:
        return
    BookingEvent.objects.create(
        booking=booking,
        at=at,
        by=by.viewer.user,
        from_state=booking.state,
        to_state=outcome,
        reason=reason.strip()[:300],
        facts={"correction": True},
    )
    booking.state = outcome
    booking.save(update_fields=["state", "updated_at"])
    if outcome == BookingState.ATTENDED:
        _note_attended(booking, by=by.viewer.user, at=at)


def _check_can_close(session: Session, *, at: datetime) -> None:
    if session.state != SessionState.OPEN:
        raise NotPermittedNow("The register is closed already, or the session is not open.")
    last = session.slots.order_by("-starts_at").first()
    if last is None or last.starts_at > at:
        raise NotPermittedNow("The last part has not started: close the register after it.")


def _note_attended(booking: Booking, *, by: User, at: datetime) -> None:
    """Note that somebody has done what a session can do for them."""
    enrolment = start_enrolment(
        learner=booking.role, version=booking.session.version, booking=booking, at=at
    )
    complete_step(enrolment=enrolment, step=Step.ATTENDANCE, by=by, at=at)


def _end(booking: Booking, *, by: Reach, at: datetime) -> None:
    to = _ENDS[BookingState(booking.state)]
    take_step(booking, BookingStep(to=to, by=by.viewer.user, at=at, reason=_TOOK_PLACE))
