"""A ticket whose life is told by the hour, under targets that a test agrees."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import holidays

from accounts.models import PractitionerRole
from helpdesk.actions.deadlines import set_deadline
from helpdesk.actions.states import change_state
from helpdesk.actions.triage import set_priority
from helpdesk.actions.writing import write_reply
from helpdesk.codes import (
    Impact,
    Metric,
    Priority,
    TicketState,
    Urgency,
    WaitingReason,
)
from helpdesk.models import (
    Calendar,
    CalendarVersion,
    ClockEvent,
    SlaPolicy,
    SlaPolicyVersion,
    Ticket,
    TicketClock,
)
from tests.factories.helpdesk import QueueFactory, agent, make_ticket

HOUR = 3600
OFFICE = [[day, 9 * 60, 17 * 60] for day in range(5)]
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
LONDON = ZoneInfo("Europe/London")


def london(day: str, clock: str) -> datetime:
    """Return a moment by the clocks of London, in UTC."""
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=LONDON).astimezone(UTC)


def english_holidays() -> list[date]:
    return sorted(holidays.country_holidays("GB", subdiv="ENG", years=range(2020, 2030)))


def make_calendar(code: str = "office", **version: object) -> CalendarVersion:
    """Return the next version of a calendar: office hours in England unless said otherwise."""
    calendar, _ = Calendar.objects.get_or_create(code=code, defaults={"name": code})
    facts = {"intervals": OFFICE, "holidays": english_holidays()} | version
    number = calendar.versions.count() + 1
    return CalendarVersion.objects.create(calendar=calendar, number=number, **facts)


def always() -> CalendarVersion:
    """Return a calendar that never closes."""
    existing = CalendarVersion.objects.filter(calendar__code="always").first()
    return existing or make_calendar("always", intervals=[], holidays=[], is_always_open=True)


def agree(
    metric: Metric,
    hours: float,
    *,
    calendar: CalendarVersion | None = None,
    pauses: Iterable[WaitingReason] = (WaitingReason.USER,),
    valid_from: datetime = LONG_AGO,
    **policy: object,
) -> SlaPolicyVersion:
    """Return the next version of a target; it holds for every ticket unless said otherwise."""
    suffix = "-".join(str(value) for value in policy.values())
    kept, _ = SlaPolicy.objects.get_or_create(
        code=f"{metric}-{suffix}".strip("-"),
        defaults={"name": metric.label, "metric": metric} | policy,
    )
    existing = CalendarVersion.objects.filter(calendar__code="office").order_by("number").last()
    return SlaPolicyVersion.objects.create(
        policy=kept,
        number=kept.versions.count() + 1,
        target_seconds=int(hours * HOUR),
        calendar_version=calendar or existing or make_calendar(),
        pause_on=[] if metric == Metric.FIRST_RESPONSE else list(pauses),
        valid_from=valid_from,
    )


@dataclass(slots=True)
class Life:
    """A ticket and somebody who leads its queue; each step takes the moment of the step."""

    ticket: Ticket
    lead: PractitionerRole

    def clock(self, metric: Metric = Metric.RESOLUTION) -> TicketClock:
        """Return a clock as it stands."""
        return TicketClock.objects.select_related("policy_version__calendar_version").get(
            ticket=self.ticket, metric=metric
        )

    def events(self, metric: Metric = Metric.RESOLUTION) -> list[ClockEvent]:
        """Return what happened to a clock, in order."""
        mine = ClockEvent.objects.filter(clock__ticket=self.ticket, clock__metric=metric)
        return list(mine.order_by("id"))

    def kinds(self, metric: Metric = Metric.RESOLUTION) -> list[str]:
        """Return in words what happened to a clock."""
        return [str(event.kind) for event in self.events(metric)]

    def row(self) -> Ticket:
        """Return the ticket as it stands."""
        return Ticket.objects.get(pk=self.ticket.pk)

    def become(self, state: TicketState, at: datetime, waits_for: str = "") -> None:
        change_state(
            number=self.ticket.number, state=state, waiting_reason=waits_for, by=self.lead, at=at
        )

    def take_up(self, at: datetime) -> None:
        """Triage a new ticket and begin to work on it."""
        self.become(TicketState.TRIAGED, at)
        self.become(TicketState.IN_PROGRESS, at)

    def wait(self, at: datetime, reason: WaitingReason = WaitingReason.USER) -> None:
        self.become(TicketState.WAITING, at, reason)

    def go_on(self, at: datetime) -> None:
        self.become(TicketState.IN_PROGRESS, at)

    def resolve(self, at: datetime) -> None:
        self.become(TicketState.RESOLVED, at)

    def answer(self, at: datetime) -> None:
        write_reply(number=self.ticket.number, text="We look at it.", by=self.lead, at=at)

    def prioritize(self, priority: Priority, at: datetime) -> None:
        set_priority(
            number=self.ticket.number,
            impact=Impact(self.ticket.impact),
            urgency=Urgency(self.ticket.urgency),
            override=priority,
            reason="As agreed by phone",
            by=self.lead,
            at=at,
        )

    def set_deadline(
        self, due_at: datetime, at: datetime, metric: Metric = Metric.RESOLUTION
    ) -> None:
        set_deadline(
            number=self.ticket.number,
            metric=metric,
            due_at=due_at,
            reason="As agreed by phone",
            by=self.lead,
            at=at,
        )


def live(at: datetime, **opening: object) -> Life:
    """Open a ticket of priority 3."""
    facts: dict[str, object] = {"impact": Impact.WORK_SOME, "urgency": Urgency.NOW}
    facts |= {"queue": QueueFactory.create()} | opening
    ticket = make_ticket(at=at, **facts)  # type: ignore[arg-type]  # any of them
    return Life(ticket, agent(ticket.queue, is_lead=True, sees_restricted=True))
