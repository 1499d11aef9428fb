"""The pages of actions."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse

from governance.codes import ActionState, MeetingState, MemberRole, Visibility
from governance.models import ActionItem
from tests.factories.governance import (
    THURSDAY,
    CommitteeFactory,
    declare,
    make_action,
    make_item,
    make_meeting,
    make_member,
    viewer,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_a_day():
    with time_machine.travel(THURSDAY, tick=False):
        yield


@pytest.fixture
def committee():
    return CommitteeFactory.create()


@pytest.fixture
def meeting(committee):
    return make_meeting(committee, state=MeetingState.MINUTES_CIRCULATED)


@pytest.fixture
def look(client, sign_in):
    """Return how to read a page as somebody."""

    def _look(user, name, *args, **query):
        sign_in(client, user)
        return client.get(reverse(f"governance:{name}", args=args), query)

    return _look


@pytest.fixture
def send(client, sign_in):
    """Return how to send a form as somebody."""

    def _send(user, name, *args, **typed):
        sign_in(client, user)
        return client.post(reverse(f"governance:{name}", args=args), typed)

    return _send


def text(answer):
    return b"".join(answer).decode() if answer.streaming else answer.content.decode()


class TestWhoKnowsOfAnAction:
    @pytest.fixture
    def actions(self, committee, meeting):
        """Have an action of each kind of item, owned by somebody who is no member."""
        owner = viewer().user
        return {
            kind: make_action(
                committee,
                owner,
                text=f"Do the {kind} thing.",
                item=make_item(meeting, f"About {kind}", visibility=kind),
            )
            for kind in Visibility
        }

    def shown(self, look, user, *pages):
        read = "".join(text(look(user, name, *args, state="all")) for name, *args in pages)
        return {kind for kind in Visibility if f"Do the {kind} thing." in read}

    @pytest.mark.parametrize(
        ("role", "known"),
        [
            (MemberRole.SECRETARY, set(Visibility)),
            (MemberRole.MEMBER, {Visibility.OPEN, Visibility.PRIVATE}),
            (MemberRole.OBSERVER, {Visibility.OPEN}),
        ],
    )
    def test_it_goes_with_its_item_in_every_channel(
        self, look, committee, meeting, actions, role, known
    ):
        user = make_member(committee, role).user

        for page in (
            ("action_list",),
            ("action_file", "csv"),
            ("meeting_actions", meeting.pk),
        ):
            assert self.shown(look, user, page) == known
        for kind, action in actions.items():
            assert look(user, "action_detail", action.pk).status_code == (
                200 if kind in known else 404
            )

    def test_a_chair_with_an_interest_finds_it_nowhere(self, look, committee, meeting, actions):
        chair = make_member(committee, MemberRole.CHAIR).user
        declare(actions[Visibility.OPEN].item, chair)

        pages = [("action_list",), ("action_file", "csv"), ("meeting_actions", meeting.pk)]
        assert Visibility.OPEN not in self.shown(look, chair, *pages)
        assert look(chair, "action_detail", actions[Visibility.OPEN].pk).status_code == 404

    def test_its_owner_reads_it_but_not_of_its_item(self, look, actions):
        action = actions[Visibility.RESTRICTED]

        for page in (("own_actions",), ("action_detail", action.pk)):
            answer = text(look(action.owner, *page))
            assert action.text in answer
            assert "About restricted" not in answer

    def test_a_stranger_finds_nothing(self, look, actions, meeting):
        stranger = viewer().user

        assert self.shown(look, stranger, ("action_list",), ("own_actions",)) == set()
        assert look(stranger, "meeting_actions", meeting.pk).status_code == 404
        assert look(stranger, "action_detail", actions[Visibility.OPEN].pk).status_code == 404


class TestOwnActions:
    def test_the_late_ones_stand_first(self, look, committee):
        user = make_member(committee).user
        make_action(committee, user, text="Later.", due_on=date(2027, 3, 1))
        make_action(committee, user, text="Overdue.", due_on=date(2026, 11, 16))

        page = text(look(user, "own_actions"))

        assert page.index("Overdue.") < page.index("Later.")
        assert "Red: 3 days overdue" in page

    def test_nothing_to_do_is_explained(self, look):
        assert "Nothing is asked of you" in text(look(viewer().user, "own_actions"))


class TestActionList:
    @pytest.fixture
    def secretary(self, committee):
        user = make_member(committee, MemberRole.SECRETARY).user
        for number in range(60):
            make_action(committee, user, text=f"Open {number}.", due_on=date(2027, 1, 1))
        make_action(committee, user, text="Late.", due_on=date(2026, 11, 1))
        make_action(committee, user, text="Done.", state=ActionState.DONE, closed_at=THURSDAY)
        return user

    def test_counts_are_of_all_and_pages_hold_fifty(self, look, secretary):
        page = text(look(secretary, "action_list"))

        assert ">60</span>" in page
        assert "1 to 50 of 61 actions" in page
        assert "Done." not in page

    def test_the_address_narrows_it(self, look, secretary):
        assert "Open 1." not in text(look(secretary, "action_list", rag="red"))
        assert "Late." in text(look(secretary, "action_list", rag="red"))
        assert "Late." not in text(look(secretary, "action_list", q="open 1"))
        assert "Done." in text(look(secretary, "action_list", state="done"))

    @pytest.mark.parametrize("number", ["0", "x", "99999999", "²"])
    def test_a_page_that_is_none_is_the_nearest(self, look, secretary, number):
        assert look(secretary, "action_list", page=number).status_code == 200

    def test_many_actions_take_no_more_queries(
        self, client, look, secretary, django_assert_max_num_queries
    ):
        look(secretary, "action_list")
        with django_assert_max_num_queries(22):
            client.get(reverse("governance:action_list"))

    @pytest.mark.parametrize(("kind", "start"), [("csv", b"\xef\xbb\xbf"), ("xlsx", b"PK")])
    def test_it_is_taken_along_as_a_file(self, look, secretary, kind, start):
        answer = look(secretary, "action_file", kind, rag="red")

        assert b"".join(answer).startswith(start)
        assert answer["Content-Disposition"].endswith(f'actions-2026-11-19.{kind}"')

    def test_other_kinds_of_file_there_are_none(self, look, secretary):
        assert look(secretary, "action_file", "pdf").status_code == 404


class TestActionNew:
    def typed(self, owner, **typed):
        day = {"due_on_day": "3", "due_on_month": "12", "due_on_year": "2026"}
        return {"text": "Write to all.", "owner": str(owner.pk), **day, **typed}

    def test_the_secretary_writes_one_down(self, send, committee):
        secretary = make_member(committee, MemberRole.SECRETARY).user

        send(secretary, "action_new", committee.code, **self.typed(secretary))

        assert ActionItem.objects.get().text == "Write to all."

    def test_what_was_typed_stays_where_a_day_is_past(self, send, committee):
        secretary = make_member(committee, MemberRole.SECRETARY).user

        page = text(
            send(
                secretary,
                "action_new",
                committee.code,
                **self.typed(secretary, due_on_year="2025"),
            )
        )

        assert "must not be in the past" in page
        assert "Write to all." in page

    def test_a_member_may_not_and_a_stranger_knows_of_no_committee(self, look, committee):
        member = make_member(committee).user

        assert look(member, "action_new", committee.code).status_code == 403
        assert look(viewer().user, "action_new", committee.code).status_code == 404


class TestActionDetail:
    @pytest.fixture
    def owner(self, committee):
        return make_member(committee).user

    @pytest.fixture
    def action(self, committee, owner):
        return make_action(committee, owner)

    def test_its_owner_closes_it(self, send, owner, action):
        send(owner, "action_detail", action.pk, choice="done", words="All have answered.")

        action.refresh_from_db()
        assert action.state == ActionState.DONE

    def test_an_error_stands_with_its_field_and_what_was_typed(self, send, owner, action):
        page = text(send(owner, "action_detail", action.pk, choice="move", reason="Too busy."))

        assert "Enter new due date" in page
        assert "Too busy." in page

    def test_a_colleague_reads_it_and_is_offered_nothing(self, look, send, committee, action):
        colleague = make_member(committee).user

        assert "What you can do" not in text(look(colleague, "action_detail", action.pk))
        send(colleague, "action_detail", action.pk, choice="done", words="Done.")
        action.refresh_from_db()
        assert action.state == ActionState.OPEN

    def test_who_hands_it_on_and_may_know_of_it_no_longer_is_led_home(
        self, send, committee, action
    ):
        outsider = viewer().user
        action.owner = outsider
        action.save()

        answer = send(
            outsider,
            "action_detail",
            action.pk,
            choice="hand-over",
            to=str(make_member(committee).user.pk),
        )

        assert answer.url == reverse("governance:own_actions")

    def test_it_takes_few_queries(self, client, look, owner, action, django_assert_max_num_queries):
        look(owner, "action_detail", action.pk)
        with django_assert_max_num_queries(24):
            client.get(reverse("governance:action_detail", args=[action.pk]))


def test_a_meeting_goes_through_what_is_open_and_what_was_closed_since_the_last(look, committee):
    user = make_member(committee).user
    make_meeting(committee, state=MeetingState.HELD, starts_at=THURSDAY - timedelta(days=28))
    meeting = make_meeting(committee)
    closed = {"state": ActionState.DONE}
    make_action(committee, user, text="Open.")
    make_action(committee, user, text="New.", closed_at=THURSDAY - timedelta(days=9), **closed)
    make_action(committee, user, text="Old.", closed_at=THURSDAY - timedelta(days=40), **closed)

    page = text(look(user, "meeting_actions", meeting.pk))

    assert "Open." in page
    assert "New." in page
    assert "Old." not in page
