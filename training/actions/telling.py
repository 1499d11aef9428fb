"""
Tell people of their bookings by mail, in the transaction of what happened.

A mail names nobody but its reader. Somebody on the waiting list is told so in words of their own,
never in those of a booking.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

from django.conf import settings
from django.db.models import F
from django.urls import reverse

from accounts.models import User
from core.calendars import Method
from core.dates import TIME, format_date
from training.codes import BookingState, MessageKind
from training.models import (
    Booking,
    BookingEvent,
    Session,
    SessionSlot,
    TrainingManager,
    organizations_above,
)
from training.queries.calendar import with_calendar_facts

from .invitations import write_invitation
from .messages import Telling, queue_message

S = BookingState
K = MessageKind
_KINDS: Final = {
    S.REQUESTED: K.REQUESTED,
    S.DECLINED: K.DECLINED,
    S.BOOKED: K.BOOKED,
    S.WAITLISTED: K.WAITLISTED,
    S.OFFERED: K.OFFERED,
    S.LAPSED: K.OFFER_ENDED,
    S.CANCELLED_BY_USER: K.CANCELLED,
    S.CANCELLED_BY_TRAINER: K.CANCELLED,
    S.SESSION_CANCELLED: K.SESSION_CANCELLED,
}
_SUBJECTS: Final = {
    K.REQUESTED: "Your request: {course}",
    K.DECLINED: "Not booked: {course}",
    K.BOOKED: "Booked: {course}",
    K.WAITLISTED: "On the waiting list: {course}",
    K.OFFERED: "A place is free for you: {course}",
    K.OFFER_ENDED: "Your offer has run out: {course}",
    K.CHANGED: "Changed: {course}",
    K.CANCELLED: "Cancelled: {course}",
    K.SESSION_CANCELLED: "The session is cancelled: {course}",
}


def tell_booking(booking: Booking, event: BookingEvent, *, at: datetime) -> None:
    """Tell a learner what became of their booking; and managers, where they have to decide."""
    booking = with_calendar_facts().get(pk=booking.pk)
    state = BookingState(event.to_state)
    kind = _KINDS.get(state)
    if kind is None:
        return
    telling = Telling(
        kind=kind,
        once_key=f"booking-event:{event.pk}",
        subject=_subject(kind, booking),
        body=_write(booking, _SENTENCES[kind](booking, event)),
        invitation=_invitation(booking, event, at=at),
    )
    queue_message(telling, to=booking.user, at=at, booking=booking)
    if state == S.REQUESTED:
        _ask_managers(booking, event, at=at)


def tell_session_changed(
    session: Session,
    *,
    what: str,
    by: User,
    at: datetime,
    removed: Sequence[SessionSlot] = (),
) -> int:
    """
    Tell all who are booked or wait that a session is another now; return how many were told.

    The session is locked. Its revision and the sequence of each booking go up, so that calendars
    take the change over; slots that were `removed` are cancelled there.
    """
    Session.objects.filter(pk=session.pk).update(revision=F("revision") + 1, updated_at=at)
    session.refresh_from_db(fields=["revision"])
    Booking.objects.filter(session=session).active().update(
        sequence=F("sequence") + 1, updated_at=at
    )
    told = 0
    for booking in with_calendar_facts().filter(session=session).active().exclude(user=by):
        _tell_change(booking, what, removed, at=at)
        told += 1
    return told


def _tell_change(
    booking: Booking, what: str, removed: Sequence[SessionSlot], *, at: datetime
) -> None:
    invitation = ""
    if booking.state == S.BOOKED:
        invitation = write_invitation(booking, Method.REQUEST, at=at)
        invitation += write_invitation(booking, Method.CANCEL, at=at, slots=removed)
    telling = Telling(
        kind=K.CHANGED,
        once_key=f"session-changed:{booking.session_id}:{booking.session.revision}:{booking.pk}",
        subject=_subject(K.CHANGED, booking),
        body=_write(booking, f"The session has changed: {what}"),
        invitation=invitation,
    )
    queue_message(telling, to=booking.user, at=at, booking=booking)


def _subject(kind: MessageKind, booking: Booking) -> str:
    return _SUBJECTS[kind].format(course=booking.session.version.course.name)[:200]


def _invitation(booking: Booking, event: BookingEvent, *, at: datetime) -> str:
    """Return what the calendar shall do: enter what is booked, strike what was."""
    if event.to_state == S.BOOKED:
        return write_invitation(booking, Method.REQUEST, at=at)
    if event.from_state == S.BOOKED:
        return write_invitation(booking, Method.CANCEL, at=at)
    return ""


def _ask_managers(booking: Booking, event: BookingEvent, *, at: datetime) -> None:
    """Ask those who look after the learner to decide; the page says whom it is about."""
    above = organizations_above(booking.role.organization)
    managers = TrainingManager.objects.filter(organization__in=above, user__is_active=True)
    for manager in managers.exclude(user=booking.user).select_related("user"):
        link = f"{settings.SERVICE_URL}{reverse('training:approval_list')}"
        telling = Telling(
            kind=K.APPROVAL_WANTED,
            once_key=f"approval:{event.pk}:{manager.user_id}",
            subject="A request for training waits for you",
            body=f"Somebody you look after asks for a course.\n\nApprove or decline it: {link}\n",
        )
        queue_message(telling, to=manager.user, at=at, booking=booking)


def _write(booking: Booking, sentence: str) -> str:
    """Return the words of a mail: what happened, which session, where to read more."""
    session = booking.session
    lines = [sentence, "", session.version.course.name]
    lines += [_say_slot(slot) for slot in session.slots.all()]
    link = reverse("training:session_detail", args=[session.pk])
    return "\n".join([*lines, "", f"More: {settings.SERVICE_URL}{link}", ""])


def _say_slot(slot: SessionSlot) -> str:
    where = slot.venue.name if slot.venue else "online" if slot.join_url else slot.room
    when = format_date(slot.starts_at, TIME)
    return f"{when} (London time){f', {where}' if where else ''}"


def _say_offer(booking: Booking, _event: BookingEvent) -> str:
    until = booking.offer_expires_at
    limit = f" It is held for you until {format_date(until, TIME)}." if until else ""
    return f"A place has become free, and you are next.{limit} Accept or decline it on the page."


def _say_cancelled(_booking: Booking, event: BookingEvent) -> str:
    was = "booking" if event.from_state == S.BOOKED else "request"
    by_trainer = event.to_state == S.CANCELLED_BY_TRAINER
    who = f"The trainer has cancelled your {was}." if by_trainer else f"Your {was} is cancelled."
    return f"{who} Reason: {event.reason}" if event.reason and by_trainer else who


def _say_session_cancelled(_booking: Booking, event: BookingEvent) -> str:
    reason = f" Reason: {event.reason}." if event.reason else ""
    return f"We are sorry: the session will not take place.{reason} The page shows other dates."


def _say_declined(_booking: Booking, event: BookingEvent) -> str:
    if event.from_state == S.OFFERED:
        return "You have given up the place that was offered to you."
    reason = f" Reason: {event.reason}." if event.reason else ""
    return f"Your request was not approved.{reason}"


def _always(sentence: str) -> Callable[[Booking, BookingEvent], str]:
    return lambda _booking, _event: sentence


_SENTENCES: Final = {
    K.REQUESTED: _always("Your request has come in. You are told when it is decided."),
    K.DECLINED: _say_declined,
    K.BOOKED: _always("You are booked. The invitation for your calendar is attached."),
    K.WAITLISTED: _always(
        "The session is full. You are on the waiting list: this is not a booking. When a place"
        " becomes free, it is offered to whoever has waited longest, for a time."
    ),
    K.OFFERED: _say_offer,
    K.OFFER_ENDED: _always(
        "The time of your offer is over, and the place went to the next. You can book again."
    ),
    K.CANCELLED: _say_cancelled,
    K.SESSION_CANCELLED: _say_session_cancelled,
}
