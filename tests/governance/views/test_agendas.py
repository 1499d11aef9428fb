"""The pages on which chair and secretary build an agenda, and nobody else."""

import pytest
from django.utils import timezone

from governance.codes import MeetingState, MemberRole, Visibility
from governance.models import AgendaItem
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
MOST_SQL = 24
FORM = {"title": "Winter plan", "purpose": "decide", "minutes_planned": "15", "visibility": "open"}


@pytest.fixture
def committee():
    return CommitteeFactory.create()


@pytest.fixture
def planned(committee):
    return make_meeting(committee, state=MeetingState.PLANNED)


@pytest.fixture
def secretary(committee, client, sign_in):
    user = make_member(committee, MemberRole.SECRETARY).user
    sign_in(client, user)
    return user


def agenda(meeting):
    return f"/governance/meetings/{meeting.pk}/agenda/"


def of_item(item, what):
    return f"/governance/items/{item.pk}/{what}/"


def mark(page):
    """Return what a page says it has seen."""
    return page.content.decode().partition('name="seen" value="')[2].partition('"')[0]


def test_from_the_first_item_to_the_published_agenda(client, secretary, planned):
    client.post(f"{agenda(planned)}draft/")
    client.post(f"{agenda(planned)}new/", FORM)
    item = planned.items.get(title="Winter plan")
    page = client.get(agenda(planned))
    client.post(of_item(item, "move"), {"direction": "up", "seen": mark(page)})

    page = client.get(f"{agenda(planned)}publish/")
    client.post(f"{agenda(planned)}publish/", {"seen": mark(page)})

    item.refresh_from_db()
    planned.refresh_from_db()
    assert planned.state == MeetingState.AGENDA_PUBLISHED
    assert item.number == "4"
    assert client.get(agenda(planned)).status_code == 302


class TestAgendaEdit:
    def test_says_how_the_agenda_fits_the_meeting(self, client, secretary, planned):
        make_item(planned, minutes_planned=150)

        page = client.get(agenda(planned)).content.decode()

        assert "150 of 120 minutes planned: 30 minutes too long" in page

    def test_withholds_what_the_secretary_has_an_interest_in(self, client, secretary, planned):
        item = make_item(planned, "Supplier")
        make_paper(item, "Price list")
        declare(item, secretary)

        for path in (agenda(planned), f"{agenda(planned)}publish/"):
            page = client.get(path).content.decode()
            assert "Supplier" not in page
            assert "Price list" not in page
            assert str(item.pk) not in page
        for what in ("edit", "delete"):
            assert client.get(of_item(item, what)).status_code == 404
        for what in ("move", "defer"):
            assert client.post(of_item(item, what)).status_code == 404
        below = client.get(f"{agenda(planned)}new/?below={item.pk}")
        assert below.status_code == 404

    @pytest.mark.parametrize("role", [MemberRole.MEMBER, MemberRole.OBSERVER, None])
    def test_is_closed_to_others(self, client, sign_in, committee, planned, role):
        item = make_item(planned, "Early thought")
        user = make_member(committee, role).user if role else viewer().user
        sign_in(client, user)
        expected = 403 if role else 404

        for path in ("", "new/", "publish/"):
            answer = client.get(agenda(planned) + path)
            assert answer.status_code == expected
            assert "Early thought" not in answer.content.decode()
        assert client.post(f"{agenda(planned)}draft/").status_code == expected
        for what in ("edit", "delete"):
            assert client.get(of_item(item, what)).status_code == 404
        for what in ("move", "defer"):
            assert client.post(of_item(item, what)).status_code == 404

    def test_asks_the_database_as_often_for_sixty_items_as_for_one(
        self, client, secretary, planned, django_assert_max_num_queries
    ):
        for count in range(60):
            make_item(planned, f"Item of many {count}", number="")

        with django_assert_max_num_queries(MOST_SQL):
            assert client.get(agenda(planned)).status_code == 200


class TestItemMove:
    def test_tells_who_looks_at_an_older_agenda(self, client, secretary, planned):
        make_item(planned, "One", number="")
        two = make_item(planned, "Two", number="")

        page = client.post(
            of_item(two, "move"), {"direction": "up", "seen": "old"}, follow=True
        ).content.decode()

        assert "Somebody else has changed this agenda meanwhile." in page

    def test_has_a_page_that_swaps_its_agenda_read_itself_again(self, client, secretary, planned):
        item = make_item(planned, "One", number="")

        answer = client.post(
            of_item(item, "move"),
            {"direction": "up", "seen": "old"},
            headers={"HX-Request": "true"},
        )

        assert answer["HX-Refresh"] == "true"


class TestItemNew:
    def test_keeps_what_was_typed_and_says_what_is_wrong(self, client, secretary, planned):
        typed = {**FORM, "title": "", "body": "Agree the plan.", "minutes_planned": "1000"}

        page = client.post(f"{agenda(planned)}new/", typed).content.decode()

        assert "Enter title" in page
        assert "Agree the plan." in page
        assert not planned.items.exists()

    def test_offers_below_a_private_heading_nothing_more_open(self, client, secretary, planned):
        heading = make_item(planned, "Private part", visibility=Visibility.PRIVATE, number="")
        path = f"{agenda(planned)}new/?below={heading.pk}"

        assert 'value="open"' not in client.get(path).content.decode()
        client.post(path, {**FORM, "visibility": "private"})

        assert planned.items.get(title="Winter plan").parent == heading

    def test_takes_one_presenter_not_two(self, client, secretary, planned):
        typed = {**FORM, "presenter": str(secretary.pk), "presenter_name": "A guest"}

        page = client.post(f"{agenda(planned)}new/", typed).content.decode()

        assert "not both" in page


class TestItemEdit:
    def test_shows_what_somebody_else_has_written_and_then_takes_ones_own(
        self, client, secretary, planned
    ):
        item = make_item(planned, "As it was", number="")
        opened = mark(client.get(of_item(item, "edit")))
        AgendaItem.objects.filter(pk=item.pk).update(title="Theirs", updated_at=timezone.now())

        clash = client.post(of_item(item, "edit"), {**FORM, "title": "Mine", "seen": opened})

        page = clash.content.decode()
        assert "Somebody else has changed this item meanwhile." in page
        assert "Theirs" in page
        assert "Mine" in page
        client.post(of_item(item, "edit"), {**FORM, "title": "Mine", "seen": mark(clash)})
        item.refresh_from_db()
        assert item.title == "Mine"


class TestItemDelete:
    def test_asks_before_it_deletes(self, client, secretary, planned):
        item = make_item(planned, "Slip", number="")

        asked = client.get(of_item(item, "delete"))

        assert planned.items.exists()
        client.post(of_item(item, "delete"), {"seen": mark(asked)})
        assert not planned.items.exists()


class TestLateItemNew:
    def test_comes_last_and_is_marked_on_the_page(self, client, secretary, committee):
        meeting = make_meeting(committee)
        make_item(meeting, "One")

        client.post(f"{agenda(meeting)}late/", FORM)

        page = client.get(f"/governance/meetings/{meeting.pk}/").content.decode()
        assert meeting.items.get(is_late=True).number == "2"
        assert "Late" in page
