"""The API does what the pages do, in one role, and knows nothing that the role may not know."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.actions import issue_api_token, revoke_api_token
from helpdesk.actions.writing import write_note
from helpdesk.codes import TicketState
from helpdesk.models import Ticket
from tests.factories.helpdesk import (
    MONDAY,
    ConfidentialQueueFactory,
    agent,
    caller,
    make_ticket,
)

pytestmark = pytest.mark.django_db

TICKETS = "/api/helpdesk/tickets/"


def client_of(role):
    """Return a client that shows a token of this role."""
    later = timezone.now() + timedelta(days=1)
    _, secret = issue_api_token(name="Test", role=role, expires_at=later, by=None)
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {secret}")
    return client


class TestTokens:
    def test_strangers_are_refused(self):
        assert APIClient().get(TICKETS).status_code == 401

    def test_a_wrong_token_is_refused(self):
        client = APIClient()
        client.credentials(HTTP_AUTHORIZATION="Bearer ohc_wrong")

        assert client.get(TICKETS).status_code == 401

    def test_a_revoked_token_opens_nothing(self):
        later = timezone.now() + timedelta(days=1)
        token, secret = issue_api_token(name="Test", role=caller(), expires_at=later, by=None)
        client = APIClient()
        client.credentials(HTTP_AUTHORIZATION=f"Bearer {secret}")
        assert client.get(TICKETS).status_code == 200

        revoke_api_token(token=token, at=timezone.now())

        assert client.get(TICKETS).status_code == 401

    def test_a_token_that_has_run_out_opens_nothing(self):
        earlier = timezone.now() - timedelta(seconds=1)
        _, secret = issue_api_token(name="Test", role=caller(), expires_at=earlier, by=None)
        client = APIClient()
        client.credentials(HTTP_AUTHORIZATION=f"Bearer {secret}")

        assert client.get(TICKETS).status_code == 401

    def test_the_token_itself_is_kept_nowhere(self, capsys):
        role = caller()

        call_command("api_token", role.user.username, name="Test")

        secret = capsys.readouterr().out.strip()
        assert secret.startswith("ohc_")
        assert secret.encode() not in bytes(role.api_tokens.get().digest)

    def test_people_who_are_signed_in_use_their_session(self, client, sign_in, clinician):
        sign_in(client, clinician)

        assert client.get(TICKETS).json() == {"tickets": [], "next_before": None}


class TestTickets:
    def test_a_list_gives_what_the_viewer_may_see(self):
        me = caller()
        mine, other = make_ticket(by=me), make_ticket()
        hidden = make_ticket(queue=ConfidentialQueueFactory.create(), has_governance_flag=True)

        def numbers(role):
            page = client_of(role).get(TICKETS).json()
            return {row["number"] for row in page["tickets"]}

        assert numbers(me) == {mine.number}
        assert numbers(agent()) == {mine.number, other.number}
        assert hidden.number not in numbers(agent())

    def test_a_list_goes_on_before_the_last_number(self):
        for _ in range(3):
            make_ticket()
        client = client_of(agent())

        first = client.get(TICKETS, {"limit": 2}).json()
        second = client.get(TICKETS, {"limit": 2, "before": first["next_before"]}).json()

        assert len(first["tickets"]) == 2
        assert len(second["tickets"]) == 1
        assert second["next_before"] is None

    @pytest.mark.parametrize("query", [{"limit": "many"}, {"before": "-1"}, {"priority": "high"}])
    def test_a_wrong_question_is_said_to_be_wrong(self, query):
        answer = client_of(agent()).get(TICKETS, query)

        assert answer.status_code == 400
        assert "whole number" in answer.json()["detail"]

    @pytest.mark.parametrize("query", [{"assignee__password": "x"}, {"state": "no-such"}])
    def test_filters_that_are_not_offered_find_nothing_out(self, query):
        ticket = make_ticket()

        rows = client_of(agent()).get(TICKETS, query).json()["tickets"]

        assert [row["number"] for row in rows] in ([ticket.number], [])

    def test_what_one_may_not_know_of_is_not_found(self):
        ticket, stranger = make_ticket(), client_of(caller())
        address = f"{TICKETS}{ticket.number}/"

        assert stranger.get(address).status_code == 404
        assert stranger.get(f"{address}events/").status_code == 404
        assert stranger.get(f"{address}clocks/").status_code == 404
        for change in ("replies", "notes", "messages"):
            assert stranger.post(f"{address}{change}/", {"text": "x"}).status_code == 404

    def test_a_ticket_goes_from_opened_to_resolved(self):
        me, worker = caller(), agent()
        mine, desk = client_of(me), client_of(worker)
        opened = mine.post(
            TICKETS,
            {
                "kind": "incident",
                "category": "software",
                "subject": "Blank page",
                "text": "I see nothing.",
            },
        )
        assert opened.status_code == 201
        address = f"{TICKETS}{opened.json()['number']}/"

        assert (
            desk.post(f"{address}assignee/", {"username": worker.user.username}).status_code == 200
        )
        assert desk.post(f"{address}replies/", {"text": "Please sign in again."}).status_code == 200
        assert desk.post(f"{address}notes/", {"text": "Session had ended."}).status_code == 200
        assert mine.post(f"{address}messages/", {"text": "Works now."}).status_code == 200
        assert (
            desk.post(f"{address}state/", {"state": "resolved", "text": "Solved."}).status_code
            == 200
        )

        ticket = Ticket.objects.get()
        assert ticket.state == TicketState.RESOLVED
        read_by_caller = [event["text"] for event in mine.get(f"{address}events/").json()]
        assert "Session had ended." not in read_by_caller
        assert "Please sign in again." in read_by_caller

    def test_a_reply_to_what_has_moved_on_is_refused(self):
        me, worker = caller(), agent()
        ticket = make_ticket(by=me)
        seen = client_of(worker).get(f"{TICKETS}{ticket.number}/").json()["last_public_event"]
        client_of(me).post(f"{TICKETS}{ticket.number}/messages/", {"text": "One thing more."})

        answer = client_of(worker).post(
            f"{TICKETS}{ticket.number}/replies/", {"text": "Done.", "last_seen_event": seen}
        )

        assert answer.status_code == 409

    def test_callers_may_not_work_on_tickets(self):
        me = caller()
        ticket = make_ticket(by=me)
        address = f"{TICKETS}{ticket.number}/"

        for change, sent in (
            ("replies", {"text": "x"}),
            ("notes", {"text": "x"}),
            ("assignee", {"username": me.user.username}),
            ("queue", {"queue": ticket.queue.code}),
            ("priority", {"impact": 1, "urgency": 1}),
            ("flags", {"safety": False, "governance": False}),
            ("participants", {"username": "x", "kind": "watcher", "takes_part": True}),
        ):
            assert client_of(me).post(f"{address}{change}/", sent).status_code == 403, change

    def test_a_search_finds_words_of_the_staff_for_staff_alone(self):
        me, worker = caller(), agent()
        ticket = make_ticket(by=me)
        write_note(number=ticket.number, text="The xylophone again.", by=worker, at=MONDAY)

        def found(role):
            page = client_of(role).get(TICKETS, {"q": "xylophone"}).json()
            return [row["number"] for row in page["tickets"]]

        assert found(worker) == [ticket.number]
        assert found(me) == []


class TestReference:
    def test_callers_read_what_they_can_ask_for_but_not_the_queues(self):
        mine = client_of(caller())

        assert mine.get("/api/helpdesk/request-types/").status_code == 200
        assert mine.get("/api/helpdesk/components/").status_code == 200
        assert mine.get("/api/helpdesk/queues/").status_code == 403

    def test_staff_read_the_queues(self):
        queues = client_of(agent()).get("/api/helpdesk/queues/").json()

        assert [queue["code"] for queue in queues] == ["frontline"]


class TestSchema:
    def test_is_described_as_openapi(self):
        schema = client_of(caller()).get("/api/schema/", HTTP_ACCEPT="application/json")

        assert schema.status_code == 200

    def test_is_for_those_who_may_use_it(self):
        assert APIClient().get("/api/schema/").status_code == 401
