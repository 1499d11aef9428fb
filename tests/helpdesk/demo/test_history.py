"""The invented past keeps to all the rules that the real one keeps."""

from datetime import UTC, date, datetime

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from accounts.demo.organizations import load_organizations
from core.nhs_number import find_nhs_number
from helpdesk.actions.chain import BEGINNING, digest_text, link_of
from helpdesk.actions.clock_planning import plan
from helpdesk.actions.search_words import rebuild_words
from helpdesk.codes import (
    ENDED_STATES,
    OPEN_STATES,
    ClockState,
    EventKind,
    ParticipantKind,
    TicketState,
)
from helpdesk.demo.past.history import load_history
from helpdesk.demo.past.people import load_callers, load_more_agents
from helpdesk.models import (
    EventText,
    Queue,
    QueueMembership,
    SatisfactionRequest,
    Ticket,
    TicketClock,
    TicketEvent,
    TicketMeasure,
    TicketParticipant,
    TicketSearch,
)
from helpdesk.policies import TRANSITIONS

AT = datetime(2026, 11, 24, 11, 20, tzinfo=UTC)
STARTED_ON = date(2024, 1, 1)
TICKETS = 900


# What the module makes once is dear: one process makes it.
pytestmark = pytest.mark.xdist_group("history")


@pytest.fixture(scope="module")
def past(django_db_setup, django_db_blocker):
    """Two years with few tickets, written once for all that only read them."""
    with django_db_blocker.unblock(), transaction.atomic():
        desk()
        load_history(at=AT, tickets=TICKETS)
        yield
        transaction.set_rollback(True)


def desk() -> None:
    call_command("load_demo", verbosity=0)
    call_command("load_demo_helpdesk", verbosity=0, only="desk")
    organizations = load_organizations()
    load_callers(organizations, on=STARTED_ON)
    queues = {queue.code: queue for queue in Queue.objects.all()}
    load_more_agents(organizations, queues, on=STARTED_ON)


