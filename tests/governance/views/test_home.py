"""The first page of governance."""

from datetime import timedelta

import pytest
from django.utils import timezone

from governance.codes import MeetingState, MemberRole, MotionState, Purpose, Visibility
from governance.models import Motion, WrittenResolution
from tests.factories.governance import (
    CommitteeFactory,
    declare,
    make_action,
    make_item,
    make_meeting,
    make_member,
    viewer,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def committee():
    return CommitteeFactory.create()


def page_of(client, sign_in, user):
    sign_in(client, user)
    return client.get("/governance/").content.decode()


def test_the_next_meeting_stands_first_with_what_it_asks(client, sign_in, committee):
    member = make_member(committee)
    meeting = make_meeting(committee, starts_at=timezone.now() + timedelta(days=3))
    make_item(meeting, purpose=Purpose.DECIDE)
    make_item(meeting, purpose=Purpose.DECIDE, visibility=Visibility.RESTRICTED)
    make_meeting(
        committee, starts_at=timezone.now() + timedelta(days=1), state=MeetingState.CANCELLED
    )

    page = page_of(client, sign_in, member.user)

    assert f"Next: {committee.name}" in page
    assert "1 item to decide" in page


def test_what_waits_for_somebody_is_named_with_what_to_do(client, sign_in, committee):
    member = make_member(committee)
    soon = timezone.now() + timedelta(days=3)
    running = make_meeting(committee, state=MeetingState.IN_PROGRESS, starts_at=timezone.now())
    Motion.objects.create(
        item=make_item(running),
        number=1,
        text="Agree",
        state=MotionState.OPEN,
        opened_at=timezone.now(),
    )
    make_item(make_meeting(committee, starts_at=soon), presenter=member.user, wants_paper=True)
    WrittenResolution.objects.create(
        committee=committee,
        number=1,
        title="Move the release",
        text="By a week.",
        reason="It cannot wait.",
        opened_at=timezone.now(),
        opened_by=member.user,
        deadline_at=soon,
    )
    make_action(committee, member.user, text="Write to the practices.")

    page = page_of(client, sign_in, member.user)

    assert "<b>Vote</b>: Item 1" in page
    assert "<b>Send the paper</b>" in page
    assert "<b>Answer</b>: Move the release" in page
    assert "Write to the practices." in page


def test_chair_and_secretary_see_which_minutes_wait(client, sign_in, committee):
    make_meeting(committee, state=MeetingState.MINUTES_DRAFT)

    served = page_of(client, sign_in, make_member(committee, MemberRole.CHAIR).user)
    assert "<b>Check the minutes</b>" in served


def test_members_do_not_see_that_minutes_are_in_draft(client, sign_in, committee):
    make_meeting(committee, state=MeetingState.MINUTES_DRAFT)

    assert "Check the minutes" not in page_of(client, sign_in, make_member(committee).user)


def test_an_open_vote_on_an_item_with_a_conflict_does_not_wait(client, sign_in, committee):
    member = make_member(committee)
    running = make_meeting(committee, state=MeetingState.IN_PROGRESS, starts_at=timezone.now())
    item = make_item(running)
    Motion.objects.create(
        item=item, number=1, text="x", state=MotionState.OPEN, opened_at=timezone.now()
    )
    declare(item, member.user)

    assert "<b>Vote</b>" not in page_of(client, sign_in, member.user)


def test_somebody_of_no_committee_reads_why_the_page_is_empty(client, sign_in, committee):
    make_meeting(committee, starts_at=timezone.now() + timedelta(days=3))

    page = page_of(client, sign_in, viewer().user)

    assert "No meeting is planned for you." in page
    assert committee.name not in page


def test_it_costs_the_same_however_much_waits(
    client, sign_in, committee, django_assert_max_num_queries
):
    member = make_member(committee)
    for days in range(1, 9):
        meeting = make_meeting(committee, starts_at=timezone.now() + timedelta(days=days))
        make_item(meeting, presenter=member.user, wants_paper=True)
        make_action(committee, member.user)
    sign_in(client, member.user)
    client.get("/governance/")

    with django_assert_max_num_queries(24):
        client.get("/governance/")
