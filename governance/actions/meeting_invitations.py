"""
Write what calendars read of meetings: an invitation to one, and a feed of somebody's own.

RFC 5545 and RFC 5546: each meeting has a UID of its own for its life, never one series with
exceptions; SEQUENCE goes up with each change; METHOD stands on the calendar. No agenda item is
named: calendars are read by many.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from icalendar import Event

from accounts.models import User
from core.calendars import (
    Method,
    start_calendar,
    start_feed,
    write_attendee,
    write_moment,
    write_organizer,
)
from governance.codes import MeetingMode, MeetingState
from governance.models import LodgedHead, Meeting

ORGANIZER: Final = "One Health and Care governance"
PRODUCT: Final = "-//One Health and Care//Governance//EN"
_SHOWN_OF_HASH: Final = 16


def write_meeting(
    meeting: Meeting, method: Method, *, to: User | None, head: LodgedHead | None, at: datetime
) -> str:
    """Return the calendar object of one meeting, as an invitation where it is `to` somebody."""
    calendar = start_calendar(PRODUCT, method.value)
    calendar.add_component(_write_event(meeting, method, to=to, head=head, at=at))
    return bytes(calendar.to_ical()).decode()


def write_feed(
    meetings: Iterable[Meeting], heads: Mapping[UUID, LodgedHead], *, at: datetime
) -> bytes:
    """Return the calendar of somebody's meetings; `heads` by the key of the committee."""
    calendar = start_feed(PRODUCT, "Governance")
    for meeting in meetings:
        head = heads.get(meeting.committee_id)
        event = _write_event(meeting, Method.PUBLISH, to=None, head=head, at=at)
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def uid_of(meeting_id: UUID) -> str:
    """Return by what calendars know a meeting, for as long as it lives."""
    return f"{meeting_id}@{settings.MAIL_DOMAIN}"


def address_of(meeting: Meeting) -> str:
    """Return where a meeting is read about."""
    return f"{settings.SERVICE_URL}{reverse('governance:meeting_detail', args=[meeting.pk])}"


def say_place(meeting: Meeting) -> str:
    """Return where a meeting is: a room, online, or both."""
    online = "" if meeting.mode == MeetingMode.ON_SITE else "Online"
    return ", ".join(part for part in (meeting.place, online) if part)


def _write_event(
    meeting: Meeting,
    method: Method,
    *,
    to: User | None,
    head: LodgedHead | None,
    at: datetime,
) -> Event:
    is_off = method == Method.CANCEL or meeting.state == MeetingState.CANCELLED
    event = Event()
    event.add("uid", uid_of(meeting.pk))
    event.add("sequence", meeting.revision)
    event.add("dtstamp", at.astimezone(UTC))
    event.add("dtstart", write_moment(meeting.starts_at))
    event.add("dtend", write_moment(meeting.ends_at))
    event.add("summary", meeting.committee.name)
    event.add("location", say_place(meeting))
    event.add("description", _describe(meeting, head))
    event.add("url", address_of(meeting))
    event.add("status", "CANCELLED" if is_off else "CONFIRMED")
    event.add("transp", "OPAQUE")
    if to is not None:
        event.add("organizer", write_organizer(ORGANIZER))
        event.add("attendee", write_attendee(to.email, str(to), has_accepted=False), encode=False)
    return event


def _describe(meeting: Meeting, head: LodgedHead | None) -> str:
    """
    Return where to read more, how to join, and the head of the chain of evidence.

    With the head in many calendars, whoever rewrites the minutes of this committee is found out.
    """
    lines = [f"Agenda and papers: {address_of(meeting)}"]
    if meeting.join_url and meeting.mode != MeetingMode.ON_SITE:
        lines.append(f"Join online: {meeting.join_url}")
    if head is not None:
        lines.append(f"Evidence: entry {head.sequence}, {head.hash[:_SHOWN_OF_HASH]}")
    return "\n".join(lines)
