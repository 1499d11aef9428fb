"""Private notes of a reader: sealed, for nobody else, gone once the minutes are approved."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from core.errors import NotPermittedNow
from governance.codes import MeetingState
from governance.models import AgendaItem, Paper, Reach, ReaderNote

LONGEST: Final = 4000
# From then on what was decided speaks for itself, and notes would only be kept for others to ask.
CLOSED: Final = frozenset({MeetingState.MINUTES_APPROVED, MeetingState.PUBLISHED})


@transaction.atomic
def write_note(
    *, item_id: UUID, body: str, by: Reach, at: datetime, paper_id: UUID | None = None
) -> ReaderNote | None:
    """
    Keep what a reader notes beside an item or a paper, in place of what they noted there before.

    An empty note takes the one before away; None is returned then.

    :raises AgendaItem.DoesNotExist: there is no such item that they may know of
    :raises Paper.DoesNotExist: the item has no such paper that they may know of
    :raises NotPermittedNow: the note is too long, or the minutes of the meeting are approved
    """
    item = AgendaItem.objects.visible_to(by).select_related("meeting").get(pk=item_id)
    paper = Paper.objects.visible_to(by).get(pk=paper_id, item=item) if paper_id else None
    words = body.replace("\x00", "").strip()
    if len(words) > LONGEST:
        raise NotPermittedNow(f"A note may have up to {LONGEST} characters.")
    if item.meeting.state in CLOSED:
        raise NotPermittedNow("The minutes of the meeting are approved: its notes are destroyed.")
    kept = ReaderNote.objects.filter(user_id=by.user_id, item=item, paper=paper)
    kept.delete()
    if not words:
        return None
    return ReaderNote.objects.create(
        user_id=by.user_id, item=item, paper=paper, body=words.encode(), written_at=at
    )


def destroy_notes(meeting_id: UUID) -> int:
    """Destroy all notes on a meeting, whoever wrote them; return how many there were."""
    count, _ = ReaderNote.objects.filter(item__meeting_id=meeting_id).delete()
    return count
