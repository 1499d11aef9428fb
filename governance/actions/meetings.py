"""Call a meeting, move it, cancel it."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction

from core.dates import LONDON
from core.errors import NotPermittedNow
from governance import permissions
from governance.codes import MeetingMode, MeetingState
from governance.models import Committee, Meeting, Reach
from governance.policies.meetings import check_can_be_moved, check_meeting_can_become
from governance.policies.recurrence import moment_of

from .meeting_telling import invite_members, tell_cancelled, tell_changed
from .numbering import next_number

_PAPERS_UNTIL: Final = time(17)


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingFacts:
    """When and where a meeting is."""

    starts_at: datetime
    ends_at: datetime
    mode: str = MeetingMode.ONLINE
    place: str = ""
    join_url: str = ""


@transaction.atomic
def create_meeting(*, committee_id: UUID, facts: MeetingFacts, by: Reach, at: datetime) -> Meeting:
    """
    Call a single meeting, and invite the members where it is near.

    :raises Forbidden: they are neither chair nor secretary
    :raises NotPermittedNow: it lies in the past, or the committee is closed
    """
    committee = Committee.objects.select_for_update().get(pk=committee_id)
    permissions.check_serves(by, committee_id)
    _check_lies_ahead(facts, at=at)
    if committee.closed_on is not None:
        raise NotPermittedNow("The committee is closed: it meets no more.")
    meeting = Meeting.objects.create(
        committee=committee,
        number=next_number(Meeting, committee_id),
        starts_at=facts.starts_at,
        ends_at=facts.ends_at,
        mode=facts.mode,
        place=facts.place,
        join_url=facts.join_url,
        papers_due_at=papers_due_at(facts.starts_at, committee.paper_days),
    )
    invite_members(meeting, at=at)
    return meeting


@transaction.atomic
def move_meeting(
    *, meeting_id: UUID, facts: MeetingFacts, reason: str, by: Reach, at: datetime
) -> Meeting:
    """
    Have a meeting at another time or place; it keeps its number, and calendars follow.

    :raises Forbidden: they are neither chair nor secretary
    :raises NotPermittedNow: it has begun or is cancelled, or the new time has passed
    """
    meeting = _lock(meeting_id)
    permissions.check_serves(by, meeting.committee_id)
    check_can_be_moved(meeting.state)
    _check_lies_ahead(facts, at=at)
    place_meeting(meeting, facts, reason=reason, at=at)
    return meeting


@transaction.atomic
def cancel_meeting(*, meeting_id: UUID, reason: str, by: Reach, at: datetime) -> Meeting:
    """
    Cancel a meeting, say why, and tell all who were invited.

    :raises Forbidden: they are neither chair nor secretary
    :raises NotPermittedNow: it has begun, or is cancelled already
    """
    meeting = _lock(meeting_id)
    permissions.check_serves(by, meeting.committee_id)
    call_off(meeting, reason=reason, at=at)
    return meeting


def call_off(meeting: Meeting, *, reason: str, at: datetime) -> None:
    """
    Cancel a meeting that is locked, and tell all who were invited.

    :raises NotPermittedNow: it has begun, or is cancelled already
    """
    check_meeting_can_become(meeting.state, MeetingState.CANCELLED)
    meeting.state = MeetingState.CANCELLED
    meeting.cancelled_reason = reason
    meeting.revision += 1
    meeting.save()
    tell_cancelled(meeting, at=at)


def place_meeting(meeting: Meeting, facts: MeetingFacts, *, reason: str, at: datetime) -> None:
    """Put a meeting that is locked where and when it is to be, and tell the members of a change."""
    was = whereabouts_of(meeting)
    if was == facts:
        return
    meeting.starts_at, meeting.ends_at = facts.starts_at, facts.ends_at
    meeting.mode, meeting.place, meeting.join_url = facts.mode, facts.place, facts.join_url
    if was.starts_at != facts.starts_at:
        meeting.papers_due_at = papers_due_at(facts.starts_at, meeting.committee.paper_days)
        meeting.moved_reason = reason
    meeting.revision += 1
    meeting.save()
    tell_changed(meeting, was_at=was.starts_at, reason=reason, at=at)


def papers_due_at(starts_at: datetime, days: int) -> datetime:
    """Return until when papers for a meeting are in time: the end of a day of work, in London."""
    due_on = starts_at.astimezone(LONDON).date() - timedelta(days=days)
    return min(moment_of(due_on, _PAPERS_UNTIL), starts_at)


def whereabouts_of(meeting: Meeting) -> MeetingFacts:
    """Return when and where a meeting is."""
    return MeetingFacts(
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        mode=meeting.mode,
        place=meeting.place,
        join_url=meeting.join_url,
    )


def _lock(meeting_id: UUID) -> Meeting:
    rows = Meeting.objects.select_for_update(of=("self",)).select_related("committee")
    return rows.get(pk=meeting_id)


def _check_lies_ahead(facts: MeetingFacts, *, at: datetime) -> None:
    if facts.starts_at <= at:
        raise NotPermittedNow("The new time has passed: choose one that lies ahead.")
