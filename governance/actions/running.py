"""Run a meeting: open it, take up its items one after another, close it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from core.errors import NotPermittedNow
from governance.actions.floor import lock_meeting, lock_running_item
from governance.actions.interests_in_room import apply_interests, bring_back
from governance.codes import MeetingState, MotionState
from governance.models import AgendaItem, AttendanceSpell, Meeting, Motion, Reach
from governance.policies.meetings import check_meeting_can_become
from governance.policies.quorum import find_quorum
from governance.policies.running import check_is_running
from governance.queries.floor import find_current_item
from governance.queries.seats import rule_of, seats_present


@transaction.atomic
def open_meeting(*, meeting_id: UUID, by: Reach, at: datetime) -> Meeting:
    """
    Open a meeting whose agenda is published.

    :raises NotPermittedNow: its agenda is not published, or it is open or over already
    """
    meeting = lock_meeting(meeting_id, by=by)
    check_meeting_can_become(meeting.state, MeetingState.IN_PROGRESS)
    meeting.state, meeting.opened_at = MeetingState.IN_PROGRESS, at
    meeting.save(update_fields=["state", "opened_at", "updated_at"])
    return meeting


@transaction.atomic
def take_up_item(*, item_id: UUID, by: Reach, at: datetime) -> AgendaItem:
    """
    Take up an item: who leaves for it leaves now, who left for the one before comes back.

    :raises NotPermittedNow: the meeting is not in progress
    """
    item = lock_running_item(item_id, by=by)
    before = find_current_item(item.meeting)
    if before == item:
        return item
    if before is not None:
        bring_back(before, at=at)
    item.started_at = at
    item.save(update_fields=["started_at", "updated_at"])
    apply_interests(item, by_id=by.user_id, at=at)
    return item


@transaction.atomic
def close_meeting(*, meeting_id: UUID, by: Reach, at: datetime) -> Meeting:
    """
    Close a meeting: everybody has left, and whether it ever had a quorum is kept.

    :raises NotPermittedNow: it is not open, a vote is, or a carried motion has no decision yet
    """
    meeting = lock_meeting(meeting_id, by=by)
    check_is_running(meeting.state)
    _check_votes_are_settled(meeting)
    meeting.was_inquorate = not _ever_had_quorum(meeting)
    spells = AttendanceSpell.objects.filter(attendance__meeting=meeting, out_at__isnull=True)
    spells.filter(in_at__lte=at).update(out_at=at)
    meeting.state, meeting.closed_at = MeetingState.HELD, at
    meeting.save(update_fields=["state", "closed_at", "was_inquorate", "updated_at"])
    return meeting


def _check_votes_are_settled(meeting: Meeting) -> None:
    motions = Motion.objects.filter(item__meeting=meeting)
    # Items are not named: who closes the meeting may not know of each.
    if motions.filter(state=MotionState.OPEN).exists():
        raise NotPermittedNow("A motion is still open for votes. Close it before the meeting.")
    if motions.filter(state=MotionState.CARRIED, decision__isnull=True).exists():
        raise NotPermittedNow("A motion was carried, and its decision is not recorded yet.")


def _ever_had_quorum(meeting: Meeting) -> bool:
    """Say whether there was a quorum at the opening or after any arrival."""
    spells = AttendanceSpell.objects.filter(attendance__meeting=meeting)
    opened_at = meeting.opened_at or meeting.starts_at
    moments = {max(in_at, opened_at) for in_at in spells.values_list("in_at", flat=True)}
    rule = rule_of(meeting)
    return any(
        find_quorum(rule, seats_present(meeting, at=moment)).is_quorate
        for moment in sorted(moments)
    )
