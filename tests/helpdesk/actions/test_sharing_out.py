"""Tickets go in turn to those who are there, and nobody is given one twice."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import count

import pytest
from django.db import connection, transaction
from django.utils import timezone

from core.errors import Forbidden
from helpdesk.actions.assigning import assign_ticket, move_ticket
from helpdesk.actions.recording import lock_ticket
from helpdesk.actions.sharing_out import PRESENCE_WINDOW, share_out
from helpdesk.actions.shifts import note_seen, set_own_shift, set_shift
from helpdesk.actions.states import change_state
from helpdesk.codes import EventKind, TicketState
from helpdesk.models import QueueMembership, Ticket, TicketEvent
from tests.factories.helpdesk import (
    MONDAY,
    ConfidentialQueueFactory,
    QueueFactory,
    agent,
    caller,
    make_ticket,
)

pytestmark = pytest.mark.django_db


def queue_in_turn(code="frontline", **facts):
    queue = QueueFactory.create(code=code, **facts)
    queue.assigns_in_turn = True
    queue.save()
    return queue


def member(queue=None, *, seen=MONDAY, **rights):
    role = agent(queue or queue_in_turn(), **rights)
    QueueMembership.objects.filter(role=role).update(seen_at=seen)
    return role


def ticking(start=MONDAY):
    """Return a clock that goes on by a second whenever it is read."""
    seconds = count()
    return lambda: start + timedelta(seconds=next(seconds))


def sweep(start=MONDAY):
    return share_out(clock=ticking(start))


def loads():
    held = Ticket.objects.filter(assignee__isnull=False)
    return Counter(held.values_list("assignee", flat=True))


class TestShareOut:
    def test_goes_round_so_that_nobody_has_two_more_than_another(self):
        people = [member(capacity=100) for _ in range(3)]
        for _ in range(8):
            make_ticket()

        assert sweep() == 8

        assert sorted(loads().values()) == [2, 3, 3]
        assert set(loads()) == {person.user_id for person in people}

    def test_the_oldest_goes_first_whatever_came_later(self):
        newer = make_ticket(at=MONDAY - timedelta(hours=1))
        oldest = make_ticket(at=MONDAY - timedelta(hours=5))
        member(capacity=1)

        sweep()

        assert Ticket.objects.get(pk=oldest.pk).assignee
        assert Ticket.objects.get(pk=newer.pk).assignee is None

    def test_goes_on_with_whoever_was_given_one_longest_ago(self):
        first, second = member(), member()
        make_ticket()
        sweep()
        had = set(loads())
        make_ticket()

        sweep(MONDAY + timedelta(minutes=1))

        assert loads() == {first.user_id: 1, second.user_id: 1}
        assert len(had) == 1

    def test_what_nobody_could_take_is_given_when_somebody_can_again(self):
        person = member(capacity=1)
        held, waits = make_ticket(at=MONDAY - timedelta(hours=2)), make_ticket()
        sweep()
        assert Ticket.objects.get(pk=waits.pk).assignee is None

        change_state(number=held.number, state=TicketState.RESOLVED, by=person, at=MONDAY)
        sweep()

        assert Ticket.objects.get(pk=waits.pk).assignee == person.user

    def test_capacity_counts_open_tickets_of_every_queue(self):
        person = member(capacity=1)
        other = QueueFactory.create(code="access")
        QueueMembership.objects.create(queue=other, role=person)
        taken = make_ticket(queue=other)
        assign_ticket(number=taken.number, assignee=person.user, by=None, at=MONDAY)
        make_ticket()

        assert sweep() == 0

    def test_those_off_shift_or_away_or_gone_are_given_nothing(self):
        member(is_on_shift=False)
        member(seen=MONDAY - PRESENCE_WINDOW - timedelta(minutes=1))
        member(seen=None)
        gone = member()
        gone.ends_on = (MONDAY - timedelta(days=2)).date()
        gone.save()
        make_ticket()

        assert sweep() == 0

    def test_a_ticket_does_not_return_to_who_gave_it_back(self):
        person, ticket = member(), make_ticket()
        sweep()
        assign_ticket(number=ticket.number, assignee=None, by=person, at=MONDAY)

        assert sweep() == 0

        colleague = member()
        assert sweep() == 1
        assert Ticket.objects.get(pk=ticket.pk).assignee == colleague.user

    def test_restricted_tickets_go_to_those_who_may_see_them(self):
        queue = ConfidentialQueueFactory.create(assigns_in_turn=True)
        member(queue)
        ticket = make_ticket(queue=queue, has_governance_flag=True)
        assert sweep() == 0

        officer = member(queue, sees_restricted=True)
        assert sweep() == 1
        assert Ticket.objects.get(pk=ticket.pk).assignee == officer.user

    def test_only_queues_with_turns_are_shared_out(self):
        worker = agent(QueueFactory.create(code="access"))
        QueueMembership.objects.filter(role=worker).update(seen_at=MONDAY)
        make_ticket(queue=QueueFactory.create(code="access"))

        assert sweep() == 0

    def test_says_in_the_history_that_the_service_did_it(self):
        member()
        ticket = make_ticket()

        sweep()

        event = TicketEvent.objects.get(ticket=ticket, kind=EventKind.ASSIGNED)
        assert (event.actor_id, event.actor_name) == (None, "One Health and Care")


class TestWhenItHappens:
    def test_soon_after_a_ticket_is_opened_moved_given_back_or_done(
        self, django_capture_on_commit_callbacks
    ):
        person, other = member(), QueueFactory.create(code="access")
        QueueMembership.objects.create(queue=other, role=person)

        def asked(act):
            with django_capture_on_commit_callbacks() as callbacks:
                result = act()
            return result, sum("share_out" in str(c) or "_hand_off" in str(c) for c in callbacks)

        ticket, times = asked(make_ticket)
        assert times == 1
        number = ticket.number
        give = {"number": number, "by": person, "at": MONDAY}
        assert asked(lambda: assign_ticket(assignee=person.user, **give))[1] == 0
        assert asked(lambda: assign_ticket(assignee=None, **give))[1] == 1
        assert asked(lambda: move_ticket(queue=other, **give))[1] == 0
        assert asked(lambda: move_ticket(queue=ticket.queue, **give))[1] == 1
        assign_ticket(assignee=person.user, **give)
        assert asked(lambda: change_state(state=TicketState.RESOLVED, **give))[1] == 1
        assert asked(lambda: set_own_shift(is_on_shift=False, by=person))[1] == 2


@pytest.mark.django_db(transaction=True)
class TestManySweepsAtOnce:
    def test_give_each_ticket_once_and_stay_fair(self):
        people = [member(capacity=100) for _ in range(4)]
        for _ in range(18):
            make_ticket()
        clock = ticking()

        def run(_):
            try:
                return share_out(clock=clock)
            finally:
                connection.close()

        with ThreadPoolExecutor(6) as pool:
            given = sum(pool.map(run, range(6)))

        assert given == 18
        assigned = TicketEvent.objects.filter(kind=EventKind.ASSIGNED)
        assert assigned.count() == 18
        assert sorted(loads().values()) == [4, 4, 5, 5]
        assert len(loads()) == len(people)

    def test_never_give_more_than_somebody_takes_though_they_work_in_two_queues(self):
        person = member(capacity=3)
        other = queue_in_turn("access")
        QueueMembership.objects.create(queue=other, role=person, capacity=3, seen_at=MONDAY)
        for queue in (queue_in_turn(), other):
            for _ in range(4):
                make_ticket(queue=queue)
        clock = ticking()

        def run(_):
            try:
                return share_out(clock=clock)
            finally:
                connection.close()

        with ThreadPoolExecutor(4) as pool:
            list(pool.map(run, range(4)))

        assert loads() == {person.user_id: 3}

    def test_step_over_a_ticket_that_somebody_has_in_hand(self):
        member()
        held, free = make_ticket(at=MONDAY - timedelta(hours=1)), make_ticket()

        def run():
            try:
                return sweep()
            finally:
                connection.close()

        with ThreadPoolExecutor(1) as pool, transaction.atomic():
            lock_ticket(held.number)
            given = pool.submit(run).result(timeout=60)

        assert given == 1
        assert Ticket.objects.get(pk=held.pk).assignee is None
        assert Ticket.objects.get(pk=free.pk).assignee is not None


class TestSetShift:
    def test_leads_set_shifts_and_how_many_of_their_queue_alone(self):
        lead = member(is_lead=True)
        here, elsewhere = member(), member(QueueFactory.create(code="access"))

        def own(role):
            return QueueMembership.objects.get(role=role)

        set_shift(membership_id=own(here).pk, is_on_shift=False, by=lead, capacity=4)

        assert (own(here).is_on_shift, own(here).capacity) == (False, 4)
        with pytest.raises(Forbidden):
            set_shift(membership_id=own(elsewhere).pk, is_on_shift=False, by=lead)

    def test_members_set_their_own_shift_but_not_how_many(self):
        person, colleague = member(), member()
        own = QueueMembership.objects.get(role=person)

        set_shift(membership_id=own.pk, is_on_shift=False, by=person, capacity=99)

        own.refresh_from_db()
        assert (own.is_on_shift, own.capacity) == (False, 15)
        theirs = QueueMembership.objects.get(role=colleague)
        with pytest.raises(Forbidden):
            set_shift(membership_id=theirs.pk, is_on_shift=False, by=person)
        with pytest.raises(Forbidden):
            set_shift(membership_id=own.pk, is_on_shift=True, by=caller())


class TestNoteSeen:
    def test_is_written_once_a_minute(self):
        person = member(seen=None)
        now = timezone.now()

        note_seen(role=person, at=now)
        note_seen(role=person, at=now + timedelta(seconds=30))

        assert QueueMembership.objects.get(role=person).seen_at == now
