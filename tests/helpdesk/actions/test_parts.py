"""A ticket comes under another one: who may, on one level, and both say it."""

from threading import Barrier, Thread

import pytest
from django.db import connections
from django.urls import reverse

from core.errors import Forbidden, NotPermittedNow
from helpdesk.actions.parts import put_under, take_out
from helpdesk.actions.problems import open_problem
from helpdesk.actions.states import change_state
from helpdesk.codes import EventKind, TicketState
from helpdesk.models import Ticket, TicketEvent
from tests.factories.helpdesk import (
    MONDAY,
    ConfidentialQueueFactory,
    QueueFactory,
    agent,
    make_ticket,
)


@pytest.fixture
def lead(db):
    return agent(is_lead=True)


@pytest.fixture
def elsewhere(db):
    return agent(QueueFactory.create(code="training"))


@pytest.fixture
def problem(lead):
    """Return a problem with one ticket under it."""
    return open_problem(
        number=make_ticket().number, title="Letters", text="A font.", by=lead, at=MONDAY
    )


def put(below, above, by):
    return put_under(number=below.number, parent=above.number, by=by, at=MONDAY)


def parent_of(ticket):
    return Ticket.objects.get(pk=ticket.number).parent_id


def said_on(ticket):
    events = TicketEvent.objects.filter(
        ticket=ticket, kind__in=[EventKind.LINKED, EventKind.UNLINKED]
    )
    return [(event.kind, event.facts) for event in events.order_by("pk")]


class TestPutUnder:
    @pytest.mark.parametrize("is_problem", [True, False])
    def test_writes_the_same_on_both_whatever_it_comes_under(self, lead, problem, is_problem):
        below, above = make_ticket(), problem if is_problem else make_ticket()

        put(below, above, lead)

        assert parent_of(below) == above.number
        assert said_on(below) == [("linked", {"other": above.number, "kind": "parent"})]
        assert said_on(above)[-1] == ("linked", {"other": below.number, "kind": "child"})

    def test_changes_nothing_a_second_time(self, lead, problem):
        below = make_ticket()
        put(below, problem, lead)

        assert put(below, problem, lead) is None
        assert len(said_on(below)) == 1

    def test_leaves_no_other_ticket_without_a_word(self, lead, problem):
        below, other = make_ticket(), make_ticket()
        put(below, problem, lead)

        with pytest.raises(NotPermittedNow, match="Take it from there first"):
            put(below, other, lead)

        assert parent_of(below) == problem.number

    def test_makes_no_second_level_and_no_rings(self, lead, problem):
        loose, child = make_ticket(), Ticket.objects.get(parent=problem)

        for below, above in (
            (problem, problem),
            (problem, child),
            (problem, loose),
            (loose, child),
        ):
            with pytest.raises(NotPermittedNow):
                put(below, above, lead)

    def test_takes_no_ticket_that_has_ended(self, lead, problem):
        ended, above = make_ticket(), make_ticket()
        change_state(number=ended.number, state=TicketState.CANCELLED, by=lead, at=MONDAY)

        for below, over in ((ended, problem), (above, ended)):
            with pytest.raises(NotPermittedNow, match="nothing can be added"):
                put(below, over, lead)

    def test_may_be_done_by_who_works_on_the_problem_alone(self, lead, problem, elsewhere):
        theirs = make_ticket(queue=elsewhere.queue_memberships.get().queue)

        put(theirs, problem, lead)

        assert parent_of(theirs) == problem.number

    def test_makes_nobody_elses_ticket_part_of_an_ordinary_one(self, lead, elsewhere):
        theirs = make_ticket(queue=elsewhere.queue_memberships.get().queue)

        with pytest.raises(Forbidden):
            put(theirs, make_ticket(), lead)

    def test_is_refused_to_who_works_on_neither(self, problem, elsewhere):
        with pytest.raises(Forbidden):
            put(make_ticket(), problem, elsewhere)

    def test_names_no_ticket_that_one_may_not_know_of(self, lead, problem):
        hidden = make_ticket(queue=ConfidentialQueueFactory.create(), has_governance_flag=True)

        for below, above in ((hidden, problem), (make_ticket(), hidden)):
            with pytest.raises(NotPermittedNow, match="There is no ticket"):
                put(below, above, lead)


class TestTakeOut:
    def test_is_said_on_both(self, lead, problem):
        below = make_ticket()
        put(below, problem, lead)

        take_out(number=below.number, by=lead, at=MONDAY)

        assert parent_of(below) is None
        assert said_on(below)[-1] == ("unlinked", {"other": problem.number, "kind": "parent"})
        assert said_on(problem)[-1] == ("unlinked", {"other": below.number, "kind": "child"})

    def test_changes_nothing_where_it_is_under_none(self, lead):
        ticket = make_ticket()

        assert take_out(number=ticket.number, by=lead, at=MONDAY) is None
        assert said_on(ticket) == []

    def test_lets_it_go_under_another(self, lead, problem):
        below, other = make_ticket(), make_ticket()
        put(below, problem, lead)
        take_out(number=below.number, by=lead, at=MONDAY)

        put(below, other, lead)

        assert parent_of(below) == other.number

    def test_is_refused_to_who_works_on_neither(self, problem, elsewhere):
        child = Ticket.objects.get(parent=problem)

        with pytest.raises(Forbidden):
            take_out(number=child.number, by=elsewhere, at=MONDAY)

    def test_does_not_touch_what_stands_under_a_ticket_one_may_not_know_of(self, lead):
        child = make_ticket()
        hidden = make_ticket(queue=ConfidentialQueueFactory.create(), has_governance_flag=True)
        Ticket.objects.filter(pk=child.number).update(parent=hidden)

        assert take_out(number=child.number, by=lead, at=MONDAY) is None
        assert parent_of(child) == hidden.number


class TestBothPages:
    def test_undo_what_the_other_did_and_say_it_in_the_same_words(
        self, client, sign_in, lead, problem
    ):
        sign_in(client, lead.user)
        below = make_ticket()
        link, under, unlink = (
            reverse(f"helpdesk:{name}", args=[below.number])
            for name in ("ticket_link", "ticket_put_under", "ticket_unlink")
        )
        page = reverse("helpdesk:ticket_detail", args=[below.number])

        client.post(under, {"parent": problem.number})
        client.post(unlink, {"kind": "parent", "other": problem.number})
        assert parent_of(below) is None
        client.post(link, {"kind": "parent", "other": problem.number})
        client.post(under, {"parent": ""})
        assert parent_of(below) is None

        facts = {"other": problem.number, "kind": "parent"}
        assert said_on(below) == [("linked", facts), ("unlinked", facts)] * 2
        client.post(under, {"parent": problem.number})
        assert f"made part of ticket {problem.number}" in client.get(page).text


@pytest.mark.django_db(transaction=True)
class TestTwoAtOnce:
    def test_make_no_ring(self):
        lead, first, second = agent(is_lead=True), make_ticket(), make_ticket()
        together = Barrier(2)

        def bind(below, above):
            together.wait()
            try:
                put(below, above, lead)
            except NotPermittedNow:
                pass
            finally:
                connections.close_all()

        threads = [Thread(target=bind, args=pair) for pair in ((first, second), (second, first))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert Ticket.objects.filter(parent__isnull=False).count() == 1
