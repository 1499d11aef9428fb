"""The page of a meeting tells each reader what they may know, and of the rest the number alone."""

import pytest
from guardian.shortcuts import assign_perm

from governance.codes import MeetingState, MemberRole, Visibility
from governance.models import AgendaItem
from tests.factories.governance import (
    CommitteeFactory,
    declare,
    make_action,
    make_entry,
    make_item,
    make_meeting,
    make_member,
    make_paper,
    viewer,
)

pytestmark = pytest.mark.django_db
MOST_SQL = 30


@pytest.fixture
def committee():
    return CommitteeFactory.create()


@pytest.fixture
def meeting(committee):
    made = make_meeting(committee, join_url="https://meet.example/board")
    make_paper(make_item(made, "Winter plan"), "Plan in full")
    make_paper(make_item(made, "Supplier", visibility=Visibility.PRIVATE), "Price list")
    make_paper(make_item(made, "A complaint", visibility=Visibility.RESTRICTED), "The letter")
    return made


@pytest.fixture
def open_as(client, sign_in):
    def _open_as(user, path):
        sign_in(client, user)
        return client.get(path)

    return _open_as


def page_of(meeting):
    return f"/governance/meetings/{meeting.pk}/"


def item_page(item):
    return f"/governance/items/{item.pk}/"


class TestMeetingDetail:
    @pytest.mark.parametrize(
        ("role", "told", "withheld"),
        [
            (MemberRole.CHAIR, ["Plan in full", "Price list", "The letter"], []),
            (MemberRole.MEMBER, ["Plan in full", "Price list"], ["A complaint", "The letter"]),
            (
                MemberRole.OBSERVER,
                ["Plan in full"],
                ["Supplier", "Price list", "A complaint", "The letter"],
            ),
        ],
    )
    def test_tells_each_role_its_own_items(self, committee, meeting, open_as, role, told, withheld):
        page = open_as(make_member(committee, role).user, page_of(meeting)).content.decode()

        assert all(words in page for words in told)
        assert not any(words in page for words in withheld)
        assert page.count("Withheld") == 3 - len(told)

    def test_is_not_found_by_a_stranger(self, meeting, open_as):
        assert open_as(viewer().user, page_of(meeting)).status_code == 404

    def test_withholds_from_a_chair_what_they_have_an_interest_in(
        self, committee, meeting, open_as
    ):
        chair = make_member(committee, MemberRole.CHAIR).user
        declare(meeting.items.get(title="Supplier"), chair)

        page = open_as(chair, page_of(meeting)).content.decode()

        assert "Supplier" not in page
        assert "Price list" not in page
        assert "A complaint" in page

    def test_shows_somebody_who_is_named_that_item_alone(self, meeting, open_as):
        expert = viewer().user
        assign_perm("read_restricted_item", expert, meeting.items.get(title="A complaint"))

        page = open_as(expert, page_of(meeting)).content.decode()

        assert "A complaint" in page
        assert "Winter plan" not in page
        assert page.count("Withheld") == 2

    def test_shows_somebody_who_is_named_for_a_paper_that_paper_alone(self, meeting, open_as):
        expert, paper = viewer().user, meeting.items.get(title="Supplier").papers.get()
        assign_perm("read_paper", expert, paper)

        page = open_as(expert, page_of(meeting)).content.decode()

        assert "Price list" in page
        assert "Supplier" not in page

    @pytest.mark.parametrize("state", [MeetingState.PLANNED, MeetingState.CANCELLED])
    def test_tells_members_not_even_how_long_an_unpublished_agenda_is(
        self, committee, open_as, state
    ):
        meeting = make_meeting(committee, state=state)
        make_item(meeting, "Early thought")

        page = open_as(make_member(committee).user, page_of(meeting)).content.decode()

        assert "Early thought" not in page
        assert "Withheld" not in page
        assert "The agenda is not published." in page

    def test_shows_when_each_item_begins(self, committee, open_as):
        meeting = make_meeting(committee)
        make_item(meeting, "First", minutes_planned=25)
        make_item(meeting, "Second", minutes_planned=10)

        page = open_as(make_member(committee).user, page_of(meeting)).content.decode()

        assert "14:25" in page
        assert "35 of 120 minutes planned, 85 free" in page

    def test_tells_members_whether_a_quorum_is_expected(self, committee, meeting, open_as):
        member, expert = make_member(committee).user, viewer().user
        assign_perm("read_restricted_item", expert, meeting.items.get(title="A complaint"))

        assert "Quorum expected" in open_as(member, page_of(meeting)).content.decode()
        assert "Quorum" not in open_as(expert, page_of(meeting)).content.decode()

    def test_asks_the_database_as_often_for_sixty_items_as_for_three(
        self, committee, meeting, client, sign_in, django_assert_max_num_queries
    ):
        for count in range(60):
            make_paper(make_item(meeting, f"Item of many {count}"))
        sign_in(client, make_member(committee).user)

        with django_assert_max_num_queries(MOST_SQL):
            assert client.get(page_of(meeting)).status_code == 200


class TestItemDetail:
    def test_shows_text_papers_and_actions(self, committee, meeting, open_as):
        member = make_member(committee).user
        item = meeting.items.get(title="Winter plan")
        AgendaItem.objects.filter(pk=item.pk).update(body="Agree the **plan**.")
        make_action(committee, member, item=item)

        page = open_as(member, item_page(item)).content.decode()

        assert "<strong>plan</strong>" in page
        assert "Plan in full" in page
        assert "Write to the practices." in page

    def test_keeps_the_minutes_to_chair_and_secretary_until_they_are_circulated(
        self, committee, open_as
    ):
        meeting = make_meeting(committee, state=MeetingState.HELD)
        item = make_item(meeting)
        make_entry(item, "Said in the room.")

        as_member = open_as(make_member(committee).user, item_page(item)).content.decode()
        secretary = make_member(committee, MemberRole.SECRETARY).user
        as_secretary = open_as(secretary, item_page(item)).content.decode()

        assert "Said in the room." not in as_member
        assert "Said in the room." in as_secretary

    @pytest.mark.parametrize(
        ("role", "title"),
        [
            (MemberRole.OBSERVER, "Supplier"),
            (MemberRole.OBSERVER, "A complaint"),
            (MemberRole.MEMBER, "A complaint"),
        ],
    )
    def test_is_not_found_by_those_who_may_not_know_of_it(
        self, committee, meeting, open_as, role, title
    ):
        user = make_member(committee, role).user

        assert open_as(user, item_page(meeting.items.get(title=title))).status_code == 404

    def test_is_not_found_by_a_conflicted_chair(self, committee, meeting, open_as):
        chair, item = make_member(committee, MemberRole.CHAIR).user, meeting.items.first()
        declare(item, chair)

        assert open_as(chair, item_page(item)).status_code == 404

    def test_is_not_found_by_a_stranger(self, meeting, open_as):
        assert open_as(viewer().user, item_page(meeting.items.first())).status_code == 404

    def test_does_not_list_an_item_below_that_is_restricted(self, committee, meeting, open_as):
        parent = meeting.items.get(title="Winter plan")
        make_item(meeting, "Names of patients", parent=parent, visibility=Visibility.RESTRICTED)
        make_item(meeting, "Beds", parent=parent)

        page = open_as(make_member(committee).user, item_page(parent)).content.decode()

        assert "Beds" in page
        assert "Names of patients" not in page
