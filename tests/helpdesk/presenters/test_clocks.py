"""How a clock stands, in words and with its colour."""

from datetime import timedelta

import pytest

from core.business_hours import BusinessHours, Interval
from helpdesk.codes import Metric, TicketState, WaitingReason
from helpdesk.models import sight_of
from helpdesk.presenters.clock_working import hours_in_words
from helpdesk.presenters.clocks import present_clocks, span_in_words, working_time
from helpdesk.queries.clocks import list_clocks
from tests.helpdesk.clock_world import agree, always, live, london

pytestmark = pytest.mark.django_db

TUESDAY, WEDNESDAY, FRIDAY = "2026-11-24", "2026-11-25", "2026-11-27"


def said(life, at, *, leads=False):
    """Return what the ticket's page says of its only clock at a moment."""
    clocks = list_clocks(life.ticket.number, sight=sight_of(life.lead))
    (view,) = present_clocks(clocks, leads=leads, at=at)
    return view.status.text, view.status.tone, view.detail


@pytest.fixture
def life():
    agree(Metric.RESOLUTION, 8)
    life = live(london(TUESDAY, "10:00"))
    life.take_up(london(TUESDAY, "10:00"))
    return life


class TestRunning:
    @pytest.mark.parametrize(
        ("at", "words"),
        [
            (
                (TUESDAY, "14:50"),
                ("3 h 10 min of working time left", "plain", "Due tomorrow 10:00"),
            ),
            ((TUESDAY, "16:00"), ("2 h of working time left", "amber", "Due tomorrow 10:00")),
            ((WEDNESDAY, "09:20"), ("Due in 40 min", "amber", "Due today 10:00")),
            ((WEDNESDAY, "10:00"), ("Due now", "amber", "Due today 10:00")),
            ((WEDNESDAY, "13:00"), ("Overdue by 3 h", "red", "Was due today 10:00")),
            ((FRIDAY, "11:00"), ("Overdue by 2 days", "red", "Was due 25 Nov 10:00")),
        ],
    )
    def test_says_what_is_left_amber_from_three_quarters_on_and_red_once_over(
        self, life, at, words
    ):
        assert said(life, london(*at)) == words

    def test_says_that_a_deadline_was_set_by_hand(self, life):
        life.set_deadline(london(FRIDAY, "10:00"), london(TUESDAY, "10:00"))

        assert said(life, london(TUESDAY, "10:00")) == (
            "Due in 3 days",
            "plain",
            "Due 27 Nov 10:00, set by hand",
        )


class TestPaused:
    def test_says_for_whom_it_waits_and_what_is_left(self, life):
        life.wait(london(TUESDAY, "11:30"), WaitingReason.USER)

        assert said(life, london(FRIDAY, "11:00")) == (
            "Paused: waits for the caller",
            "plain",
            "6 h 30 min left when it goes on",
        )

    def test_says_that_its_time_was_over_before(self, life):
        life.wait(london(WEDNESDAY, "12:00"), WaitingReason.USER)

        text, tone, _ = said(life, london(FRIDAY, "11:00"))

        assert (text, tone) == ("Overdue, and paused: waits for the caller", "red")

    def test_a_deadline_set_by_hand_comes_all_the_same(self, life):
        life.set_deadline(london(WEDNESDAY, "12:00"), london(TUESDAY, "11:00"))
        life.wait(london(TUESDAY, "12:00"), WaitingReason.USER)

        assert said(life, london(WEDNESDAY, "14:00"))[:2] == (
            "Overdue by 2 h, paused: waits for the caller",
            "red",
        )


class TestEnded:
    def test_says_that_it_was_in_time(self, life):
        life.resolve(london(TUESDAY, "16:00"))

        assert said(life, london(WEDNESDAY, "16:00")) == (
            "Solved in time",
            "green",
            "yesterday 16:00",
        )

    def test_says_by_how_much_it_was_late_and_how_that_was_counted(self, life):
        life.resolve(london(WEDNESDAY, "12:30"))

        assert said(life, london(WEDNESDAY, "16:00")) == (
            "Solved late by 2 h 30 min",
            "red",
            "today 12:30, counted in working time",
        )

    def test_says_why_it_stopped(self, life):
        life.become(TicketState.CANCELLED, london(TUESDAY, "16:00"))

        assert said(life, london(WEDNESDAY, "16:00"))[0] == "Stopped: the ticket was cancelled"


class TestPresentClocks:
    def test_asks_one_question_for_all_clocks(self, life, django_assert_num_queries):
        agree(Metric.FIRST_RESPONSE, 2, calendar=always())
        both, sight = live(london(TUESDAY, "10:00")), sight_of(life.lead)

        with django_assert_num_queries(1):
            views = present_clocks(
                list_clocks(both.ticket.number, sight=sight), at=london(TUESDAY, "11:00")
            )

        assert [view.name for view in views] == ["First answer", "Solution"]

    def test_offers_another_deadline_to_those_who_lead_while_a_clock_runs(self, life):
        clocks = list_clocks(life.ticket.number, sight=sight_of(life.lead))
        at = london(TUESDAY, "11:00")

        assert present_clocks(clocks, leads=True, at=at)[0].deadline_url.endswith("/deadline/")
        assert not present_clocks(clocks, at=at)[0].deadline_url
        life.resolve(at)
        clocks = list_clocks(life.ticket.number, sight=sight_of(life.lead))
        assert not present_clocks(clocks, leads=True, at=at)[0].deadline_url


class TestWords:
    @pytest.mark.parametrize(
        ("seconds", "words"),
        [(0, "none"), (59, "59 s"), (3599, "59 min"), (7800, "2 h 10 min"), (360_000, "100 h")],
    )
    def test_working_time_has_no_days(self, seconds, words):
        assert working_time(seconds) == words

    def test_time_by_the_clock_on_the_wall_has(self):
        assert span_in_words(timedelta(hours=47, minutes=5)) == "47 h 5 min"
        assert span_in_words(timedelta(hours=-72)) == "3 days"

    @pytest.mark.parametrize(
        ("intervals", "words"),
        [
            ([(d, 540, 1020) for d in range(5)], "Monday to Friday 09:00 to 17:00"),
            (
                [(0, 540, 720), (0, 780, 1020), (1, 540, 720), (1, 780, 1020), (5, 600, 1440)],
                "Monday and Tuesday 09:00 to 12:00, 13:00 to 17:00; Saturday 10:00 to 24:00",
            ),
            ([(0, 540, 600), (2, 540, 600)], "Monday 09:00 to 10:00; Wednesday 09:00 to 10:00"),
        ],
    )
    def test_hours_of_a_week(self, intervals, words):
        hours = BusinessHours(intervals=tuple(Interval(*each) for each in intervals))

        assert hours_in_words(hours) == words
