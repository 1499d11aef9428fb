"""
Remind the owners of actions: a week before, on the day, and each week once it is overdue.

Each is told once; what was missed is made up for by the latest alone.
"""

from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Max, Q

from core.dates import LONDON
from governance.codes import ActionEventKind, ActionState
from governance.models import ActionItem
from governance.queries.seats import conflicted_people

from .action_mail import remind_owner

WEEK: Final = timedelta(days=7)
# Whoever has just been told of an action is not reminded of it on the same day.
_TELLS: Final = (
    ActionEventKind.AGREED,
    ActionEventKind.MOVED,
    ActionEventKind.HANDED_OVER,
    ActionEventKind.REOPENED,
)


def when_to_remind(due_on: date, *, on: date) -> date | None:
    """Return the last day, up to this one, on which the owner of an action is to be reminded."""
    if on < due_on - WEEK:
        return None
    if on < due_on:
        return due_on - WEEK
    return due_on + (on - due_on) // WEEK * WEEK


def remind_owners(*, at: datetime) -> int:
    """Write to all who are to be reminded by now, and return how many mails that asked for."""
    on = at.astimezone(LONDON).date()
    due = ActionItem.objects.filter(
        state=ActionState.OPEN, due_on__lte=on + WEEK, owner__is_active=True
    )
    told = Max("events__happened_at", filter=Q(events__kind__in=_TELLS))
    rows = due.annotate(told_at=told).values_list("pk", "due_on", "told_at")
    asked = 0
    for key, due_on, told_at in rows:
        day = when_to_remind(due_on, on=on)
        if day and (told_at is None or told_at.astimezone(LONDON).date() < day):
            asked += _remind(key, day, at=at)
    return asked


@transaction.atomic
def _remind(key: UUID, day: date, *, at: datetime) -> bool:
    """Write to an owner unless it was done, dropped or moved meanwhile, or is none of theirs."""
    rows = ActionItem.objects.select_related("committee", "owner", "item")
    action = rows.select_for_update(of=("self",)).get(pk=key)
    on = at.astimezone(LONDON).date()
    if action.state != ActionState.OPEN or when_to_remind(action.due_on, on=on) != day:
        return False
    if action.item is not None and action.owner_id in conflicted_people(action.item):
        return False
    remind_owner(action, key=f"action:{action.pk}:{action.owner_id}:{day}", on=on, at=at)
    return True
