"""
Write to the owners of actions, in words that say what is due when, but not what it is.

An owner is told of their action even where they may not know of its agenda item; not where they
have a conflict in it, or own it no longer (`queries.outbox`).
"""

from datetime import date, datetime

from django.conf import settings
from django.urls import reverse

from core.dates import count_in_words, format_day
from governance.codes import MessageKind
from governance.models import ActionItem

from .messages import Telling, queue_message


def tell_owner(action: ActionItem, *, key: str, at: datetime) -> None:
    """Tell somebody that an action is theirs, once for the key of what happened."""
    name, due = action.committee.name, format_day(action.due_on)
    _send(
        action,
        key=key,
        subject=f"{name}: an action for you, due {due}",
        sentence=f"Action {action.number} of the {name} is yours. It is due {due}.",
        at=at,
    )


def remind_owner(action: ActionItem, *, key: str, on: date, at: datetime) -> None:
    """Remind somebody of their action, once for the key of the day."""
    when = _say_when(action.due_on, on=on)
    _send(
        action,
        key=key,
        subject=f"{action.committee.name}: your action {action.number} {when}",
        sentence=f"Your action {action.number} of the {action.committee.name} {when}.",
        at=at,
    )


def _say_when(due_on: date, *, on: date) -> str:
    if due_on == on:
        return "is due today"
    if due_on > on:
        return f"is due {format_day(due_on)}"
    late = count_in_words((on - due_on).days, "day")
    return f"is {late} overdue: it was due {format_day(due_on)}"


def _send(action: ActionItem, *, key: str, subject: str, sentence: str, at: datetime) -> None:
    link = f"{settings.SERVICE_URL}{reverse('governance:action_detail', args=[action.pk])}"
    telling = Telling(
        kind=MessageKind.ACTION,
        once_key=key,
        subject=subject,
        body=f"{sentence}\n\nRead it, and say how far it is: {link}\n",
    )
    queue_message(telling, to=action.owner, at=at, item=action.item)
