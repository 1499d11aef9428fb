from datetime import date

import pytest
import time_machine
from django.urls import reverse

from governance.actions.grants import grant_item
from governance.codes import InterestKind, MemberRole, Mitigation, Visibility
from governance.models import Interest, ItemInterest
from tests.factories.governance import (
    THURSDAY,
    CommitteeFactory,
    declare,
    make_item,
    make_meeting,
    make_member,
    reach_of_user,
    viewer,
)

pytestmark = pytest.mark.django_db
TITLE = "Contract with Lumen"
WORDS = "My brother is their director."


@pytest.fixture(autouse=True)
def _on_a_day():
    with time_machine.travel(THURSDAY, tick=False):
        yield


@pytest.fixture
def enter(client, sign_in):
    """Return how to look at a page as somebody: `enter(user).get(address)`."""

    def _enter(user):
        sign_in(client, user)
        return client

    return _enter


@pytest.fixture
def committee():
    return CommitteeFactory.create()


@pytest.fixture
def member(committee):
    return make_member(committee).user


@pytest.fixture
def chair(committee):
    return make_member(committee, MemberRole.CHAIR).user


@pytest.fixture
def secretary(committee):
    return make_member(committee, MemberRole.SECRETARY).user


@pytest.fixture
def item(committee):
    return make_item(make_meeting(committee), TITLE)


def make_interest(user, party="Lumen Diagnostics Limited", **facts):
    facts = {"kind": InterestKind.INDIRECT, "description": WORDS, **facts}
    facts = {"starts_on": date(2026, 1, 1), "declared_at": THURSDAY, **facts}
    return Interest.objects.create(user=user, party=party, **facts)


def typed(**facts):
    days = {"starts_on_day": "1", "starts_on_month": "2", "starts_on_year": "2026"}
    return {"kind": "financial", "description": WORDS, "party": "Lumen", **days, **facts}


class TestInterestNew:
    def test_it_stands_in_ones_register(self, enter, member):
        answer = enter(member).post(reverse("governance:interest_new"), typed(), follow=True)

        assert WORDS in answer.content.decode()
        assert Interest.objects.get().user == member

    def test_what_is_missing_is_said_and_what_was_typed_stays(self, enter, member):
        address = reverse("governance:interest_new")

        page = enter(member).post(address, typed(description="")).content.decode()

        assert "Enter what it is" in page
        assert 'value="Lumen"' in page


class TestInterestEdit:
    def test_what_it_said_before_is_kept(self, enter, member):
        interest = make_interest(member)
        address = reverse("governance:interest_edit", args=[interest.pk])

        enter(member).post(address, typed(party="Lumen plc"))

        assert [each.party for each in interest.history.all()] == [
            "Lumen plc",
            "Lumen Diagnostics Limited",
        ]

    @pytest.mark.parametrize("page", ["governance:interest_edit", "governance:interest_end"])
    def test_that_of_somebody_else_is_not_there(self, enter, member, chair, page):
        address = reverse(page, args=[make_interest(member).pk])

        assert enter(chair).get(address).status_code == 404


class TestInterestEnd:
    def test_the_entry_stays_with_its_last_day(self, enter, member):
        interest = make_interest(member)
        day = {"ends_on_day": "31", "ends_on_month": "10", "ends_on_year": "2026"}

        answer = enter(member).post(
            reverse("governance:interest_end", args=[interest.pk]), day, follow=True
        )

        assert "Ended on 31 October 2026" in answer.content.decode()

    def test_it_does_not_end_before_it_begins(self, enter, member):
        interest = make_interest(member)
        day = {"ends_on_day": "31", "ends_on_month": "10", "ends_on_year": "2025"}

        answer = enter(member).post(reverse("governance:interest_end", args=[interest.pk]), day)

        assert "must not be before the first" in answer.content.decode()
        interest.refresh_from_db()
        assert interest.ends_on is None


class TestInterestRegister:
    def test_members_see_what_the_others_declared_and_who_declared_nothing(
        self, enter, committee, member, chair, django_assert_max_num_queries
    ):
        make_interest(chair)
        make_interest(chair, "Gone plc", ends_on=date(2026, 3, 1))
        make_interest(chair, "Lately plc", ends_on=date(2026, 9, 1))
        for _ in range(5):
            make_member(committee)
        address = reverse("governance:interest_register", args=[committee.code])
        client = enter(member)

        with django_assert_max_num_queries(20):
            page = client.get(address).content.decode()

        assert WORDS in page
        assert "Lately plc" in page
        assert "Gone plc" not in page
        assert page.count("Nothing declared") == 6

    @pytest.mark.parametrize("role", [None, MemberRole.OBSERVER])
    def test_to_others_it_is_not_there(self, enter, committee, role):
        user = make_member(committee, role).user if role else viewer().user
        address = reverse("governance:interest_register", args=[committee.code])

        assert enter(user).get(address).status_code == 404


