"""What callers find under Help."""

import re

import pytest
from django.urls import reverse

from accounts.codes import JobRole
from helpdesk.actions.states import change_state
from helpdesk.codes import (
    TicketState,
)
from helpdesk.models import (
    OrganizationContact,
    RequestType,
)
from tests.factories.accounts import (
    PractitionerRoleFactory,
    SurgeryFactory,
)
from tests.factories.helpdesk import (
    MONDAY,
    agent,
    make_ticket,
)

pytestmark = pytest.mark.django_db


def text_of(response):
    return re.sub(r"\s+", " ", response.content.decode())


class TestHome:
    def test_shows_what_waits_for_me_before_what_is_new(self, client, me):
        waiting = make_ticket(by=me, subject="The printer", at=MONDAY)
        number, worker = waiting.number, agent()
        change_state(number=number, state=TicketState.TRIAGED, by=worker, at=MONDAY)
        change_state(
            number=number,
            state=TicketState.WAITING,
            waiting_reason="user",
            by=worker,
            at=MONDAY,
        )
        make_ticket(by=me, subject="The screen")

        text = text_of(client.get(reverse("helpdesk:home")))

        assert "Waits for your answer" in text
        assert text.index("The printer") < text.index("The screen")

    def test_shows_nobody_elses_tickets(self, client, me):
        make_ticket(subject="About a colleague")

        assert "About a colleague" not in text_of(client.get(reverse("helpdesk:home")))

    def test_shows_a_contact_what_their_organisation_asked_but_nothing_sensitive(self, client, me):
        OrganizationContact.objects.create(role=me)
        make_ticket(subject="The screen")
        make_ticket(subject="Wrong dose", has_safety_flag=True)
        elsewhere = PractitionerRoleFactory.create(organization=SurgeryFactory.create())
        make_ticket(subject="At the surgery", by=elsewhere)

        text = text_of(client.get(reverse("helpdesk:home")))

        assert "The screen" in text
        assert "Wrong dose" not in text
        assert "At the surgery" not in text

    def test_offers_what_callers_can_ask_for(self, client, me, blank_page):
        RequestType.objects.create(
            code="old", name="Fax us", kind="incident", category="how-to", is_active=False
        )

        text = text_of(client.get(reverse("helpdesk:home")))

        assert "I cannot open a person’s record" in text
        assert "Fax us" not in text

    @pytest.mark.parametrize("job_role", list(JobRole))
    def test_is_open_to_every_role_and_in_their_navigation(self, client, sign_in, job_role):
        role = PractitionerRoleFactory.create(job_role=job_role)
        sign_in(client, role.user)

        text = text_of(client.get(reverse("home")))

        assert f'href="{reverse("helpdesk:home")}"' in text
        assert client.get(reverse("helpdesk:home")).status_code == 200

    def test_says_where_to_call_with_what_is_urgent(self, client, me, settings):
        settings.HELPDESK_PHONE = "01632 960 960"

        assert "Urgent? Call 01632 960 960." in text_of(client.get(reverse("helpdesk:home")))

    def test_is_closed_to_strangers(self, client):
        response = client.get(reverse("helpdesk:home"))

        assert response.status_code == 302
        assert response.url.startswith("/accounts/sign-in/")

    def test_asks_the_database_as_often_for_many_tickets_as_for_few(
        self, client, me, blank_page, django_assert_max_num_queries
    ):
        for number in range(30):
            make_ticket(by=me, subject=f"Matter {number}")
        client.get(reverse("helpdesk:home"))

        with django_assert_max_num_queries(12):
            client.get(reverse("helpdesk:home"))


class TestOwnTickets:
    def test_lists_what_is_done_apart_from_what_is_open(self, client, me):
        make_ticket(by=me, subject="The screen")
        done = make_ticket(by=me, subject="The printer")
        change_state(number=done.number, state=TicketState.CANCELLED, by=me, at=MONDAY)

        text = text_of(client.get(reverse("helpdesk:own_tickets"), {"which": "done"}))

        assert "The printer" in text
        assert "The screen" not in text

    def test_goes_on_where_a_page_ends(self, client, me):
        for number in range(51):
            make_ticket(by=me, subject=f"Matter {number}.")

        first = text_of(client.get(reverse("helpdesk:own_tickets")))
        older = re.search(r'href="(\?[^"]+before=[^"]+)"', first)
        assert older
        second = text_of(
            client.get(reverse("helpdesk:own_tickets") + older[1].replace("&amp;", "&"))
        )

        assert "Matter 0." not in first
        assert "Matter 0." in second

    def test_has_no_list_of_an_organisation_for_others_than_its_contact(self, client, me):
        response = client.get(reverse("helpdesk:own_tickets"), {"whose": "organisation"})

        assert response.status_code == 404
