"""Write the minutes as the meeting goes: entries are saved as typed, struck, and never deleted."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from core.errors import NotPermittedNow
from governance.actions.floor import lock_item
from governance.codes import EntryKind
from governance.models import AgendaItem, MinuteEntry, Reach
from governance.policies.meetings import check_minutes_are_open
from governance.policies.running import (
    check_can_be_edited,
    check_can_be_struck,
    check_is_not_decided,
)


class WrittenMeanwhile(NotPermittedNow):
    """Somebody else has saved the entry since it was read; `entry` is how it stands now."""

    def __init__(self, entry: MinuteEntry) -> None:
        super().__init__("Somebody else has changed this entry meanwhile. Put the two together.")
        self.entry = entry


def append_entry(
    item: AgendaItem, *, kind: EntryKind, body: str, by_id: UUID | None, at: datetime
) -> MinuteEntry:
    """Write an entry at the end of an item that the caller has locked."""
    last = MinuteEntry.objects.filter(item=item).aggregate(last=Max("sequence"))["last"]
    return MinuteEntry.objects.create(
        item=item,
        sequence=(last or 0) + 1,
        kind=kind,
        body=body,
        said_at=at,
        written_by_id=by_id,
    )


@transaction.atomic
def write_entry(
    *, item_id: UUID, kind: EntryKind, body: str, by: Reach, at: datetime
) -> MinuteEntry:
    """
    Write what was said at the end of an item.

    :raises Forbidden: they do not run the meeting, or have an interest in the item
    :raises NotPermittedNow: minutes cannot be written now, or the item is decided
    """
    item = lock_item(item_id, by=by)
    check_minutes_are_open(item.meeting.state)
    check_is_not_decided(item.decided_at, kind)
    return append_entry(item, kind=kind, body=body, by_id=by.user_id, at=at)


@transaction.atomic
def save_entry(*, entry_id: UUID, body: str, revision: int, by: Reach, at: datetime) -> MinuteEntry:
    """
    Save an entry as it is being typed; `revision` is the one that the writer had read.

    :raises WrittenMeanwhile: somebody else has saved it since
    :raises NotPermittedNow: minutes cannot be written now, or the entry stays as it is
    """
    entry = _lock_entry(entry_id, by=by)
    check_can_be_edited(entry.kind, struck_at=entry.struck_at)
    if entry.revision != revision:
        raise WrittenMeanwhile(entry)
    entry.body, entry.revision, entry.updated_at = body, revision + 1, at
    entry.save(update_fields=["body", "revision", "updated_at"])
    return entry


@transaction.atomic
def strike_entry(*, entry_id: UUID, by: Reach, at: datetime) -> MinuteEntry:
    """
    Strike an entry: it stays readable to those who write the minutes, and goes into no version.

    :raises NotPermittedNow: minutes cannot be written now, or the entry stays as it is
    """
    entry = _lock_entry(entry_id, by=by)
    check_can_be_struck(entry.kind)
    if entry.struck_at is None:
        entry.struck_at, entry.revision = at, entry.revision + 1
        entry.save(update_fields=["struck_at", "revision", "updated_at"])
    return entry


@transaction.atomic
def restore_entry(*, entry_id: UUID, by: Reach) -> MinuteEntry:
    """
    Take back that an entry was struck.

    :raises NotPermittedNow: minutes cannot be written now, or the item is decided
    """
    entry = _lock_entry(entry_id, by=by)
    if entry.struck_at is not None:
        entry.struck_at, entry.revision = None, entry.revision + 1
        entry.save(update_fields=["struck_at", "revision", "updated_at"])
    return entry


@transaction.atomic
def reopen_item(*, item_id: UUID, reason: str, by: Reach, at: datetime) -> AgendaItem:
    """
    Open a decided item again; the minutes say so and why, for good.

    :raises NotPermittedNow: minutes cannot be written now, or the item is not decided
    """
    item = lock_item(item_id, by=by)
    check_minutes_are_open(item.meeting.state)
    if item.decided_at is None:
        raise NotPermittedNow("The item is open.")
    item.decided_at = None
    item.save(update_fields=["decided_at", "updated_at"])
    words = f"The item was opened again after its decision: {reason}"
    append_entry(item, kind=EntryKind.DECISION, body=words, by_id=by.user_id, at=at)
    return item


@transaction.atomic
def settle_item(*, item_id: UUID, by: Reach, at: datetime) -> AgendaItem:
    """
    Lock an item as decided, as after it was opened again.

    :raises NotPermittedNow: minutes cannot be written now, or the item is decided
    """
    item = lock_item(item_id, by=by)
    check_minutes_are_open(item.meeting.state)
    check_is_not_decided(item.decided_at)
    item.decided_at = at
    item.save(update_fields=["decided_at", "updated_at"])
    return item


def _lock_entry(entry_id: UUID, *, by: Reach) -> MinuteEntry:
    """Lock an entry with its item, where it can still be changed."""
    entry = MinuteEntry.objects.visible_to(by).get(pk=entry_id)
    item = lock_item(entry.item_id, by=by)
    check_minutes_are_open(item.meeting.state)
    check_is_not_decided(item.decided_at, entry.kind)
    entry = MinuteEntry.objects.select_for_update(of=("self",)).get(pk=entry_id)
    entry.item = item
    return entry
