"""Each way in which clocks of other helpdesks are known to go wrong, and how ours go."""

from datetime import UTC, date, datetime, timedelta

import pytest

from core.business_hours import open_seconds
from helpdesk.actions.clock_planning import is_breached
from helpdesk.codes import (
    ClockState,
    DueSource,
    Metric,
    Priority,
    TicketState,
    WaitingReason,
)
from helpdesk.demo.service_levels import load_service_levels
from helpdesk.models import CalendarVersion, TicketClock, sight_of
from helpdesk.presenters.clock_working import present_working
from helpdesk.queries.clocks import read_history
from tests.helpdesk.clock_world import HOUR, agree, always, live, london, make_calendar

pytestmark = pytest.mark.django_db

TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = "2026-11-24", "2026-11-25", "2026-11-26", "2026-11-27"
MONDAY = "2026-11-30"


class TestPausing:
    def test_a_pause_over_night_moves_the_deadline_by_its_working_hours_alone(self):
        agree(Metric.RESOLUTION, 8)
        life = live(london(TUESDAY, "12:00"))
        life.take_up(london(TUESDAY, "12:00"))

        life.wait(london(TUESDAY, "16:00"))
        life.go_on(london(WEDNESDAY, "10:00"))

        # Four hours ran on Tuesday; four more from 10:00 on, not sixteen hours of night later.
        assert life.clock().elapsed_seconds == 4 * HOUR
        assert life.clock().due_at == london(WEDNESDAY, "14:00")

    def test_a_weekend_on_hold_costs_a_target_of_days_nothing(self):
        agree(Metric.RESOLUTION, 3 * 8)
        life = live(london(FRIDAY, "09:00"))
        life.take_up(london(FRIDAY, "09:00"))

        life.wait(london(FRIDAY, "17:00"))
        life.go_on(london(MONDAY, "09:00"))

        assert life.clock().due_at == london("2026-12-01", "17:00")

    def test_a_paused_ticket_that_is_resolved_at_once_keeps_its_pause_out(self):
        agree(Metric.RESOLUTION, 8)
        life = live(london(TUESDAY, "09:00"))
        life.take_up(london(TUESDAY, "09:00"))
        life.wait(london(TUESDAY, "10:00"))

        life.resolve(london("2027-01-05", "10:00"))

        clock = life.clock()
        assert clock.elapsed_seconds == HOUR
        assert clock.state == ClockState.FULFILLED
        assert clock.was_breached is False

    def test_resuming_outside_working_hours_gives_a_deadline_within_them(self):
        agree(Metric.RESOLUTION, 8)
        life = live(london(TUESDAY, "09:00"))
        life.take_up(london(TUESDAY, "09:00"))
        life.wait(london(TUESDAY, "11:00"))

        life.go_on(london(TUESDAY, "22:00"))

        assert life.clock().due_at == london(WEDNESDAY, "15:00")

    def test_a_paused_clock_has_no_deadline_and_breaches_nothing(self):
        agree(Metric.RESOLUTION, 8)
        life = live(london(TUESDAY, "09:00"))
        life.take_up(london(TUESDAY, "09:00"))

        life.wait(london(TUESDAY, "11:00"))

        clock = life.clock()
        assert clock.due_at is None
        assert life.row().due_at is None
        assert not is_breached(clock, clock.policy_version, london("2027-11-24", "09:00"))

    def test_only_what_the_agreement_names_pauses_it(self):
        agree(Metric.RESOLUTION, 8, pauses=[WaitingReason.USER])
        life = live(london(TUESDAY, "09:00"))
        life.take_up(london(TUESDAY, "09:00"))

        life.wait(london(TUESDAY, "11:00"), WaitingReason.THIRD_PARTY)

        assert life.clock().state == ClockState.RUNNING
        assert life.clock().due_at == london(TUESDAY, "17:00")

    def test_a_first_answer_is_never_paused(self):
        agree(Metric.FIRST_RESPONSE, 4)
        life = live(london(TUESDAY, "09:00"))
        life.take_up(london(TUESDAY, "09:00"))

        life.wait(london(TUESDAY, "10:00"))

        clock = life.clock(Metric.FIRST_RESPONSE)
        assert clock.state == ClockState.RUNNING
        assert clock.due_at == london(TUESDAY, "13:00")
        assert life.row().due_at == clock.due_at


