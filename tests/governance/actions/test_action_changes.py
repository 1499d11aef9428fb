"""What becomes of an action."""

from datetime import date, timedelta

import pytest

from core.errors import Forbidden, NotPermittedNow
from governance.actions import action_changes as change
from governance.codes import ActionEventKind, ActionState, MemberRole, Visibility
from governance.models import ActionItem, GovernanceMessage
from tests.factories.governance import (
    THURSDAY,
    CommitteeFactory,
    declare,
    make_action,
    make_item,
    make_meeting,
    make_member,
    reach_of_user,
    viewer,
)

pytestmark = pytest.mark.django_db

LATER = date(2026, 12, 17)


@pytest.fixture
def committee():
    return CommitteeFactory.create()


@pytest.fixture
def secretary(committee):
    return make_member(committee, MemberRole.SECRETARY).user


@pytest.fixture
def owner(committee):
    return make_member(committee).user


@pytest.fixture
def colleague(committee):
    return make_member(committee).user


@pytest.fixture
def action(committee, owner):
    return make_action(committee, owner)


def move(action, by, *, due_on=LATER, reason="Waiting for the supplier."):
    return change.move_due_date(
        action_id=action.pk, due_on=due_on, reason=reason, by=reach_of_user(by), at=THURSDAY
    )


def finish(action, by):
    return change.finish_action(
        action_id=action.pk, words="All have answered.", by=reach_of_user(by), at=THURSDAY
    )


def give(action, by, to):
    return change.hand_over(
        action_id=action.pk, to=to, reason="On leave.", by=reach_of_user(by), at=THURSDAY
    )


class TestMoveDueDate:
    def test_each_later_day_is_counted_and_the_first_is_kept(self, action, owner):
        first = action.due_on

        move(action, owner)
        moved = move(action, owner, due_on=LATER + timedelta(days=7))

        assert (moved.times_moved, moved.first_due_on) == (2, first)
        days = list(action.events.values_list("due_before", "due_after", "words"))
        assert days[0] == (first, LATER, "Waiting for the supplier.")

    def test_an_earlier_day_is_no_slip(self, action, owner):
        assert move(action, owner, due_on=action.due_on - timedelta(days=1)).times_moved == 0

    @pytest.mark.parametrize("days", [0, -15])
    def test_neither_the_same_day_nor_a_past_one(self, action, owner, days):
        with pytest.raises(NotPermittedNow):
            move(action, owner, due_on=action.due_on + timedelta(days=days))

    def test_a_colleague_may_not(self, action, colleague):
        with pytest.raises(Forbidden):
            move(action, colleague)

    def test_nobody_may_once_it_is_closed(self, action, owner):
        finish(action, owner)

        with pytest.raises(NotPermittedNow, match="closed"):
            move(action, owner)

    def test_an_owner_with_an_interest_knows_nothing_of_it(self, committee, owner):
        item = make_item(make_meeting(committee))
        action = make_action(committee, owner, item=item)
        declare(item, owner)

        with pytest.raises(ActionItem.DoesNotExist):
            move(action, owner)

    def test_an_interest_declared_meanwhile_counts(self, committee, owner):
        item = make_item(make_meeting(committee))
        action = make_action(committee, owner, item=item)
        old_reach = reach_of_user(owner)
        declare(item, owner)

        with pytest.raises(Forbidden):
            change.move_due_date(
                action_id=action.pk, due_on=LATER, reason="Late.", by=old_reach, at=THURSDAY
            )


class TestHandOver:
    def test_it_is_theirs_and_they_are_told(self, action, owner, colleague):
        assert give(action, owner, colleague).owner == colleague

        assert GovernanceMessage.objects.get().user == colleague
        assert action.events.get().kind == ActionEventKind.HANDED_OVER

    def test_not_to_somebody_outside_the_committee(self, action, owner):
        with pytest.raises(NotPermittedNow, match="cannot take"):
            give(action, owner, viewer().user)

    def test_not_to_an_observer(self, action, owner, committee):
        with pytest.raises(NotPermittedNow):
            give(action, owner, make_member(committee, MemberRole.OBSERVER).user)

    def test_not_to_somebody_with_an_interest_and_without_saying_so(
        self, committee, owner, colleague
    ):
        item = make_item(make_meeting(committee))
        declare(item, colleague)

        with pytest.raises(NotPermittedNow) as refused:
            give(make_action(committee, owner, item=item), owner, colleague)
        assert "interest" not in str(refused.value)

    def test_what_is_restricted_is_given_on_by_the_secretary_alone(
        self, committee, owner, colleague, secretary
    ):
        item = make_item(make_meeting(committee), visibility=Visibility.RESTRICTED)
        action = make_action(committee, owner, item=item)

        with pytest.raises(Forbidden):
            give(action, owner, colleague)
        assert give(action, secretary, colleague).owner == colleague


class TestClosing:
    def test_an_owner_says_what_shows_that_it_is_done(self, action, owner):
        done = finish(action, owner)

        assert (done.state, done.closed_at) == (ActionState.DONE, THURSDAY)
        assert action.events.get().words == "All have answered."

    def test_only_the_office_says_that_it_is_no_longer_needed(self, action, owner, secretary):
        def drop(by):
            return change.drop_action(
                action_id=action.pk, reason="Overtaken.", by=reach_of_user(by), at=THURSDAY
            )

        with pytest.raises(Forbidden):
            drop(owner)
        assert drop(secretary).state == ActionState.DROPPED

    def test_the_secretary_opens_it_again_and_the_owner_is_told(self, action, owner, secretary):
        finish(action, owner)

        change.reopen_action(
            action_id=action.pk,
            due_on=LATER,
            reason="Two have not.",
            by=reach_of_user(secretary),
            at=THURSDAY,
        )

        action.refresh_from_db()
        assert (action.state, action.closed_at, action.times_moved) == ("open", None, 1)
        assert GovernanceMessage.objects.get().user == owner

    def test_evidence_is_added_to_what_is_closed_as_well(self, action, owner):
        finish(action, owner)

        change.add_to_action(
            action_id=action.pk,
            kind=ActionEventKind.EVIDENCE,
            words="Compliance is at 84%.",
            by=reach_of_user(owner),
            at=THURSDAY,
        )

        kinds = list(action.events.values_list("kind", flat=True))
        assert kinds == [ActionEventKind.DONE, ActionEventKind.EVIDENCE]
