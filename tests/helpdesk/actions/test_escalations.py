"""Escalations are told of once, of the highest share that has passed; settled tickets close."""

from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection

from helpdesk import jobs
from helpdesk.actions.escalations import (
    close_what_is_settled,
    escalate,
    escalate_all,
    list_due_escalations,
)
from helpdesk.actions.writing import write_message
from helpdesk.codes import ClockEventKind, EventKind, Metric, Priority, TicketState, Visibility
from helpdesk.demo.service_levels import load_service_levels
from helpdesk.models import ClockEvent, SlaPolicyVersion, TicketClock, TicketEvent
from tests.factories.helpdesk import ConfidentialQueueFactory, QueueFactory, agent
from tests.helpdesk.clock_world import HOUR, agree, always, live, london, make_calendar

pytestmark = pytest.mark.django_db

TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = "2026-11-24", "2026-11-25", "2026-11-26", "2026-11-27"
WORKERS = 2
FAR_AHEAD = datetime(2099, 1, 1, tzinfo=UTC)


def run(at):
    """Escalate as the job does, and return which shares were told of."""
    return [percent_of_last() for clock_id in list_due_escalations(at) if escalate(clock_id, at=at)]


def percent_of_last():
    return ClockEvent.objects.filter(kind=ClockEventKind.ESCALATED).latest("id").facts["percent"]


def told(life):
    return TicketEvent.objects.filter(ticket=life.ticket, kind=EventKind.ESCALATED).latest("id")


class TestEscalate:
    def test_comes_at_half_three_quarters_and_all_of_the_time(self):
        agree(Metric.RESOLUTION, 8)
        live(london(TUESDAY, "09:00"))

        reached = {
            clock: run(london(TUESDAY, clock))
            for clock in ("12:59", "13:00", "14:59", "15:00", "16:59", "17:00", "23:00")
        }

        assert {at: shares for at, shares in reached.items() if shares} == {
            "13:00": [50],
            "15:00": [75],
            "17:00": [100],
        }

    def test_tells_after_an_outage_of_the_highest_share_alone(self):
        agree(Metric.RESOLUTION, 8)
        live(london(TUESDAY, "09:00"))

        assert run(london(FRIDAY, "12:00")) == [100]
        assert run(london(FRIDAY, "12:01")) == []
        assert ClockEvent.objects.filter(kind=ClockEventKind.ESCALATED).count() == 1

    @pytest.mark.parametrize("seconds", [1, 2, 3, 7, 61, 3601])
    def test_never_tells_of_a_share_twice_whatever_the_target(self, seconds):
        version = agree(Metric.RESOLUTION, seconds / HOUR, calendar=always())
        assert SlaPolicyVersion.objects.get(pk=version.pk).target_seconds == seconds
        life = live(london(TUESDAY, "09:00"))
        shares: list[int] = []
        clock = life.clock()

        while clock.escalates_at is not None and len(shares) < 9:
            shares += run(clock.escalates_at)
            clock = life.clock()

        assert shares == sorted(set(shares))
        assert shares[-1] == 100

    def test_says_nothing_while_paused_and_all_once_it_goes_on(self):
        agree(Metric.RESOLUTION, 8)
        life = live(london(TUESDAY, "09:00"))
        life.take_up(london(TUESDAY, "09:00"))
        life.wait(london(TUESDAY, "12:00"))
        assert run(london(THURSDAY, "12:00")) == []

        life.go_on(london(THURSDAY, "12:00"))

        assert run(london(THURSDAY, "12:59")) == []
        assert run(london(THURSDAY, "13:00")) == [50]

    def test_says_nothing_of_a_clock_that_has_ended(self):
        agree(Metric.RESOLUTION, 8)
        life = live(london(TUESDAY, "09:00"))
        life.take_up(london(TUESDAY, "09:00"))
        clock_id = life.clock().pk

        life.resolve(london(TUESDAY, "12:00"))

        assert not escalate(clock_id, at=london(FRIDAY, "12:00"))

    def test_moves_neither_the_target_nor_the_priority(self):
        agree(Metric.RESOLUTION, 8)
        life = live(london(TUESDAY, "09:00"))
        before = life.row()

        run(london(FRIDAY, "12:00"))

        after = life.row()
        assert (after.priority, after.state, after.due_at) == (
            before.priority,
            before.state,
            before.due_at,
        )

    def test_tells_of_a_deadline_set_by_hand_when_it_has_come_even_after_a_breach(self):
        agree(Metric.RESOLUTION, 2)
        life = live(london(TUESDAY, "09:00"))
        assert run(london(TUESDAY, "12:00")) == [100]

        life.set_deadline(london(FRIDAY, "10:00"), london(TUESDAY, "13:00"))

        assert run(london(FRIDAY, "09:59")) == []
        assert run(london(FRIDAY, "10:00")) == [100]

    def test_tells_anew_of_shares_that_a_longer_target_brings_back(self):
        agree(Metric.RESOLUTION, 4, priority=3)
        agree(Metric.RESOLUTION, 16, priority=4)
        life = live(london(TUESDAY, "09:00"))
        assert run(london(TUESDAY, "13:00")) == [100]

        life.prioritize(Priority.LOW, london(TUESDAY, "13:00"))

        assert run(london(TUESDAY, "17:00")) == [50]


class TestEscalateAll:
    def test_one_that_fails_stops_none_behind_it(self, caplog):
        never = make_calendar("never", intervals=[], holidays=[])
        agree(Metric.RESOLUTION, 8)
        broken, sound = live(london(TUESDAY, "09:00")), live(london(TUESDAY, "10:00"))
        version = agree(Metric.FIRST_RESPONSE, 1, calendar=never, valid_from=FAR_AHEAD)
        TicketClock.objects.filter(ticket=broken.ticket).update(policy_version=version)

        assert escalate_all(at=london(FRIDAY, "12:00")) == 1

        assert told(sound).facts["percent"] == 100
        assert "could not be escalated" in caplog.text


