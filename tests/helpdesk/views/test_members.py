"""The page on which people say who is on shift."""

import pytest
from django.utils import timezone

from helpdesk.models import Queue, QueueMembership
from tests.factories.helpdesk import QueueFactory, agent

pytestmark = pytest.mark.django_db

SHIFTS = "/helpdesk/desk/shifts/"


def membership(person):
    return QueueMembership.objects.get(role=person.active_role)


class TestQueueMembers:
    def test_shows_who_is_there_and_who_is_not(self, client, sign_in, desk_agent):
        away, off = agent(), agent(is_on_shift=False)
        sign_in(client, desk_agent)
        client.get("/helpdesk/desk/")

        html = client.get(SHIFTS).content.decode()

        assert f"{desk_agent}" in html
        assert "Here" in html
        assert str(away.user) in html
        assert "On shift, not at the desk yet" in html
        assert str(off.user) in html
        assert "Off shift" in html
        assert html.count("Go off shift<span") == 1
        assert "Put off shift" not in html

    def test_says_when_somebody_was_last_given_a_ticket_where_they_go_in_turn(
        self, client, sign_in, desk_agent
    ):
        sign_in(client, desk_agent)
        queues = Queue.objects.filter(memberships__role=desk_agent.active_role)

        queues.update(assigns_in_turn=False)
        assert "Last given one" not in client.get(SHIFTS).text

        queues.update(assigns_in_turn=True)
        assert "Last given one" in client.get(SHIFTS).text

    def test_shows_only_queues_in_which_one_works(self, client, sign_in, desk_agent):
        stranger = agent(QueueFactory.create(code="access"))
        sign_in(client, desk_agent)

        assert str(stranger.user) not in client.get(SHIFTS).content.decode()

    def test_a_lead_sets_shift_and_how_many(self, client, sign_in, team_lead, desk_agent):
        sign_in(client, team_lead)
        theirs = membership(desk_agent)

        client.post(f"{SHIFTS}{theirs.pk}/", {"capacity": "3"})

        theirs.refresh_from_db()
        assert (theirs.is_on_shift, theirs.capacity) == (False, 3)
        answer = client.post(f"{SHIFTS}{theirs.pk}/", {"capacity": "-1"}, follow=True)
        assert "Say a number of tickets" in answer.content.decode()

    def test_an_analyst_sets_nobody_elses(self, client, sign_in, team_lead, desk_agent):
        sign_in(client, desk_agent)

        assert client.post(f"{SHIFTS}{membership(team_lead).pk}/", {}).status_code == 403

    def test_an_analyst_goes_off_shift_everywhere_at_once(self, client, sign_in, desk_agent):
        other = QueueFactory.create(code="access")
        QueueMembership.objects.create(queue=other, role=desk_agent.active_role)
        sign_in(client, desk_agent)

        client.post(f"{SHIFTS}own/", {"shift": "off"})
        assert not QueueMembership.objects.filter(is_on_shift=True).exists()

        client.post(f"{SHIFTS}own/", {"shift": "on"})
        assert QueueMembership.objects.filter(is_on_shift=True).count() == 2

    def test_callers_and_strangers_are_refused(self, client, sign_in, clinician, desk_agent):
        assert client.get(SHIFTS).url.startswith("/accounts/sign-in/")
        sign_in(client, clinician)

        assert client.get(SHIFTS).status_code == 403
        assert client.post(f"{SHIFTS}{membership(desk_agent).pk}/", {}).status_code == 403
        client.post(f"{SHIFTS}own/", {"shift": "off"})
        assert membership(desk_agent).is_on_shift

    def test_having_the_desk_open_counts_as_being_there(self, client, sign_in, desk_agent):
        sign_in(client, desk_agent)
        before = timezone.now()

        client.get("/helpdesk/desk/rows/")

        assert membership(desk_agent).seen_at >= before
