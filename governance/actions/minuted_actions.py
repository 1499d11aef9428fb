"""Take what is typed into the minutes' box, and make actions of entries at any time."""

from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from accounts.models import User
from core.dates import format_day
from core.errors import NotPermittedNow
from governance.actions.action_items import LONGEST_TEXT, agree_action
from governance.actions.decisions import DecisionFacts, decide_by_consensus
from governance.actions.entries import append_entry, write_entry
from governance.actions.floor import lock_item
from governance.codes import MINUTES_ARE_OPEN, EntryKind
from governance.models import ActionItem, MinuteEntry, Reach
from governance.policies.entry_commands import ReadEntry
from governance.policies.meetings import check_minutes_are_open

_LONGEST_TITLE: Final = 200


def take_entry(*, item_id: UUID, entry: ReadEntry, by: Reach, at: datetime) -> None:
    """
    Do what was typed: write it down, agree the action, or decide by consensus.

    :raises Forbidden: they do not run the meeting, or have an interest in the item
    :raises NotPermittedNow: the state of the meeting or of the item does not allow it
    """
    if entry.kind == EntryKind.DECISION:
        facts = DecisionFacts(title=_title_of(entry.body), text=entry.body)
        decide_by_consensus(item_id=item_id, facts=facts, by=by, at=at)
    elif entry.owner is not None and entry.due_on is not None:
        agree_in_minutes(
            item_id=item_id,
            text=entry.body,
            owner=User.objects.get(pk=entry.owner),
            due_on=entry.due_on,
            by=by,
            at=at,
        )
    else:
        write_entry(item_id=item_id, kind=entry.kind, body=entry.body, by=by, at=at)


@transaction.atomic
def agree_in_minutes(
    *, item_id: UUID, text: str, owner: User, due_on: date, by: Reach, at: datetime
) -> ActionItem:
    """
    Agree an action under an item, and let the minutes point at it by its number.

    :raises NotPermittedNow: minutes cannot be written now, or the action cannot be agreed so
    """
    item = lock_item(item_id, by=by)
    check_minutes_are_open(item.meeting.state)
    action = agree_action(
        committee_id=item.meeting.committee_id,
        item_id=item.pk,
        text=text,
        owner=owner,
        due_on=due_on,
        by=by,
        at=at,
    )
    words = f"Action {action.number}: {action.text} ({owner}, by {format_day(due_on)})"
    append_entry(item, kind=EntryKind.ACTION, body=words, by_id=by.user_id, at=at)
    return action


@transaction.atomic
def promote_entry(
    *, entry_id: UUID, owner: User, due_on: date, by: Reach, at: datetime
) -> ActionItem:
    """
    Make an action of what an entry says, also after its meeting and however far its minutes are.

    Minutes that are still open point at it; those that are not stay as they are.

    :raises MinuteEntry.DoesNotExist: they may not read the entry
    :raises NotPermittedNow: the entry is struck or too long, or the action cannot be agreed so
    """
    entry = MinuteEntry.objects.visible_to(by).select_related("item__meeting").get(pk=entry_id)
    if entry.struck_at is not None:
        raise NotPermittedNow("The entry is struck.")
    if len(entry.body) > LONGEST_TEXT:
        raise NotPermittedNow("The entry is too long for an action: write it down as one instead.")
    if entry.item.meeting.state in MINUTES_ARE_OPEN:
        return agree_in_minutes(
            item_id=entry.item_id, text=entry.body, owner=owner, due_on=due_on, by=by, at=at
        )
    return agree_action(
        committee_id=entry.item.meeting.committee_id,
        item_id=entry.item_id,
        text=entry.body,
        owner=owner,
        due_on=due_on,
        by=by,
        at=at,
    )


def _title_of(text: str) -> str:
    """Return the first line of a text, as long as a title may be."""
    first = text.splitlines()[0]
    return first if len(first) <= _LONGEST_TITLE else f"{first[: _LONGEST_TITLE - 1]}…"