class TestCounting:
    def test_moments_are_kept_in_utc_whatever_the_clocks_of_london_say(self):
        agree(Metric.RESOLUTION, 2)
        life = live(london("2026-07-01", "10:00"))

        assert life.clock().due_at == datetime(2026, 7, 1, 11, 0, tzinfo=UTC)
        assert life.events()[0].at.utcoffset() == timedelta(0)

    def test_nine_o_clock_stays_nine_o_clock_when_the_clocks_go_back(self):
        agree(Metric.RESOLUTION, 9)

        life = live(london("2026-10-23", "16:00"))

        # Friday 16:00 of summer time; the clocks go back on Sunday; eight hours on Monday.
        assert life.clock().due_at == datetime(2026, 10, 26, 17, 0, tzinfo=UTC)

    def test_nine_o_clock_stays_nine_o_clock_when_the_clocks_go_forward(self):
        agree(Metric.RESOLUTION, 9)

        life = live(london("2026-03-27", "16:00"))

        assert life.clock().due_at == datetime(2026, 3, 30, 16, 0, tzinfo=UTC)

    @pytest.mark.parametrize("day", ["2026-03-28", "2026-10-24"])
    def test_day_and_night_loses_no_minute_a_day_and_no_hour_when_clocks_change(self, day):
        agree(Metric.RESOLUTION, 72, calendar=always())

        life = live(london(day, "12:00"))

        assert life.clock().due_at == london(day, "12:00") + timedelta(hours=72)

    def test_a_day_of_24_hours_may_end_at_midnight(self):
        whole = [[day, 0, 1440] for day in range(7)]
        agree(Metric.RESOLUTION, 72, calendar=make_calendar(intervals=whole, holidays=[]))

        life = live(london(TUESDAY, "12:00"))

        assert life.clock().due_at == london(FRIDAY, "12:00")

    @pytest.mark.parametrize(
        ("intervals", "due"),
        [
            ([[2, 540, 1020]], ("2026-12-02", "11:00")),
            ([[1, 540, 720], [1, 780, 1020], [2, 540, 720]], (WEDNESDAY, "12:00")),
            ([[5, 600, 840], [6, 600, 840]], ("2026-12-05", "12:00")),
        ],
    )
    def test_any_days_and_several_stretches_a_day_will_do(self, intervals, due):
        agree(Metric.RESOLUTION, 10, calendar=make_calendar(intervals=intervals))

        life = live(london(TUESDAY, "07:00"))

        clock = life.clock()
        hours = clock.policy_version.calendar_version.hours
        assert clock.due_at == london(*due)
        assert open_seconds(hours, clock.started_at, london(*due)) == 10 * HOUR

    @pytest.mark.parametrize(
        ("opened", "due"),
        [
            (("2026-12-24", "16:00"), ("2026-12-29", "10:00")),
            (("2027-12-24", "16:00"), ("2027-12-29", "10:00")),
            (("2022-06-01", "16:00"), ("2022-06-06", "10:00")),
            (("2023-05-05", "16:00"), ("2023-05-09", "10:00")),
        ],
    )
    def test_bank_holidays_and_their_substitutes_are_skipped(self, opened, due):
        agree(Metric.RESOLUTION, 2)

        life = live(london(*opened))

        assert life.clock().due_at == london(*due)

    def test_holidays_that_a_calendar_does_not_name_are_worked(self):
        agree(Metric.RESOLUTION, 2, calendar=make_calendar(holidays=[date(2026, 12, 25)]))

        life = live(london("2026-12-24", "16:00"))

        assert life.clock().due_at == london("2026-12-28", "10:00")


