"""
Tell the members of a committee of its meetings by mail, in the transaction of what happened.

A mail says which committee, when and where, with the calendar object; it names no agenda item.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from accounts.models import User
from core.calendars import Method
from core.dates import LONDON, TIME, format_date
from governance.codes import MeetingState, MessageKind
from governance.models import GovernanceMessage, LodgedHead, Meeting, Membership
from governance.queries.heads import last_heads

from .meeting_invitations import address_of, say_place, write_meeting
from .messages import Telling, queue_message

# Meetings are planned a year ahead; invitations go out when they come near.
INVITED_AHEAD: Final = timedelta(days=56)
_INVITES: Final = (MessageKind.MEETING, MessageKind.MEETING_CHANGED)
_SENTENCES: Final = {
    MessageKind.MEETING: "You are invited to a meeting of the {committee}.",
    MessageKind.MEETING_CHANGED: "A meeting of the {committee} has changed: {reason}",
    MessageKind.MEETING_CANCELLED: "A meeting of the {committee} is cancelled: {reason}",
}
_SUBJECTS: Final = {
    MessageKind.MEETING: "Meeting: {committee}, {when}",
    MessageKind.MEETING_CHANGED: "Changed: {committee}, {when}",
    MessageKind.MEETING_CANCELLED: "Cancelled: {committee}, {when}",
}


def invite_members(meeting: Meeting, *, at: datetime) -> int:
    """Invite the members who were not invited yet, once the meeting is near; say how many."""
    if not _is_near(meeting.starts_at, at=at) or meeting.state == MeetingState.CANCELLED:
        return 0
    invited = _invited(meeting)
    new = [person for person in _members(meeting, at=at) if person.pk not in invited]
    _tell(new, meeting, MessageKind.MEETING, "", at=at)
    return len(new)


def tell_changed(meeting: Meeting, *, was_at: datetime, reason: str, at: datetime) -> None:
    """Tell the members that a meeting is at another time or place; its revision has gone up."""
    if _is_near(was_at, at=at) or _is_near(meeting.starts_at, at=at) or _invited(meeting):
        members = _members(meeting, at=at)
        _tell(members, meeting, MessageKind.MEETING_CHANGED, reason, at=at)


def tell_cancelled(meeting: Meeting, *, at: datetime) -> None:
    """Tell all who were invited that a meeting is cancelled; its revision has gone up."""
    invited = User.objects.filter(pk__in=_invited(meeting), is_active=True)
    _tell(invited, meeting, MessageKind.MEETING_CANCELLED, meeting.cancelled_reason, at=at)


def _is_near(moment: datetime, *, at: datetime) -> bool:
    return at < moment <= at + INVITED_AHEAD


def _members(meeting: Meeting, *, at: datetime) -> list[User]:
    """Return who sits on the committee now and still does on the day of the meeting."""
    now = Membership.objects.current(at.astimezone(LONDON).date())
    then = Membership.objects.current(meeting.starts_at.astimezone(LONDON).date())
    people = User.objects.filter(is_active=True)
    people = people.filter(
        pk__in=now.filter(committee=meeting.committee_id).values("user_id")
    ).filter(pk__in=then.filter(committee=meeting.committee_id).values("user_id"))
    return list(people.order_by("username"))


def _invited(meeting: Meeting) -> set[UUID]:
    told = GovernanceMessage.objects.filter(meeting=meeting, kind__in=_INVITES)
    return set(told.values_list("user_id", flat=True))


def _tell(
    people: Iterable[User], meeting: Meeting, kind: MessageKind, reason: str, *, at: datetime
) -> None:
    head = last_heads([meeting.committee_id]).get(meeting.committee_id)
    for person in people:
        telling = _write(person, meeting, kind, reason, head, at=at)
        queue_message(telling, to=person, at=at, meeting=meeting)


def _write(
    person: User,
    meeting: Meeting,
    kind: MessageKind,
    reason: str,
    head: LodgedHead | None,
    *,
    at: datetime,
) -> Telling:
    method = Method.CANCEL if kind == MessageKind.MEETING_CANCELLED else Method.REQUEST
    when = format_date(meeting.starts_at, TIME)
    words = {"committee": meeting.committee.name, "when": when, "reason": reason}
    where = say_place(meeting)
    lines = [
        _SENTENCES[kind].format(**words),
        "",
        f"When: {when}",
        *([f"Where: {where}"] if where else []),
        f"Read more: {address_of(meeting)}",
    ]
    return Telling(
        kind=kind,
        once_key=f"{kind}:{meeting.pk}:{meeting.revision}:{person.pk}",
        subject=_SUBJECTS[kind].format(**words)[:200],
        body="\n".join(lines) + "\n",
        invitation=write_meeting(meeting, method, to=person, head=head, at=at),
    )