@pytest.mark.django_db
@pytest.mark.usefixtures("past")
class TestLoadHistory:
    def test_has_tickets_in_every_state_of_ordinary_work(self):
        states = set(Ticket.objects.values_list("state", flat=True))

        assert set(OPEN_STATES) | {TicketState.RESOLVED, TicketState.CLOSED} <= states
        assert Ticket.objects.count() >= TICKETS

    def test_every_chain_holds(self):
        chains: dict[int, bytes] = {}
        for event in TicketEvent.objects.order_by("ticket_id", "position").iterator():
            previous = chains.get(event.ticket_id, BEGINNING)
            assert bytes(event.chain) == link_of(event, previous)
            chains[event.ticket_id] = bytes(event.chain)

    def test_every_text_fits_its_event(self):
        for text in EventText.objects.select_related("event").iterator():
            assert text.event.text_length == len(text.body)
            assert bytes(text.event.text_digest or b"") == digest_text(text.body)

    def test_every_ticket_is_what_its_events_made_of_it(self):
        for ticket in Ticket.objects.prefetch_related("events"):
            events = sorted(ticket.events.all(), key=lambda event: event.position)
            public = [event.id for event in events if event.visibility == "public"]
            assert [event.position for event in events] == list(range(1, len(events) + 1))
            assert [event.at for event in events] == sorted(event.at for event in events)
            assert (ticket.events_count, ticket.last_event_id) == (len(events), events[-1].id)
            assert ticket.last_public_event_id == public[-1]
            assert (ticket.opened_at, ticket.changed_at) == (events[0].at, events[-1].at)
            assert ticket.changed_at <= AT

    def test_goes_from_state_to_state_as_the_table_allows(self):
        changes = TicketEvent.objects.filter(
            kind__in=[EventKind.STATE_CHANGED, EventKind.REOPENED]
        ).values_list("facts", flat=True)

        assert changes
        for facts in changes:
            assert facts["to"] in TRANSITIONS[TicketState(facts["from"])]

    def test_is_given_only_to_those_who_work_in_the_queue(self):
        members = set(QueueMembership.objects.values_list("queue_id", "role__user_id"))
        assigned = Ticket.objects.exclude(assignee=None).values_list("queue_id", "assignee_id")

        assert set(assigned) <= members

    def test_restricts_what_is_confidential(self):
        governance = Ticket.objects.filter(has_governance_flag=True)

        assert governance
        assert all(t.is_restricted and t.queue.is_confidential for t in governance)

    def test_holds_no_nhs_number(self):
        said = [
            *Ticket.objects.values_list("subject", flat=True),
            *EventText.objects.values_list("body", flat=True),
        ]

        assert [text for text in said if find_nhs_number(text)] == []

    def test_every_caller_takes_part(self):
        requesters = TicketParticipant.objects.filter(kind=ParticipantKind.REQUESTER)
        parts = set(requesters.values_list("ticket_id", "user_id"))

        assert parts == set(Ticket.objects.values_list("number", "requester_id"))

    def test_finds_the_words_of_every_ticket(self):
        assert TicketSearch.objects.count() == Ticket.objects.count()
        kept = TicketSearch.objects.order_by("pk").first()
        assert kept is not None

        rebuild_words([kept.pk])

        assert TicketSearch.objects.get(pk=kept.pk).all_words == kept.all_words

    def test_clocks_stand_as_their_events_have_it(self):
        clocks = TicketClock.objects.select_related(
            "ticket", "policy_version__calendar_version"
        ).prefetch_related("events")

        for clock in clocks:
            stands = (clock.elapsed_seconds, clock.due_at, clock.running_since)
            events = sorted(clock.events.all(), key=lambda event: event.id)
            plan(clock, clock.policy_version, events)
            assert (clock.elapsed_seconds, clock.due_at, clock.running_since) == stands
            runs = clock.state in (ClockState.RUNNING, ClockState.PAUSED)
            assert not (runs and clock.ticket.state in ENDED_STATES)

    def test_tickets_are_due_with_the_first_of_their_clocks(self):
        for ticket in Ticket.objects.prefetch_related("clocks"):
            dues = [clock.due_at for clock in ticket.clocks.all() if clock.due_at]
            assert ticket.due_at == min(dues, default=None)

    def test_some_are_overdue_some_paused_some_unassigned(self):
        open_ones = Ticket.objects.open()

        assert open_ones.filter(due_at__lt=AT)
        assert open_ones.filter(due_at__gte=AT)
        assert open_ones.filter(clocks__state=ClockState.PAUSED)
        assert open_ones.filter(assignee=None)

    def test_merged_tickets_lead_to_tickets_that_are_not(self):
        merged = Ticket.objects.filter(state=TicketState.MERGED).select_related("merged_into")

        assert merged
        for ticket in merged:
            target = ticket.merged_into
            assert target is not None
            assert target.merged_into_id is None
            assert target.organization_id == ticket.organization_id
            assert target.events.filter(kind=EventKind.MERGED, facts__from=ticket.number).exists()

    def test_has_measured_what_reports_say(self):
        assert TicketMeasure.objects.count() == Ticket.objects.count()

    def test_has_asked_how_it_went(self):
        asked = SatisfactionRequest.objects.all()

        assert asked.filter(score__gte=4).count() > asked.filter(score__lte=2).count() > 0
        assert not asked.filter(answered_at__gt=AT)

    def test_writes_nothing_where_tickets_are(self):
        before = Ticket.objects.count()

        assert load_history(at=AT, tickets=TICKETS) == 0
        assert Ticket.objects.count() == before


@pytest.mark.django_db
class TestSameSeed:
    def test_tells_the_same_again(self):
        def told() -> list[tuple[object, ...]]:
            empty_tickets()
            load_history(at=AT, tickets=60)
            rows = list(
                Ticket.objects.order_by("number").values_list(
                    "number", "subject", "state", "opened_at", "requester__username"
                )
            )
            texts = list(EventText.objects.order_by("event_id").values_list("body", flat=True))
            return [*rows, *[(text,) for text in texts]]

        desk()

        assert told() == told()


def empty_tickets() -> None:
    connection.check_constraints()
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE helpdesk_ticket CASCADE")
