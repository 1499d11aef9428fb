"""Clocks that start late, end otherwise than by work, or measure what the law asks."""

import pytest
from django.db import transaction

from accounts.models import Organization
from core.errors import Forbidden, NotPermittedNow
from helpdesk.actions.assigning import move_ticket
from helpdesk.actions.clock_steps import ICO_DECISION
from helpdesk.actions.deadlines import set_deadline
from helpdesk.actions.recording import Happening, lock_ticket, record
from helpdesk.actions.states import change_state
from helpdesk.actions.triage import set_flags
from helpdesk.actions.writing import write_note
from helpdesk.codes import (
    ClockState,
    DueSource,
    EventKind,
    Metric,
    Priority,
    TicketState,
    WaitingReason,
)
from helpdesk.models import ClockEvent, SlaPolicy, TicketClock
from tests.factories.helpdesk import (
    ConfidentialQueueFactory,
    QueueFactory,
    agent,
    caller,
    make_ticket,
)
from tests.helpdesk.clock_world import HOUR, agree, always, live, london

pytestmark = pytest.mark.django_db

TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = "2026-11-24", "2026-11-25", "2026-11-26", "2026-11-27"


@transaction.atomic
def happen(life, kind, at, **changes):
    return record(lock_ticket(life.ticket.number), Happening(kind=kind, changes=changes), at=at)


def flag(life, at, *, governance, triage=None):
    set_flags(
        number=life.ticket.number,
        has_safety_flag=False,
        has_governance_flag=governance,
        triage=triage or {},
        by=life.lead,
        at=at,
    )


class TestStartingLate:
    def test_a_clock_counts_from_when_the_ticket_was_opened(self):
        life = live(london(TUESDAY, "09:00"))
        life.take_up(london(TUESDAY, "09:00"))
        agree(Metric.RESOLUTION, 8)

        life.prioritize(Priority.HIGH, london(TUESDAY, "15:00"))

        clock = life.clock()
        assert clock.started_at == london(TUESDAY, "09:00")
        assert clock.due_at == london(TUESDAY, "17:00")

    def test_pauses_from_before_it_are_pauses_of_it_too(self):
        life = live(london(TUESDAY, "09:00"))
        life.take_up(london(TUESDAY, "09:00"))
        life.wait(london(TUESDAY, "11:00"))
        life.go_on(london(WEDNESDAY, "11:00"))
        life.resolve(london(WEDNESDAY, "12:00"))
        life.go_on(london(THURSDAY, "12:00"))
        agree(Metric.RESOLUTION, 8)

        life.prioritize(Priority.HIGH, london(THURSDAY, "13:00"))

        assert life.kinds() == ["started", "paused", "resumed", "paused", "resumed"]
        assert life.clock().elapsed_seconds == 3 * HOUR
        assert life.clock().due_at == london(THURSDAY, "17:00")

    def test_a_pause_that_lasts_pauses_it_at_once(self):
        life = live(london(TUESDAY, "09:00"))
        life.take_up(london(TUESDAY, "09:00"))
        life.wait(london(TUESDAY, "11:00"))
        agree(Metric.RESOLUTION, 8)

        life.prioritize(Priority.HIGH, london(THURSDAY, "13:00"))

        clock = life.clock()
        assert (clock.state, clock.elapsed_seconds) == (ClockState.PAUSED, 2 * HOUR)

    def test_an_answer_given_before_it_counts_as_of_when_it_was_given(self):
        life = live(london(TUESDAY, "09:00"))
        life.answer(london(TUESDAY, "10:00"))
        life.take_up(london(TUESDAY, "11:00"))
        agree(Metric.FIRST_RESPONSE, 2)

        life.prioritize(Priority.HIGH, london(FRIDAY, "13:00"))

        clock = life.clock(Metric.FIRST_RESPONSE)
        assert clock.fulfilled_at == london(TUESDAY, "10:00")
        assert clock.was_breached is False
        assert clock.elapsed_seconds == HOUR

    def test_a_solution_found_before_it_counts_as_of_when_it_was_found(self):
        life = live(london(TUESDAY, "09:00"))
        life.take_up(london(TUESDAY, "09:00"))
        life.resolve(london(TUESDAY, "12:00"))
        agree(Metric.RESOLUTION, 8)

        life.become(TicketState.CLOSED, london("2026-12-04", "12:00"))

        clock = life.clock()
        assert (clock.fulfilled_at, clock.elapsed_seconds) == (london(TUESDAY, "12:00"), 3 * HOUR)
        assert clock.was_breached is False

    def test_a_ticket_that_ends_without_clocks_gets_none(self):
        life = live(london(TUESDAY, "09:00"))
        agree(Metric.RESOLUTION, 8)

        life.become(TicketState.SPAM, london(TUESDAY, "10:00"))

        assert not TicketClock.objects.exists()


