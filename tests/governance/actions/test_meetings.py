"""Meetings called, moved and cancelled, and what calendars are told of it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from icalendar import Calendar, Event

from core.errors import Forbidden, NotPermittedNow
from governance.actions.meetings import (
    MeetingFacts,
    cancel_meeting,
    create_meeting,
    move_meeting,
    papers_due_at,
)
from governance.codes import LodgingPlace, MeetingMode, MeetingState, MemberRole, MessageKind
from governance.models import GovernanceMessage, LodgedHead, Meeting
from tests.factories.governance import (
    CommitteeFactory,
    make_item,
    make_meeting,
    make_member,
    make_paper,
    reach_of_user,
    viewer,
)

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
NEAR = AT + timedelta(days=16, hours=5)


def reach(user):
    return reach_of_user(user, on=AT.date())


def facts(starts_at: datetime = NEAR, **others) -> MeetingFacts:
    return MeetingFacts(starts_at=starts_at, ends_at=starts_at + timedelta(hours=2), **others)


def event_of(message: GovernanceMessage) -> Event:
    [event] = Calendar.from_ical(message.invitation).walk("VEVENT")
    return event


@pytest.fixture
def secretary():
    return make_member(CommitteeFactory.create(), MemberRole.SECRETARY)


@pytest.fixture
def member(secretary):
    return make_member(secretary.committee).user


def call(secretary, **others) -> Meeting:
    return create_meeting(
        committee_id=secretary.committee_id,
        facts=facts(**others),
        by=reach(secretary.user),
        at=AT,
    )


def move(meeting, secretary, to: MeetingFacts) -> Meeting:
    return move_meeting(
        meeting_id=meeting.pk, facts=to, reason="The chair is away", by=reach(secretary.user), at=AT
    )


class TestCreateMeeting:
    def test_invites_every_member(self, secretary, member):
        meeting = call(secretary, join_url="https://meet.invalid/board")

        message = GovernanceMessage.objects.get(user=member)
        event = event_of(message)
        assert message.kind == MessageKind.MEETING
        assert event["UID"] == f"{meeting.pk}@{settings.MAIL_DOMAIN}"
        assert event["SEQUENCE"] == 0
        assert event.decoded("DTSTART") == NEAR
        assert "https://meet.invalid/board" in event["DESCRIPTION"]
        assert f"/governance/meetings/{meeting.pk}/" in event["DESCRIPTION"]
        assert Calendar.from_ical(message.invitation)["METHOD"] == "REQUEST"

    def test_gives_each_meeting_one_uid_and_no_rule(self, secretary, member):
        call(secretary)
        call(secretary, starts_at=NEAR + timedelta(days=7))

        events = [event_of(each) for each in GovernanceMessage.objects.filter(user=member)]

        assert len({event["UID"] for event in events}) == 2
        assert not any("RRULE" in event for event in events)

    def test_writes_the_head_of_the_chain_that_was_lodged_last(self, secretary, member):
        for sequence in (6, 7):
            LodgedHead.objects.create(
                committee=secretary.committee,
                sequence=sequence,
                hash=f"{sequence}a" * 32,
                signature="x",
                place=LodgingPlace.STORE,
                where="store",
                lodged_at=AT,
            )
        call(secretary)

        description = event_of(GovernanceMessage.objects.get(user=member))["DESCRIPTION"]
        assert "Evidence: entry 7, 7a7a7a7a7a7a7a7a" in description
        assert "7a" * 9 not in description

    @pytest.mark.parametrize("role", [MemberRole.MEMBER, MemberRole.OBSERVER, MemberRole.ATTENDEE])
    def test_only_chair_and_secretary_call_one(self, secretary, role):
        other = make_member(secretary.committee, role)

        with pytest.raises(Forbidden):
            create_meeting(
                committee_id=secretary.committee_id, facts=facts(), by=reach(other.user), at=AT
            )

    def test_not_in_the_past_nor_of_a_closed_committee(self, secretary):
        with pytest.raises(NotPermittedNow):
            call(secretary, starts_at=AT - timedelta(minutes=1))
        secretary.committee.closed_on = AT.date()
        secretary.committee.save()

        with pytest.raises(NotPermittedNow):
            call(secretary)


class TestMoveMeeting:
    def test_tells_calendars_by_the_same_uid_and_a_higher_sequence(self, secretary, member):
        meeting = call(secretary)

        move(meeting, secretary, facts(NEAR + timedelta(days=1)))

        first, second = GovernanceMessage.objects.filter(user=member).order_by("created_at")
        assert second.kind == MessageKind.MEETING_CHANGED
        assert "The chair is away" in second.body
        assert event_of(first)["UID"] == event_of(second)["UID"]
        assert event_of(second)["SEQUENCE"] == 1
        assert event_of(second).decoded("DTSTART") == NEAR + timedelta(days=1)

    def test_moves_the_day_for_papers_with_it(self, secretary):
        meeting = call(secretary)

        moved = move(meeting, secretary, facts(NEAR + timedelta(days=1)))

        assert meeting.papers_due_at
        assert moved.papers_due_at == meeting.papers_due_at + timedelta(days=1)

    def test_tells_nobody_where_nothing_changes(self, secretary, member):
        meeting = call(secretary)

        move(meeting, secretary, facts())

        assert GovernanceMessage.objects.filter(user=member).count() == 1

    @pytest.mark.parametrize(
        "state", [MeetingState.IN_PROGRESS, MeetingState.HELD, MeetingState.CANCELLED]
    )
    def test_not_once_it_has_begun_or_is_cancelled(self, secretary, state):
        meeting = make_meeting(secretary.committee, state=state, starts_at=NEAR)

        with pytest.raises(NotPermittedNow):
            move(meeting, secretary, facts(NEAR + timedelta(days=1)))

    def test_not_by_a_stranger(self, secretary):
        meeting = call(secretary)

        with pytest.raises(Forbidden):
            move_meeting(
                meeting_id=meeting.pk, facts=facts(), reason="x", by=reach(viewer().user), at=AT
            )


class TestCancelMeeting:
    def test_strikes_it_in_the_calendars_of_all_who_were_invited(self, secretary, member):
        meeting = call(secretary)

        cancel_meeting(
            meeting_id=meeting.pk, reason="Nothing to decide", by=reach(secretary.user), at=AT
        )

        message = GovernanceMessage.objects.get(user=member, kind=MessageKind.MEETING_CANCELLED)
        assert Calendar.from_ical(message.invitation)["METHOD"] == "CANCEL"
        assert event_of(message)["STATUS"] == "CANCELLED"
        assert event_of(message)["SEQUENCE"] == 1
        assert "Nothing to decide" in message.body

    def test_happens_once(self, secretary):
        meeting = call(secretary)
        how = {"meeting_id": meeting.pk, "reason": "x", "by": reach(secretary.user), "at": AT}
        cancel_meeting(**how)

        with pytest.raises(NotPermittedNow):
            cancel_meeting(**how)


def test_no_mail_of_a_meeting_names_an_item_or_a_paper(secretary, member):
    meeting = make_meeting(
        secretary.committee, starts_at=NEAR, mode=MeetingMode.BOTH, place="Room 2, Stafford"
    )
    make_paper(make_item(meeting, "Secret supplier"), "Secret paper")

    move(meeting, secretary, facts(NEAR + timedelta(days=1)))
    cancel_meeting(meeting_id=meeting.pk, reason="Weather", by=reach(secretary.user), at=AT)

    told = GovernanceMessage.objects.filter(user=member)
    assert told.count() == 2
    for each in told:
        assert "Secret" not in each.subject + each.body + each.invitation


class TestPapersDueAt:
    def test_is_the_end_of_a_day_of_work_in_winter_and_in_summer(self):
        winter = papers_due_at(datetime(2026, 12, 10, 14, tzinfo=UTC), 7)
        summer = papers_due_at(datetime(2026, 4, 2, 13, tzinfo=UTC), 7)

        assert winter == datetime(2026, 12, 3, 17, tzinfo=UTC)
        # The clocks went forward on 29 March: a week before it was still winter time.
        assert summer == datetime(2026, 3, 26, 17, tzinfo=UTC)

    def test_is_never_after_the_start(self):
        starts_at = datetime(2026, 12, 10, 14, tzinfo=UTC)

        assert papers_due_at(starts_at, 0) == starts_at
