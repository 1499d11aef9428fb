"""Publish an agenda: from then on its numbers are frozen, and its readers know of it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from core.errors import NotPermittedNow
from governance.codes import MeetingState, Visibility
from governance.models import AgendaItem, Meeting, Reach
from governance.policies.agendas import lay_out
from governance.policies.meetings import check_meeting_can_become
from governance.queries.agenda_drafts import list_meetings_to_approve
from governance.queries.agendas import read_slots

from .agenda_locks import check_agenda_is_as_seen, lock_agenda
from .agenda_mail import tell_agenda
from .grants import name_presenter


@transaction.atomic
def publish_agenda(*, meeting_id: UUID, seen: str, by: Reach, at: datetime) -> int:
    """
    Freeze the numbers of an agenda and tell its readers; return how many are told.

    :raises Forbidden: the actor is neither chair nor secretary
    :raises ChangedMeanwhile: somebody else has changed the agenda since it was `seen`
    :raises NotPermittedNow: it is published already, or nothing is on it
    """
    meeting = lock_agenda(meeting_id, by=by)
    check_meeting_can_become(meeting.state, MeetingState.AGENDA_PUBLISHED)
    check_agenda_is_as_seen(meeting, seen)
    _freeze_numbers(meeting)
    _bind_minutes(meeting, at=at)
    meeting.state = MeetingState.AGENDA_PUBLISHED
    meeting.agenda_published_at = at
    meeting.save(update_fields=["state", "agenda_published_at", "updated_at"])
    restricted = AgendaItem.objects.filter(meeting=meeting, visibility=Visibility.RESTRICTED)
    for item in restricted.select_related("presenter"):
        name_presenter(item, by=by, at=at)
    return tell_agenda(meeting, at=at)


def _freeze_numbers(meeting: Meeting) -> None:
    numbers = {
        line.key: line.number
        for line in lay_out(read_slots(meeting)[0], starts_at=meeting.starts_at)
    }
    if not numbers:
        raise NotPermittedNow("Nothing is on the agenda yet: add an item before you publish it.")
    items = list(AgendaItem.objects.filter(meeting=meeting))
    for item in items:
        item.number = numbers[item.pk]
    AgendaItem.objects.bulk_update(items, ["number"])


def _bind_minutes(meeting: Meeting, *, at: datetime) -> None:
    """Have the item for the last meeting's minutes be of one that was not cancelled meanwhile."""
    lost = AgendaItem.objects.filter(meeting=meeting, minutes_of__state=MeetingState.CANCELLED)
    for item in lost:
        taken = meeting.items.values_list("minutes_of", flat=True)
        before = list_meetings_to_approve(meeting, at=at)
        item.minutes_of = next((each for each in before if each.pk not in set(taken)), None)
        item.save(update_fields=["minutes_of", "updated_at"])
