"""The clocks of one ticket and what happened to them, for somebody who may see the ticket."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from helpdesk.codes import ClockEventKind, Metric
from helpdesk.models import (
    ClockEvent,
    Sight,
    SlaPolicyVersion,
    Ticket,
    TicketClock,
    TicketEvent,
)

_IN_ORDER: Final = Case(
    *(When(metric=metric, then=Value(place)) for place, metric in enumerate(Metric)),
    output_field=IntegerField(),
)
Terms = tuple[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockHistory:
    """
    What happened to a clock.

    `terms` are the agreements that its events name, by policy and version. `causes` are those
    events of the ticket that the viewer may read: what only staff read is missing for callers.
    """

    clock: TicketClock
    events: Sequence[ClockEvent]
    terms: Mapping[Terms, SlaPolicyVersion]
    causes: Mapping[int, TicketEvent]


def list_clocks(number: int, *, sight: Sight) -> list[TicketClock]:
    """Return the clocks of a ticket with their agreements; none where it is not to be seen."""
    return list(_clocks(number, sight).order_by(_IN_ORDER))


def get_clock(number: int, metric: Metric, *, sight: Sight) -> TicketClock:
    """
    Return one clock of a ticket.

    :raises TicketClock.DoesNotExist: there is none, or the viewer may not know of the ticket
    """
    return _clocks(number, sight).get(metric=metric)


def _clocks(number: int, sight: Sight) -> QuerySet[TicketClock]:
    seen = Ticket.objects.within(sight).filter(pk=number)
    return TicketClock.objects.filter(ticket__in=seen).select_related(
        "ticket__queue", "policy_version__policy", "policy_version__calendar_version__calendar"
    )


def read_history(clock: TicketClock, *, sight: Sight) -> ClockHistory:
    """Return what happened to a clock that the viewer sees."""
    events = list(ClockEvent.objects.filter(clock=clock).order_by("id"))
    caused = TicketEvent.objects.within(sight).filter(pk__in={each.cause_id for each in events})
    named = {terms_of(each) for each in events if each.kind in _WITH_TERMS}
    wanted = Q(pk=clock.policy_version_id)
    for code, number in named:
        wanted |= Q(policy__code=code, number=number)
    versions = SlaPolicyVersion.objects.filter(wanted).select_related(
        "policy", "calendar_version__calendar"
    )
    return ClockHistory(
        clock=clock,
        events=events,
        terms={(each.policy.code, each.number): each for each in versions},
        causes={each.pk: each for each in caused.select_related("text")},
    )


_WITH_TERMS: Final = frozenset({ClockEventKind.STARTED, ClockEventKind.RETARGETED})


def terms_of(event: ClockEvent) -> Terms:
    """Return which agreement an event names that starts a clock or changes its target."""
    return str(event.facts.get("policy", "")), int(event.facts.get("version", 0))