class TestChangingWhatWasAgreed:
    def test_a_change_of_priority_while_paused_keeps_what_has_passed(self):
        agree(Metric.RESOLUTION, 8, priority=3)
        agree(Metric.RESOLUTION, 16, priority=4)
        life = live(london(TUESDAY, "09:00"))
        life.take_up(london(TUESDAY, "09:00"))
        life.wait(london(TUESDAY, "12:00"))

        life.prioritize(Priority.LOW, london(WEDNESDAY, "12:00"))

        paused = life.clock()
        assert (paused.state, paused.elapsed_seconds) == (ClockState.PAUSED, 3 * HOUR)
        life.go_on(london(THURSDAY, "09:00"))
        assert life.clock().due_at == london(FRIDAY, "14:00")

    def test_what_has_passed_stays_as_it_was_counted_by_the_old_calendar(self):
        agree(Metric.RESOLUTION, 8, priority=3)
        agree(Metric.RESOLUTION, 4, priority=1, calendar=always())
        life = live(london(FRIDAY, "16:00"))

        life.prioritize(Priority.CRITICAL, london(MONDAY, "08:00"))

        clock = life.clock()
        assert clock.elapsed_seconds == HOUR
        assert clock.due_at == london(MONDAY, "11:00")

    def test_a_target_that_has_been_passed_already_is_due_at_once(self):
        agree(Metric.RESOLUTION, 8, priority=3)
        agree(Metric.RESOLUTION, 2, priority=1)
        life = live(london(TUESDAY, "09:00"))

        life.prioritize(Priority.CRITICAL, london(TUESDAY, "14:00"))

        assert life.clock().due_at == london(TUESDAY, "14:00")

    def test_overdue_is_worked_out_so_that_a_longer_target_ends_it(self):
        agree(Metric.RESOLUTION, 2, priority=3)
        agree(Metric.RESOLUTION, 80, priority=5)
        life = live(london(TUESDAY, "09:00"))
        late = london(TUESDAY, "16:00")
        assert is_breached(life.clock(), life.clock().policy_version, late)

        life.prioritize(Priority.PLANNED, late)

        assert not is_breached(life.clock(), life.clock().policy_version, late)
        assert life.clock().was_breached is None

    def test_a_later_version_leaves_ended_clocks_as_they_ended(self):
        agree(Metric.RESOLUTION, 2)
        life = live(london(TUESDAY, "09:00"))
        life.take_up(london(TUESDAY, "09:00"))
        life.resolve(london(TUESDAY, "14:00"))
        before = life.clock()

        agree(Metric.RESOLUTION, 8, calendar=make_calendar(intervals=[[0, 540, 600]]))
        life.become(TicketState.CLOSED, london("2026-12-05", "14:00"))

        after = life.clock()
        assert (after.was_breached, after.elapsed_seconds) == (True, 5 * HOUR)
        assert after.policy_version_id == before.policy_version_id
        assert after.updated_at == before.updated_at

    def test_a_later_version_holds_for_tickets_opened_from_then_on(self):
        agree(Metric.RESOLUTION, 2)
        life = live(london(TUESDAY, "09:00"))

        agree(Metric.RESOLUTION, 4, valid_from=london(TUESDAY, "12:00"))
        life.take_up(london(TUESDAY, "13:00"))
        life.prioritize(Priority.MEDIUM, london(TUESDAY, "13:00"))

        assert life.clock().due_at == london(TUESDAY, "11:00")
        assert live(london(TUESDAY, "13:00")).clock().due_at == london(TUESDAY, "17:00")

    def test_an_agreement_for_this_priority_goes_before_one_for_all(self):
        agree(Metric.RESOLUTION, 8)
        agree(Metric.RESOLUTION, 2, priority=3)

        assert live(london(TUESDAY, "09:00")).clock().due_at == london(TUESDAY, "11:00")