class TestEndingOtherwise:
    @pytest.mark.parametrize("state", [TicketState.CANCELLED, TicketState.SPAM])
    def test_cancelled_and_spam_end_all_clocks_without_a_verdict(self, state):
        agree(Metric.FIRST_RESPONSE, 2)
        agree(Metric.RESOLUTION, 8)
        life = live(london(TUESDAY, "09:00"))

        life.become(state, london(FRIDAY, "09:00"))

        for clock in TicketClock.objects.all():
            assert clock.state == ClockState.CANCELLED
            assert (clock.due_at, clock.escalates_at, clock.was_breached) == (None, None, None)
        assert life.row().due_at is None

    def test_a_merge_ends_them_with_the_merge_as_the_cause_and_its_undoing_takes_them_up(self):
        agree(Metric.RESOLUTION, 8)
        life, other = live(london(TUESDAY, "09:00")), live(london(TUESDAY, "09:00"))

        merged = happen(
            life,
            EventKind.MERGED,
            london(TUESDAY, "11:00"),
            state=TicketState.MERGED,
            merged_into_id=other.ticket.pk,
        )

        assert life.clock().state == ClockState.CANCELLED
        assert life.events()[-1].cause_id == merged.pk
        happen(
            life,
            EventKind.UNMERGED,
            london(WEDNESDAY, "09:00"),
            state=TicketState.NEW,
            merged_into_id=None,
        )
        assert life.clock().state == ClockState.RUNNING
        assert life.clock().due_at == london(WEDNESDAY, "15:00")

    def test_the_earlier_answer_of_a_merged_ticket_counts_as_of_when_it_was_given(self):
        agree(Metric.FIRST_RESPONSE, 2)
        life = live(london(TUESDAY, "09:00"))

        happen(
            life,
            EventKind.LINKED,
            london(THURSDAY, "09:00"),
            responded_at=london(TUESDAY, "10:30"),
        )

        clock = life.clock(Metric.FIRST_RESPONSE)
        assert clock.fulfilled_at == london(TUESDAY, "10:30")
        assert clock.was_breached is False

    def test_a_late_answer_is_in_time_where_a_merged_ticket_was_answered_before(self):
        agree(Metric.FIRST_RESPONSE, 2)
        life = live(london(TUESDAY, "09:00"))
        life.answer(london(TUESDAY, "16:00"))
        assert life.clock(Metric.FIRST_RESPONSE).was_breached is True

        happen(
            life, EventKind.MERGED, london(THURSDAY, "09:00"), responded_at=london(TUESDAY, "10:00")
        )

        clock = life.clock(Metric.FIRST_RESPONSE)
        assert (clock.was_breached, clock.elapsed_seconds) == (False, HOUR)
        assert life.kinds(Metric.FIRST_RESPONSE) == [
            "started",
            "fulfilled",
            "started",
            "fulfilled",
        ]

    def test_an_answer_that_leaves_with_the_undoing_of_a_merge_is_owed_from_the_beginning(self):
        agree(Metric.FIRST_RESPONSE, 2)
        life = live(london(TUESDAY, "09:00"))
        happen(
            life, EventKind.MERGED, london(TUESDAY, "11:00"), responded_at=london(TUESDAY, "10:00")
        )

        happen(life, EventKind.UNMERGED, london(TUESDAY, "14:00"), responded_at=None)

        clock = life.clock(Metric.FIRST_RESPONSE)
        assert (clock.state, clock.was_breached) == (ClockState.RUNNING, None)
        assert clock.due_at == london(TUESDAY, "11:00")

    def test_a_caller_who_settles_it_alone_leaves_no_answer_owing(self):
        agree(Metric.FIRST_RESPONSE, 2)
        agree(Metric.RESOLUTION, 8)
        asker = caller()
        life = live(london(TUESDAY, "09:00"), by=asker)
        life.become(TicketState.TRIAGED, london(TUESDAY, "09:30"))

        change_state(
            number=life.ticket.number,
            state=TicketState.RESOLVED,
            by=asker,
            at=london(TUESDAY, "10:00"),
        )

        assert life.clock(Metric.FIRST_RESPONSE).state == ClockState.CANCELLED
        assert life.clock().was_breached is False
        life.go_on(london(WEDNESDAY, "10:00"))
        assert life.clock(Metric.FIRST_RESPONSE).state == ClockState.RUNNING

    def test_whatever_kind_of_event_changes_the_state_the_clocks_follow(self):
        agree(Metric.RESOLUTION, 8)
        life = live(london(TUESDAY, "09:00"))
        life.take_up(london(TUESDAY, "09:00"))

        happen(
            life,
            EventKind.BROADCAST,
            london(TUESDAY, "11:00"),
            state=TicketState.RESOLVED,
            resolved_at=london(TUESDAY, "11:00"),
        )

        assert life.clock().state == ClockState.FULFILLED

    def test_events_that_change_nothing_of_the_kind_cost_no_question_about_clocks(
        self, django_assert_max_num_queries
    ):
        agree(Metric.RESOLUTION, 8)
        life = live(london(TUESDAY, "09:00"))

        with django_assert_max_num_queries(30) as asked:
            write_note(
                number=life.ticket.number,
                text="Only a note.",
                by=life.lead,
                at=london(TUESDAY, "10:00"),
            )

        assert not any("ticketclock" in each["sql"] for each in asked.captured_queries)


