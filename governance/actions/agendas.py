"""Shape the agenda of a meeting: add, change, move, put off and delete its items."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Max, ProtectedError

from accounts.models import User
from core.errors import NotPermittedNow
from governance.codes import AGENDA_IS_KNOWN, MessageState
from governance.models import AgendaItem, GovernanceMessage, Meeting, Reach
from governance.policies.agendas import Branch, Move, Tree, is_more_open, least_open, move, plant
from governance.policies.meetings import (
    check_agenda_is_open,
    check_items_can_change,
    check_takes_late_items,
)
from governance.queries.agenda_drafts import find_next_planned
from governance.queries.agendas import read_slots
from governance.queries.seats import conflicted_people

from .agenda_locks import (
    check_agenda_is_as_seen,
    check_item_is_as_seen,
    check_knows,
    lock_agenda,
    lock_item,
)
from .agenda_mail import tell_late_item
from .grants import name_presenter, unname_presenter

MOST_ITEMS: Final = 150


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemFacts:
    """What is said of an item, whatever its place."""

    title: str
    body: str
    purpose: str
    visibility: str
    minutes_planned: int
    presenter: User | None
    presenter_name: str
    wants_paper: bool


@transaction.atomic
def add_item(
    *, meeting_id: UUID, facts: ItemFacts, by: Reach, parent_id: UUID | None = None
) -> AgendaItem:
    """
    Add an item at the end of an open agenda, or below a heading of it.

    :raises Forbidden: the actor is neither chair nor secretary
    :raises NotPermittedNow: the agenda is published or full, or the heading takes no such item
    """
    meeting = lock_agenda(meeting_id, by=by)
    check_agenda_is_open(meeting.state)
    _check_has_room(meeting)
    parent = lock_item(parent_id, by=by) if parent_id else None
    if parent is not None and (parent.parent_id or parent.meeting_id != meeting.pk):
        raise NotPermittedNow("An agenda has two levels: this item takes none below it.")
    item = AgendaItem(meeting=meeting, parent=parent, position=_last(meeting, parent) + 1)
    _put(item, facts)
    return item


@transaction.atomic
def add_late_item(*, meeting_id: UUID, facts: ItemFacts, by: Reach, at: datetime) -> AgendaItem:
    """
    Add an item at the end of a published agenda, with the next number; no other number changes.

    :raises Forbidden: the actor is neither chair nor secretary
    :raises NotPermittedNow: the agenda is not published, the meeting is over, or it is full
    """
    meeting = lock_agenda(meeting_id, by=by)
    check_takes_late_items(meeting.state)
    _check_has_room(meeting)
    top = AgendaItem.objects.filter(meeting=meeting, parent__isnull=True)
    last = max((int(number) for number in top.values_list("number", flat=True)), default=0)
    item = AgendaItem(
        meeting=meeting, position=_last(meeting, None) + 1, number=str(last + 1), is_late=True
    )
    _put(item, facts)
    name_presenter(item, by=by, at=at)
    tell_late_item(item, at=at)
    return item


@transaction.atomic
def change_item(
    *, item_id: UUID, facts: ItemFacts, seen: str, by: Reach, at: datetime
) -> AgendaItem:
    """
    Change what an item says, until its meeting is opened; what stands below it is no more open.

    :raises AgendaItem.DoesNotExist: there is none that the actor may know of
    :raises Forbidden: the actor is neither chair nor secretary
    :raises ChangedMeanwhile: somebody else has changed it since it was `seen`
    :raises NotPermittedNow: the meeting has begun, or it would be more open than its heading
    """
    item = lock_item(item_id, by=by)
    check_items_can_change(item.meeting.state)
    check_item_is_as_seen(item, seen)
    was_presented_by = item.presenter
    _put(item, facts)
    for child in item.children.all():
        _close_to(child, item.visibility)
    if item.meeting.state in AGENDA_IS_KNOWN:
        if was_presented_by and was_presented_by != facts.presenter:
            unname_presenter(item, was_presented_by, by=by, at=at)
        for each in (item, *item.children.all()):
            name_presenter(each, by=by, at=at)
    return item


@transaction.atomic
def move_item(*, item_id: UUID, direction: Move, seen: str, by: Reach) -> AgendaItem:
    """
    Move an item by one place, below the item before it, or out from below its heading.

    :raises AgendaItem.DoesNotExist: there is none that the actor may know of
    :raises Forbidden: the actor is neither chair nor secretary, or may not know of the new heading
    :raises ChangedMeanwhile: somebody else has changed the agenda since it was `seen`
    :raises NotPermittedNow: the agenda is published
    """
    item = lock_item(item_id, by=by)
    check_agenda_is_open(item.meeting.state)
    check_agenda_is_as_seen(item.meeting, seen)
    slots, _ = read_slots(item.meeting)
    moved = move(plant(slots), item.pk, direction)
    heading = next((branch.key for branch in moved if item.pk in branch.below), None)
    if heading is not None and heading != item.parent_id:
        above = AgendaItem.objects.get(pk=heading)
        # It would vanish below what they may not know of, and say what that is.
        check_knows(above, by)
        _close_to(item, above.visibility)
    _keep_order(item.meeting, moved)
    return item


@transaction.atomic
def defer_item(*, item_id: UUID, by: Reach) -> Meeting:
    """
    Put an item off to the next meeting that is planned, with all that hangs on it.

    :raises AgendaItem.DoesNotExist: there is none that the actor may know of
    :raises Forbidden: the actor is neither chair nor secretary
    :raises NotPermittedNow: the agenda is published, or there is no meeting to put it off to
    """
    item = lock_item(item_id, by=by)
    check_agenda_is_open(item.meeting.state)
    after = find_next_planned(item.meeting)
    if after is None:
        raise NotPermittedNow("No later meeting is planned to which this could be put off.")
    after = lock_agenda(after.pk, by=by)
    check_agenda_is_open(after.state)
    _check_has_room(after)
    keys = [item.pk, *item.children.values_list("pk", flat=True)]
    items = AgendaItem.objects.filter(pk__in=keys)
    plans = items.exclude(forward_plan=None).values("forward_plan")
    if after.items.filter(forward_plan__in=plans).exists():
        raise NotPermittedNow("The forward plan brings this to the next meeting as well.")
    last = _last(after, None)
    items.update(meeting=after)
    AgendaItem.objects.filter(pk=item.pk).update(parent=None, position=last + 1)
    _close_gaps(item.meeting)
    return after


@transaction.atomic
def delete_item(*, item_id: UUID, seen: str, by: Reach) -> None:
    """
    Delete an item of an open agenda on which nothing hangs.

    :raises AgendaItem.DoesNotExist: there is none that the actor may know of
    :raises Forbidden: the actor is neither chair nor secretary
    :raises ChangedMeanwhile: somebody else has changed the agenda since it was `seen`
    :raises NotPermittedNow: the agenda is published, or something hangs on the item
    """
    item = lock_item(item_id, by=by)
    check_agenda_is_open(item.meeting.state)
    check_agenda_is_as_seen(item.meeting, seen)
    if item.children.exists():
        raise NotPermittedNow("Other items stand below it: move them out or delete them first.")
    messages = GovernanceMessage.objects.filter(item=item)
    messages.filter(state=MessageState.QUEUED).update(state=MessageState.STALE)
    messages.update(item=None)
    try:
        item.delete()
    except ProtectedError as error:
        raise NotPermittedNow(
            "Papers, interests or names hang on this item, and these are kept."
            " Put it off to the next meeting instead."
        ) from error
    _close_gaps(item.meeting)


def _put(item: AgendaItem, facts: ItemFacts) -> None:
    """Have an item say what was typed, and no more openly than its heading."""
    if item.parent and is_more_open(facts.visibility, item.parent.visibility):
        raise NotPermittedNow("An item cannot be more open than the one that it stands below.")
    if facts.presenter and facts.presenter.pk in conflicted_people(item):
        raise NotPermittedNow(f"{facts.presenter} has an interest in this item: choose another.")
    for name in ItemFacts.__dataclass_fields__:
        setattr(item, name, getattr(facts, name))
    item.save()


def _close_to(item: AgendaItem, heading: str) -> None:
    closed = least_open(item.visibility, heading)
    if closed != item.visibility:
        item.visibility = closed
        item.save(update_fields=["visibility", "updated_at"])


def _check_has_room(meeting: Meeting) -> None:
    if meeting.items.count() >= MOST_ITEMS:
        raise NotPermittedNow(f"An agenda takes {MOST_ITEMS} items at most.")


def _last(meeting: Meeting, parent: AgendaItem | None) -> int:
    beside = AgendaItem.objects.filter(meeting=meeting, parent=parent)
    return int(beside.aggregate(last=Max("position"))["last"] or 0)


def _close_gaps(meeting: Meeting) -> None:
    _keep_order(meeting, plant(read_slots(meeting)[0]))


def _keep_order(meeting: Meeting, tree: Tree) -> None:
    """Write where each item stands; not when it was changed, for its words are the same."""
    places = {
        key: place
        for position, branch in enumerate(tree, start=1)
        for key, place in _places(branch, position)
    }
    changed = []
    for item in AgendaItem.objects.filter(meeting=meeting):
        if (item.parent_id, item.position) != places[item.pk]:
            item.parent_id, item.position = places[item.pk]
            changed.append(item)
    AgendaItem.objects.bulk_update(changed, ["parent", "position"])


def _places(branch: Branch, position: int) -> list[tuple[UUID, tuple[UUID | None, int]]]:
    below = [(key, (branch.key, place)) for place, key in enumerate(branch.below, start=1)]
    return [(branch.key, (None, position)), *below]
