"""
The figures of reports: which tickets each counts, when, and for whom.

A figure and the list behind it use the same condition and the same sight, so that they agree.
"""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Final

from django.db.models import Q, QuerySet

from core.dates import LONDON
from helpdesk.models import OpenSpell, Sight, Ticket, TicketMeasure

Condition = Callable[[datetime, datetime], Q]


def _in(column: str, **also: object) -> Condition:
    def condition(start: datetime, end: datetime) -> Q:
        return Q(**{f"{column}__gte": start, f"{column}__lt": end, "counts": True}, **also)

    return condition


MEASURES: Final[dict[str, Condition]] = {
    "opened": _in("opened_at"),
    "answered": _in("answered_at"),
    "answered-in-time": _in("answered_at", was_answered_in_time=True),
    "answered-late": _in("answered_at", was_answered_in_time=False),
    "resolved": _in("resolved_at"),
    "resolved-in-time": _in("resolved_at", was_resolved_in_time=True),
    "resolved-late": _in("resolved_at", was_resolved_in_time=False),
    "first-contact": _in("resolved_at", replies__lte=1, handovers=0, reopenings=0),
    "reopened": _in("resolved_at", reopenings__gt=0),
    "handed-over": _in("resolved_at", handovers__gt=0),
    "scored": _in("scored_at"),
}
BACKLOG: Final = "backlog"


def start_of(day: date) -> datetime:
    """Return when a day begins in London."""
    return datetime.combine(day, time(), tzinfo=LONDON)


def measured(
    tickets: QuerySet[Ticket], *, measure: str, since: date, until: date, sight: Sight
) -> QuerySet[Ticket]:
    """
    Keep the tickets that a figure counts, of days from one to another, both included.

    Reports count tickets that are seen as staff.
    """
    tickets = tickets.filter(sight.as_staff())
    start, end = start_of(since), start_of(until + timedelta(days=1))
    if measure == BACKLOG:
        spells = OpenSpell.objects.filter(open_at(end), ticket__measure__counts=True)
        return tickets.filter(pk__in=spells.values("ticket_id"))
    counted = TicketMeasure.objects.filter(MEASURES[measure](start, end))
    return tickets.filter(pk__in=counted.values("ticket_id"))


def open_at(moment: datetime) -> Q:
    """Return a condition for the spells that go on at a moment."""
    return Q(starts_at__lt=moment) & (Q(ends_at__isnull=True) | Q(ends_at__gte=moment))