class TestWhatSurroundsATicket:
    def test_changes_no_clock_that_runs(self):
        agree(Metric.RESOLUTION, 8)
        life = live(london(TUESDAY, "09:00"))
        before = life.clock()
        elsewhere = QueueFactory.create(code="access")

        move_ticket(
            number=life.ticket.number, queue=elsewhere, by=life.lead, at=london(TUESDAY, "10:00")
        )
        SlaPolicy.objects.update(is_active=False, name="Renamed")
        Organization.objects.update(name="Renamed")

        assert life.kinds() == ["started"]
        assert life.clock().due_at == before.due_at


class TestReportToTheCommissioner:
    @pytest.fixture
    def life(self):
        agree(Metric.IG_REPORT, 72, calendar=always(), pauses=[], needs_governance_flag=True)
        ConfidentialQueueFactory.create()
        return live(london(FRIDAY, "16:00"))

    def test_seventy_two_hours_pass_day_and_night_from_when_the_ticket_was_opened(self, life):
        assert not TicketClock.objects.exists()

        flag(life, london(FRIDAY, "18:00"), governance=True)

        assert life.clock(Metric.IG_REPORT).due_at == london("2026-11-30", "16:00")

    def test_resolving_the_ticket_does_not_end_them_and_the_decision_does(self, life):
        queue = ConfidentialQueueFactory.create()
        flag(life, london(FRIDAY, "18:00"), governance=True)
        life.lead = agent(queue, is_lead=True, sees_restricted=True)
        life.take_up(london(FRIDAY, "18:00"))
        life.resolve(london(FRIDAY, "19:00"))
        assert life.clock(Metric.IG_REPORT).state == ClockState.RUNNING

        flag(
            life, london(FRIDAY, "20:00"), governance=True, triage={ICO_DECISION: "not-reportable"}
        )

        assert life.clock(Metric.IG_REPORT).state == ClockState.FULFILLED

    def test_a_flag_cleared_and_set_again_does_not_stop_the_wall_clock(self, life):
        queue = ConfidentialQueueFactory.create()
        flag(life, london(FRIDAY, "18:00"), governance=True)
        life.lead = agent(queue, is_lead=True, sees_restricted=True)
        flag(life, london(FRIDAY, "19:00"), governance=False)
        assert life.clock(Metric.IG_REPORT).state == ClockState.CANCELLED

        flag(life, london("2026-11-28", "19:00"), governance=True)

        assert life.clock(Metric.IG_REPORT).due_at == london("2026-11-30", "16:00")


