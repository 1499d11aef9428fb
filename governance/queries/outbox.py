"""Whether a mail of governance may still go to its reader: it is true, and theirs to know."""

from datetime import datetime
from typing import Final

from accounts.queries import list_current_roles
from core.dates import LONDON
from governance.codes import MeetingState, MessageKind
from governance.models import ActionItem, AgendaItem, GovernanceMessage, Meeting, Reach

from .papers_wanted import wants_paper_of
from .reach import reach_of

# What tells of a meeting ahead is no news once it is called off, or over.
_TELLS_OF_MEETING: Final = frozenset(
    {
        MessageKind.MEETING,
        MessageKind.MEETING_CHANGED,
        MessageKind.AGENDA,
        MessageKind.PAPER_WANTED,
        MessageKind.PACK,
    }
)
# What leads into a meeting is for those who may still know of it.
_LEADS_IN: Final = frozenset({MessageKind.AGENDA, MessageKind.PACK, MessageKind.MINUTES})


def is_still_true(message: GovernanceMessage, at: datetime) -> bool:
    """Say whether a mail still tells what is so, to somebody who may know of it."""
    meeting = message.meeting
    if meeting is not None and message.kind in _TELLS_OF_MEETING and _is_over(meeting, at):
        return False
    leads_to = meeting if message.kind in _LEADS_IN else None
    if leads_to is None and message.item is None:
        return True
    reach = _reach_of_reader(message, at=at)
    return reach is not None and _knows_meeting(leads_to, reach) and _knows_item(message, reach)


def _is_over(meeting: Meeting, at: datetime) -> bool:
    return meeting.state == MeetingState.CANCELLED or meeting.ends_at <= at


def _reach_of_reader(message: GovernanceMessage, *, at: datetime) -> Reach | None:
    """Return what the reader may know of; nothing where they hold no role any more."""
    on = at.astimezone(LONDON).date()
    roles = list_current_roles(message.user, on)
    # Of meetings and items one may know as a person, in whatever role.
    return reach_of(roles[0], on=on) if roles else None


def _knows_meeting(meeting: Meeting | None, reach: Reach) -> bool:
    return meeting is None or Meeting.objects.visible_to(reach).filter(pk=meeting.pk).exists()


def _knows_item(message: GovernanceMessage, reach: Reach) -> bool:
    """Say whether the reader may know of the item; whoever owes something knows what they owe."""
    item = message.item
    if item is None:
        return True
    if message.kind == MessageKind.PAPER_WANTED:
        return wants_paper_of(item, reach)
    if AgendaItem.objects.visible_to(reach).filter(pk=item.pk).exists():
        return True
    own = ActionItem.objects.visible_to(reach).filter(owner_id=reach.user_id, item=item)
    return message.kind == MessageKind.ACTION and own.exists()
