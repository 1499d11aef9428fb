"""Agree what somebody is to do, and by when."""

from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from accounts.models import User
from core.dates import LONDON
from core.errors import NotPermittedNow
from governance import permissions
from governance.codes import ActionEventKind
from governance.models import ActionEvent, ActionItem, AgendaItem, Reach
from governance.queries.seats import conflicted_people

from .action_mail import tell_owner
from .numbering import next_number

LONGEST_TEXT: Final = 500


@transaction.atomic
def agree_action(  # noqa: PLR0913 — what is to be done, by whom, when, under what
    *,
    committee_id: UUID,
    item_id: UUID | None,
    text: str,
    owner: User,
    due_on: date,
    by: Reach,
    at: datetime,
) -> ActionItem:
    """
    Write down what one person is to do by a day, under an agenda item or of the committee alone.

    :raises AgendaItem.DoesNotExist: the committee has no such item that the actor may know of
    :raises Forbidden: the actor neither chairs nor serves the committee, or has a conflict
    :raises NotPermittedNow: there is no text, or too much; the day is past; the owner has left, or
        has a conflict of interest in the item
    """
    permissions.check_serves(by, committee_id)
    words = text.strip()
    check_can_be_agreed(words, due_on, at=at)
    item = _lock_item(item_id, committee_id, by) if item_id else None
    check_can_own(owner, item)
    action = ActionItem.objects.create(
        committee_id=committee_id,
        number=next_number(ActionItem, committee_id),
        item=item,
        text=words,
        owner=owner,
        first_due_on=due_on,
        due_on=due_on,
        agreed_at=at,
    )
    ActionEvent.objects.create(
        action=action,
        kind=ActionEventKind.AGREED,
        due_after=due_on,
        happened_at=at,
        by_id=by.user_id,
    )
    tell_owner(action, key=f"action:{action.pk}:agreed", at=at)
    return action


def check_can_be_agreed(words: str, due_on: date, *, at: datetime) -> None:
    """
    Require that an action says something, and is due today or later.

    :raises NotPermittedNow: it is not so
    """
    if not words:
        raise NotPermittedNow("Say what is to be done.")
    if len(words) > LONGEST_TEXT:
        raise NotPermittedNow(f"Say what is to be done in at most {LONGEST_TEXT} characters.")
    if due_on < at.astimezone(LONDON).date():
        raise NotPermittedNow("The day on which it is due must not be in the past.")


def check_can_own(owner: User, item: AgendaItem | None) -> None:
    """
    Require that somebody can be asked to act: they are here, and have no conflict in the item.

    :raises NotPermittedNow: they cannot
    """
    if not owner.is_active:
        raise NotPermittedNow(f"{owner} is no longer here: choose somebody else.")
    if item is not None and owner.pk in conflicted_people(item):
        raise NotPermittedNow(
            f"{owner} has an interest in this item and takes no part in it: choose somebody else."
        )


def _lock_item(item_id: UUID, committee_id: UUID, by: Reach) -> AgendaItem:
    """Lock an item against an interest that is declared meanwhile, and check the actor's own."""
    items = AgendaItem.objects.visible_to(by).filter(meeting__committee_id=committee_id)
    item = items.select_for_update(of=("self",)).get(pk=item_id)
    permissions.check_is_not_among(by, conflicted_people(item))
    return item
