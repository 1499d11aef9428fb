"""One answer reaches every ticket under a problem, once, whatever happens to the workers."""

from collections.abc import Callable
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connections
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.errors import Forbidden, NotPermittedNow
from helpdesk.actions import broadcasts
from helpdesk.actions.broadcasts import (
    deliver_broadcast,
    list_stalled_broadcasts,
    start_broadcast,
)
from helpdesk.actions.parts import put_under, take_out
from helpdesk.actions.problems import open_problem
from helpdesk.actions.states import change_state
from helpdesk.codes import BroadcastState, DeliveryState, EventKind, TicketState, Visibility
from helpdesk.models import Broadcast, OutboundMessage, Ticket, TicketEvent
from tests.factories.helpdesk import (
    MONDAY,
    QueueFactory,
    agent,
    caller,
    make_ticket,
)

WORDS = "Use the letters tab until tomorrow."


def problem_with(lead, number_of_children=3, *, by=None):
    """Return a problem with tickets of as many callers under it."""
    first, *others = [make_ticket(by=by) for _ in range(number_of_children)]
    problem = open_problem(
        number=first.number, title="Letters", text="A font is missing.", by=lead, at=MONDAY
    )
    for ticket in others:
        put_under(number=ticket.number, parent=problem.number, by=lead, at=MONDAY)
    return problem


def send(problem, lead, *, text=WORDS, resolves=False, at=MONDAY):
    return start_broadcast(number=problem.number, text=text, resolves=resolves, by=lead, at=at)


def clock():
    return MONDAY + timedelta(minutes=1)


def answers():
    return TicketEvent.objects.filter(kind=EventKind.BROADCAST, visibility=Visibility.PUBLIC)


class TestStartBroadcast:
    def test_writes_to_each_ticket_what_its_caller_reads(self, db):
        lead = agent(is_lead=True)
        broadcast = send(problem_with(lead), lead)

        deliver_broadcast(broadcast.pk, clock=clock)

        broadcast.refresh_from_db()
        assert broadcast.state == BroadcastState.DONE
        assert answers().count() == 3
        assert {answer.text.body for answer in answers()} == {WORDS}
        child = Ticket.objects.filter(parent_id=broadcast.parent_id).first()
        assert child is not None
        assert child.responded_at is not None

    def test_a_second_press_sends_nothing(self, db):
        lead = agent(is_lead=True)
        problem = problem_with(lead)
        send(problem, lead)

        with pytest.raises(NotPermittedNow, match="told twice"):
            send(problem, lead, at=MONDAY + timedelta(seconds=3))

    def test_is_refused_to_who_does_not_work_on_it(self, db):
        problem = problem_with(agent(is_lead=True))

        for stranger in (caller(), agent(QueueFactory.create(code="training"))):
            with pytest.raises(Forbidden):
                send(problem, stranger)

    def test_leaves_out_what_has_been_taken_away_meanwhile(self, db):
        lead = agent(is_lead=True)
        broadcast = send(problem_with(lead, 2), lead)
        gone = Ticket.objects.filter(parent_id=broadcast.parent_id).latest("number")
        take_out(number=gone.number, by=lead, at=MONDAY)

        deliver_broadcast(broadcast.pk, clock=clock)

        skipped = broadcast.deliveries.get(state=DeliveryState.SKIPPED)
        assert skipped.ticket_id == gone.number
        assert "no longer under" in skipped.reason
        assert answers().count() == 1

    def test_resolves_whatever_state_each_is_in(self, db):
        lead = agent(is_lead=True)
        problem = problem_with(lead, 3)
        one, two, _ = Ticket.objects.filter(parent=problem).order_by("number")
        for number, states in (
            (one.number, ["triaged", "in-progress"]),
            (two.number, ["triaged", "resolved"]),
        ):
            for each in states:
                change_state(number=number, state=TicketState(each), by=lead, at=MONDAY)

        broadcast = send(problem, lead, resolves=True)
        deliver_broadcast(broadcast.pk, clock=clock)

        ended = set(Ticket.objects.filter(parent=problem).values_list("state", flat=True))
        assert ended == {TicketState.RESOLVED.value}

    def test_somebody_with_two_tickets_is_told_by_mail_once(self, db):
        lead, me = agent(is_lead=True), caller()
        problem = problem_with(lead, 2, by=me)
        OutboundMessage.objects.all().delete()

        deliver_broadcast(send(problem, lead).pk, clock=clock)

        assert answers().count() == 2
        assert OutboundMessage.objects.filter(user=me.user).count() == 1


class TestDeliverBroadcast:
    def test_goes_on_where_a_killed_worker_was(self, db, monkeypatch):
        lead = agent(is_lead=True)
        broadcast = send(problem_with(lead, 4), lead)
        write = broadcasts._write
        written: list[int] = []

        def die_at_the_third(*arguments, **names):
            if len(written) == 2:
                raise KeyboardInterrupt
            written.append(1)
            return write(*arguments, **names)

        monkeypatch.setattr(broadcasts, "_write", die_at_the_third)
        with pytest.raises(KeyboardInterrupt):
            deliver_broadcast(broadcast.pk, clock=clock)
        monkeypatch.undo()
        assert answers().count() == 2

        assert list_stalled_broadcasts(MONDAY + timedelta(minutes=2)) == [broadcast.pk]
        deliver_broadcast(broadcast.pk, clock=clock)

        assert answers().count() == 4
        assert answers().values("ticket").distinct().count() == 4

    @pytest.mark.django_db(transaction=True)
    def test_two_workers_at_once_write_each_ticket_once(self):
        lead = agent(is_lead=True)
        broadcast = send(problem_with(lead, 6), lead)

        together(4, lambda: deliver_broadcast(broadcast.pk, clock=clock))

        assert answers().count() == 6
        assert answers().values("ticket").distinct().count() == 6

    @pytest.mark.django_db(transaction=True)
    def test_two_leads_at_once_send_the_same_words_once(self):
        lead, other = agent(is_lead=True), agent(is_lead=True)
        problem = problem_with(lead, 3)
        refused = []

        def press(who):
            try:
                send(problem, who, at=timezone.now())
            except NotPermittedNow:
                refused.append(who)

        together(2, *(lambda who=who: press(who) for who in (lead, other)))

        assert Broadcast.objects.count() == 1
        assert len(refused) == 1

    @settings(
        max_examples=8,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )
    @given(st.lists(st.sampled_from(["deliver", "unlink"]), min_size=1, max_size=5))
    def test_never_writes_twice_in_any_order_of_things(self, db, steps):
        lead = agent(is_lead=True)
        broadcast = send(problem_with(lead, 3), lead)

        for step in steps:
            if step == "deliver":
                deliver_broadcast(broadcast.pk, clock=clock)
                continue
            child = Ticket.objects.filter(parent_id=broadcast.parent_id).first()
            if child is not None:
                take_out(number=child.number, by=lead, at=MONDAY)

        mine = answers().filter(facts__broadcast=str(broadcast.pk))
        assert mine.count() == mine.values("ticket").distinct().count()


def together(number: int, *work: Callable[[], None]) -> None:
    """Do things in as many threads, starting at one moment."""
    start = Barrier(number)

    def run(each: Callable[[], None]) -> None:
        start.wait()
        try:
            each()
        finally:
            connections.close_all()

    jobs = [work[index % len(work)] for index in range(number)]
    threads = [Thread(target=run, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