class TestDeadlinesByHand:
    def test_pauses_do_not_move_it(self):
        agree(Metric.RESOLUTION, 8)
        life, by_hand = live(london(TUESDAY, "09:00")), london(FRIDAY, "15:00")
        life.take_up(london(TUESDAY, "09:00"))

        life.set_deadline(by_hand, london(TUESDAY, "10:00"))
        life.wait(london(TUESDAY, "11:00"))
        assert life.clock().due_at is None
        life.go_on(london(THURSDAY, "11:00"))

        clock = life.clock()
        assert (clock.due_at, clock.due_source) == (by_hand, DueSource.MANUAL)
        assert life.row().due_at == by_hand

    def test_neither_priority_nor_reopening_moves_it(self):
        agree(Metric.RESOLUTION, 8, priority=3)
        agree(Metric.RESOLUTION, 2, priority=1)
        life, by_hand = live(london(TUESDAY, "09:00")), london(FRIDAY, "15:00")
        life.take_up(london(TUESDAY, "09:00"))
        life.set_deadline(by_hand, london(TUESDAY, "10:00"))

        life.prioritize(Priority.CRITICAL, london(TUESDAY, "11:00"))
        life.resolve(london(TUESDAY, "12:00"))
        life.go_on(london(WEDNESDAY, "12:00"))

        assert life.clock().due_at == by_hand

    def test_set_while_paused_it_holds_once_the_clock_goes_on(self):
        agree(Metric.RESOLUTION, 8)
        life, by_hand = live(london(TUESDAY, "09:00")), london(FRIDAY, "15:00")
        life.take_up(london(TUESDAY, "09:00"))
        life.wait(london(TUESDAY, "11:00"))

        life.set_deadline(by_hand, london(TUESDAY, "12:00"))
        life.go_on(london(WEDNESDAY, "12:00"))

        assert life.clock().due_at == by_hand

    @pytest.mark.parametrize(("done", "is_late"), [("14:59", False), ("15:01", True)])
    def test_it_decides_whether_the_end_was_in_time(self, done, is_late):
        agree(Metric.RESOLUTION, 2)
        life = live(london(TUESDAY, "09:00"))
        life.take_up(london(TUESDAY, "09:00"))
        life.set_deadline(london(FRIDAY, "15:00"), london(TUESDAY, "10:00"))

        life.resolve(london(FRIDAY, done))

        assert life.clock().was_breached is is_late


class TestReopening:
    def test_the_time_for_which_it_was_solved_is_neither_work_nor_pause(self):
        agree(Metric.RESOLUTION, 8)
        life = live(london(TUESDAY, "09:00"))
        life.take_up(london(TUESDAY, "09:00"))
        life.resolve(london(TUESDAY, "12:00"))

        life.go_on(london(THURSDAY, "09:00"))

        assert life.clock().elapsed_seconds == 3 * HOUR
        assert life.clock().due_at == london(THURSDAY, "14:00")
        assert life.kinds() == ["started", "fulfilled", "reopened"]

    def test_an_answer_once_given_stays_given(self):
        agree(Metric.FIRST_RESPONSE, 2)
        life = live(london(TUESDAY, "09:00"))
        life.take_up(london(TUESDAY, "09:00"))
        life.answer(london(TUESDAY, "10:00"))
        life.resolve(london(TUESDAY, "12:00"))

        life.go_on(london(THURSDAY, "09:00"))

        clock = life.clock(Metric.FIRST_RESPONSE)
        assert (clock.state, clock.fulfilled_at) == (
            ClockState.FULFILLED,
            london(TUESDAY, "10:00"),
        )


