"""The reader: a meeting on one page, with private notes."""

import pytest

from governance.codes import MeetingState, MemberRole, Visibility
from governance.models import ReaderNote
from tests.factories.governance import (
    CommitteeFactory,
    declare,
    make_item,
    make_meeting,
    make_member,
    make_paper,
    viewer,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def committee():
    return CommitteeFactory.create()


@pytest.fixture
def meeting(committee):
    return make_meeting(committee)


def read(client, meeting):
    return client.get(f"/governance/meetings/{meeting.pk}/read/")


def test_shows_items_and_papers_in_the_order_of_the_agenda(client, sign_in, committee, meeting):
    first = make_item(meeting, "First")
    make_item(meeting, "Second")
    make_item(meeting, "Below the first", parent=first)
    make_paper(first, "The paper", body="It **says** so.")
    sign_in(client, make_member(committee).user)

    page = read(client, meeting).content.decode()

    places = [page.index(f"{words}</h2>") for words in ("First", "Below the first", "Second")]
    assert places == sorted(places)
    assert "It <strong>says</strong> so." in page


def test_what_is_withheld_stands_by_its_number(client, sign_in, committee, meeting):
    make_item(meeting, "Heron")
    make_paper(make_item(meeting, "Quokka", visibility=Visibility.RESTRICTED), "Quokka paper")
    member = make_member(committee).user
    declare(make_item(meeting, "Pangolin"), member)
    sign_in(client, member)

    page = read(client, meeting).content.decode()

    assert "Heron" in page
    assert "Quokka" not in page
    assert "Pangolin" not in page
    assert page.count("Withheld from you</h2>") == 2


def test_a_note_comes_back_to_its_writer(client, sign_in, committee, meeting):
    item = make_item(meeting)
    sign_in(client, make_member(committee).user)

    client.post(f"/governance/items/{item.pk}/note/", {"body": "Ask about the cost."})

    assert "Ask about the cost." in read(client, meeting).content.decode()
    sign_in(client, make_member(committee, MemberRole.CHAIR).user)
    assert "Ask about the cost." not in read(client, meeting).content.decode()


def test_a_note_on_what_one_may_not_know_of_is_not_found(client, sign_in, committee, meeting):
    item = make_item(meeting, visibility=Visibility.RESTRICTED)
    sign_in(client, make_member(committee).user)

    answer = client.post(f"/governance/items/{item.pk}/note/", {"body": "?"})

    assert answer.status_code == 404
    assert not ReaderNote.objects.exists()


def test_strangers_and_early_readers_find_nothing(client, sign_in, committee, meeting):
    planned = make_meeting(committee, state=MeetingState.PLANNED)
    sign_in(client, make_member(committee).user)
    assert read(client, planned).status_code == 404

    sign_in(client, viewer().user)
    assert read(client, meeting).status_code == 404