class TestSetDeadline:
    def test_only_those_who_lead_the_queue_may(self):
        agree(Metric.RESOLUTION, 8)
        life = live(london(TUESDAY, "09:00"))
        life.lead = agent(life.ticket.queue)

        with pytest.raises(Forbidden):
            life.set_deadline(london(FRIDAY, "09:00"), london(TUESDAY, "10:00"))

    @pytest.mark.parametrize(
        ("due", "reason"),
        [
            ((TUESDAY, "09:59"), "Why not"),
            (("2028-11-27", "09:00"), "Why not"),
            ((FRIDAY, "09:00"), "  "),
        ],
    )
    def test_it_lies_ahead_within_a_year_and_has_a_reason(self, due, reason):
        agree(Metric.RESOLUTION, 8)
        life = live(london(TUESDAY, "09:00"))

        with pytest.raises(NotPermittedNow):
            set_deadline(
                number=life.ticket.number,
                metric=Metric.RESOLUTION,
                due_at=london(*due),
                reason=reason,
                by=life.lead,
                at=london(TUESDAY, "10:00"),
            )

        assert life.clock().due_source == DueSource.POLICY
        assert life.row().events_count == 1

    def test_a_clock_that_has_ended_takes_none_and_nothing_is_written(self):
        agree(Metric.FIRST_RESPONSE, 2)
        life = live(london(TUESDAY, "09:00"))
        life.answer(london(TUESDAY, "09:30"))

        with pytest.raises(NotPermittedNow):
            life.set_deadline(
                london(FRIDAY, "09:00"), london(TUESDAY, "10:00"), Metric.FIRST_RESPONSE
            )

        assert life.row().events_count == 2
        assert not ClockEvent.objects.filter(kind="deadline-set").exists()


class TestAgreements:
    def test_a_ticket_without_any_has_no_clock_and_no_deadline(self):
        ticket = make_ticket()

        assert ticket.due_at is None
        assert not TicketClock.objects.exists()

    def test_one_that_is_not_yet_valid_or_no_longer_active_does_not_hold(self):
        agree(Metric.RESOLUTION, 8, valid_from=london(FRIDAY, "09:00"))
        retired = agree(Metric.FIRST_RESPONSE, 8)
        retired.policy.is_active = False
        retired.policy.save()

        live(london(TUESDAY, "09:00"))

        assert not TicketClock.objects.exists()

    def test_a_new_one_with_other_pauses_goes_on_where_the_old_one_waited(self):
        agree(Metric.RESOLUTION, 8, priority=3)
        agree(Metric.RESOLUTION, 4, priority=1, pauses=[WaitingReason.CHANGE_WINDOW])
        life = live(london(TUESDAY, "09:00"))
        life.take_up(london(TUESDAY, "09:00"))
        life.wait(london(TUESDAY, "10:00"))

        life.prioritize(Priority.CRITICAL, london(TUESDAY, "14:00"))

        assert life.kinds() == ["started", "paused", "retargeted", "resumed"]
        assert life.clock().due_at == london(TUESDAY, "17:00")
