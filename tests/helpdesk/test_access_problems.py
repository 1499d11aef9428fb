"""Problems, broadcasts and major incidents are no second path to tickets."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from helpdesk.actions.broadcasts import deliver_broadcast, start_broadcast
from helpdesk.actions.major_incidents import Declaration, declare_major_incident
from helpdesk.actions.problems import open_problem
from helpdesk.codes import ComponentStatus
from helpdesk.models import Ticket, sight_of
from tests.factories.helpdesk import ServiceComponentFactory, make_ticket
from tests.helpdesk.access_world import RULES, World, make_world

NUMBER = re.compile(r"/helpdesk/tickets/(\d+)/")


@pytest.fixture
def world(db) -> World:
    return make_world()


@pytest.fixture
def reach(world, sign_in):
    """Return how to get a page as each role: their name, their sight as staff, and the answer."""

    def _reach(url: str):
        for name in sorted(RULES):
            client = Client()
            sign_in(client, world.roles[name].user)
            sight = sight_of(world.roles[name])
            seen = Ticket.objects.filter(sight.as_staff())
            yield name, set(seen.values_list("number", flat=True)), client.get(url)

    return _reach


def put_all_under(parent: Ticket, world: World) -> None:
    """Put every ticket under one, whatever the actions would say."""
    numbers = [ticket.number for ticket in world.tickets.values()]
    Ticket.objects.filter(pk__in=numbers).update(parent=parent)


def check_children(reach, url: str, parent: Ticket) -> None:
    for name, seen, answer in reach(url):
        if parent.number not in seen:
            assert answer.status_code == 404, name
            continue
        listed = {int(number) for number in NUMBER.findall(answer.content.decode())}
        assert listed - {parent.number} == seen & set(
            Ticket.objects.filter(parent=parent).values_list("number", flat=True)
        ), name


class TestProblem:
    @pytest.fixture
    def problem(self, world) -> Ticket:
        lead = world.roles["governance officer"]
        return open_problem(
            number=make_ticket().number, title="Cause", text="A font.", by=lead, at=timezone.now()
        )

    def test_lists_only_what_each_may_see_as_staff(self, world, reach, problem):
        put_all_under(problem, world)

        check_children(reach, f"/helpdesk/problems/{problem.number}/", problem)

    def test_a_broadcast_tells_only_of_tickets_that_each_may_see(self, world, reach, problem):
        put_all_under(problem, world)
        sent = start_broadcast(
            number=problem.number,
            text="Mended.",
            resolves=False,
            by=world.roles["governance officer"],
            at=timezone.now(),
        )
        deliver_broadcast(sent.pk, clock=timezone.now)

        for name, seen, answer in reach(f"/helpdesk/problems/sent/{sent.pk}/"):
            listed = {int(number) for number in NUMBER.findall(answer.content.decode())}
            assert listed <= seen, name
            assert (answer.status_code == 200) == (problem.number in seen), name


class TestMajorIncident:
    def test_lists_only_what_each_may_see_as_staff(self, world, reach):
        incident = declare_major_incident(
            number=make_ticket().number,
            declaration=Declaration(
                title="Letters do not open",
                text="We look for the cause.",
                status=ComponentStatus.DISRUPTED,
                components=[ServiceComponentFactory.create()],
            ),
            by=world.roles["governance officer"],
            at=timezone.now(),
        )
        put_all_under(incident.ticket, world)

        check_children(reach, f"/helpdesk/incidents/{incident.ticket_id}/", incident.ticket)


class TestBehind:
    def test_answers_for_tickets_that_each_sees_as_staff(self, world, reach):
        for ticket in world.tickets.values():
            for name, seen, answer in reach(f"/helpdesk/tickets/{ticket.number}/behind/"):
                assert (answer.status_code == 200) == (ticket.number in seen), (name, ticket.number)
