"""Whom governance tells what."""

import pytest
from guardian.shortcuts import assign_perm

from governance.codes import MeetingState, MemberRole, Mitigation, Visibility
from governance.models import AgendaItem, Meeting, Paper
from tests.factories.governance import (
    CommitteeFactory,
    declare,
    make_item,
    make_meeting,
    make_member,
    make_paper,
    reach_of_user,
    viewer,
)

pytestmark = pytest.mark.django_db


def titles(user):
    return set(AgendaItem.objects.visible_to(reach_of_user(user)).values_list("title", flat=True))


@pytest.fixture
def committee():
    return CommitteeFactory.create()


@pytest.fixture
def meeting(committee):
    made = make_meeting(committee)
    make_item(made, "open", visibility=Visibility.OPEN)
    make_item(made, "private", visibility=Visibility.PRIVATE)
    make_item(made, "restricted", visibility=Visibility.RESTRICTED)
    return made


@pytest.mark.parametrize(
    ("role", "seen"),
    [
        (MemberRole.CHAIR, {"open", "private", "restricted"}),
        (MemberRole.SECRETARY, {"open", "private", "restricted"}),
        (MemberRole.MEMBER, {"open", "private"}),
        (MemberRole.ATTENDEE, {"open", "private"}),
        (MemberRole.OBSERVER, {"open"}),
    ],
)
def test_each_role_knows_of_its_own_items(committee, meeting, role, seen):
    assert titles(make_member(committee, role).user) == seen


def test_a_stranger_knows_of_nothing(meeting):
    stranger = viewer().user

    assert titles(stranger) == set()
    assert not Meeting.objects.visible_to(reach_of_user(stranger)).exists()


def test_before_the_agenda_is_published_only_those_who_prepare_it_know(committee):
    planned = make_meeting(committee, state=MeetingState.PLANNED)
    make_item(planned, "early")

    assert titles(make_member(committee).user) == set()
    assert titles(make_member(committee, MemberRole.SECRETARY).user) == {"early"}


def test_somebody_who_is_named_knows_of_a_restricted_item_and_its_meeting(meeting):
    expert = viewer().user
    assign_perm("read_restricted_item", expert, meeting.items.get(title="restricted"))

    assert titles(expert) == {"restricted"}
    assert Meeting.objects.visible_to(reach_of_user(expert)).get() == meeting


def test_somebody_who_is_named_for_a_paper_reads_that_paper_alone(meeting):
    expert, item = viewer().user, meeting.items.get(title="private")
    paper = make_paper(item, "one").paper
    make_paper(item, "another")
    assign_perm("read_paper", expert, paper)

    assert list(Paper.objects.visible_to(reach_of_user(expert))) == [paper]
    assert titles(expert) == set()


@pytest.mark.parametrize("role", [MemberRole.CHAIR, MemberRole.SECRETARY, MemberRole.MEMBER])
@pytest.mark.parametrize("mitigation", [Mitigation.NO_VOTE, Mitigation.LEAVE])
def test_a_conflict_wins_over_every_other_right(committee, meeting, role, mitigation):
    member = make_member(committee, role)
    item = meeting.items.get(title="open")
    child = make_item(meeting, "below", parent=item)
    paper = make_paper(child).paper
    for target, right in ((item, "read_restricted_item"), (paper, "read_paper")):
        assign_perm(right, member.user, target)
    declare(item, member.user, mitigation)

    assert not titles(member.user) & {"open", "below"}
    assert not Paper.objects.visible_to(reach_of_user(member.user)).exists()


def test_an_interest_that_is_only_noted_takes_nothing_away(committee, meeting):
    member = make_member(committee)
    declare(meeting.items.get(title="open"), member.user, Mitigation.STAY)

    assert titles(member.user) == {"open", "private"}