class TestInterestDeclare:
    def test_the_item_is_gone_at_once_for_whoever_declares_a_conflict(self, enter, member, item):
        declaring = reverse("governance:interest_declare", args=[item.pk])
        client = enter(member)
        before = client.get(declaring).status_code

        answer = client.post(declaring, {"words": WORDS, "mitigation": "no-vote"}, follow=True)

        page = answer.content.decode()
        assert (before, client.get(declaring).status_code) == (200, 404)
        assert "Item 1, One Health and Care governance board, 19 November 2026" in page
        assert TITLE not in page

    def test_the_secretary_records_it_for_somebody(self, enter, secretary, member, item):
        declaring = reverse("governance:interest_declare", args=[item.pk])
        sent = {"person": member.pk, "words": WORDS, "mitigation": "leave"}

        page = enter(secretary).post(declaring, sent, follow=True).content.decode()

        declared = ItemInterest.objects.get()
        assert (declared.user, declared.declared_by) == (member, secretary)
        assert "Leaves for the item" in page

    def test_the_secretary_records_it_for_a_guest_who_was_named(self, enter, secretary, item):
        guest = viewer().user
        grant_item(item.pk, to=guest, by=reach_of_user(secretary), at=THURSDAY)
        sent = {"person": guest.pk, "words": WORDS, "mitigation": "leave"}

        enter(secretary).post(reverse("governance:interest_declare", args=[item.pk]), sent)

        assert ItemInterest.objects.get().user == guest

    def test_a_member_cannot_record_it_for_another(self, enter, member, chair, item):
        sent = {"person": chair.pk, "words": WORDS, "mitigation": "leave"}

        enter(member).post(reverse("governance:interest_declare", args=[item.pk]), sent)

        assert ItemInterest.objects.get().user == member

    def test_members_do_not_see_what_others_declared(self, enter, member, chair, item):
        declare(item, chair)
        make_interest(chair)

        page = enter(member).get(reverse("governance:interest_declare", args=[item.pk]))

        assert "A relative works for the supplier" not in page.content.decode()
        assert WORDS not in page.content.decode()

    def test_ones_own_register_gives_a_hint(self, enter, member, item):
        make_interest(member)

        page = enter(member).get(reverse("governance:interest_declare", args=[item.pk]))

        assert "no finding" in page.content.decode()

    def test_it_takes_few_queries_however_many_declared(
        self, enter, chair, committee, item, django_assert_max_num_queries
    ):
        for _ in range(6):
            declare(item, make_member(committee).user)
        client = enter(chair)

        with django_assert_max_num_queries(28):
            page = client.get(reverse("governance:interest_declare", args=[item.pk]))

        assert page.content.decode().count("Lift<") == 6

    @pytest.mark.parametrize("who", ["stranger", "observer", "conflicted chair", "member"])
    def test_an_item_that_one_may_not_know_of_is_not_there(self, enter, committee, who):
        item = make_item(make_meeting(committee), TITLE, visibility=Visibility.RESTRICTED)
        roles = {"observer": MemberRole.OBSERVER, "member": MemberRole.MEMBER}
        role = roles.get(who, MemberRole.CHAIR)
        user = viewer().user if who == "stranger" else make_member(committee, role).user
        if who == "conflicted chair":
            declare(item, user)
        declaration = declare(item, viewer().user)
        client = enter(user)

        answers = [
            client.get(reverse("governance:interest_declare", args=[item.pk])),
            client.get(reverse("governance:interest_lift", args=[declaration.pk])),
        ]

        assert {answer.status_code for answer in answers} == {404}
        assert not any(TITLE in answer.content.decode() for answer in answers)


class TestInterestLift:
    def test_the_chair_lifts_it_with_a_reason_and_the_item_is_back(
        self, enter, chair, member, item
    ):
        declaration = declare(item, member)
        address = reverse("governance:interest_lift", args=[declaration.pk])

        without = enter(chair).post(address, {"reason": ""}).content.decode()
        page = enter(chair).post(address, {"reason": "He has left them"}, follow=True)

        assert "Say why it is lifted" in without
        assert "Lifted on 19 November 2026: He has left them" in page.content.decode()
        declaring = reverse("governance:interest_declare", args=[item.pk])
        assert enter(member).get(declaring).status_code == 200

    def test_the_secretary_may_not(self, enter, secretary, member, item):
        address = reverse("governance:interest_lift", args=[declare(item, member).pk])

        assert enter(secretary).get(address).status_code == 403

    def test_nobody_lifts_their_own(self, enter, chair, item):
        own = declare(item, chair, Mitigation.STAY)

        answer = enter(chair).get(reverse("governance:interest_lift", args=[own.pk]))

        assert answer.status_code == 403


class TestMeetingInterests:
    def test_the_secretary_sees_what_is_declared_and_where_the_register_hints(
        self, enter, committee, secretary, member, item, django_assert_max_num_queries
    ):
        declare(make_item(item.meeting, "Another matter"), member)
        for _ in range(3):
            make_interest(make_member(committee).user)
        address = reverse("governance:meeting_interests", args=[item.meeting_id])
        client = enter(secretary)

        with django_assert_max_num_queries(22):
            page = client.get(address).content.decode()

        assert "Another matter" in page
        assert page.count(WORDS) == 3

    def test_a_conflicted_secretary_gets_no_hint_of_the_item(self, enter, secretary, member, item):
        make_interest(member)
        declare(item, secretary)
        declare(item, member)

        page = enter(secretary).get(reverse("governance:meeting_interests", args=[item.meeting_id]))

        assert TITLE not in page.content.decode()
        assert str(member) not in page.content.decode()

    def test_it_is_for_chair_and_secretary(self, enter, member, item):
        address = reverse("governance:meeting_interests", args=[item.meeting_id])

        assert enter(member).get(address).status_code == 403
        assert enter(viewer().user).get(address).status_code == 404
