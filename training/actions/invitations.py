"""
Write what calendars read: invitations to one booking, and a feed of all that somebody booked.

RFC 5545 and RFC 5546: one object for each slot, because all events of an object share a UID; it
stays for the life of the booking, SEQUENCE goes up with each change, METHOD stands on the calendar.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from icalendar import Event

from core.calendars import (
    Method,
    start_calendar,
    start_feed,
    write_attendee,
    write_moment,
    write_organizer,
)
from training.models import Booking, SessionSlot

ORGANIZER: Final = "One Health and Care training"
PRODUCT: Final = "-//One Health and Care//Training//EN"


def write_invitation(
    booking: Booking, method: Method, *, at: datetime, slots: Iterable[SessionSlot] | None = None
) -> str:
    """
    Return a stream of calendar objects, one for each slot of a booking.

    `slots` are those to tell of, where these are not all that the session has.
    """
    told = _slots_of(booking) if slots is None else slots
    objects = []
    for slot in told:
        calendar = start_calendar(PRODUCT, method.value)
        calendar.add_component(_write_event(booking, slot, method, at=at))
        objects.append(calendar.to_ical())
    return b"".join(objects).decode()


def write_feed(bookings: Iterable[Booking], *, at: datetime) -> bytes:
    """Return the calendar of everything that is given: what somebody's own feed answers."""
    calendar = start_feed(PRODUCT, "Training")
    for booking in bookings:
        for slot in _slots_of(booking):
            calendar.add_component(_write_event(booking, slot, Method.PUBLISH, at=at))
    return bytes(calendar.to_ical())


def uid_of(booking_id: UUID, slot_id: UUID) -> str:
    """Return by what calendars know a booked slot, for as long as it lives."""
    return f"{booking_id}.{slot_id}@{settings.MAIL_DOMAIN}"


def _slots_of(booking: Booking) -> list[SessionSlot]:
    """Return the slots in their order; those who list bookings have fetched them before."""
    return sorted(booking.session.slots.all(), key=lambda slot: slot.starts_at)


def _write_event(booking: Booking, slot: SessionSlot, method: Method, *, at: datetime) -> Event:
    event = Event()
    course = booking.session.version.course
    event.add("uid", uid_of(booking.pk, slot.pk))
    event.add("sequence", booking.sequence)
    event.add("dtstamp", at.astimezone(UTC))
    event.add("dtstart", write_moment(slot.starts_at))
    event.add("dtend", write_moment(slot.ends_at))
    event.add("summary", course.name)
    event.add("location", _say_where(slot))
    event.add("description", _describe(booking, slot))
    event.add("url", f"{settings.SERVICE_URL}{_path_of(booking)}")
    event.add("status", "CANCELLED" if method == Method.CANCEL else "CONFIRMED")
    event.add("transp", "OPAQUE")
    if method != Method.PUBLISH:
        event.add("organizer", write_organizer(ORGANIZER))
        attendee = write_attendee(booking.user.email, str(booking.user), has_accepted=True)
        event.add("attendee", attendee, encode=False)
    return event


def _say_where(slot: SessionSlot) -> str:
    """Return the place, or that it is online."""
    if slot.venue is None:
        return "Online" if slot.join_url else slot.room
    return ", ".join(part for part in (slot.room, slot.venue.name, slot.venue.address) if part)


def _describe(booking: Booking, slot: SessionSlot) -> str:
    """Return what the learner needs to know; only they read it, so that the link may stand here."""
    lines = [booking.session.notes, slot.venue.access_notes if slot.venue else ""]
    if slot.join_url:
        lines.append(f"Join online: {slot.join_url}")
    lines.append(f"Your booking: {settings.SERVICE_URL}{_path_of(booking)}")
    return "\n".join(line for line in lines if line)


def _path_of(booking: Booking) -> str:
    return reverse("training:session_detail", args=[booking.session_id])
