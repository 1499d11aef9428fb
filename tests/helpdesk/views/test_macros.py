"""Macros: read what one does before it does it; those who lead write the next version."""

import pytest
from django.urls import reverse

from helpdesk.codes import EventKind, TicketState, Visibility
from helpdesk.models import Macro, MacroVersion, TicketEvent
from tests.factories.helpdesk import QueueFactory, agent, caller, make_ticket

pytestmark = pytest.mark.django_db

RESOLVES = [{"field": "assignee", "value": "me"}, {"field": "state", "value": "resolved"}]


def make_macro(code="mended", *, changes=(), text="Dear {caller}, it works. {agent}", **facts):
    macro = Macro.objects.create(code=code, name=code.capitalize(), queue=facts.pop("queue", None))
    return MacroVersion.objects.create(
        macro=macro, number=1, changes=list(changes), text=text, **facts
    )


def use(ticket, version):
    return reverse("helpdesk:ticket_macro", args=[ticket.number, version.pk])


@pytest.fixture
def worker(client, sign_in):
    role = agent()
    sign_in(client, role.user)
    return role


class TestTicketMacro:
    def test_it_shows_what_it_would_say_and_do(self, client, worker):
        ticket, version = make_ticket(), make_macro(changes=RESOLVES)

        page = client.get(use(ticket, version)).content.decode()

        assert f"Dear {ticket.requester}, it works. {worker.user}</textarea>" in page
        assert "gives the ticket to you, sets the state Resolved" in page
        assert TicketEvent.objects.filter(ticket=ticket).count() == 1

    def test_it_does_all_of_it_in_order_and_counts(self, client, worker):
        ticket, version = make_ticket(), make_macro(changes=RESOLVES)

        client.post(use(ticket, version), {"text": "It works."})

        ticket.refresh_from_db()
        assert (ticket.state, ticket.assignee) == (TicketState.RESOLVED, worker.user)
        assert TicketEvent.objects.get(kind=EventKind.REPLY).text.body == "It works."
        assert Macro.objects.get().times_used == 1

    def test_it_does_nothing_where_one_step_is_refused(self, client, worker):
        ticket = make_ticket()
        version = make_macro(changes=[{"field": "state", "value": "closed"}])

        response = client.post(use(ticket, version), {"text": "It works."})

        assert response.status_code == 409
        assert b"It works.</textarea>" in response.content
        assert not TicketEvent.objects.filter(kind=EventKind.REPLY).exists()
        assert Macro.objects.get().times_used == 0

    def test_a_note_stays_with_the_staff(self, client, worker):
        ticket, version = make_ticket(), make_macro(visibility=Visibility.INTERNAL)

        client.post(use(ticket, version), {"text": "What was tried: nothing."})

        assert TicketEvent.objects.get(kind=EventKind.NOTE).visibility == Visibility.INTERNAL

    def test_those_of_other_queues_are_not_offered(self, client, worker):
        ticket, version = make_ticket(), make_macro(queue=QueueFactory.create(code="access"))

        assert client.get(use(ticket, version)).status_code == 404
        offered = client.get(reverse("helpdesk:ticket_macros", args=[ticket.number]))
        assert b"Mended" not in offered.content

    def test_analysts_of_another_queue_may_not(self, client, sign_in):
        ticket, version = make_ticket(), make_macro()
        sign_in(client, agent(QueueFactory.create(code="access")).user)

        assert client.get(use(ticket, version)).status_code == 403


class TestMacroEdit:
    def test_those_who_lead_write_the_next_version(self, client, sign_in):
        lead, version = agent(is_lead=True), make_macro()
        sign_in(client, lead.user)
        form = {"name": "Mended", "visibility": "public", "text": "Dear {caller}, try again."}

        client.post(reverse("helpdesk:macro_edit", args=["mended"]), form)

        texts = MacroVersion.objects.order_by("number").values_list("number", "text")
        assert list(texts) == [(1, version.text), (2, "Dear {caller}, try again.")]

    def test_names_that_are_not_allowed_are_refused(self, client, sign_in):
        sign_in(client, agent(is_lead=True).user)
        form = {"name": "New", "visibility": "public", "text": "Dear {password}"}

        response = client.post(reverse("helpdesk:macro_create"), form)

        assert response.status_code == 409
        assert b"A macro cannot name {password}" in response.content

    def test_members_may_only_read_the_list(self, client, worker):
        make_macro()

        assert b"Mended" in client.get(reverse("helpdesk:macro_list")).content
        assert client.get(reverse("helpdesk:macro_create")).status_code == 403

    def test_callers_may_not_even_read_it(self, client, sign_in):
        sign_in(client, caller().user)

        assert client.get(reverse("helpdesk:macro_list")).status_code == 403
