"""Reminding the owners of actions."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.actions.action_reminders import remind_owners, when_to_remind
from governance.codes import ActionEventKind, ActionState
from governance.models import ActionEvent, GovernanceMessage
from tests.factories.governance import (
    THURSDAY,
    CommitteeFactory,
    declare,
    make_action,
    make_item,
    make_meeting,
    make_member,
)

DUE = date(2026, 12, 3)


class TestWhenToRemind:
    @pytest.mark.parametrize(
        ("days", "reminded"),
        [(-8, None), (-7, -7), (-1, -7), (0, 0), (6, 0), (7, 7), (13, 7), (14, 14)],
    )
    def test_a_week_before_on_the_day_and_each_week_after(self, days, reminded):
        expected = None if reminded is None else DUE + timedelta(days=reminded)

        assert when_to_remind(DUE, on=DUE + timedelta(days=days)) == expected

    @given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(-7, 400))
    def test_never_for_a_day_that_is_to_come_nor_one_more_than_a_week_ago(self, due_on, days):
        on = due_on + timedelta(days=days)

        day = when_to_remind(due_on, on=on)
        assert day is not None
        assert timedelta(0) <= on - day < timedelta(days=7) or on == due_on


@pytest.mark.django_db
class TestRemindOwners:
    def at(self, day):
        return datetime(day.year, day.month, day.day, 6, 50, tzinfo=UTC)

    def action(self, **facts):
        committee = CommitteeFactory.create()
        return make_action(committee, make_member(committee).user, due_on=DUE, **facts)

    def remind(self, *days):
        for day in days:
            remind_owners(at=self.at(DUE + timedelta(days=day)))
        queued = GovernanceMessage.objects.order_by("queued_at")
        return [message.subject for message in queued]

    def test_each_is_told_once_and_names_nothing(self):
        self.action()

        subjects = self.remind(-8, -7, -7, -3, 0, 0, 3, 8)

        board = "One Health and Care governance board"
        assert subjects == [
            f"{board}: your action 1 is due 3 December 2026",
            f"{board}: your action 1 is due today",
            f"{board}: your action 1 is 8 days overdue: it was due 3 December 2026",
        ]

    def test_what_was_missed_is_made_up_for_by_the_latest_alone(self):
        self.action()

        assert len(self.remind(15)) == 1

    def test_nobody_is_reminded_of_what_is_done(self):
        self.action(state=ActionState.DONE, closed_at=THURSDAY)

        assert self.remind(0, 8) == []

    def test_nobody_is_reminded_on_the_day_on_which_they_were_told(self):
        action = self.action()
        ActionEvent.objects.create(
            action=action, kind=ActionEventKind.AGREED, happened_at=self.at(DUE)
        )

        assert self.remind(0) == []
        assert len(self.remind(7)) == 1

    def test_nobody_is_reminded_of_what_they_have_an_interest_in(self):
        item = make_item(make_meeting(CommitteeFactory.create()))
        declare(item, self.action(item=item).owner)

        assert self.remind(0) == []
