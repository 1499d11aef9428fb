"""Agenda items that want a paper and have none."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from governance.codes import MeetingState
from governance.models import AgendaItem, Paper, Reach

# The days before a paper is due on which its presenter is reminded begin here.
LOOKS_AHEAD = timedelta(days=8)


def items_that_want_papers(*, at: datetime) -> QuerySet[AgendaItem]:
    """Return the items of meetings ahead whose paper is due soon, or overdue, and is not there."""
    return (
        _without_paper()
        .filter(
            wants_paper=True,
            presenter__isnull=False,
            meeting__state__in=[MeetingState.PLANNED, MeetingState.AGENDA_PUBLISHED],
            meeting__starts_at__gt=at,
            meeting__papers_due_at__lte=at + LOOKS_AHEAD,
        )
        .select_related("meeting__committee", "presenter")
        .order_by("meeting__starts_at", "pk")
    )


def wants_paper_of(item: AgendaItem, reach: Reach) -> bool:
    """
    Say whether an item still waits for a paper of its presenter, who has no interest in it.

    They know that they present it before anybody else knows of the agenda.
    """
    if item.presenter_id != reach.user_id or item.pk in reach.conflicted:
        return False
    return _without_paper().filter(pk=item.pk, wants_paper=True).exists()


def _without_paper() -> QuerySet[AgendaItem]:
    """Return the items with no paper that somebody has sent and nobody has withdrawn."""
    sent = Paper.objects.filter(
        Q(withdrawn_at__isnull=True), item=OuterRef("pk"), versions__isnull=False
    )
    return AgendaItem.objects.filter(~Exists(sent))
