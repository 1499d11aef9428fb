"""
Remind presenters of papers that are due, once for each milestone.

The mail names neither item nor paper: only the committee, its meeting and the days.
"""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from core.dates import LONDON, TIME, format_date, format_day
from governance.codes import MessageKind
from governance.models import AgendaItem
from governance.policies.paper_reminders import OVERDUE, paper_milestone
from governance.queries.papers_wanted import items_that_want_papers

from .messages import Telling, queue_message


@transaction.atomic
def remind_presenters(*, at: datetime) -> int:
    """Remind those whose paper is due and not there; return how many mails are new."""
    told = 0
    for item in items_that_want_papers(at=at):
        due_at = item.meeting.papers_due_at
        owed = paper_milestone(due_at, at=at) if due_at else ""
        if owed and due_at and item.presenter:
            message = queue_message(
                _telling(item, owed, due_at=due_at),
                to=item.presenter,
                at=at,
                meeting=item.meeting,
                item=item,
            )
            told += message.queued_at == at
    return told


def _telling(item: AgendaItem, owed: str, *, due_at: datetime) -> Telling:
    committee = item.meeting.committee.name
    due_on = due_at.astimezone(LONDON).date()
    verb = "was" if owed == OVERDUE else "is"
    meets = format_day(item.meeting.starts_at.astimezone(LONDON).date())
    return Telling(
        kind=MessageKind.PAPER_WANTED,
        once_key=f"paper:{item.pk}:{item.presenter_id}:{due_on}:{owed}",
        subject=f"{committee}: your paper {verb} due {format_day(due_on)}",
        body=(
            f"You present at the meeting of the {committee} on {meets}, and your paper is not"
            f" there yet. It {verb} due on {format_date(due_at, TIME)}.\n\n"
            f"Your meetings: {settings.SERVICE_URL}{reverse('governance:home')}\n"
        ),
    )
