"""The page of a session: what it is, and how its viewer stands to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.urls import reverse

from core.dates import count_in_words
from core.times import say_moment
from training.codes import BookingState, DeliveryMode, SessionState
from training.models import Booking, Session
from training.policies import offer_until, offers_end_at

from .sessions import Places, SlotLine, present_places, present_slots, when_of, where_of

S = BookingState
_OFFERS: Final = (
    "A free place is offered to whoever has waited longest, by e-mail and on this page.",
    "Whoever cannot come when it is their turn reads why, and keeps their turn.",
)
_HOLDS: Final = (
    "An offer holds the place for {hours}, less near the start. Once you accept it, you are booked."
)
_AFTER: Final = {
    S.BOOKED: "Booked. The invitation for your calendar comes by e-mail.",
    S.WAITLISTED: "You are on the waiting list. We tell you as soon as a place is free for you.",
    S.REQUESTED: "Your request is sent. You are told when it is decided.",
}
_AFTER_FOR: Final = {
    S.BOOKED: "{who} is booked.",
    S.WAITLISTED: "{who} is on the waiting list: the session is full, or they cannot come yet.",
    S.REQUESTED: "The request for {who} is sent.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionPage:
    """A session for whoever looks at it."""

    number: int
    url: str
    course: str
    course_url: str
    when: str
    where: str
    mode: str
    host: str
    places: Places
    has_room: bool
    is_open: bool
    is_cancelled: bool
    cancelled_reason: str
    can_book: bool
    book_words: str
    closed_words: str
    needs_approval: bool
    slots: Sequence[SlotLine]
    is_online: bool
    trainers: str
    notes: str
    position: str
    offers: Sequence[str]


def present_session(
    session: Session, own: Booking | None, *, position: int, at: datetime
) -> SessionPage:
    """Return a session as somebody with this booking of it, or none, finds it."""
    course, places = session.version.course, present_places(session)
    begun = session.starts_at is not None and session.starts_at <= at
    is_open = session.state == SessionState.OPEN and not begun
    is_active = own is not None and own.state in (S.REQUESTED, S.WAITLISTED, S.OFFERED, S.BOOKED)
    offers_over = offer_until(session, at=at) is None
    can_wait = not offers_over or not places.is_full
    waits_freely = own is not None and own.state == S.WAITLISTED and offers_over
    knows_notes = own is not None and own.state == S.BOOKED
    return SessionPage(
        number=session.pk,
        url=reverse("training:session_detail", args=[session.pk]),
        course=course.name,
        course_url=reverse("training:course_detail", args=[course.code]),
        when=when_of(session),
        where=where_of(session),
        mode=DeliveryMode(session.mode).label,
        host=session.host.short_name,
        places=places,
        has_room=is_open and not places.is_full,
        is_open=is_open,
        is_cancelled=session.state == SessionState.CANCELLED,
        cancelled_reason=session.cancelled_reason,
        can_book=is_open and can_wait and (not is_active or waits_freely),
        book_words=_say_book(needs_approval=course.needs_approval, is_full=places.is_full),
        closed_words="" if is_open and can_wait else _say_closed(session, is_open=is_open),
        needs_approval=course.needs_approval,
        slots=present_slots(session, own, at=at),
        is_online=session.mode == DeliveryMode.VIRTUAL,
        trainers=", ".join(str(each.user) for each in session.trainers.all()),
        notes=session.notes if knows_notes else "",
        position=_say_position(session, position),
        offers=_say_offers(session),
    )


def _say_book(*, needs_approval: bool, is_full: bool) -> str:
    if needs_approval:
        return "Ask for a place"
    return "Join the waiting list" if is_full else "Book a place"


def _say_closed(session: Session, *, is_open: bool) -> str:
    if session.state == SessionState.CANCELLED:
        return "This session is cancelled."
    if not is_open:
        return "This session has begun or is over."
    return "This session is full, and so near its start that no place is offered any more."


def _say_position(session: Session, position: int) -> str:
    if not position:
        return ""
    waiting: int = session.waiting  # type: ignore[attr-defined]  # annotated
    return f"You are number {position} of {max(position, waiting)} on the waiting list."


def _say_offers(session: Session) -> Sequence[str]:
    """Return how the waiting list works, so that it is seen to be fair."""
    cut_off = offers_end_at(session)
    hours = count_in_words(session.offer_hours, "hour")
    last = (
        f"The last offers are made {say_moment(cut_off)}. After that, a free place is for whoever"
        " books it first."
        if cut_off
        else ""
    )
    return [each for each in (*_OFFERS, _HOLDS.format(hours=hours), last) if each]


def after_booking(booking: Booking) -> str:
    """Return what somebody is told who has just booked for themselves."""
    return _AFTER[S(booking.state)]


def after_booking_for(booking: Booking, who: str) -> str:
    """Return what somebody is told who has just booked for another."""
    return _AFTER_FOR[S(booking.state)].format(who=who)