class TestMetrics:
    def test_an_answer_to_the_caller_ends_one_clock_and_leaves_the_other(self):
        agree(Metric.FIRST_RESPONSE, 2)
        agree(Metric.RESOLUTION, 8)
        life = live(london(TUESDAY, "09:00"))
        assert life.row().due_at == london(TUESDAY, "11:00")

        life.answer(london(TUESDAY, "10:00"))

        assert life.clock(Metric.FIRST_RESPONSE).was_breached is False
        assert life.clock().state == ClockState.RUNNING
        assert life.row().due_at == london(TUESDAY, "17:00")

    def test_a_late_answer_is_late_for_good(self):
        agree(Metric.FIRST_RESPONSE, 2)
        life = live(london(TUESDAY, "09:00"))

        life.answer(london(TUESDAY, "11:01"))
        life.answer(london(TUESDAY, "12:00"))

        clock = life.clock(Metric.FIRST_RESPONSE)
        assert clock.was_breached is True
        assert clock.fulfilled_at == london(TUESDAY, "11:01")

    def test_clock_events_are_written_with_the_event_that_causes_them(self):
        agree(Metric.RESOLUTION, 8)
        life = live(london(TUESDAY, "09:00"))
        life.take_up(london(TUESDAY, "09:00"))

        life.wait(london(TUESDAY, "11:00"))

        paused = life.events()[-1]
        assert paused.cause is not None
        assert paused.cause.facts["to"] == TicketState.WAITING
        assert paused.cause.at == paused.at
        assert paused.cause_id == life.row().last_event_id


class TestWhyThisDueTime:
    def test_the_calculation_names_agreement_hours_pauses_and_holidays(self):
        load_service_levels()
        life = live(london("2026-12-24", "17:00"))
        life.take_up(london("2026-12-24", "17:00"))
        life.wait(london("2026-12-29", "09:00"))
        life.go_on(london("2026-12-29", "12:00"))
        history = read_history(life.clock(), sight=sight_for(life))

        working = present_working(history, at=london("2026-12-29", "15:00"))

        assert [(row.what, row.counted) for row in working.rows] == [
            ("Ran", "2 h"),
            ("Paused: waits for the caller", ""),
            ("Runs", "3 h"),
        ]
        assert list(working.skipped) == ["25 Dec 2026", "28 Dec 2026", "1 Jan 2027"]
        sums = {fact.label: fact.value for fact in working.sums}
        assert (sums["Counted"], sums["Left"]) == ("5 h", "25 h")
        assert sums["Due"] == "Mon 4 January 2027, 10:00"

    def test_its_sum_is_what_the_row_says(self):
        agree(Metric.RESOLUTION, 8, priority=3)
        agree(Metric.RESOLUTION, 16, priority=4, calendar=always())
        life = live(london(TUESDAY, "09:00"))
        life.take_up(london(TUESDAY, "09:00"))
        life.prioritize(Priority.LOW, london(TUESDAY, "20:00"))
        history = read_history(life.clock(), sight=sight_for(life))

        working = present_working(history, at=london(TUESDAY, "22:00"))

        assert [row.counted for row in working.rows if row.counted] == ["8 h", "2 h"]
        assert working.sums[0].value == "10 h"


def sight_for(life):
    return sight_of(life.lead)


class TestCost:
    def test_no_event_asks_more_for_clocks_with_a_long_history(self, django_assert_max_num_queries):
        agree(Metric.FIRST_RESPONSE, 2)
        agree(Metric.RESOLUTION, 80)
        life = live(london(TUESDAY, "09:00"))
        life.take_up(london(TUESDAY, "09:00"))
        asked = []
        for minute in range(0, 40, 2):
            at = london(TUESDAY, "09:00") + timedelta(minutes=minute)
            with django_assert_max_num_queries(30) as wait:
                life.wait(at)
            with django_assert_max_num_queries(30) as go_on:
                life.go_on(at + timedelta(minutes=1))
            asked.append((len(wait), len(go_on)))

        assert len(set(asked)) == 1
        assert TicketClock.objects.count() == 2
        assert CalendarVersion.objects.count() == 1
