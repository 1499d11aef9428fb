from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from core.errors import Forbidden, NotPermittedNow
from governance.actions.pack_resuming import resume_packs
from governance.actions.packs import freeze_pack, issue_pack
from governance.codes import LedgerKind, MeetingState, MessageKind, PackState
from governance.jobs.packs import build_pack
from governance.models import BoardPack, GovernanceMessage, LedgerEntry, LodgedHead
from governance.queries.contents.pack import describe_pack, hash_pack
from tests.factories.governance import reach_of_user
from tests.governance.pack_world import (
    add_file,
    all_words,
    draw_all,
    issue,
    make_world,
    own_pack,
    paper_ids,
    small_pdf,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_world()


class TestIssuePack:
    def test_is_for_chair_and_secretary(self, world):
        for user in (world.member, world.observer):
            with pytest.raises(Forbidden):
                issue_pack(meeting_id=world.meeting.pk, by=reach_of_user(user), at=timezone.now())

        assert not BoardPack.objects.exists()

    def test_waits_for_the_agenda(self, world):
        world.meeting.state = MeetingState.PLANNED
        world.meeting.save()

        with pytest.raises(NotPermittedNow):
            issue(world)

    def test_makes_one_pack_at_a_time(self, world):
        issue(world)

        with pytest.raises(NotPermittedNow, match="is being made"):
            issue(world)


class TestFreezePack:
    def test_pins_what_it_holds_in_the_chain_and_lodges_the_head_on_its_covers(self, world):
        pack = issue(world)

        entry = LedgerEntry.objects.get(kind=LedgerKind.PACK, subject=pack.pk)
        head = LodgedHead.objects.get(committee=world.committee)
        assert pack.entry == entry
        assert pack.sha256 == hash_pack(pack)
        assert pack.sha256 in entry.content
        assert (head.sequence, head.hash) == (entry.sequence, entry.hash)
        assert pack.head["hash"] == entry.hash

    def test_says_no_word_of_what_it_holds_in_the_chain(self, world):
        content = LedgerEntry.objects.get(subject=issue(world).pk).content

        for word in ("Award", "Bids", "Results", "pilot"):
            assert word not in content

    def test_is_another_evidence_once_its_content_is_another(self, world):
        pack = issue(world)
        before = describe_pack(pack)

        pack.content["items"][0]["title"] = "Something else"

        assert describe_pack(pack) != before

    def test_keeps_what_was_issued_when_a_paper_changes_later(self, world):
        pack = issue(world)
        newer = add_file(world.open_paper, small_pdf("Entirely new"))

        draw_all(pack)

        assert newer.paper_id in paper_ids(pack)
        said = all_words(own_pack(pack, world.member).pdf)
        assert "Go by ward." in said
        assert "Entirely new" not in said

    def test_happens_once(self, world):
        pack = issue(world)

        again = freeze_pack(pack.pk, at=timezone.now() + timedelta(hours=1))

        assert again is None
        assert LedgerEntry.objects.filter(kind=LedgerKind.PACK).count() == 1

    def test_an_issued_pack_stays_as_it_is(self, world):
        pack = draw_all(issue(world))

        with pytest.raises(IntegrityError), transaction.atomic():
            BoardPack.objects.filter(pk=pack.pk).update(content={})


class TestTheNextPack:
    def test_says_what_is_new_and_replaced_since_the_one_before(self, world):
        draw_all(issue(world))
        add_file(world.open_paper, small_pdf("By ward and clinic"))

        pack = draw_all(issue(world))

        said = all_words(own_pack(pack, world.member).pdf)
        assert "It replaces pack 1" in said
        assert "Options for the pilot, version 2 replaces 1" in said

    def test_names_no_replaced_paper_of_an_item_that_is_withheld(self, world):
        draw_all(issue(world))
        add_file(world.restricted_paper, small_pdf("A lower bid"))

        pack = draw_all(issue(world))

        assert "Bids" not in all_words(own_pack(pack, world.member).pdf)
        assert "Bids compared, version 2 replaces 1" in all_words(
            own_pack(pack, world.secretary).pdf
        )

    def test_names_late_and_withdrawn_papers_to_those_who_may_know_of_them(self, world):
        draw_all(issue(world))
        paper = world.private_paper.paper
        paper.withdrawn_at = timezone.now()
        paper.save()

        pack = draw_all(issue(world))

        assert "Rota of the desk is withdrawn" in all_words(own_pack(pack, world.member).pdf)
        assert "Rota" not in all_words(own_pack(pack, world.observer).pdf)


class TestReadiness:
    def test_readers_are_told_once_all_packs_are_drawn_without_a_word_of_what_is_in_them(
        self, world
    ):
        pack = issue(world)
        assert not GovernanceMessage.objects.filter(kind=MessageKind.PACK).exists()

        draw_all(pack)

        told = GovernanceMessage.objects.filter(kind=MessageKind.PACK)
        assert {each.user for each in told} == {
            world.chair,
            world.secretary,
            world.member,
            world.observer,
        }
        for each in told:
            for word in ("Award", "Bids", "Results", "pilot", "Rota"):
                assert word not in each.subject + each.body

    def test_a_pack_that_nobody_could_put_together_is_given_up(self, world):
        pack = issue_pack(
            meeting_id=world.meeting.pk, by=reach_of_user(world.chair), at=timezone.now()
        )
        BoardPack.objects.filter(pk=pack.pk).update(asked_at=timezone.now() - timedelta(hours=2))

        resume_packs(at=timezone.now() + timedelta(minutes=10))

        pack.refresh_from_db()
        assert pack.state == PackState.FAILED
        assert issue(world).number == 2

    def test_a_pack_whose_worker_died_is_put_together_by_another(self, world):
        pack = issue_pack(
            meeting_id=world.meeting.pk, by=reach_of_user(world.chair), at=timezone.now()
        )
        died = timezone.now() - timedelta(minutes=6)
        BoardPack.objects.filter(pk=pack.pk).update(state=PackState.BUILDING, heartbeat_at=died)

        build_pack(pack_id=str(pack.pk))

        pack.refresh_from_db()
        assert pack.issued_at is not None

    def test_a_pack_that_a_worker_is_at_is_left_to_it(self, world):
        pack = issue_pack(
            meeting_id=world.meeting.pk, by=reach_of_user(world.chair), at=timezone.now()
        )
        BoardPack.objects.filter(pk=pack.pk).update(
            state=PackState.BUILDING, heartbeat_at=timezone.now()
        )

        build_pack(pack_id=str(pack.pk))

        pack.refresh_from_db()
        assert pack.issued_at is None
