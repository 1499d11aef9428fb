"""Registers: who is booked, what the latest mark says of them, and what they need."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from accounts.models import PractitionerRole
from training.codes import BookingState, Mark, MarkSource, NeedKind
from training.models import AttendanceMark, Booking, BookingNeed, Reach, Session, SessionSlot

SEATED = (
    BookingState.BOOKED,
    BookingState.ATTENDED,
    BookingState.PARTIAL,
    BookingState.NO_SHOW,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterRow:
    """Somebody in the register of a slot."""

    booking: Booking
    mark: AttendanceMark | None
    needs: Sequence[tuple[NeedKind, str]]


def read_register(
    session: Session, slot: SessionSlot, *, with_needs: bool
) -> Sequence[RegisterRow]:
    """Return who is booked with their latest mark; needs only for those who give the session."""
    bookings = list(
        Booking.objects.filter(session=session, state__in=SEATED)
        .select_related("user", "role__organization")
        .order_by("user__display_name", "user__username")
    )
    marks = {mark.booking_id: mark for mark in latest_marks([slot.pk]).select_related("by")}
    needs: dict[UUID, list[tuple[NeedKind, str]]] = {}
    if with_needs:
        for need in BookingNeed.objects.filter(booking__in=bookings).order_by("kind"):
            words = bytes(need.words).decode()
            needs.setdefault(need.booking_id, []).append((NeedKind(need.kind), words))
    return [
        RegisterRow(booking=booking, mark=marks.get(booking.pk), needs=needs.get(booking.pk, ()))
        for booking in bookings
    ]


def latest_marks(slots: Collection[UUID]) -> QuerySet[AttendanceMark]:
    """Return the mark that counts for each booking and slot: the latest."""
    marks = AttendanceMark.objects.filter(slot__in=slots)
    return marks.order_by("slot_id", "booking_id", "-id").distinct("slot_id", "booking_id")


def find_mark(booking: Booking, slot: SessionSlot) -> AttendanceMark | None:
    """Return the mark that counts, if there is one."""
    return AttendanceMark.objects.filter(booking=booking, slot=slot).order_by("-id").first()


def marks_by_booking(session: Session) -> Mapping[UUID, dict[UUID, Mark]]:
    """Return for each booking of a session what counts in each slot."""
    found: dict[UUID, dict[UUID, Mark]] = {}
    slots = list(session.slots.values_list("pk", flat=True))
    for mark in latest_marks(slots):
        found.setdefault(mark.booking_id, {})[mark.slot_id] = Mark(mark.mark)
    return found


def choose_slot(slots: Sequence[SessionSlot], *, asked: str, at: datetime) -> SessionSlot | None:
    """Return the slot that was asked for; else the one going on or next, else the last."""
    by_key = {str(slot.pk): slot for slot in slots}
    if asked in by_key:
        return by_key[asked]
    return next((slot for slot in slots if slot.ends_at > at), slots[-1] if slots else None)


def find_walk_ins(
    words: str, session: Session, *, reach: Reach, at: datetime, most: int = 12
) -> Sequence[PractitionerRole]:
    """Return people of a trainer's reach who fit the words and are not booked on a session."""
    kept = [word for word in words.split()[:6] if len(word) > 1]
    if not kept:
        return []
    booked = Booking.objects.filter(session=session, state__in=SEATED).values("user_id")
    found = (
        PractitionerRole.objects.open_to_act(at.date())
        .filter(organization__in=reach.people, user__is_active=True)
        .exclude(user_id__in=booked)
        .select_related("user")
    )
    for word in kept:
        found = found.filter(user__display_name__icontains=word)
    return list(found.order_by("user__display_name")[:most])


def count_there(slot: SessionSlot) -> int:
    """Return how many are marked as there in a slot."""
    marks = latest_marks([slot.pk]).values_list("mark", flat=True)
    return sum(mark in (Mark.PRESENT, Mark.LATE) for mark in marks)


def is_override(mark: AttendanceMark | None, wanted: Mark) -> bool:
    """Whether a mark would contradict what a learner scanned at the door."""
    return mark is not None and mark.source == MarkSource.CODE and mark.mark != wanted
