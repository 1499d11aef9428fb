"""What becomes of an action: each change is an event that stays, and none is overwritten."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from accounts.models import User
from core.dates import LONDON
from core.errors import NotPermittedNow
from governance import permissions
from governance.codes import ActionEventKind, ActionState
from governance.models import ActionEvent, ActionItem, Reach
from governance.policies.action_items import check_action_is_closed, check_action_is_open
from governance.queries.committee_people import people_of
from governance.queries.seats import conflicted_people

from .action_mail import tell_owner

K = ActionEventKind


@transaction.atomic
def move_due_date(
    *, action_id: UUID, due_on: date, reason: str, by: Reach, at: datetime
) -> ActionItem:
    """
    Give an action another due date; a later one is counted.

    :raises ActionItem.DoesNotExist: there is none that the actor may know of
    :raises Forbidden: they neither own it nor serve its committee, or have a conflict
    :raises NotPermittedNow: it is closed; the day is past, or the same
    """
    action = _lock_open(action_id, by)
    if due_on == action.due_on:
        raise NotPermittedNow("It is due on that day already.")
    _set_due(action, due_on, K.MOVED, reason, by=by, at=at)
    return action


@transaction.atomic
def hand_over(*, action_id: UUID, to: User, reason: str, by: Reach, at: datetime) -> ActionItem:
    """
    Give an action to somebody else of the committee, and tell them.

    :raises ActionItem.DoesNotExist: there is none that the actor may know of
    :raises Forbidden: they may not, as an owner of what is restricted
    :raises NotPermittedNow: it is closed; it is theirs already, or they cannot take it
    """
    action = _lock_open(action_id, by)
    permissions.check_may_hand_over(by, action)
    if to.pk == action.owner_id:
        raise NotPermittedNow("The action is theirs already.")
    on = at.astimezone(LONDON).date()
    sits = people_of(action.committee_id, on=on).filter(pk=to.pk).exists()
    # Why somebody cannot is not for everybody who owns an action.
    if not sits or (action.item and to.pk in conflicted_people(action.item)):
        raise NotPermittedNow(f"{to} cannot take this action: choose somebody else.")
    action.owner = to
    action.save()
    event = _note(action, K.HANDED_OVER, by=by, at=at, words=f"To {to}. {reason}".strip())
    tell_owner(action, key=f"action:{action.pk}:{event.pk}", at=at)
    return action


@transaction.atomic
def add_to_action(
    *, action_id: UUID, kind: ActionEventKind, words: str, by: Reach, at: datetime
) -> ActionEvent:
    """
    Add a note or evidence to an action; to a closed one as well.

    :raises ActionItem.DoesNotExist: there is none that the actor may know of
    :raises Forbidden: they neither own it nor serve its committee, or have a conflict
    """
    if kind not in (K.NOTE, K.EVIDENCE):
        raise ValueError("only notes and evidence are added")
    return _note(_lock(action_id, by), kind, by=by, at=at, words=words)


@transaction.atomic
def finish_action(*, action_id: UUID, words: str, by: Reach, at: datetime) -> ActionItem:
    """
    Close an action as done, with what shows it.

    :raises ActionItem.DoesNotExist: there is none that the actor may know of
    :raises Forbidden: they neither own it nor serve its committee, or have a conflict
    :raises NotPermittedNow: it is closed
    """
    return _close(_lock_open(action_id, by), ActionState.DONE, K.DONE, words, by=by, at=at)


@transaction.atomic
def drop_action(*, action_id: UUID, reason: str, by: Reach, at: datetime) -> ActionItem:
    """
    Close an action because nobody needs it any longer: chair and secretary do so.

    :raises ActionItem.DoesNotExist: there is none that the actor may know of
    :raises Forbidden: they do not serve its committee, or have a conflict
    :raises NotPermittedNow: it is closed
    """
    action = _lock_open(action_id, by)
    permissions.check_serves(by, action.committee_id)
    return _close(action, ActionState.DROPPED, K.DROPPED, reason, by=by, at=at)


@transaction.atomic
def reopen_action(
    *, action_id: UUID, due_on: date, reason: str, by: Reach, at: datetime
) -> ActionItem:
    """
    Open a closed action again, due on a day; a later one than before is counted.

    :raises ActionItem.DoesNotExist: there is none that the actor may know of
    :raises Forbidden: they do not serve its committee, or have a conflict
    :raises NotPermittedNow: it is open, or the day is past
    """
    action = _lock(action_id, by)
    permissions.check_serves(by, action.committee_id)
    check_action_is_closed(action.state)
    action.state, action.closed_at = ActionState.OPEN, None
    event = _set_due(action, due_on, K.REOPENED, reason, by=by, at=at)
    tell_owner(action, key=f"action:{action.pk}:{event.pk}", at=at)
    return action


def _lock(action_id: UUID, by: Reach) -> ActionItem:
    """Lock an action, and check again who may: a reach is as old as its page."""
    rows = ActionItem.objects.visible_to(by).select_related("committee", "owner", "item")
    action = rows.select_for_update(of=("self",)).get(pk=action_id)
    if action.item is not None:
        permissions.check_is_not_among(by, conflicted_people(action.item))
    permissions.check_may_change_action(by, action)
    return action


def _lock_open(action_id: UUID, by: Reach) -> ActionItem:
    action = _lock(action_id, by)
    check_action_is_open(action.state)
    return action


def _set_due(
    action: ActionItem,
    due_on: date,
    kind: ActionEventKind,
    reason: str,
    *,
    by: Reach,
    at: datetime,
) -> ActionEvent:
    if due_on < at.astimezone(LONDON).date():
        raise NotPermittedNow("The day on which it is due must not be in the past.")
    before, action.due_on = action.due_on, due_on
    action.times_moved += due_on > before
    action.save()
    return ActionEvent.objects.create(
        action=action,
        kind=kind,
        words=reason.strip(),
        due_before=before,
        due_after=due_on,
        happened_at=at,
        by_id=by.user_id,
    )


def _close(
    action: ActionItem,
    state: ActionState,
    kind: ActionEventKind,
    words: str,
    *,
    by: Reach,
    at: datetime,
) -> ActionItem:
    action.state, action.closed_at = state, at
    action.save()
    _note(action, kind, by=by, at=at, words=words)
    return action


def _note(
    action: ActionItem,
    kind: ActionEventKind,
    *,
    by: Reach,
    at: datetime,
    words: str,
) -> ActionEvent:
    return ActionEvent.objects.create(
        action=action, kind=kind, words=words.strip(), happened_at=at, by_id=by.user_id
    )
