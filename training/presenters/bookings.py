"""Bookings in the words of those who made them, and of those who decide."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.urls import reverse

from core.dates import format_duration
from core.times import say_moment
from training.codes import BookingSource, BookingState
from training.models import Booking

from .sessions import when_of, where_of

S = BookingState
STATE_WORDS: Final = {
    S.REQUESTED: ("Waiting for approval", "amber"),
    S.APPROVED: ("Approved", "blue"),
    S.WAITLISTED: ("Waiting list", "amber"),
    S.OFFERED: ("A place is offered", "blue"),
    S.BOOKED: ("Booked", "green"),
    S.ATTENDED: ("Attended", "green"),
    S.PARTIAL: ("Attended in part", "amber"),
    S.NO_SHOW: ("Did not attend", "red"),
    S.DECLINED: ("Not booked", "plain"),
    S.LAPSED: ("Offer ran out", "plain"),
    S.CANCELLED_BY_USER: ("Cancelled", "plain"),
    S.CANCELLED_BY_TRAINER: ("Cancelled by the trainer", "red"),
    S.SESSION_CANCELLED: ("Session cancelled", "red"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingLine:
    """A booking in its learner's list."""

    id: UUID
    course: str
    url: str
    when: str
    where: str
    state: str
    tone: str
    is_offer: bool
    offer_until: str
    offer_left: str
    held_back: str
    cancel_url: str
    answer_url: str


def present_booking(booking: Booking, *, at: datetime) -> BookingLine:
    """Return a booking for its learner."""
    state = S(booking.state)
    words, tone = STATE_WORDS[state]
    until = booking.offer_expires_at
    has_begun = booking.session.starts_at is not None and booking.session.starts_at <= at
    cancellable = state in (S.REQUESTED, S.WAITLISTED, S.BOOKED) and not has_begun
    return BookingLine(
        id=booking.pk,
        course=booking.session.version.course.name,
        url=reverse("training:session_detail", args=[booking.session_id]),
        when=when_of(booking.session),
        where=where_of(booking.session),
        state=words,
        tone=tone,
        is_offer=until is not None and until > at,
        offer_until=say_moment(until) if until else "",
        offer_left=format_duration(until - at) if until and until > at else "",
        held_back=booking.held_back_reason,
        cancel_url=reverse("training:booking_cancel", args=[booking.pk]) if cancellable else "",
        answer_url=reverse("training:booking_answer", args=[booking.pk]),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestLine:
    """A request for those who decide it."""

    id: UUID
    person: str
    job: str
    course: str
    url: str
    when: str
    asked: str
    decide_url: str


def present_request(booking: Booking) -> RequestLine:
    """Return a request with who asks."""
    return RequestLine(
        id=booking.pk,
        person=str(booking.user),
        job=f"{booking.role.title}, {booking.role.organization.short_name}",
        course=booking.session.version.course.name,
        url=reverse("training:session_detail", args=[booking.session_id]),
        when=when_of(booking.session),
        asked=say_moment(booking.joined_at),
        decide_url=reverse("training:booking_decide", args=[booking.pk]),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingLine:
    """Somebody on the waiting list, for those who run the session."""

    position: str
    person: str
    job: str
    since: str
    source: str
    state: str
    tone: str
    note: str
    offer_url: str
    cancel_url: str


def present_waiting(bookings: Sequence[Booking]) -> list[WaitingLine]:
    """Return a waiting list in its order; those with an offer come first and have no number."""
    lines, position = [], 0
    for booking in bookings:
        is_offered = booking.state == S.OFFERED
        position += not is_offered
        words, tone = STATE_WORDS[S(booking.state)]
        until = booking.offer_expires_at
        note = f"Until {say_moment(until)}" if until else booking.held_back_reason
        lines.append(
            WaitingLine(
                position="" if is_offered else str(position),
                person=str(booking.user),
                job=f"{booking.role.title}, {booking.role.organization.short_name}",
                since=say_moment(booking.joined_at),
                source=BookingSource(booking.source).label,
                state=words,
                tone=tone,
                note=note,
                offer_url=""
                if is_offered
                else reverse("training:booking_offer", args=[booking.pk]),
                cancel_url=""
                if is_offered
                else reverse("training:booking_cancel", args=[booking.pk]),
            )
        )
    return lines
