"""Sessions in lists and on their own page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from core.dates import count_in_words
from core.times import say_times
from training.codes import BookingState, DeliveryMode, SessionState
from training.models import Booking, Session, SessionSlot
from training.policies import can_join


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """How many places are left, in words, with a tone that fits."""

    text: str
    tone: str
    is_full: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionLine:
    """A session in a list."""

    url: str
    book_url: str
    when: str
    where: str
    host: str
    places: Places


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotLine:
    """A stretch of a session; the link is there only for those who may join now."""

    when: str
    where: str
    address: str
    access_notes: str
    join_url: str


def present_places(session: Session) -> Places:
    """Return how many places a session has left; it comes from `with_places`."""
    left = session.capacity - session.taken  # type: ignore[attr-defined]  # annotated
    waiting = session.waiting  # type: ignore[attr-defined]  # annotated
    if left > 0:
        words = f"{count_in_words(left, 'place')} left"
        return Places(text=words, tone="green", is_full=False)
    if waiting:
        words = f"Full, {count_in_words(waiting, 'person waits', 'people wait')}"
        return Places(text=words, tone="amber", is_full=True)
    return Places(text="Full", tone="amber", is_full=True)


def present_session_line(session: Session) -> SessionLine:
    """Return a session as a line."""
    return SessionLine(
        url=reverse("training:session_detail", args=[session.pk]),
        book_url=reverse("training:session_book", args=[session.pk]),
        when=when_of(session),
        where=where_of(session),
        host=session.host.short_name,
        places=present_places(session),
    )


def when_of(session: Session) -> str:
    """Return when a session is; of several stretches the whole span and their number."""
    if session.starts_at is None or session.ends_at is None:
        return "Not yet set"
    slots = len(session.slots.all())
    parts = f" ({slots} parts)" if slots > 1 else ""
    return f"{say_times(session.starts_at, session.ends_at)}{parts}"


def where_of(session: Session) -> str:
    """Return where a session is, in a word or two."""
    if session.mode == DeliveryMode.VIRTUAL:
        return "Online"
    slots = list(session.slots.all())
    return next((place_of(each) for each in slots if place_of(each)), "Place not yet set")


def place_of(slot: SessionSlot) -> str:
    """Return venue and room of a slot."""
    venue = slot.venue.name if slot.venue else ""
    return ", ".join(each for each in (venue, slot.room) if each)


def present_slots(session: Session, booking: Booking | None, *, at: datetime) -> Sequence[SlotLine]:
    """Return the stretches of a session; links are for those who are booked, near the start."""
    is_booked = booking is not None and booking.state == BookingState.BOOKED
    is_open = session.state == SessionState.OPEN
    lines = []
    for slot in sorted(session.slots.all(), key=lambda each: each.starts_at):
        joins = is_booked and is_open and can_join(slot.starts_at, slot.ends_at, at=at)
        lines.append(
            SlotLine(
                when=say_times(slot.starts_at, slot.ends_at),
                where=place_of(slot) or ("Online" if slot.join_url else "Place not yet set"),
                address=slot.venue.address if slot.venue else "",
                access_notes=slot.venue.access_notes if slot.venue else "",
                join_url=slot.join_url if joins else "",
            )
        )
    return lines
