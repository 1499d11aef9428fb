"""Which presenters are asked for papers, and when."""

from datetime import timedelta

import pytest

from governance.actions.paper_reminders import remind_presenters
from governance.codes import MeetingState
from governance.models import GovernanceMessage
from tests.factories.governance import (
    THURSDAY,
    CommitteeFactory,
    make_item,
    make_meeting,
    make_member,
    make_paper,
)

pytestmark = pytest.mark.django_db

DUE = THURSDAY - timedelta(days=7)


@pytest.fixture
def item():
    presenter = make_member(CommitteeFactory.create()).user
    meeting = make_meeting(papers_due_at=DUE, state=MeetingState.PLANNED)
    return make_item(meeting, "Cuts at the hospital", presenter=presenter, wants_paper=True)


def days_told():
    messages = GovernanceMessage.objects.order_by("queued_at")
    return [(message.queued_at - DUE).days for message in messages]


def every_day(first=-20, last=7):
    for day in range(first, last + 1):
        remind_presenters(at=DUE + timedelta(days=day))


class TestRemindPresenters:
    def test_asks_7_3_and_1_days_before_and_once_when_it_is_overdue(self, item):
        every_day()

        assert days_told() == [-7, -3, -1, 1]

    def test_asks_the_presenter_for_the_item_without_naming_it(self, item):
        remind_presenters(at=DUE - timedelta(days=3))

        message = GovernanceMessage.objects.get()
        assert (message.user, message.item, message.meeting) == (
            item.presenter,
            item,
            item.meeting,
        )
        assert "Cuts" not in message.subject + message.body

    def test_stops_once_the_paper_is_there(self, item):
        remind_presenters(at=DUE - timedelta(days=7))
        make_paper(item)

        every_day()

        assert days_told() == [-7]

    def test_asks_again_once_the_paper_is_withdrawn(self, item):
        paper = make_paper(item).paper
        paper.withdrawn_at = DUE - timedelta(days=4)
        paper.save()

        remind_presenters(at=DUE - timedelta(days=3))

        assert days_told() == [-3]

    def test_asks_anew_where_the_meeting_has_moved(self, item):
        remind_presenters(at=DUE - timedelta(days=3))
        item.meeting.starts_at += timedelta(days=28)
        item.meeting.ends_at += timedelta(days=28)
        item.meeting.papers_due_at += timedelta(days=28)
        item.meeting.save()

        remind_presenters(at=DUE + timedelta(days=25))

        assert days_told() == [-3, 25]

    def test_asks_for_nothing_that_is_not_wanted(self, item):
        item.wants_paper = False
        item.save()

        every_day()

        assert days_told() == []

    @pytest.mark.parametrize("state", [MeetingState.CANCELLED, MeetingState.HELD])
    def test_asks_for_nothing_once_the_meeting_is_off_or_over(self, item, state):
        item.meeting.state = state
        item.meeting.save()

        every_day()

        assert days_told() == []
