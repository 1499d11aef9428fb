"""Logging a call while somebody is on the phone."""

import re
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from helpdesk.codes import Channel, TicketCategory, TicketState
from helpdesk.models import Queue, Ticket
from tests.factories.accounts import (
    PractitionerRoleFactory,
    SurgeryFactory,
    UserFactory,
)
from tests.factories.helpdesk import ConfidentialQueueFactory, QueueFactory, make_ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def agent(client, sign_in, desk_agent):
    sign_in(client, desk_agent)
    return desk_agent.active_role


@pytest.fixture
def nora():
    user = UserFactory.create(display_name="Mrs Nora Sample", email="nora@surgery.invalid")
    return PractitionerRoleFactory.create(user=user, organization=SurgeryFactory.create())


def page(client, **typed):
    return client.post(reverse("helpdesk:phone_log"), typed).content.decode()


def log(client, caller, **answers):
    text = client.get(reverse("helpdesk:phone_log")).content.decode()
    started = re.search(r'name="started" value="([^"]+)"', text)
    assert started
    filled = {
        "started": started[1],
        "caller": str(caller.pk) if caller else "",
        "text": "Cannot sign in since this morning",
        "category": "access",
        "urgency": "2",
        "token": str(uuid4()),
        **answers,
    }
    return client.post(reverse("helpdesk:phone_log"), filled)


class TestFindingTheCaller:
    @pytest.mark.parametrize("words", ["nora", "sample nora", "nora@surgery", "radbrook", "M82016"])
    def test_by_name_address_or_organisation(self, client, agent, nora, words):
        assert "Mrs Nora Sample" in page(client, who=words)

    def test_finds_nobody_whose_role_has_ended(self, client, agent, nora):
        nora.ends_on = date(2021, 1, 1)
        nora.save()

        assert "Mrs Nora Sample" not in page(client, who="nora")

    def test_finds_nobody_who_has_left(self, client, agent, nora):
        nora.user.is_active = False
        nora.user.save()

        assert "Nobody fits" in page(client, who="nora")

    def test_needs_more_than_a_letter(self, client, agent, nora):
        assert "Mrs Nora Sample" not in page(client, who="n")

    def test_shows_the_only_one_with_their_last_tickets(self, client, agent, nora):
        make_ticket(by=nora, subject="The card reader")

        assert "The card reader" in page(client, who="nora")

    def test_shows_no_ticket_that_the_agent_may_not_know_of(self, client, agent, nora):
        make_ticket(
            by=nora,
            subject="Seen by a neighbour",
            queue=ConfidentialQueueFactory.create(),
            has_governance_flag=True,
        )

        assert "Seen by a neighbour" not in page(client, who="nora")

    def test_keeps_what_was_typed_of_the_call(self, client, agent, nora):
        text = page(client, who="nora", text="Cannot sign in", do="look")

        assert 'value="Cannot sign in"' in text
        assert not Ticket.objects.exists()

    def test_suggests_while_typing(self, client, agent, nora):
        response = client.post(
            reverse("helpdesk:phone_callers"), {"who": "nor"}, headers={"HX-Request": "true"}
        )

        text = response.content.decode()
        assert "Mrs Nora Sample" in text
        assert "<html" not in text

    def test_asks_the_database_as_often_for_many_as_for_one(
        self, client, agent, nora, django_assert_max_num_queries
    ):
        for _ in range(8):
            PractitionerRoleFactory.create(organization=nora.organization)
            make_ticket(by=nora)
        page(client, who="radbrook", caller=str(nora.pk))

        with django_assert_max_num_queries(14):
            page(client, who="radbrook", caller=str(nora.pk))


class TestTheNavigation:
    def test_marks_this_page_alone(self, client, agent):
        text = client.get(reverse("helpdesk:phone_log")).text

        marked = re.findall(r'<a href="([^"]+)" aria-current="page"', text)
        assert marked == [reverse("helpdesk:phone_log")]


