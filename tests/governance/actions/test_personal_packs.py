from datetime import timedelta

import pytest
from django.utils import timezone
from guardian.shortcuts import assign_perm, remove_perm

from core.errors import NotPermittedNow
from governance.actions.personal_packs import (
    DrawnPack,
    ask_again,
    claim_personal_pack,
    keep_personal_pack,
    open_personal_pack,
    remake_for,
)
from governance.codes import MeetingState, Mitigation, PackState
from governance.models import Membership, PersonalPack
from governance.presenters.pack import draw_personal_pack
from tests.factories.governance import declare, make_member, reach_of_user, viewer
from tests.governance.pack_world import all_words, draw_all, issue, make_world, own_pack

pytestmark = pytest.mark.django_db
PDF = DrawnPack(pdf=b"%PDF-1.7", pages=1)


@pytest.fixture
def world():
    return make_world()


def claim(own, at):
    return claim_personal_pack(own.pk, at=at)


def open_own(pack, user):
    return open_personal_pack(pack_id=pack.pk, by=reach_of_user(user), at=timezone.now())


class TestOpenPersonalPack:
    def test_gives_a_reader_their_own_and_notes_when_they_first_opened_it(self, world):
        pack = draw_all(issue(world))

        first = open_own(pack, world.member).first_opened_at
        again = open_own(pack, world.member)

        assert again.user == world.member
        assert first is not None
        assert again.first_opened_at == first

    def test_gives_nothing_to_a_stranger(self, world):
        pack = draw_all(issue(world))

        with pytest.raises(PersonalPack.DoesNotExist):
            open_own(pack, viewer().user)

    def test_gives_nothing_to_a_member_who_has_left(self, world):
        pack = draw_all(issue(world))
        Membership.objects.filter(user=world.member).update(
            ends_on=timezone.localdate() - timedelta(days=1)
        )

        with pytest.raises(PersonalPack.DoesNotExist):
            open_own(pack, world.member)

    def test_opens_no_pack_of_a_cancelled_meeting(self, world):
        pack = draw_all(issue(world))
        world.meeting.state = MeetingState.CANCELLED
        world.meeting.save()

        with pytest.raises(NotPermittedNow, match="cancelled"):
            open_own(pack, world.member)

    def test_destroys_a_pack_whose_reader_may_no_longer_know_of_all_in_it(self, world):
        pack = draw_all(issue(world))
        declare(world.open_paper.paper.item, world.member, Mitigation.LEAVE)

        with pytest.raises(NotPermittedNow, match="made anew"):
            open_own(pack, world.member)

        own = own_pack(pack, world.member)
        assert (own.state, own.pdf) == (PackState.WAITING, None)
        draw_all(pack)
        assert "Go by ward." not in all_words(open_own(pack, world.member).pdf)


class TestRemakeFor:
    def test_takes_what_is_conflicted_out_of_every_pack_of_the_meeting(self, world):
        first, second = draw_all(issue(world)), draw_all(issue(world))
        declare(world.open_paper.paper.item, world.chair, Mitigation.NO_VOTE)

        remake_for(world.chair.pk, world.meeting.pk, timezone.now())

        for pack in (first, second):
            assert own_pack(pack, world.chair).pdf is None
            draw_all(pack)
            assert "Go by ward." not in all_words(own_pack(pack, world.chair).pdf)
            assert own_pack(pack, world.chair).withheld == ["1"]

    def test_leaves_the_packs_of_others_alone(self, world):
        pack = draw_all(issue(world))

        remake_for(world.chair.pk, world.meeting.pk, timezone.now())

        assert own_pack(pack, world.member).state == PackState.READY

    def test_gives_the_newest_pack_to_whoever_was_named_since(self, world):
        pack = draw_all(issue(world))
        guest = viewer().user
        assign_perm("governance.read_restricted_item", guest, world.restricted_paper.paper.item)

        remake_for(guest.pk, world.meeting.pk, timezone.now())
        draw_all(pack)

        said = all_words(open_own(pack, guest).pdf)
        assert "Umber" in said
        assert "Go by ward." not in said

    def test_a_grant_that_is_taken_back_takes_the_pack_along(self, world):
        guest, item = viewer().user, world.restricted_paper.paper.item
        assign_perm("governance.read_restricted_item", guest, item)
        pack = draw_all(issue(world))
        remove_perm("governance.read_restricted_item", guest, item)

        remake_for(guest.pk, world.meeting.pk, timezone.now())
        draw_all(pack)

        assert own_pack(pack, guest).pdf is None
        assert own_pack(pack, guest).state == PackState.FAILED


class TestTwoAtOnce:
    def test_a_pack_is_drawn_by_one_worker(self, world):
        own = own_pack(issue(world), world.member)
        now = timezone.now()

        assert claim_personal_pack(own.pk, at=now) is not None
        assert claim_personal_pack(own.pk, at=now + timedelta(minutes=1)) is None

    def test_what_was_drawn_before_a_conflict_was_declared_is_never_kept(self, world):
        own = own_pack(issue(world), world.member)
        drawing = claim(own, timezone.now())
        drawn = draw_personal_pack(drawing)

        declare(world.open_paper.paper.item, world.member, Mitigation.LEAVE)
        kept = keep_personal_pack(drawing, drawn, at=timezone.now())

        own.refresh_from_db()
        assert not kept
        assert (own.state, own.pdf) == (PackState.WAITING, None)

    def test_what_a_worker_drew_that_was_taken_for_dead_is_not_kept(self, world):
        own = own_pack(issue(world), world.member)
        now = timezone.now()
        first = claim(own, now)
        second = claim(own, now + timedelta(minutes=6))

        assert not keep_personal_pack(first, PDF, at=now + timedelta(minutes=7))
        assert keep_personal_pack(second, PDF, at=now + timedelta(minutes=7))

    def test_one_that_ends_its_worker_each_time_is_given_up_and_the_others_are_ready(self, world):
        pack = issue(world)
        own, at = own_pack(pack, world.member), timezone.now()
        for round_ in range(4):
            claim_personal_pack(own.pk, at=at + timedelta(minutes=6 * round_))

        draw_all(pack)

        own.refresh_from_db()
        assert own.state == PackState.FAILED
        assert pack.state == PackState.READY


class TestAskAgain:
    def test_makes_the_pack_of_a_member_who_came_later(self, world):
        pack = draw_all(issue(world))
        late = make_member(world.committee).user

        ask_again(pack_id=pack.pk, by=reach_of_user(late), at=timezone.now())
        draw_all(pack)

        assert "Go by ward." in all_words(open_own(pack, late).pdf)

    def test_makes_nothing_that_is_there(self, world):
        pack = draw_all(issue(world))

        with pytest.raises(NotPermittedNow):
            ask_again(pack_id=pack.pk, by=reach_of_user(world.member), at=timezone.now())
