"""
Say when and where a session is held; those who are seated move with it.

When the times of an open session change, the times that its seated people have booked change in
the same transaction. Somebody who is booked elsewhere at the new time keeps the place: the time
that they hold is not written twice, they are told that they must choose, and the trainer has seen
their names before saying yes.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max, Min

from core.dates import TIME, format_date
from core.errors import NotPermittedNow
from training import permissions
from training.codes import MessageKind, SessionState
from training.models import BookedSlot, Booking, Reach, Session, SessionSlot, Venue
from training.queries.slots import list_clashing, list_holding, list_overlapping

from .facts import fields_of
from .messages import Telling, queue_message
from .seats import lock_session
from .sessions import check_can_change
from .telling import tell_session_changed


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotFacts:
    """When and where a stretch of a session is held."""

    starts_at: datetime
    ends_at: datetime
    venue: Venue | None = None
    room: str = ""
    join_url: str = ""


class ClashesFound(NotPermittedNow):
    """People who are seated are booked elsewhere at the new time; the trainer has to say yes."""

    def __init__(self, bookings: Sequence[Booking]) -> None:
        super().__init__("Some of those who are booked are elsewhere at that time.")
        self.bookings = bookings


@transaction.atomic
def save_slot(
    *,
    session_id: int,
    facts: SlotFacts,
    by: Reach,
    at: datetime,
    slot_id: UUID | None = None,
    accepts_clashes: bool = False,
) -> SessionSlot:
    """
    Add a stretch to a session, or change one; people of an open session are told.

    :raises Forbidden: they may not run it, or the venue is another board's
    :raises NotPermittedNow: the session is over, or the time does not fit
    :raises ClashesFound: seated people are elsewhere then, and nobody has accepted that
    """
    session = lock_session(session_id)
    permissions.check_may_run(by, session)
    check_can_change(session)
    slot = SessionSlot(session=session) if slot_id is None else session.slots.get(pk=slot_id)
    _check_fits(session, slot, facts, by=by, at=at)
    is_moved = (slot.starts_at, slot.ends_at) != (facts.starts_at, facts.ends_at)
    clashing = list_clashing(session, facts.starts_at, facts.ends_at) if is_moved else []
    if clashing and not accepts_clashes:
        raise ClashesFound(clashing)
    what = _say_change(slot, facts, is_new=slot_id is None)
    for name, value in fields_of(facts).items():
        setattr(slot, name, value)
    slot.save()
    _follow_slots(session)
    if is_moved:
        _move_times(session, slot, clashing, at=at)
    if session.state == SessionState.OPEN and what:
        tell_session_changed(session, what=what, by=by.viewer.user, at=at)
    return slot


@transaction.atomic
def remove_slot(*, slot_id: UUID, by: Reach, at: datetime) -> Session:
    """
    Take a stretch out of a session; people of an open session are told.

    :raises Forbidden: they may not run it
    :raises NotPermittedNow: the session is over, it is its only one, or somebody is marked in it
    """
    slot = SessionSlot.objects.get(pk=slot_id)
    session = lock_session(slot.session_id)
    permissions.check_may_run(by, session)
    check_can_change(session)
    if slot.marks.exists():
        raise NotPermittedNow("Somebody is marked in the register of that time.")
    if session.state == SessionState.OPEN and session.slots.count() == 1:
        raise NotPermittedNow("It is the only time of an open session: change it, or cancel.")
    removed = SessionSlot.objects.select_related("venue").get(pk=slot_id)
    slot.delete()
    _follow_slots(session)
    if session.state == SessionState.OPEN:
        tell_session_changed(
            session,
            what=f"the part on {_say_time(removed.starts_at, removed.ends_at)} is left out.",
            by=by.viewer.user,
            at=at,
            removed=[removed],
        )
    return session


def _check_fits(
    session: Session, slot: SessionSlot, facts: SlotFacts, *, by: Reach, at: datetime
) -> None:
    """Require times that can be, and a venue that the trainer may use."""
    if facts.venue is not None and facts.venue.pk != slot.venue_id:
        permissions.check_may_use_venue(by, facts.venue)
    if facts.ends_at <= facts.starts_at:
        raise NotPermittedNow("It must end after it starts.")
    is_moved = (slot.starts_at, slot.ends_at) != (facts.starts_at, facts.ends_at)
    if is_moved and session.state == SessionState.OPEN and facts.starts_at <= at:
        raise NotPermittedNow("People can book this session: it cannot be moved into the past.")
    if list_overlapping(session, facts.starts_at, facts.ends_at, but=slot):
        raise NotPermittedNow("That overlaps another time of this session.")


def _follow_slots(session: Session) -> None:
    """Have a session start with its first slot and end with its last."""
    ends = session.slots.aggregate(first=Min("starts_at"), last=Max("ends_at"))
    session.starts_at, session.ends_at = ends["first"], ends["last"]
    session.save(update_fields=["starts_at", "ends_at", "updated_at"])


def _move_times(
    session: Session, slot: SessionSlot, clashing: Iterable[Booking], *, at: datetime
) -> None:
    """Write anew when the seated are taken; tell those who are elsewhere then."""
    elsewhere = {booking.pk: booking for booking in clashing}
    BookedSlot.objects.filter(slot=slot).delete()
    BookedSlot.objects.bulk_create(
        BookedSlot(
            booking=booking,
            slot=slot,
            user_id=booking.user_id,
            during=(slot.starts_at, slot.ends_at),
        )
        for booking in list_holding(session)
        if booking.pk not in elsewhere
    )
    for booking in elsewhere.values():
        _tell_clash(booking, session, slot, at=at)


def _tell_clash(booking: Booking, session: Session, slot: SessionSlot, *, at: datetime) -> None:
    course = session.version.course.name
    telling = Telling(
        kind=MessageKind.CHANGED,
        once_key=f"clash:{booking.pk}:{slot.pk}:{slot.starts_at.isoformat()}",
        subject=f"You are booked twice: {course}"[:200],
        body=(
            f"{course} has moved to {_say_time(slot.starts_at, slot.ends_at)}. You are booked on"
            " other training at that time. You keep both places: please cancel the one that you"
            " will not come to, so that somebody else can have it.\n"
        ),
    )
    queue_message(telling, to=booking.user, at=at, booking=booking)


def _say_change(slot: SessionSlot, facts: SlotFacts, *, is_new: bool) -> str:
    """Return what changes, for those who are booked; nothing where nothing does."""
    when = _say_time(facts.starts_at, facts.ends_at)
    where = _say_place(facts)
    if is_new:
        return f"there is a further part on {when}{f', {where}' if where else ''}."
    parts = []
    if (slot.starts_at, slot.ends_at) != (facts.starts_at, facts.ends_at):
        parts.append(f"it is now on {when}, not {_say_time(slot.starts_at, slot.ends_at)}.")
    place = (slot.venue_id, slot.room)
    if place != (facts.venue.pk if facts.venue else None, facts.room):
        parts.append(f"the place is now {where or 'not said yet'}.")
    if slot.join_url != facts.join_url:
        parts.append("the link to join is another one.")
    return " ".join(parts)


def _say_time(starts_at: datetime, ends_at: datetime) -> str:
    return f"{format_date(starts_at, TIME)} to {format_date(ends_at, TIME)[-5:]}"


def _say_place(facts: SlotFacts) -> str:
    return ", ".join(part for part in (facts.venue.name if facts.venue else "", facts.room) if part)
