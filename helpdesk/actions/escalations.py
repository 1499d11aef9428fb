"""Escalate tickets at 50, 75 and 100 % of their time, and close what has long been resolved."""

import logging
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Exists, OuterRef

from core.business_hours import BusinessHours, next_opening, open_seconds
from helpdesk.codes import ClockEventKind, ClockState, EventKind, TicketState
from helpdesk.models import (
    Calendar,
    ClockEvent,
    QueueMembership,
    Ticket,
    TicketClock,
    TicketEvent,
)

from .clock_planning import ESCALATION_PERCENT, next_percent, percent_spent, plan
from .recording import Happening, lock_ticket, record
from .states import change_state

log = logging.getLogger(__name__)

MOST_AT_ONCE: Final = 500
LEADS_FROM_PERCENT: Final = 75
DAYS_UNTIL_CLOSED: Final = 5
CLOSING_CALENDAR: Final = "england"


def list_due_escalations(at: datetime) -> list[UUID]:
    """Return the clocks that have come to 50, 75 or 100 % of their time, the latest last."""
    clocks = TicketClock.objects.filter(state=ClockState.RUNNING, escalates_at__lte=at)
    return list(clocks.order_by("escalates_at").values_list("pk", flat=True)[:MOST_AT_ONCE])


def escalate_all(*, at: datetime) -> int:
    """Escalate what has come to a share of its time; one that fails stops none behind it."""
    told = 0
    for clock_id in list_due_escalations(at):
        try:
            told += escalate(clock_id, at=at)
        except (OperationalError, InterfaceError):
            raise  # the database is away: all of them wait for the next run
        except Exception:
            log.exception("Clock %s could not be escalated", clock_id)
    return told


@transaction.atomic
def escalate(clock_id: UUID, *, at: datetime) -> bool:
    """
    Write down that a clock has come to a share of its time, once, and say whom to tell.

    Where several shares were passed at once, as after an outage, only the highest is told of.
    """
    number = TicketClock.objects.values_list("ticket_id", flat=True).get(pk=clock_id)
    ticket = lock_ticket(number)
    clock = TicketClock.objects.select_related("policy_version__calendar_version").get(pk=clock_id)
    if clock.state != ClockState.RUNNING or clock.escalates_at is None or clock.escalates_at > at:
        return False
    version = clock.policy_version
    percent = _percent_reached(clock, at)
    hours = version.calendar_version.hours
    facts = {
        "metric": clock.metric,
        "percent": percent,
        "tell": [str(user) for user in _whom_to_tell(ticket, percent)],
        "tell_from": next_opening(hours, at).isoformat(),
    }
    event = record(ticket, Happening(kind=EventKind.ESCALATED, facts=facts), at=at)
    ClockEvent.objects.create(
        clock=clock,
        kind=ClockEventKind.ESCALATED,
        at=at,
        cause=event,
        facts={"percent": percent},
    )
    clock.escalated_percent = percent
    plan(clock, version, list(clock.events.order_by("id")))
    clock.save(update_fields=["escalated_percent", "escalates_at", "updated_at"])
    return True


def _percent_reached(clock: TicketClock, at: datetime) -> int:
    """Return the highest share that has passed, and never one that was told of before."""
    if clock.due_at is not None and clock.due_at <= at:
        return max(ESCALATION_PERCENT)
    share = percent_spent(clock, clock.policy_version, at)
    reached = [percent for percent in ESCALATION_PERCENT if percent <= share]
    coming = next_percent(clock.escalated_percent) or max(ESCALATION_PERCENT)
    return max([coming, *reached])


def _whom_to_tell(ticket: Ticket, percent: int) -> list[UUID]:
    """Return the assignee, and from 75 % on, or where nobody has it, those who lead the queue."""
    told = [ticket.assignee_id] if ticket.assignee_id else []
    if percent >= LEADS_FROM_PERCENT or not told:
        leads = QueueMembership.objects.filter(queue_id=ticket.queue_id, is_lead=True)
        if ticket.is_restricted:
            leads = leads.filter(sees_restricted=True)
        told += leads.values_list("role__user_id", flat=True)
    return list(dict.fromkeys(told))


def close_what_is_settled(*, at: datetime) -> int:
    """Close tickets that have been resolved for five working days without an answer."""
    hours = _closing_hours()
    answers = TicketEvent.objects.filter(
        ticket=OuterRef("pk"), kind=EventKind.MESSAGE, at__gt=OuterRef("resolved_at")
    )
    resolved = Ticket.objects.filter(
        ~Exists(answers),
        state=TicketState.RESOLVED,
        resolved_at__lte=at - timedelta(days=DAYS_UNTIL_CLOSED),
    )
    oldest = resolved.order_by("resolved_at").values_list("number", "resolved_at")[:MOST_AT_ONCE]
    return sum(
        _close_if_resolved_since(number, resolved_at, at=at)
        for number, resolved_at in oldest
        if resolved_at and open_seconds(hours, resolved_at, at) >= _five_days_of(hours)
    )


@transaction.atomic
def _close_if_resolved_since(number: int, resolved_at: datetime, *, at: datetime) -> bool:
    """Close a ticket, unless somebody has taken it up again meanwhile."""
    ticket = lock_ticket(number)
    if ticket.state != TicketState.RESOLVED or ticket.resolved_at != resolved_at:
        return False
    change_state(number=number, state=TicketState.CLOSED, by=None, at=at)
    return True


def _closing_hours() -> BusinessHours:
    """Return the hours by which working days are counted, or the wall clock where none are set."""
    calendar = Calendar.objects.filter(code=CLOSING_CALENDAR).first()
    version = calendar.versions.order_by("-number").first() if calendar else None
    return version.hours if version else BusinessHours(is_always_open=True)


def _five_days_of(hours: BusinessHours) -> int:
    if hours.is_always_open:
        return DAYS_UNTIL_CLOSED * 24 * 3600
    week = sum(end - start for _, start, end in hours.intervals)
    days = len({weekday for weekday, _, _ in hours.intervals})
    return DAYS_UNTIL_CLOSED * 60 * week // max(days, 1)
