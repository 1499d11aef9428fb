"""The clocks of tickets that are written at once, kept by the rules that hold for every ticket."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from helpdesk.actions.clock_planning import ESCALATION_PERCENT, percent_spent, plan
from helpdesk.actions.clock_steps import CHOOSING, MOVING, Kept, finish, move, retarget, start
from helpdesk.codes import ENDED_STATES, ClockState, EventKind
from helpdesk.models import ClockEvent, SlaPolicyVersion, Ticket, TicketClock, TicketEvent
from helpdesk.queries.agreements import find_agreements

Agreed = dict[str, SlaPolicyVersion]


class Clocks:
    """Clocks of many tickets while their events are told one after the other."""

    def __init__(self) -> None:
        self._agreed: dict[tuple[str, int, bool], Agreed] = {}
        self._kept: dict[int, list[Kept]] = {}

    def follow(self, ticket: Ticket, event: TicketEvent, changed: Sequence[str]) -> None:
        """Bring the clocks of a ticket up to its next event."""
        if event.kind != EventKind.OPENED and MOVING.isdisjoint(changed):
            return
        versions = self._agreements(ticket, event.at)
        kept = self._kept.setdefault(ticket.number, [])
        for each in kept:
            each.new.clear()
            if not CHOOSING.isdisjoint(changed):
                retarget(each, versions.get(each.clock.metric), event)
            move(each, ticket, event)
            finish(each)
        missing = versions.keys() - {each.clock.metric for each in kept}
        if missing and ticket.state not in ENDED_STATES:
            kept += [start(ticket, versions[metric], event, ()) for metric in sorted(missing)]

    def _agreements(self, ticket: Ticket, at: datetime) -> Agreed:
        """Return what holds for a ticket; in the demonstration it has held from the beginning."""
        key = (ticket.kind, ticket.priority, ticket.has_governance_flag)
        if key not in self._agreed:
            self._agreed[key] = find_agreements(ticket, at)
        return self._agreed[key]

    def end(self, at: datetime) -> Iterator[tuple[int, TicketClock]]:
        """Yield each ticket's clocks as they stand, what was told of already left behind."""
        for number, kept in self._kept.items():
            for each in kept:
                clock = each.clock
                if clock.state == ClockState.RUNNING:
                    share = percent_spent(clock, each.version, at)
                    clock.escalated_percent = max(
                        (percent for percent in ESCALATION_PERCENT if percent <= share), default=0
                    )
                    plan(clock, each.version, each.events)
                yield number, clock

    def events(self) -> Iterator[ClockEvent]:
        """Yield what happened to all clocks."""
        for kept in self._kept.values():
            for each in kept:
                yield from each.events