class TestLogging:
    def test_opens_a_ticket_for_the_caller(self, client, agent, nora):
        response = log(client, nora)

        ticket = Ticket.objects.get()
        assert response.url == f"{reverse('helpdesk:phone_log')}?saved={ticket.number}"
        assert (ticket.requester, ticket.organization) == (nora.user, nora.organization)
        assert (ticket.channel, ticket.category) == (Channel.PHONE, TicketCategory.ACCESS)
        assert ticket.subject == "Cannot sign in since this morning"
        assert f"Ticket {ticket.number} is logged" in client.get(response.url).content.decode()

    def test_keeps_when_the_call_began_and_ended(self, client, agent, nora):
        log(client, nora)

        call = Ticket.objects.get().context["call"]
        assert call["started_at"] <= call["ended_at"]

    def test_resolves_what_was_solved_on_the_phone(self, client, agent, nora):
        log(client, nora, is_solved="on")

        ticket = Ticket.objects.get()
        assert ticket.state == TicketState.RESOLVED
        assert ticket.assignee == agent.user
        assert ticket.responded_at == ticket.resolved_at

    def test_leaves_what_may_have_gone_astray_to_information_governance(self, client, agent, nora):
        ConfidentialQueueFactory.create()

        refused = log(client, nora, is_solved="on", gone_astray="on")
        assert "Information governance must look at this" in refused.content.decode()
        log(client, nora, gone_astray="on")

        assert Ticket.objects.get().queue.is_confidential

    def test_cannot_be_solved_by_somebody_without_a_queue(self, client, sign_in, nora):
        QueueFactory.create()
        analyst = PractitionerRoleFactory.create(job_role="helpdesk-analyst")
        sign_in(client, analyst.user)

        response = log(client, nora, is_solved="on")

        assert "You work in no queue" in response.content.decode()
        assert not Ticket.objects.exists()

    def test_takes_somebody_without_an_account_by_their_address(self, client, agent):
        log(client, None, address="agency.nurse@example.invalid")

        ticket = Ticket.objects.get()
        assert ticket.requester is None
        assert ticket.participants.get().address == "agency.nurse@example.invalid"

    def test_wants_to_know_who_calls(self, client, agent):
        response = log(client, None)

        assert "Choose who calls above" in response.content.decode()
        assert not Ticket.objects.exists()

    def test_says_what_is_missing_of_a_call_without_words(self, client, agent):
        shown = page(client, do="log")

        assert "There is a problem" in shown
        assert '<details class="ohc-disclosure" open>' in shown
        assert "There is a problem" not in page(client, who="nora")

    @pytest.mark.parametrize("key", ["not a key", str(uuid4())], ids=["no key", "of nobody"])
    def test_takes_no_key_of_nobody(self, client, agent, key):
        client.post(
            reverse("helpdesk:phone_log"),
            {"caller": key, "text": "Hello", "category": "access", "urgency": "2"},
        )

        assert not Ticket.objects.exists()

    def test_takes_no_role_that_has_ended(self, client, agent, nora):
        nora.ends_on = date.today() - timedelta(days=1)  # noqa: DTZ011 — a role ends on a day
        nora.save()

        log(client, nora)

        assert not Ticket.objects.exists()

    def test_makes_one_ticket_of_a_call_that_is_sent_twice(self, client, agent, nora):
        token = str(uuid4())

        log(client, nora, token=token, is_solved="on")
        log(client, nora, token=token, is_solved="on")

        assert Ticket.objects.count() == 1


class TestWhoMayLog:
    @pytest.mark.parametrize("url_name", ["phone_log", "phone_callers"])
    def test_callers_may_not(self, client, sign_in, clinician, url_name):
        sign_in(client, clinician)

        assert client.post(reverse(f"helpdesk:{url_name}"), {"who": "nora"}).status_code == 403

    @pytest.mark.parametrize("url_name", ["phone_log", "phone_callers"])
    def test_strangers_may_not(self, client, url_name):
        assert client.post(reverse(f"helpdesk:{url_name}")).status_code == 302

    def test_says_no_more_than_the_number_of_a_ticket_that_they_may_not_see(self, client, agent):
        hidden = make_ticket(
            subject="Hidden", queue=ConfidentialQueueFactory.create(), has_governance_flag=True
        )

        text = client.get(reverse("helpdesk:phone_log"), {"saved": hidden.number}).content.decode()

        assert "Hidden" not in text
        assert Queue.objects.filter(is_confidential=True).exists()
