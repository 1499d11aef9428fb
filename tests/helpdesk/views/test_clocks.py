"""Why a clock is due when it is, and a deadline set by hand, as pages."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from helpdesk.actions.deadlines import set_deadline
from helpdesk.actions.escalations import escalate
from helpdesk.actions.states import change_state
from helpdesk.codes import DueSource, Impact, Metric, TicketState, Urgency, WaitingReason
from helpdesk.demo.service_levels import load_service_levels
from helpdesk.models import TicketClock
from tests.factories.helpdesk import ConfidentialQueueFactory, make_ticket
from tests.helpdesk.access_world import make_world

pytestmark = pytest.mark.django_db

# The Friday before a late-summer bank holiday, in British summer time.
FRIDAY = datetime(2026, 8, 28, 14, 0, tzinfo=UTC)
MOST_QUERIES = 14


@pytest.fixture(autouse=True)
def agreements(db):
    load_service_levels()


@pytest.fixture
def ticket(clinician):
    """Return a ticket of medium priority: two hours to an answer, thirty to a solution."""
    return make_ticket(
        by=clinician.active_role, at=FRIDAY, impact=Impact.WORK_WIDE, urgency=Urgency.TODAY
    )


def address(ticket, metric=Metric.RESOLUTION, rest=""):
    return f"/helpdesk/tickets/{ticket.number}/clocks/{metric}/{rest}"


def page(client, url):
    return client.get(url).content.decode()


class TestClockDetail:
    def test_strangers_are_sent_to_sign_in(self, client, ticket):
        assert client.get(address(ticket)).url.startswith("/accounts/sign-in/")

    def test_is_not_found_by_those_who_may_not_see_the_ticket(
        self, client, sign_in, nurse, desk_agent
    ):
        restricted = make_ticket(
            at=FRIDAY, queue=ConfidentialQueueFactory.create(), has_governance_flag=True
        )
        for person in (nurse, desk_agent):
            sign_in(client, person)
            assert client.get(address(restricted)).status_code == 404
            assert client.get(address(restricted, rest="deadline/")).status_code == 404

    def test_is_not_found_where_there_is_no_such_clock(self, client, sign_in, desk_agent, ticket):
        sign_in(client, desk_agent)

        assert client.get(address(ticket, "ig-report")).status_code == 404
        assert client.get(address(ticket, "patience")).status_code == 404

    def test_works_the_deadline_out_over_the_bank_holiday(
        self, client, sign_in, desk_agent, ticket, time_machine
    ):
        time_machine.move_to(FRIDAY + timedelta(hours=1), tick=False)
        sign_in(client, desk_agent)

        html = page(client, address(ticket))

        assert "29 h of working time left" in html
        assert "Resolution, priority 3, version 1 (from 1 January 2024)" in html
        assert "30 h of working time" in html
        assert "Monday to Friday 08:00 to 18:00" in html
        assert "28 August 2026, 15:00" in html
        assert "Holidays left out: 31 Aug 2026." in html
        # Three hours on Friday, ten each on Tuesday and Wednesday, seven on Thursday.
        assert "3 September 2026, 15:00" in html

    def test_shows_each_pause_and_why(self, client, sign_in, desk_agent, ticket, time_machine):
        worker = desk_agent.active_role
        for hours, state, reason in (
            (0, TicketState.TRIAGED, ""),
            (1, TicketState.WAITING, WaitingReason.USER),
        ):
            change_state(
                number=ticket.number,
                state=state,
                waiting_reason=reason,
                by=worker,
                at=FRIDAY + timedelta(hours=hours),
            )
        time_machine.move_to(FRIDAY + timedelta(hours=2), tick=False)
        sign_in(client, desk_agent)

        html = page(client, address(ticket))

        assert "Paused: waits for the caller" in html
        assert "29 h left when it goes on" in html

    def test_callers_see_it_without_the_words_of_staff(
        self, client, sign_in, clinician, team_lead, ticket, time_machine
    ):
        set_deadline(
            number=ticket.number,
            metric=Metric.RESOLUTION,
            due_at=FRIDAY + timedelta(days=7),
            reason="The supplier is on strike",
            by=team_lead.active_role,
            at=FRIDAY,
        )
        clock = TicketClock.objects.get(ticket=ticket, metric=Metric.FIRST_RESPONSE)
        escalate(clock.pk, at=FRIDAY + timedelta(hours=1))
        time_machine.move_to(FRIDAY + timedelta(hours=2), tick=False)
        sign_in(client, clinician)

        html = page(client, address(ticket))
        answer = page(client, address(ticket, Metric.FIRST_RESPONSE))

        assert "The helpdesk set this deadline by hand" in html
        assert "strike" not in html
        assert str(team_lead) not in html
        assert "Set a deadline by hand" not in html
        assert "Escalated" not in answer

        sign_in(client, team_lead)
        assert "Reason: The supplier is on strike." in page(client, address(ticket))
        assert "Escalated at 50 %" in page(client, address(ticket, Metric.FIRST_RESPONSE))

    def test_asks_no_more_questions_for_a_longer_history(self, client, sign_in, desk_agent, ticket):
        sign_in(client, desk_agent)
        page(client, address(ticket))
        asked = []
        for changes in (0, 6):
            for number in range(changes):
                state = TicketState.IN_PROGRESS if number % 2 else TicketState.WAITING
                if ticket.state == TicketState.NEW and not number:
                    change_state(
                        number=ticket.number,
                        state=TicketState.TRIAGED,
                        by=desk_agent.active_role,
                        at=FRIDAY,
                    )
                change_state(
                    number=ticket.number,
                    state=state,
                    waiting_reason="" if number % 2 else WaitingReason.USER,
                    by=desk_agent.active_role,
                    at=FRIDAY + timedelta(minutes=number),
                )
            with CaptureQueriesContext(connection) as queries:
                page(client, address(ticket))
            asked.append(len(queries))

        assert asked[0] == asked[1] <= MOST_QUERIES


class TestWhoReachesThem:
    def test_those_who_may_know_of_the_ticket_and_nobody_else(self, sign_in):
        world = make_world()
        wrong = {}
        for name, role in world.roles.items():
            client = Client()
            sign_in(client, role.user)
            reached = {
                ticket.number
                for ticket in world.tickets.values()
                if client.get(address(ticket)).status_code == 200
            }
            if reached != world.may_know(name):
                wrong[name] = reached

        assert wrong == {}


class TestDeadlineSet:
    @pytest.fixture(autouse=True)
    def now(self, ticket, time_machine):
        time_machine.move_to(FRIDAY + timedelta(hours=1), tick=False)

    FORM = {
        "day_day": "4",
        "day_month": "9",
        "day_year": "2026",
        "time": "16:30",
        "reason": "Agreed with the ward by phone",
    }

    def test_only_those_who_lead_may(self, client, sign_in, desk_agent, clinician, ticket):
        for person in (desk_agent, clinician):
            sign_in(client, person)
            for answer in (
                client.get(address(ticket, rest="deadline/")),
                client.post(address(ticket, rest="deadline/"), self.FORM),
            ):
                assert answer.status_code == 403

    def test_sets_it_in_the_time_of_london(self, client, sign_in, team_lead, ticket):
        sign_in(client, team_lead)

        answer = client.post(address(ticket, rest="deadline/"), self.FORM)

        clock = TicketClock.objects.get(ticket=ticket, metric=Metric.RESOLUTION)
        assert answer.url == address(ticket)
        assert clock.due_at == datetime(2026, 9, 4, 15, 30, tzinfo=UTC)
        assert clock.due_source == DueSource.MANUAL

    @pytest.mark.parametrize(
        ("slip", "words"),
        [
            ({"time": "25:00"}, "Enter a time of 24 hours"),
            ({"time": "noon"}, "Enter a time of 24 hours"),
            ({"reason": " "}, "Say why this deadline"),
            ({"day_month": "13"}, "must be a real date"),
            ({"day_year": "2025"}, "A deadline lies in the future"),
            ({"day_year": "9999"}, "within a year"),
        ],
    )
    def test_says_what_is_wrong_and_keeps_what_was_typed(
        self, client, sign_in, team_lead, ticket, slip, words
    ):
        sign_in(client, team_lead)

        answer = client.post(address(ticket, rest="deadline/"), self.FORM | slip)

        assert answer.status_code == 200
        assert words in answer.content.decode()
        assert "Agreed with the ward" in answer.content.decode() or "reason" in slip
        assert not TicketClock.objects.filter(due_source=DueSource.MANUAL).exists()
