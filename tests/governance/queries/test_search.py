"""Searching agendas, papers, minutes and decisions."""

import pytest

from governance.codes import MeetingState, MemberRole, Visibility
from governance.queries.search import search
from tests.factories.governance import (
    CommitteeFactory,
    declare,
    make_entry,
    make_item,
    make_meeting,
    make_member,
    make_paper,
    reach_of_user,
    viewer,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def committee():
    return CommitteeFactory.create()


@pytest.fixture
def meeting(committee):
    return make_meeting(committee, state=MeetingState.MINUTES_CIRCULATED)


def found(words, user, **wish):
    return [(each.kind, each.title) for each in search(words, reach=reach_of_user(user), **wish)]


def test_finds_words_in_every_place_in_any_form(committee, meeting):
    member = make_member(committee).user
    item = make_item(meeting, "Ambulances read plans")
    make_paper(item, "Paper on crews", body="Crews need the plan of care.")
    make_entry(item, "Crews are trained in forty minutes.")

    assert found("ambulance", member) == [("item", "Ambulances read plans")]
    assert found("trained", member) == [("minutes", "Ambulances read plans")]
    assert set(found("crew", member)) == {
        ("paper", "Paper on crews"),
        ("minutes", "Ambulances read plans"),
    }


def test_what_is_struck_or_replaced_is_not_found(committee, meeting):
    member = make_member(committee).user
    item = make_item(meeting)
    version = make_paper(item, body="the first pelican")
    version.paper.versions.create(
        number=2,
        body="the second heron",
        words="the second heron",
        file_check="clean",
        sha256="1" * 64,
        sent_at=version.sent_at,
        sent_by=version.sent_by,
    )
    make_entry(item, "a struck pelican", struck_at=meeting.starts_at)

    assert found("pelican", member) == []
    assert found("heron", member) == [("paper", "A paper")]


@pytest.mark.parametrize("words", ["", "  ", "\x00", "'; drop", '"', "-", "<b>", "a" * 5000])
def test_any_words_can_be_typed(committee, meeting, words):
    assert found(words, make_member(committee).user) == []


def test_who_may_not_know_of_it_does_not_find_it(committee, meeting):
    for visibility in Visibility:
        item = make_item(meeting, f"{visibility} quokka", visibility=visibility)
        make_paper(item, body="quokka")
        make_entry(item, "quokka")
    conflicted = make_member(committee, MemberRole.CHAIR).user
    for item in meeting.items.all():
        declare(item, conflicted)

    assert found("quokka", viewer().user) == []
    assert found("quokka", conflicted) == []
    assert len(found("quokka", make_member(committee, MemberRole.OBSERVER).user)) == 3
    assert len(found("quokka", make_member(committee).user)) == 6
    assert len(found("quokka", make_member(committee, MemberRole.SECRETARY).user)) == 9


def test_minutes_are_found_only_once_they_are_circulated(committee):
    draft = make_meeting(committee, state=MeetingState.MINUTES_DRAFT)
    make_entry(make_item(draft), "quokka")

    assert found("quokka", make_member(committee).user) == []
    assert len(found("quokka", make_member(committee, MemberRole.CHAIR).user)) == 1


def test_can_be_narrowed_to_one_committee(committee, meeting):
    other = CommitteeFactory.create(code="leadership", name="Leadership")
    member = make_member(committee)
    make_member(other, user=member.user)
    make_item(meeting, "quokka here")
    make_item(make_meeting(other), "quokka there")

    assert found("quokka", member.user, committee="leadership") == [("item", "quokka there")]
