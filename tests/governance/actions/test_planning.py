"""Series of meetings: planned ahead once, and followed when they change."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time, timedelta
from threading import Barrier

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from core.errors import DomainError, Forbidden, NotPermittedNow
from governance.actions.meetings import MeetingFacts, cancel_meeting, move_meeting
from governance.actions.planning import invite_ahead, plan_ahead, plan_meetings
from governance.actions.series import SeriesPlan, change_series, create_series
from governance.codes import HolidayRule, MeetingState, MemberRole, MessageKind
from governance.models import GovernanceMessage, Meeting, MeetingSeries
from tests.factories.governance import (
    CommitteeFactory,
    make_member,
    reach_of_user,
    viewer,
)

AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
TODAY = AT.date()
UNTIL = TODAY + timedelta(days=366)
PLAN = SeriesPlan(name="Monthly", start_time=time(14), exceptions={})


def reach(user):
    return reach_of_user(user, on=TODAY)


def make_series(committee, rule: str = "FREQ=MONTHLY;BYDAY=4FR", **facts) -> MeetingSeries:
    facts = {"starts_on": TODAY, "start_time": time(14), "name": "Monthly", **facts}
    return MeetingSeries.objects.create(committee=committee, rule=rule, **facts)


def begin(secretary, **facts) -> MeetingSeries:
    return create_series(
        committee_id=secretary.committee_id,
        rule=facts.pop("rule", "FREQ=MONTHLY;BYDAY=4FR"),
        starts_on=TODAY,
        plan=SeriesPlan(**{"name": "Monthly", "start_time": time(14), "exceptions": {}, **facts}),
        by=reach(secretary.user),
        at=AT,
    )


def change(series, secretary, **facts) -> MeetingSeries:
    facts = {"name": "Monthly", "start_time": time(14), "exceptions": {}, **facts}
    plan = SeriesPlan(**facts)
    return change_series(series_id=series.pk, plan=plan, by=reach(secretary.user), at=AT)


@pytest.fixture
def secretary(db):
    return make_member(CommitteeFactory.create(), MemberRole.SECRETARY)


class TestPlanMeetings:
    def test_plans_a_year_in_order_with_papers_due_a_week_before(self, secretary):
        series = make_series(secretary.committee)

        made = plan_meetings(series.pk, until=UNTIL, at=AT)

        meetings = list(Meeting.objects.order_by("starts_at"))
        assert made == len(meetings) == 12
        assert [each.number for each in meetings] == list(range(1, 13))
        first = meetings[0]
        assert first.starts_at == datetime(2026, 11, 27, 14, tzinfo=UTC)
        assert first.ends_at - first.starts_at == timedelta(hours=2)
        assert first.papers_due_at == datetime(2026, 11, 20, 17, tzinfo=UTC)

    def test_does_nothing_the_second_time(self, secretary):
        series = make_series(secretary.committee)
        plan_meetings(series.pk, until=UNTIL, at=AT)

        assert plan_meetings(series.pk, until=UNTIL, at=AT + timedelta(hours=1)) == 0

    def test_a_meeting_on_christmas_moves_and_says_why(self, secretary):
        series = make_series(secretary.committee)
        plan_meetings(series.pk, until=UNTIL, at=AT)

        moved = Meeting.objects.get(planned_on=date(2026, 12, 25))

        assert moved.starts_at == datetime(2026, 12, 29, 14, tzinfo=UTC)
        assert moved.moved_reason == "Bank holiday: Christmas Day"
        assert moved.number == 2

    def test_plans_no_meeting_that_has_begun(self, secretary):
        series = make_series(secretary.committee, "FREQ=WEEKLY;BYDAY=TU")

        plan_meetings(series.pk, until=UNTIL, at=datetime(2026, 11, 24, 14, 30, tzinfo=UTC))

        assert not Meeting.objects.filter(planned_on=date(2026, 11, 24)).exists()

    def test_plans_nothing_for_a_committee_that_is_closed(self, secretary):
        series = make_series(secretary.committee)
        secretary.committee.closed_on = TODAY
        secretary.committee.save()

        assert plan_meetings(series.pk, until=UNTIL, at=AT) == 0
        assert plan_ahead(at=AT) == 0

    def test_keeps_the_number_of_a_meeting_that_is_moved(self, secretary):
        series = make_series(secretary.committee)
        plan_meetings(series.pk, until=UNTIL, at=AT)
        second = Meeting.objects.get(number=2)
        move_meeting(
            meeting_id=second.pk,
            facts=MeetingFacts(
                starts_at=AT + timedelta(days=90), ends_at=AT + timedelta(days=90, hours=1)
            ),
            reason="The chair is away",
            by=reach(secretary.user),
            at=AT,
        )

        assert plan_meetings(series.pk, until=UNTIL, at=AT) == 0
        second.refresh_from_db()
        assert (second.number, second.planned_on) == (2, date(2026, 12, 25))


class TestAnySeries(TestCase):
    @examples(max_examples=15)
    @given(
        rule=st.sampled_from(
            ["FREQ=WEEKLY;BYDAY=MO", "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR", "FREQ=MONTHLY;BYDAY=-1MO"]
        ),
        holiday_rule=st.sampled_from(HolidayRule.values),
        steps=st.lists(st.integers(0, 200), min_size=1, max_size=5),
    )
    def test_planned_in_any_steps_it_loses_and_doubles_nothing(self, rule, holiday_rule, steps):
        committee = CommitteeFactory.create()
        stepwise = make_series(committee, rule, holiday_rule=holiday_rule)
        at_once = make_series(committee, rule, holiday_rule=holiday_rule)

        for days in steps:
            plan_meetings(stepwise.pk, until=TODAY + timedelta(days=days), at=AT)
        plan_meetings(at_once.pk, until=TODAY + timedelta(days=max(steps)), at=AT)

        planned = [
            set(each.meetings.values_list("planned_on", "starts_at"))
            for each in (stepwise, at_once)
        ]
        assert planned[0] == planned[1]
        numbers = list(Meeting.objects.filter(committee=committee).values_list("number", flat=True))
        assert sorted(numbers) == list(range(1, len(numbers) + 1))


class TestChangeSeries:
    def test_meetings_ahead_follow_to_another_time(self, secretary):
        series = begin(secretary)

        change(series, secretary, start_time=time(10))

        first = series.meetings.get(number=1)
        assert first.starts_at == datetime(2026, 11, 27, 10, tzinfo=UTC)
        assert first.revision == 1

    def test_what_was_moved_by_hand_stays(self, secretary):
        series = begin(secretary)
        moved, starts_at = series.meetings.get(number=3), AT + timedelta(days=70)
        move_meeting(
            meeting_id=moved.pk,
            facts=MeetingFacts(starts_at=starts_at, ends_at=starts_at + timedelta(hours=1)),
            reason="The chair is away",
            by=reach(secretary.user),
            at=AT,
        )

        change(series, secretary, start_time=time(10))

        moved.refresh_from_db()
        assert moved.starts_at == starts_at

    def test_what_is_published_stays(self, secretary):
        series = begin(secretary)
        series.meetings.filter(number=1).update(state=MeetingState.AGENDA_PUBLISHED)

        change(series, secretary, start_time=time(10))

        assert series.meetings.get(number=1).starts_at.hour == 14

    def test_a_day_that_is_taken_out_is_cancelled_with_its_reason(self, secretary):
        series = begin(secretary)

        change(series, secretary, exceptions={date(2027, 1, 22): "The room is being painted"})

        off = series.meetings.get(planned_on=date(2027, 1, 22))
        assert off.state == MeetingState.CANCELLED
        assert off.cancelled_reason == "The room is being painted"

    def test_an_end_cancels_what_lies_behind_it(self, secretary):
        series = begin(secretary)

        change(series, secretary, ends_on=date(2027, 2, 1))

        states = series.meetings.order_by("planned_on").values_list("state", flat=True)
        assert list(states) == ["planned"] * 3 + ["cancelled"] * 9

    @pytest.mark.parametrize("role", [MemberRole.MEMBER, MemberRole.OBSERVER, None])
    def test_others_may_not(self, secretary, role):
        series = begin(secretary)
        other = make_member(secretary.committee, role).user if role else viewer().user

        with pytest.raises(Forbidden):
            change_series(series_id=series.pk, plan=PLAN, by=reach(other), at=AT)


class TestInvitations:
    def test_members_are_invited_once_when_a_meeting_comes_near(self, secretary):
        begin(secretary)
        make_member(secretary.committee, starts_on=TODAY)

        invite_ahead(at=AT)
        again = invite_ahead(at=AT + timedelta(hours=1))

        told = GovernanceMessage.objects.filter(kind=MessageKind.MEETING)
        # Of the twelve of the year two are within eight weeks.
        assert told.count() == 4
        assert again == 0

    def test_whoever_joins_later_is_invited_to_what_lies_ahead(self, secretary):
        begin(secretary)
        late = make_member(secretary.committee)

        invite_ahead(at=AT + timedelta(days=1))

        assert GovernanceMessage.objects.filter(user=late.user).count() == 2

    def test_whose_term_ends_before_the_meeting_is_not_invited(self, secretary):
        leaver = make_member(secretary.committee, ends_on=TODAY + timedelta(days=1))
        former = make_member(secretary.committee, ends_on=TODAY - timedelta(days=1))

        begin(secretary)

        told = GovernanceMessage.objects.filter(user__in=[leaver.user, former.user])
        assert not told.exists()


@pytest.mark.django_db(transaction=True)
class TestAtTheSameMoment:
    def run(self, *changes):
        ready = Barrier(len(changes))

        def one(each):
            try:
                connection.ensure_connection()
                ready.wait(timeout=60)
                return each()
            except DomainError as error:
                return error
            finally:
                connection.close()

        with ThreadPoolExecutor(len(changes)) as pool:
            return list(pool.map(one, changes))

    def test_four_workers_plan_each_meeting_once(self):
        committee = CommitteeFactory.create()
        keys = [make_series(committee).pk, make_series(committee, "FREQ=WEEKLY;BYDAY=WE").pk]

        def plan():
            return sum(plan_meetings(key, until=UNTIL, at=AT) for key in keys)

        made = self.run(plan, plan, plan, plan)

        numbers = list(Meeting.objects.values_list("number", flat=True))
        assert sum(made) == len(numbers)
        assert sorted(numbers) == list(range(1, len(numbers) + 1))

    def test_of_moving_and_cancelling_what_comes_second_sees_the_first(self):
        secretary = make_member(CommitteeFactory.create(), MemberRole.SECRETARY)
        series = begin(secretary)
        meeting, by = series.meetings.get(number=1), reach(secretary.user)
        starts_at = AT + timedelta(days=5)
        facts = MeetingFacts(starts_at=starts_at, ends_at=starts_at + timedelta(hours=1))

        results = self.run(
            lambda: move_meeting(
                meeting_id=meeting.pk, facts=facts, reason="The room", by=by, at=AT
            ),
            lambda: cancel_meeting(meeting_id=meeting.pk, reason="Nothing to do", by=by, at=AT),
        )

        refused = [each for each in results if isinstance(each, NotPermittedNow)]
        meeting.refresh_from_db()
        assert meeting.state == MeetingState.CANCELLED
        assert meeting.revision == 2 - len(refused)
