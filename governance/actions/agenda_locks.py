"""Take a meeting or one of its items to change its agenda: one hand at a time."""

from uuid import UUID

from core.errors import NotPermittedNow
from governance.models import AgendaItem, Meeting, Reach
from governance.permissions import check_has_no_conflict, check_is_not_among, check_serves
from governance.policies.agendas import mark_of
from governance.queries.agendas import read_slots
from governance.queries.seats import conflicted_people


class ChangedMeanwhile(NotPermittedNow):
    """Somebody else has changed what the actor looked at."""


def lock_agenda(meeting_id: UUID, *, by: Reach) -> Meeting:
    """
    Lock a meeting whose agenda the actor shapes.

    :raises Forbidden: they are neither chair nor secretary
    """
    meeting = Meeting.objects.select_for_update().get(pk=meeting_id)
    check_serves(by, meeting.committee_id)
    return meeting


def lock_item(item_id: UUID, *, by: Reach) -> AgendaItem:
    """
    Lock an item, and its meeting before it, for those who shape the agenda and may know of it.

    :raises AgendaItem.DoesNotExist: there is none that the actor may know of
    :raises Forbidden: they are neither chair nor secretary
    """
    known = AgendaItem.objects.visible_to(by)
    meeting = lock_agenda(known.values_list("meeting_id", flat=True).get(pk=item_id), by=by)
    item = known.select_for_update(of=("self",)).get(pk=item_id)
    item.meeting = meeting
    check_knows(item, by)
    return item


def check_knows(item: AgendaItem, by: Reach) -> None:
    """
    Require that the actor has no conflict in an item, as it is now and not when the page opened.

    :raises Forbidden: they have
    """
    check_has_no_conflict(by, item.pk)
    check_is_not_among(by, conflicted_people(item))


def check_agenda_is_as_seen(meeting: Meeting, seen: str) -> None:
    """
    Require that nobody has changed the agenda since the actor looked at it.

    :raises ChangedMeanwhile: somebody has
    """
    if mark_of(*read_slots(meeting)) != seen:
        raise ChangedMeanwhile(
            "Somebody else has changed this agenda meanwhile. This is how it stands now: try again."
        )


def check_item_is_as_seen(item: AgendaItem, seen: str) -> None:
    """
    Require that nobody has changed an item since the actor opened it.

    :raises ChangedMeanwhile: somebody has
    """
    if item.updated_at.isoformat() != seen:
        raise ChangedMeanwhile(
            "Somebody else has changed this item meanwhile. What it says now stands below the"
            " form. Save again to put yours in its place."
        )
