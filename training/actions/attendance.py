"""
Mark who is there. Marks are only added; the latest one of a booking and a slot counts.

Learners mark themselves by the code at the door; trainers tap. A trainer who contradicts a scan
says why, and from then on a scan no longer changes it.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.models import PractitionerRole
from core.errors import Forbidden, NotPermittedNow
from training import permissions
from training.codes import BookingSource, BookingState, Mark, MarkSource, SessionState
from training.models import AttendanceMark, Booking, Reach, Session, SessionSlot
from training.policies.attendance import OPENS_BEFORE, THERE, mark_on_arrival
from training.queries.registers import find_mark, is_override
from training.queries.seats import count_taken, holds_seat

from .booking_steps import Step, begin, take_step
from .seats import lock_session

# What somebody who waits goes through when they are given a place at the door.
_WAYS_IN = {
    BookingState.REQUESTED: (BookingState.APPROVED, BookingState.BOOKED),
    BookingState.APPROVED: (BookingState.BOOKED,),
    BookingState.WAITLISTED: (BookingState.OFFERED, BookingState.BOOKED),
    BookingState.OFFERED: (BookingState.BOOKED,),
}
_AT_THE_DOOR = "Came without a booking"
_HOW_TO_COME_IN = {
    BookingState.REQUESTED: "Your request is not decided yet.",
    BookingState.WAITLISTED: "You are on the waiting list.",
    BookingState.OFFERED: "A place is offered to you, and you have not accepted it.",
}


class ReasonWanted(NotPermittedNow):
    """The mark contradicts what the learner scanned: the trainer has to say why."""


class NotBooked(NotPermittedNow):
    """Somebody at the door has no place; the message says what they can do."""


@transaction.atomic
def mark_attendance(
    *,
    booking_id: UUID,
    slot_id: UUID,
    mark: Mark,
    by: Reach,
    at: datetime,
    reason: str = "",
) -> AttendanceMark:
    """
    Mark somebody in a slot; the same mark again changes nothing.

    :raises Forbidden: the actor does not run the session, or would mark themselves
    :raises NotPermittedNow: the register is not open, or they are not booked
    :raises ReasonWanted: it contradicts a scan, and no reason is given
    """
    slot = SessionSlot.objects.get(pk=slot_id)
    session = lock_session(slot.session_id)
    permissions.check_may_run(by, session)
    check_register_is_open(session, slot, at=at)
    booking = session.bookings.get(pk=booking_id)
    if booking.user_id == by.viewer.user_id:
        raise Forbidden("Somebody else has to mark you, or scan the code at the door.")
    if booking.state != BookingState.BOOKED:
        raise NotPermittedNow("They are not booked on this session any more.")
    former = find_mark(booking, slot)
    if former is not None and former.mark == mark:
        return former
    if is_override(former, mark) and not reason.strip():
        raise ReasonWanted("They scanned the code at the door. Say why you mark it otherwise.")
    return add_mark(booking, slot, mark, by=by, at=at, reason=reason)


@transaction.atomic
def mark_rest_present(*, slot_id: UUID, by: Reach, at: datetime) -> int:
    """
    Mark everybody present who has no mark yet; return how many.

    :raises Forbidden: the actor does not run the session
    :raises NotPermittedNow: the register is not open
    """
    slot = SessionSlot.objects.get(pk=slot_id)
    session = lock_session(slot.session_id)
    permissions.check_may_run(by, session)
    check_register_is_open(session, slot, at=at)
    unmarked = (
        Booking.objects.filter(session=session, state=BookingState.BOOKED)
        .exclude(marks__slot=slot)
        .exclude(user_id=by.viewer.user_id)
    )
    marks = [
        AttendanceMark(
            booking=booking,
            slot=slot,
            mark=Mark.PRESENT,
            source=MarkSource.TRAINER,
            at=at,
            by=by.viewer.user,
        )
        for booking in unmarked
    ]
    return len(AttendanceMark.objects.bulk_create(marks))


@transaction.atomic
def attend_slot(
    *, slot_id: UUID, scanned_at: datetime, by: PractitionerRole, at: datetime
) -> AttendanceMark:
    """
    Have a learner mark themselves by a code that was good when they scanned it.

    They are late from 15 minutes after the start. Who is there already stays so.

    :raises NotBooked: they have no place; the message says what to do
    :raises NotPermittedNow: the register is not open, or a trainer has decided otherwise
    """
    slot = SessionSlot.objects.get(pk=slot_id)
    session = lock_session(slot.session_id)
    check_register_is_open(session, slot, at=at)
    if at > slot.ends_at:
        raise NotPermittedNow("This part is over. If you were there, tell the trainer.")
    booking = _own_booking(session, by)
    former = find_mark(booking, slot)
    if former is not None and former.mark in THERE:
        return former
    if former is not None and former.reason:
        raise NotPermittedNow("The trainer has marked you otherwise. Talk to them.")
    return AttendanceMark.objects.create(
        booking=booking,
        slot=slot,
        mark=mark_on_arrival(slot.starts_at, scanned_at),
        source=MarkSource.CODE,
        at=at,
        by=by.user,
    )


@transaction.atomic
def add_walk_in(*, slot_id: UUID, learner: PractitionerRole, by: Reach, at: datetime) -> Booking:
    """
    Give somebody who came without a booking a place, within the allowance, and mark them.

    :raises Forbidden: the actor does not run the session, or does not reach the learner
    :raises NotPermittedNow: the register is not open, or no place is left
    """
    slot = SessionSlot.objects.get(pk=slot_id)
    session = lock_session(slot.session_id)
    permissions.check_may_run(by, session)
    if learner.organization_id not in by.people or learner.user_id == by.viewer.user_id:
        raise Forbidden("You can add people of your own board, and not yourself.")
    check_register_is_open(session, slot, at=at)
    taken = count_taken(session)
    booking = Booking.objects.active().filter(session=session, user_id=learner.user_id).first()
    if booking is not None:
        booking.session = session
    has_seat = booking is not None and holds_seat(booking)
    if not has_seat and taken >= session.capacity + session.overbook_allowance:
        raise NotPermittedNow("No place is left, nor one beyond them.")
    facts = {"walk_in": True, "over_capacity": taken >= session.capacity}
    booked = Step(
        to=BookingState.BOOKED, by=by.viewer.user, at=at, reason=_AT_THE_DOOR, facts=facts
    )
    booking = _bring_in(booking, booked) if booking else _new_walk_in(session, learner, booked)
    mark = mark_on_arrival(slot.starts_at, at)
    add_mark(booking, slot, mark, by=by, at=at, reason="")
    return booking


def check_register_is_open(session: Session, slot: SessionSlot, *, at: datetime) -> None:
    """
    Require a register that is open: from an hour before the slot until it is closed.

    :raises NotPermittedNow: it is not
    """
    if session.state == SessionState.HELD:
        raise NotPermittedNow("The register is closed: a correction needs a reason.")
    if session.state != SessionState.OPEN:
        raise NotPermittedNow("This session is not open.")
    if at < slot.starts_at - OPENS_BEFORE:
        raise NotPermittedNow("The register opens an hour before the start.")


def add_mark(
    booking: Booking, slot: SessionSlot, mark: Mark, *, by: Reach, at: datetime, reason: str
) -> AttendanceMark:
    """Add what a trainer says to the register."""
    return AttendanceMark.objects.create(
        booking=booking,
        slot=slot,
        mark=mark,
        source=MarkSource.TRAINER,
        at=at,
        by=by.viewer.user,
        reason=reason.strip()[:200],
    )


def _own_booking(session: Session, by: PractitionerRole) -> Booking:
    """
    Return the booked place of whoever scanned.

    :raises NotBooked: they have none
    """
    found = Booking.objects.active().filter(session=session, user_id=by.user_id).first()
    if found is not None and found.state == BookingState.BOOKED:
        return found
    state = BookingState(found.state) if found else None
    why = _HOW_TO_COME_IN.get(state, "") if state else ""
    raise NotBooked(
        f"{why or 'You are not booked on this session.'} Tell the trainer that you are here: they"
        " can add you to the register if there is a place."
    )


def _new_walk_in(session: Session, learner: PractitionerRole, booked: Step) -> Booking:
    booking = Booking(
        session=session,
        user_id=learner.user_id,
        role=learner,
        source=BookingSource.TRAINER,
        joined_at=booked.at,
    )
    begin(booking, booked)
    return booking


def _bring_in(booking: Booking, booked: Step) -> Booking:
    """
    Take somebody who asked or waited to a place.

    :raises NotPermittedNow: they are booked already
    """
    if booking.state == BookingState.BOOKED:
        raise NotPermittedNow("They are booked already: mark them in the register.")
    for state in _WAYS_IN[BookingState(booking.state)]:
        is_offer = state == BookingState.OFFERED
        step = Step(
            to=state,
            by=booked.by,
            at=booked.at,
            reason=booked.reason,
            facts=booked.facts,
            offer_expires_at=booked.at if is_offer else None,
        )
        take_step(booking, step)
    return booking
