"""Agreeing what somebody is to do."""

from datetime import date, timedelta

import pytest

from core.errors import Forbidden, NotPermittedNow
from governance.actions.action_items import agree_action
from governance.codes import ActionEventKind, MeetingState, MemberRole, MessageKind, Visibility
from governance.models import ActionItem, AgendaItem, GovernanceMessage
from tests.factories.governance import (
    THURSDAY,
    CommitteeFactory,
    declare,
    make_item,
    make_meeting,
    make_member,
    reach_of_user,
)

pytestmark = pytest.mark.django_db

DUE = date(2026, 12, 3)


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
def item(committee):
    return make_item(make_meeting(committee, state=MeetingState.IN_PROGRESS))


def agree(committee, owner, by, *, item=None, text="Write to the practices.", due_on=DUE):
    return agree_action(
        committee_id=committee.pk,
        item_id=item.pk if item else None,
        text=text,
        owner=owner,
        due_on=due_on,
        by=reach_of_user(by),
        at=THURSDAY,
    )


class TestAgreeAction:
    def test_is_numbered_within_its_committee(self, committee, owner, secretary, item):
        first = agree(committee, owner, secretary, item=item)
        second = agree(committee, owner, secretary)

        assert (first.number, second.number) == (1, 2)
        assert (first.item, second.item) == (item, None)

    def test_begins_its_history(self, committee, owner, secretary):
        event = agree(committee, owner, secretary).events.get()

        assert (event.kind, event.due_after, event.by) == (ActionEventKind.AGREED, DUE, secretary)

    def test_tells_the_owner_without_saying_what_it_is(self, committee, owner, secretary, item):
        agree(committee, owner, secretary, item=item)

        mail = GovernanceMessage.objects.get()
        assert (mail.user, mail.kind, mail.item) == (owner, MessageKind.ACTION, item)
        assert "practices" not in mail.subject + mail.body
        assert item.title not in mail.subject + mail.body
        assert "3 December 2026" in mail.body

    def test_is_refused_to_a_member(self, committee, owner):
        with pytest.raises(Forbidden):
            agree(committee, owner, owner)

        assert not ActionItem.objects.exists()

    def test_does_not_know_an_item_of_another_committee(self, committee, owner, secretary):
        elsewhere = make_item(make_meeting(CommitteeFactory.create(code="other", name="Other")))

        with pytest.raises(AgendaItem.DoesNotExist):
            agree(committee, owner, secretary, item=elsewhere)

    def test_does_not_know_an_item_in_which_the_chair_has_an_interest(self, committee, owner):
        chair = make_member(committee, MemberRole.CHAIR).user
        item = make_item(make_meeting(committee), visibility=Visibility.RESTRICTED)
        declare(item, chair)

        with pytest.raises(AgendaItem.DoesNotExist):
            agree(committee, owner, chair, item=item)

    def test_is_refused_where_an_interest_was_declared_meanwhile(self, committee, owner, item):
        chair = make_member(committee, MemberRole.CHAIR).user
        old_reach = reach_of_user(chair)
        declare(item, chair)

        with pytest.raises(Forbidden):
            agree_action(
                committee_id=committee.pk,
                item_id=item.pk,
                text="Write.",
                owner=owner,
                due_on=DUE,
                by=old_reach,
                at=THURSDAY,
            )

    def test_is_not_given_to_somebody_with_an_interest(self, committee, owner, secretary, item):
        declare(item, owner)

        with pytest.raises(NotPermittedNow, match="interest"):
            agree(committee, owner, secretary, item=item)

    def test_is_not_given_to_somebody_who_has_left(self, committee, owner, secretary):
        owner.is_active = False

        with pytest.raises(NotPermittedNow, match="no longer here"):
            agree(committee, owner, secretary)

    @pytest.mark.parametrize("text", ["  ", "x" * 501])
    def test_says_something_and_not_too_much(self, committee, owner, secretary, text):
        with pytest.raises(NotPermittedNow):
            agree(committee, owner, secretary, text=text)

    def test_may_be_due_today_but_not_yesterday(self, committee, owner, secretary):
        today = THURSDAY.date()

        assert agree(committee, owner, secretary, due_on=today).due_on == today
        with pytest.raises(NotPermittedNow, match="past"):
            agree(committee, owner, secretary, due_on=today - timedelta(days=1))
