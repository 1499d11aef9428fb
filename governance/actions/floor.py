"""Take the floor: lock a meeting and one of its items, for somebody who may run it."""

from uuid import UUID

from governance import permissions
from governance.models import AgendaItem, Meeting, Reach
from governance.policies.running import check_is_running
from governance.queries.seats import conflicted_people


def lock_meeting(meeting_id: UUID, *, by: Reach) -> Meeting:
    """
    Lock a meeting for its chair or secretary.

    :raises Meeting.DoesNotExist: they may not know of it
    :raises Forbidden: they do not prepare its committee's meetings
    """
    meeting = _locked(Meeting.objects.visible_to(by).get(pk=meeting_id))
    permissions.check_serves(by, meeting.committee_id)
    return meeting


def lock_item(item_id: UUID, *, by: Reach) -> AgendaItem:
    """
    Lock an item and its meeting for the chair or secretary who takes part in it.

    :raises AgendaItem.DoesNotExist: they may not know of it
    :raises Forbidden: they do not run the meeting, or have since declared an interest
    """
    item = AgendaItem.objects.visible_to(by).get(pk=item_id)
    meeting = lock_meeting(item.meeting_id, by=by)
    item = AgendaItem.objects.select_for_update(of=("self",)).get(pk=item_id)
    item.meeting = meeting
    check_takes_part(item, by=by)
    return item


def lock_running_item(item_id: UUID, *, by: Reach) -> AgendaItem:
    """
    Lock an item while its meeting is going on.

    :raises NotPermittedNow: the meeting is not in progress
    """
    item = lock_item(item_id, by=by)
    check_is_running(item.meeting.state)
    return item


def check_takes_part(item: AgendaItem, *, by: Reach) -> None:
    """
    Require that somebody has no conflict of interest, asked anew under the lock.

    :raises Forbidden: they have
    """
    permissions.check_has_no_conflict(by, item.pk)
    permissions.check_is_not_among(by, conflicted_people(item))


def _locked(meeting: Meeting) -> Meeting:
    locked = Meeting.objects.select_for_update(of=("self",)).select_related("committee")
    return locked.get(pk=meeting.pk)
