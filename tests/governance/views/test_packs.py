from uuid import uuid4

import pytest
from django.urls import reverse
from guardian.shortcuts import assign_perm

from governance.codes import MeetingState, Mitigation
from governance.models import BoardPack
from tests.factories.governance import declare, role_of, viewer
from tests.governance.pack_world import (
    all_words,
    draw_all,
    issue,
    make_world,
    own_pack,
    words_of,
)

pytestmark = pytest.mark.django_db
SECRETS = ("Award", "Bids", "Umber")


@pytest.fixture
def world():
    return make_world()


@pytest.fixture
def as_user(client, sign_in):
    def _as(user):
        user.active_role = role_of(user)
        sign_in(client, user)
        return client

    return _as


def address(name, pack):
    return reverse(f"governance:{name}", args=[pack.meeting_id, pack.pk])


class TestPackList:
    def test_explains_that_there_is_no_pack_yet(self, as_user, world):
        answer = as_user(world.member).get(reverse("governance:pack_list", args=[world.meeting.pk]))

        assert "No pack has been issued for this meeting." in answer.text
        assert "Issue the pack" not in answer.text

    def test_lets_the_secretary_issue_one_and_says_how_far_it_is(self, as_user, world):
        client = as_user(world.secretary)
        page = reverse("governance:pack_list", args=[world.meeting.pk])
        assert "Issue the pack" in client.get(page).text

        answer = client.post(reverse("governance:pack_issue", args=[world.meeting.pk]), follow=True)

        assert BoardPack.objects.get().asked_by == world.secretary
        assert "Being put together" in answer.text
        assert "data-polls" in answer.text

    def test_says_why_no_pack_can_be_issued(self, as_user, world):
        world.meeting.state = MeetingState.PLANNED
        world.meeting.save()

        answer = as_user(world.chair).get(reverse("governance:pack_list", args=[world.meeting.pk]))

        assert "from the publication of the agenda" in answer.text

    def test_does_not_let_a_member_issue_one(self, as_user, world):
        answer = as_user(world.member).post(
            reverse("governance:pack_issue", args=[world.meeting.pk])
        )

        assert answer.status_code == 403
        assert not BoardPack.objects.exists()

    def test_shows_a_pack_that_is_being_put_together_to_those_who_issue_it_alone(
        self, as_user, world
    ):
        as_user(world.secretary).post(reverse("governance:pack_issue", args=[world.meeting.pk]))

        answer = as_user(world.member).get(reverse("governance:pack_list", args=[world.meeting.pk]))

        assert "No pack has been issued" in answer.text

    def test_takes_few_queries_however_many_packs_there_are(
        self, as_user, world, django_assert_max_num_queries
    ):
        for _ in range(3):
            draw_all(issue(world))
        client = as_user(world.secretary)

        with django_assert_max_num_queries(30):
            client.get(reverse("governance:pack_list", args=[world.meeting.pk]))


class TestPackDetail:
    def test_shows_to_chair_and_secretary_who_has_opened_theirs(self, as_user, world):
        pack = draw_all(issue(world))
        as_user(world.member).get(address("pack_download", pack))

        page = as_user(world.secretary).get(address("pack_detail", pack)).text

        assert "1 of 4 readers have opened their pack." in page
        assert str(world.observer) in page

    def test_shows_to_a_member_their_own_alone(self, as_user, world):
        pack = draw_all(issue(world))

        page = as_user(world.member).get(address("pack_detail", pack)).text

        assert "Who has opened theirs" not in page
        assert str(world.observer) not in page
        assert "Item 3" in page

    def test_names_nothing_of_what_is_in_it(self, as_user, world):
        pack = draw_all(issue(world))

        for user in (world.chair, world.secretary, world.member, world.observer):
            page = as_user(user).get(address("pack_detail", pack)).text
            assert not any(word in page for word in SECRETS)

    def test_offers_to_make_the_pack_of_whoever_came_later(self, as_user, world):
        pack = draw_all(issue(world))
        guest = viewer().user
        assign_perm("governance.read_paper", guest, world.open_paper.paper)
        client = as_user(guest)
        assert "Make my pack" in client.get(address("pack_detail", pack)).text

        client.post(address("pack_ask", pack))
        draw_all(pack)

        assert "Go by ward." in all_words(client.get(address("pack_download", pack)).content)


class TestPackDownload:
    def test_answers_the_readers_own_pdf_that_nothing_keeps_or_runs(self, as_user, world):
        pack = draw_all(issue(world))

        answer = as_user(world.member).get(address("pack_download", pack))

        assert answer["Content-Type"] == "application/pdf"
        assert "sandbox" in answer["Content-Security-Policy"]
        assert answer["Cache-Control"] == "no-store"
        assert str(world.member) in words_of(answer.content)[0]
        assert own_pack(pack, world.member).first_opened_at is not None

    def test_answers_nobody_what_they_may_not_know(self, as_user, world):
        declare(world.restricted_paper.paper.item, world.chair, Mitigation.LEAVE)
        pack = draw_all(issue(world))

        for user in (world.chair, world.member, world.observer):
            said = all_words(as_user(user).get(address("pack_download", pack)).content)
            assert not any(word in said for word in SECRETS)

    def test_answers_a_stranger_as_if_there_were_nothing(self, as_user, world):
        pack = draw_all(issue(world))
        client = as_user(viewer().user)

        for name in ("pack_detail", "pack_download"):
            assert client.get(address(name, pack)).status_code == 404
        assert client.post(address("pack_ask", pack)).status_code == 404
        page = reverse("governance:pack_list", args=[world.meeting.pk])
        assert client.get(page).status_code == 404

    def test_answers_nothing_for_the_pack_of_another_meeting(self, as_user, world):
        pack = draw_all(issue(world))
        client = as_user(world.member)

        wrong = reverse("governance:pack_download", args=[uuid4(), pack.pk])

        assert client.get(wrong).status_code == 404

    def test_says_that_the_pack_is_made_anew_after_an_interest_was_declared(self, as_user, world):
        pack = draw_all(issue(world))
        declare(world.open_paper.paper.item, world.member, Mitigation.NO_VOTE)

        answer = as_user(world.member).get(address("pack_download", pack), follow=True)

        assert "Your pack is being made anew" in answer.text
        assert own_pack(pack, world.member).pdf is None
