"""The pages on which many tickets are changed."""

import pytest
from django.utils import timezone

from helpdesk.actions.bulk import perform_bulk
from helpdesk.models import BulkChange, Ticket
from tests.factories.helpdesk import (
    ConfidentialQueueFactory,
    QueueFactory,
    agent,
    make_ticket,
)

pytestmark = pytest.mark.django_db

BULK = "/helpdesk/desk/bulk/"


@pytest.fixture
def at_desk(client, sign_in, desk_agent):
    sign_in(client, desk_agent)
    return client


def choose(client, *tickets):
    client.post(BULK, {"numbers": [ticket.number for ticket in tickets]})
    return BulkChange.objects.get()


class TestBulkPages:
    def test_go_from_ticks_over_a_look_ahead_to_results_and_back(
        self, at_desk, desk_agent, django_capture_on_commit_callbacks
    ):
        ticket = make_ticket()
        elsewhere = make_ticket(queue=QueueFactory.create(code="access"))
        bulk = choose(at_desk, ticket, elsewhere)
        page = f"{BULK}{bulk.pk}/"

        at_desk.post(f"{page}choose/", {"assignee": str(desk_agent.pk), "visibility": "internal"})
        html = at_desk.get(page).content.decode()
        assert "1 ticket will change, 1 will be refused." in html
        assert f"Assigned to: nobody → {desk_agent}" in html
        assert "Only members of the ticket’s queue may change it." in html
        assert Ticket.objects.filter(assignee=desk_agent).count() == 0

        with django_capture_on_commit_callbacks() as handed_off:
            at_desk.post(f"{page}start/")
        assert len(handed_off) == 1
        assert "Making the changes" in at_desk.get(page).content.decode()

        perform_bulk(bulk.pk, clock=timezone.now)
        assert "1 ticket of 2 changed." in at_desk.get(page).content.decode()

        with django_capture_on_commit_callbacks():
            at_desk.post(f"{page}undo/")
        perform_bulk(bulk.pk, clock=timezone.now)
        assert "1 ticket of 1 as before." in at_desk.get(page).content.decode()

    def test_the_whole_list_is_what_its_filters_keep(self, at_desk):
        kept = make_ticket(has_safety_flag=True)
        make_ticket()

        at_desk.post(BULK, {"all": "1", "filters": "flag=safety&state=open"})

        assert BulkChange.objects.get().numbers == [kept.number]

    def test_restricted_tickets_cannot_be_chosen(self, at_desk):
        hidden = make_ticket(queue=ConfidentialQueueFactory.create(), has_governance_flag=True)

        answer = at_desk.post(BULK, {"numbers": [hidden.number]}, follow=True)

        assert "Tick the tickets" in answer.content.decode()
        assert not BulkChange.objects.exists()

    def test_asks_what_waiting_tickets_wait_for(self, at_desk):
        bulk = choose(at_desk, make_ticket())

        answer = at_desk.post(
            f"{BULK}{bulk.pk}/choose/", {"state": "waiting", "visibility": "internal"}
        )

        assert "Say what the tickets wait for" in answer.content.decode()

    def test_belong_to_who_chose(self, at_desk, client, sign_in, clinician):
        bulk = choose(at_desk, make_ticket())
        colleague = agent()
        addresses = [f"{BULK}{bulk.pk}/{step}" for step in ("choose/", "start/", "undo/")]

        sign_in(client, colleague.user)
        assert client.get(f"{BULK}{bulk.pk}/").status_code == 404
        assert [client.post(each).status_code for each in addresses] == [404, 404, 404]

        sign_in(client, clinician)
        assert client.get(f"{BULK}{bulk.pk}/").status_code == 403
        assert client.post(BULK, {"numbers": bulk.numbers}).status_code == 403
