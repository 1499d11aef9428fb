"""Somebody's meetings in their own calendar."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from guardian.shortcuts import assign_perm
from icalendar import Calendar

from governance.codes import MeetingState, MemberRole, Visibility
from governance.models import MeetingFeed
from tests.factories.governance import (
    CommitteeFactory,
    declare,
    make_item,
    make_meeting,
    make_member,
    viewer,
)

pytestmark = pytest.mark.django_db

PAGE = "/governance/calendar/"


@pytest.fixture
def committee():
    return CommitteeFactory.create()


@pytest.fixture
def member(client, sign_in, committee):
    membership = make_member(committee)
    sign_in(client, membership.user)
    return membership


def soon(days: int = 3):
    return timezone.now() + timedelta(days=days)


def open_address(client) -> str:
    page = client.post(f"{PAGE}open/").content.decode()
    found = re.search(r'value="http[^"]*?(/governance/calendar/[^"]+\.ics)"', page)
    assert found
    return found.group(1)


def events(content: bytes):
    return Calendar.from_ical(content).walk("VEVENT")


class TestMeetingFeed:
    def test_answers_whoever_knows_the_address_with_meetings_alone(
        self, client, committee, member, django_assert_max_num_queries
    ):
        for days in range(1, 5):
            meeting = make_meeting(committee, starts_at=soon(days))
            for visibility in Visibility:
                make_item(meeting, f"Secret {visibility}", visibility=visibility)
        address = open_address(client)
        client.logout()

        with django_assert_max_num_queries(16):
            response = client.get(address)

        assert response["Content-Type"].startswith("text/calendar")
        assert len(events(response.content)) == 4
        assert b"Secret" not in response.content
        assert b"ATTENDEE" not in response.content
        assert MeetingFeed.objects.get().last_read_at is not None

    def test_leaves_out_what_is_cancelled_long_over_or_anothers(self, client, committee, member):
        make_meeting(committee, starts_at=soon(), state=MeetingState.CANCELLED)
        make_meeting(committee, starts_at=timezone.now() - timedelta(days=100))
        make_meeting(CommitteeFactory.create(code="other", name="Other"), starts_at=soon())

        assert events(client.get(open_address(client)).content) == []

    def test_is_empty_once_the_membership_has_ended(self, client, committee, member):
        make_meeting(committee, starts_at=soon())
        address = open_address(client)
        member.ends_on = timezone.localdate() - timedelta(days=1)
        member.save()

        assert events(client.get(address).content) == []

    def test_ends_with_a_new_address_and_when_it_is_revoked(self, client, member):
        first, second = open_address(client), open_address(client)
        assert client.get(first).status_code == 404
        assert client.get(second).status_code == 200

        client.post(f"{PAGE}revoke/")

        assert client.get(second).status_code == 404

    def test_opens_nothing_to_those_who_guess(self, client):
        assert client.get(f"{PAGE}{'a' * 43}/meetings.ics").status_code == 404


class TestMeetingCalendar:
    def test_gives_the_file_to_members_and_nothing_to_strangers(
        self, client, sign_in, committee, member
    ):
        address = f"/governance/meetings/{make_meeting(committee).pk}/meeting.ics"

        assert len(events(client.get(address).content)) == 1
        sign_in(client, viewer().user)
        assert client.get(address).status_code == 404

    def test_is_given_to_who_is_named_for_an_item_until_they_are_conflicted(
        self, client, sign_in, committee
    ):
        meeting, expert = make_meeting(committee), viewer().user
        item = make_item(meeting, visibility=Visibility.RESTRICTED)
        assign_perm("read_restricted_item", expert, item)
        sign_in(client, expert)
        address = f"/governance/meetings/{meeting.pk}/meeting.ics"
        assert client.get(address).status_code == 200

        declare(item, expert)

        assert client.get(address).status_code == 404

    def test_the_conflicted_chair_gets_the_meeting_without_its_items(
        self, client, sign_in, committee
    ):
        chair, meeting = make_member(committee, MemberRole.CHAIR), make_meeting(committee)
        declare(make_item(meeting, "Secret supplier"), chair.user)
        sign_in(client, chair.user)

        content = client.get(f"/governance/meetings/{meeting.pk}/meeting.ics").content

        assert len(events(content)) == 1
        assert b"Secret" not in content
