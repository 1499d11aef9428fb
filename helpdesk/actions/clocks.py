"""Keeps the clocks of a ticket in step with it, in the transaction of each event."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from core.errors import NotPermittedNow
from helpdesk.codes import ENDED_STATES, ClockEventKind, DueSource, EventKind, Metric
from helpdesk.models import ClockEvent, Ticket, TicketClock, TicketEvent
from helpdesk.queries.agreements import find_agreements

from .clock_steps import CHOOSING, FINAL, MOVING, Kept, escalate_anew, finish, move, retarget, start


def follow(ticket: Ticket, event: TicketEvent, changed: Collection[str]) -> None:
    """Bring the clocks of a locked ticket up to an event that has just changed these columns."""
    is_new = event.kind == EventKind.OPENED
    if not is_new and MOVING.isdisjoint(changed):
        return
    versions = find_agreements(ticket, event.at)
    kept = [] if is_new else _read_clocks(ticket)
    missing = versions.keys() - {each.clock.metric for each in kept}
    for each in kept:
        if not CHOOSING.isdisjoint(changed):
            retarget(each, versions.get(each.clock.metric), event)
        move(each, ticket, event)
        finish(each)
    if missing and ticket.state not in ENDED_STATES:
        past = [] if is_new else _changes_before(ticket, event)
        kept += [start(ticket, versions[metric], event, past) for metric in sorted(missing)]
    _write(ticket, kept)


def _changes_before(ticket: Ticket, event: TicketEvent) -> list[TicketEvent]:
    """Return the changes of state that pauses of a clock follow from which starts late."""
    changes = TicketEvent.objects.filter(
        ticket=ticket,
        kind__in=[EventKind.STATE_CHANGED, EventKind.REOPENED],
        position__lt=event.position,
    )
    return list(changes.order_by("position"))


def set_manually(ticket: Ticket, metric: Metric, due_at: datetime, event: TicketEvent) -> None:
    """
    Give a clock of a locked ticket a deadline by hand, as an event that is recorded already says.

    :raises NotPermittedNow: the clock does not run
    """
    kept = next((each for each in _read_clocks(ticket) if each.clock.metric == metric), None)
    if kept is None or kept.clock.state in FINAL:
        raise NotPermittedNow("This clock does not run, so that it has no deadline to set.")
    kept.clock.due_source, kept.clock.manual_due_at = DueSource.MANUAL, due_at
    kept.add(ClockEventKind.DEADLINE_SET, event.at, event, due_at=due_at.isoformat())
    escalate_anew(kept, event.at)
    finish(kept)
    _write(ticket, [kept])


def _read_clocks(ticket: Ticket) -> list[Kept]:
    clocks = TicketClock.objects.filter(ticket=ticket).select_related(
        "policy_version__calendar_version"
    )
    events: dict[object, list[ClockEvent]] = {}
    for event in ClockEvent.objects.filter(clock__ticket=ticket).order_by("id"):
        events.setdefault(event.clock_id, []).append(event)
    return [
        Kept(clock, clock.policy_version, events.get(clock.pk, []))
        for clock in clocks.order_by("metric")
    ]


def _write(ticket: Ticket, kept: Sequence[Kept]) -> None:
    """Write what has changed: at most one statement of each kind, however many clocks there are."""
    changed = [each for each in kept if each.new]
    if not changed:
        return
    TicketClock.objects.bulk_create([each.clock for each in changed if each.is_new])
    for each in changed:
        if not each.is_new:
            each.clock.save()
    ClockEvent.objects.bulk_create([event for each in changed for event in each.new])
    _project(ticket, (each.clock for each in kept))


def _project(ticket: Ticket, clocks: Iterable[TicketClock]) -> None:
    """Set the ticket's own deadline: the earliest of those that run."""
    given = {clock.metric: clock.due_at for clock in clocks}
    others = TicketClock.objects.filter(ticket=ticket, due_at__isnull=False)
    if ticket.events_count > 1:
        given |= dict(others.exclude(metric__in=given).values_list("metric", "due_at"))
    due = min((each for each in given.values() if each is not None), default=None)
    if due != ticket.due_at:
        ticket.due_at = due
        ticket.save(update_fields=["due_at"])
