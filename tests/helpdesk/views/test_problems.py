"""What is known of a problem reaches those who work on it, and callers where a lead says so."""

import pytest
from django.utils import timezone

from helpdesk.actions.broadcasts import deliver_broadcast
from helpdesk.actions.problems import open_problem
from helpdesk.codes import EventKind, Visibility
from helpdesk.models import Broadcast, KnownError, Ticket, TicketEvent
from tests.factories.helpdesk import MONDAY, make_ticket

WORKAROUND = "Open the medicine: each source stands there once."


@pytest.fixture
def child(clinician) -> Ticket:
    return make_ticket(by=clinician.active_role)


@pytest.fixture
def problem(team_lead, child) -> Ticket:
    return open_problem(
        number=child.number,
        title="Doses stand twice",
        text="Since the last release.",
        by=team_lead.active_role,
        at=MONDAY,
    )


def known(**changes):
    return {
        "title": "A dose stands twice",
        "root_cause": "Units are compared as text.",
        "workaround": WORKAROUND,
        "is_published": "on",
        **changes,
    }


class TestKnownError:
    def test_a_lead_publishes_it_for_callers(self, client, sign_in, team_lead, problem, child):
        sign_in(client, team_lead)
        client.post(f"/helpdesk/problems/{problem.number}/known/", known())
        caller = Ticket.objects.get(pk=child.number).requester
        sign_in(client, caller)

        page = client.get(f"/helpdesk/tickets/{child.number}/").text

        assert WORKAROUND in page
        assert WORKAROUND in client.get("/helpdesk/status/").text
        assert "Units are compared as text." not in page

    def test_an_analyst_keeps_it_for_staff_alone(
        self, client, sign_in, desk_agent, problem, child, clinician
    ):
        sign_in(client, desk_agent)
        url = f"/helpdesk/problems/{problem.number}/known/"

        assert client.post(url, known()).status_code == 403
        assert client.post(url, known(is_published="")).status_code == 302
        assert WORKAROUND in client.get(f"/helpdesk/tickets/{child.number}/behind/").text
        sign_in(client, clinician)
        assert WORKAROUND not in client.get(f"/helpdesk/tickets/{child.number}/").text

    def test_callers_write_none(self, client, sign_in, clinician, problem):
        sign_in(client, clinician)

        assert (
            client.post(f"/helpdesk/problems/{problem.number}/known/", known()).status_code == 404
        )
        assert not KnownError.objects.exists()


class TestAnswer:
    def test_shows_how_far_it_is_ticket_by_ticket(self, client, sign_in, team_lead, problem, child):
        sign_in(client, team_lead)
        sent = client.post(
            f"/helpdesk/problems/{problem.number}/answer/",
            {"text": "Mended in the next release.", "resolves": "on"},
        )
        assert "0 of 1 written" in client.get(sent.url).text

        deliver_broadcast(Broadcast.objects.get().pk, clock=timezone.now)

        page = client.get(sent.url).text
        assert "1 of 1 written." in page
        assert f"/helpdesk/tickets/{child.number}/" in page

    def test_is_an_ordinary_event_of_each_ticket(self, client, sign_in, team_lead, problem, child):
        sign_in(client, team_lead)
        url = f"/helpdesk/problems/{problem.number}/answer/"
        client.post(url, {"text": "Mended. See 999 012 3454."})
        deliver_broadcast(Broadcast.objects.get().pk, clock=timezone.now)

        event = TicketEvent.objects.get(
            ticket=child, kind=EventKind.BROADCAST, visibility=Visibility.PUBLIC
        )

        assert event.actor == team_lead
        assert "999" not in event.text.body


class TestPutUnder:
    def test_and_taken_away_again(self, client, sign_in, team_lead, problem):
        sign_in(client, team_lead)
        other = make_ticket()
        url = f"/helpdesk/tickets/{other.number}/under/"

        client.post(url, {"parent": problem.number})
        assert Ticket.objects.get(pk=other.number).parent_id == problem.number
        client.post(url, {"parent": ""})

        assert Ticket.objects.get(pk=other.number).parent_id is None

    def test_is_not_there_for_callers(self, client, sign_in, clinician, problem, child):
        sign_in(client, clinician)

        url = f"/helpdesk/tickets/{child.number}/under/"
        assert client.post(url, {"parent": ""}).status_code == 404
        assert Ticket.objects.get(pk=child.number).parent_id == problem.number