class TestWhomItTells:
    def test_the_one_who_has_it_and_from_three_quarters_on_those_who_lead(self):
        agree(Metric.RESOLUTION, 8)
        life = live(london(TUESDAY, "09:00"))
        worker = agent(QueueFactory.create())
        life.ticket.__class__.objects.filter(pk=life.ticket.pk).update(assignee=worker.user)

        run(london(TUESDAY, "13:00"))
        assert told(life).facts["tell"] == [str(worker.user_id)]

        run(london(TUESDAY, "15:00"))
        assert set(told(life).facts["tell"]) == {str(worker.user_id), str(life.lead.user_id)}

    def test_of_a_restricted_ticket_only_those_who_may_see_it(self):
        agree(Metric.RESOLUTION, 8)
        queue = ConfidentialQueueFactory.create()
        life = live(london(TUESDAY, "09:00"), queue=queue)
        agent(queue, is_lead=True, sees_restricted=False)

        run(london(TUESDAY, "17:00"))

        assert told(life).facts["tell"] == [str(life.lead.user_id)]
        assert told(life).visibility == Visibility.INTERNAL

    @pytest.mark.parametrize(
        ("at", "tell_from"),
        [
            ((TUESDAY, "17:00"), (WEDNESDAY, "09:00")),
            ((FRIDAY, "23:30"), ("2026-11-30", "09:00")),
            (("2026-12-25", "10:00"), ("2026-12-29", "09:00")),
            ((WEDNESDAY, "11:00"), (WEDNESDAY, "11:00")),
        ],
    )
    def test_nobody_before_the_hours_of_the_calendar(self, at, tell_from):
        agree(Metric.RESOLUTION, 8)
        life = live(london(TUESDAY, "09:00"))

        run(london(*at))

        assert datetime.fromisoformat(told(life).facts["tell_from"]) == london(*tell_from)


@pytest.mark.django_db(transaction=True)
class TestTwoWorkersAtOnce:
    def test_tell_of_each_share_once(self):
        agree(Metric.RESOLUTION, 8)
        clock_ids = [live(london(TUESDAY, "09:00")).clock().pk for _ in range(3)]
        at, start = london(FRIDAY, "12:00"), Barrier(WORKERS)
        answers: list[bool] = []

        def work():
            try:
                start.wait(timeout=60)
                answers.extend([escalate(clock_id, at=at) for clock_id in clock_ids])
            finally:
                connection.close()

        workers = [Thread(target=work) for _ in range(WORKERS)]
        for each in workers:
            each.start()
        for each in workers:
            each.join(timeout=60)

        assert sorted(answers) == [False] * 3 + [True] * 3
        assert ClockEvent.objects.filter(kind=ClockEventKind.ESCALATED).count() == 3
        assert TicketEvent.objects.filter(kind=EventKind.ESCALATED).count() == 3


class TestCloseWhatIsSettled:
    @pytest.fixture(autouse=True)
    def calendar(self):
        load_service_levels()

    def resolved(self, at):
        life = live(at - timedelta(hours=1))
        life.take_up(at - timedelta(hours=1))
        life.resolve(at)
        return life

    @pytest.mark.parametrize(
        ("resolved", "closes"),
        [
            ((TUESDAY, "12:00"), ("2026-12-01", "12:00")),
            ((FRIDAY, "20:00"), ("2026-12-04", "18:00")),
            # Christmas Day, Boxing Day's substitute and New Year's Day lie between.
            (("2026-12-23", "12:00"), ("2027-01-04", "12:00")),
        ],
    )
    def test_closes_after_five_working_days(self, resolved, closes):
        life = self.resolved(london(*resolved))

        assert close_what_is_settled(at=london(*closes) - timedelta(minutes=1)) == 0
        assert close_what_is_settled(at=london(*closes)) == 1

        ticket = life.row()
        assert (ticket.state, ticket.closed_at) == (TicketState.CLOSED, london(*closes))
        assert life.events()[-1].kind == ClockEventKind.FULFILLED

    def test_leaves_open_what_the_caller_has_written_to_since(self):
        life = self.resolved(london(TUESDAY, "12:00"))
        write_message(
            number=life.ticket.number,
            text="It happens again.",
            by=None,
            sender=life.ticket.requester,
            at=london(WEDNESDAY, "12:00"),
        )

        assert close_what_is_settled(at=london("2026-12-15", "12:00")) == 0

    def test_counts_anew_after_a_reopening(self):
        life = self.resolved(london(TUESDAY, "12:00"))
        life.go_on(london(FRIDAY, "12:00"))
        life.resolve(london(FRIDAY, "13:00"))

        assert close_what_is_settled(at=london("2026-12-02", "12:00")) == 0
        assert close_what_is_settled(at=london("2026-12-04", "13:00")) == 1


class TestJobs:
    def test_escalate_and_close_what_is_due_by_now(self, time_machine):
        agree(Metric.FIRST_RESPONSE, 2)
        life = live(datetime(2026, 11, 24, 9, 0, tzinfo=UTC))
        time_machine.move_to(datetime(2026, 11, 25, 12, 0, tzinfo=UTC))

        jobs.escalate()
        jobs.escalate()
        jobs.close_settled()

        assert told(life).facts["percent"] == 100
        assert TicketEvent.objects.filter(kind=EventKind.ESCALATED).count() == 1
