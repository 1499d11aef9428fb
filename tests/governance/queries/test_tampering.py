"""Whoever owns the database changes what stands; given the lodged heads the verifier finds it."""

import hashlib
import json
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from core.errors import NotPermittedNow
from governance.actions.erasing import erase_words
from governance.actions.heads import lodge_head
from governance.actions.motions import MotionFacts, close_motion, open_motion, propose_motion
from governance.actions.personal_packs import open_personal_pack
from governance.actions.publishing import publish, withdraw
from governance.actions.terms import TermsFacts, approve_terms, create_terms
from governance.actions.voting import cast_vote
from governance.actions.written import (
    WrittenFacts,
    answer_written,
    close_due,
    open_written,
)
from governance.codes import LedgerKind, LodgingPlace, VoteChoice, VotingMethod
from governance.models import (
    BoardPack,
    EvidenceText,
    LedgerEntry,
    LodgedHead,
    MinutesApproval,
    MinutesVersion,
    Motion,
    PersonalPack,
    Publication,
    TermsOfReference,
    Vote,
    WrittenResolution,
    WrittenResponse,
)
from governance.policies.evidence import canonical, seal_texts, sha256
from governance.presenters.publications import draw_public
from governance.queries.contents.approval import describe_approval
from governance.queries.contents.decision import describe_motion
from governance.queries.contents.pack import describe_pack
from governance.queries.contents.publication import describe_publication
from governance.queries.contents.terms import describe_terms
from governance.queries.publishing import public_words
from tests.factories.governance import reach_of_user
from tests.governance.minutes_world import NEXT, make_minutes_world
from tests.governance.pack_world import draw_all, issue, make_world, own_pack
from tests.governance.tampering import faults, kept, without_triggers, write_anew

pytestmark = pytest.mark.django_db


def lodge(world, at=NEXT):
    lodge_head(world.committee.pk, place=LodgingPlace.STORE, where="Here", at=at)


def publish_minutes(world):
    world.committee.is_public = True
    world.committee.save()
    by = world.reach(world.secretary)
    return publish(meeting_id=world.meeting.pk, draw=draw_public, by=by, at=NEXT)


def make_published():
    world = make_minutes_world()
    world.to_approved()
    publish_minutes(world)
    lodge(world)
    return world


def make_terms_world():
    world = make_minutes_world()
    by, at = world.reach(world.secretary), timezone.now()
    facts = TermsFacts(text="It decides how results are shared.", quorum={"voting": 4})
    terms = create_terms(committee_id=world.committee.pk, facts=facts, by=by)
    later = (at + timedelta(days=3)).date()
    approve_terms(terms_id=terms.pk, effective_from=later, by=by, at=at)
    lodge(world)
    return world


def make_voted(choices=(VoteChoice.AGAINST, VoteChoice.AGAINST)):
    """Put a motion that is lost: no decision will ever hold its votes."""
    world = make_minutes_world()
    by = world.reach(world.chair)
    facts = MotionFacts(
        text="That it begins.",
        proposer_id=None,
        seconder_id=None,
        method=VotingMethod.SHOWN,
        majority="simple",
    )
    motion = propose_motion(item_id=world.approval_item.pk, facts=facts, by=by)
    open_motion(motion_id=motion.pk, by=by, at=NEXT)
    for user, choice in zip((world.chair, world.member), choices, strict=True):
        cast_vote(motion_id=motion.pk, choice=choice, by=world.reach(user), at=NEXT)
    close_motion(motion_id=motion.pk, by=by, at=NEXT)
    lodge(world)
    return world


def make_answered():
    """Ask in writing, and have one of two answer against it: no decision holds that."""
    world = make_minutes_world()
    by = world.reach(world.secretary)
    facts = WrittenFacts(
        title="An early start",
        text="That it begins.",
        reason="It is urgent.",
        majority="simple",
        deadline_at=NEXT + timedelta(days=5),
    )
    resolution = open_written(committee_id=world.committee.pk, facts=facts, by=by, at=NEXT)
    answer_written(
        resolution_id=resolution.pk,
        choice=VoteChoice.AGAINST,
        comment="",
        by=world.reach(world.member),
        at=NEXT,
    )
    close_due(at=NEXT + timedelta(days=6))
    lodge(world)
    return world


def make_packed():
    world = make_world()
    draw_all(issue(world))
    return world


def make_approved():
    world = make_minutes_world()
    world.to_approved()
    return world


def change_terms():
    TermsOfReference.objects.update(text="It decides nothing.")


def change_quorum():
    TermsOfReference.objects.update(quorum={"voting": 1})


def change_pack():
    pack = BoardPack.objects.get()
    pack.content["items"][0]["title"] = "Another title"
    BoardPack.objects.update(content=pack.content)


def change_pack_with_its_hash():
    change_pack()
    BoardPack.objects.update(sha256=sha256(canonical(BoardPack.objects.get().content)))


def change_publication():
    publication = Publication.objects.get()
    publication.content["items"][0]["entries"][0]["text"] = "Results are never shared."
    Publication.objects.update(content=publication.content)


def change_publication_with_its_hash():
    change_publication()
    content = Publication.objects.get().content
    Publication.objects.update(sha256=sha256(canonical(content)), words=public_words(content))


def change_published_pdf():
    pdf = b"%PDF-1.7 another"
    Publication.objects.update(pdf=pdf, pdf_sha256=hashlib.sha256(pdf).hexdigest())


def change_found_words():
    Publication.objects.update(words="Results are never shared.")


def empty_publication():
    Publication.objects.update(content={}, words="", pdf=None)


def lose_published_pdf():
    Publication.objects.update(pdf=None)


def change_vote():
    Vote.objects.update(choice=VoteChoice.FOR)


def delete_vote():
    Vote.objects.filter(pk=Vote.objects.latest("cast_at").pk).delete()


def change_answer():
    WrittenResponse.objects.update(choice=VoteChoice.FOR)


def change_outcome():
    WrittenResolution.objects.update(state="carried")


def change_tally():
    Motion.objects.update(votes_for=2, votes_against=0, state="carried")


def unclose_motion():
    Motion.objects.update(state="withdrawn")


def change_approval():
    MinutesApproval.objects.update(outcome="with-amendments")


def change_day_of_approval():
    MinutesApproval.objects.update(approved_at=NEXT + timedelta(days=1))


CHANGES = [
    (make_terms_world, change_terms, "terms of reference, version 1"),
    (make_terms_world, change_quorum, "terms of reference, version 1"),
    (make_packed, change_pack, "pack 1 of meeting 1"),
    (make_packed, change_pack_with_its_hash, "pack 1 of meeting 1"),
    (make_published, change_publication, "publication 1 of meeting 1"),
    (make_published, change_publication_with_its_hash, "publication 1 of meeting 1"),
    (make_published, change_published_pdf, "publication 1 of meeting 1"),
    (make_published, change_found_words, "finds other words than the publication 1"),
    (make_published, empty_publication, "publication 1 of meeting 1 said is gone"),
    (make_published, lose_published_pdf, "publication 1 of meeting 1 said is gone"),
    (make_voted, change_vote, "vote on motion 1 of item 1 of meeting 2"),
    (make_voted, delete_vote, "vote on motion 1 of item 1 of meeting 2"),
    (make_voted, change_tally, "vote on motion 1 of item 1 of meeting 2"),
    (make_voted, unclose_motion, "(vote on a motion) is evidence of a row that is gone"),
    (make_answered, change_answer, "resolution in writing 1"),
    (make_answered, change_outcome, "resolution in writing 1"),
    (make_approved, change_approval, "approval of minutes of meeting 1"),
    (make_approved, change_day_of_approval, "approval of minutes of meeting 1"),
]
TABLES = {
    "termsofreference": make_terms_world,
    "boardpack": make_packed,
    "publication": make_published,
    "vote": make_voted,
    "writtenresponse": make_answered,
    "minutesapproval": make_approved,
}
DESCRIBED = [
    (make_terms_world, change_terms, TermsOfReference, describe_terms),
    (make_packed, change_pack_with_its_hash, BoardPack, describe_pack),
    (make_published, change_publication_with_its_hash, Publication, describe_publication),
    (make_voted, change_vote, Motion, describe_motion),
    (make_approved, change_approval, MinutesApproval, describe_approval),
]


def rewrite_evidence(subject, content):
    """Have whoever owns the database write the evidence of a changed row to fit it."""
    entry = LedgerEntry.objects.get(subject=subject)
    sealed, texts = seal_texts(content)
    EvidenceText.objects.filter(entry=entry).delete()
    EvidenceText.objects.bulk_create(
        [EvidenceText(entry=entry, path=t.path, salt=t.salt, text=t.text) for t in texts]
    )
    LedgerEntry.objects.filter(pk=entry.pk).update(content=canonical(sealed))


class TestWhoeverOwnsTheDatabase:
    @pytest.mark.parametrize("make", [*TABLES.values()])
    def test_has_done_nothing_and_nothing_is_found(self, make):
        world = make()

        assert faults(world, kept()) == ""

    @pytest.mark.parametrize(("make", "change", "found"), CHANGES)
    def test_is_found_to_have_changed_a_row(self, make, change, found):
        world = make()
        with without_triggers():
            change()

        assert found in faults(world, kept())

    @pytest.mark.parametrize("table", TABLES)
    def test_is_found_to_have_emptied_a_table(self, table):
        world = TABLES[table]()
        retained = kept()
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(f"TRUNCATE governance_{table} CASCADE")

        assert faults(world, retained) != ""

    @pytest.mark.parametrize(("make", "change", "model", "describe"), DESCRIBED)
    def test_is_found_to_have_written_the_evidence_to_fit(self, make, change, model, describe):
        world = make()
        retained = kept()
        with without_triggers():
            change()
            row = model.objects.get()
            rewrite_evidence(row.pk, describe(row))
            write_anew(world)
            LodgedHead.objects.all().delete()

        assert faults(world) == ""
        assert "was written anew" in faults(world, retained)


class TestPersonalPacks:
    """A reader's own PDF is drawn anew whenever what they may read changes: it is no evidence."""

    def test_one_that_was_altered_is_not_opened_and_the_verifier_does_not_see_it(self):
        world = make_packed()
        pack = BoardPack.objects.get()
        PersonalPack.objects.filter(user=world.member).update(pdf=b"%PDF-1.7 another")

        assert faults(world, kept()) == ""
        with pytest.raises(NotPermittedNow, match="made anew"):
            open_personal_pack(pack_id=pack.pk, by=reach_of_user(world.member), at=timezone.now())
        assert own_pack(pack, world.member).pdf is None


class TestErasedPublications:
    def erase(self, world):
        return erase_words(
            meeting_id=world.meeting.pk,
            entry_id=world.open_entry.pk,
            reason="Request 12.",
            by=world.reach(world.secretary),
            at=NEXT,
        )

    def test_words_erased_by_law_are_published_nowhere(self):
        world = make_published()

        self.erase(world)

        publication = Publication.objects.get()
        assert (publication.content, publication.words, publication.pdf) == ({}, "", None)
        assert publication.withdrawn_at == NEXT
        assert faults(world, kept()) == ""

    def test_are_erased_from_what_was_withdrawn_before_as_well(self):
        world = make_published()
        withdraw(
            publication_id=Publication.objects.get().pk,
            reason="A name.",
            by=world.reach(world.secretary),
            at=NEXT,
        )

        self.erase(world)

        assert Publication.objects.get().withdrawn_reason == "A name."
        assert Publication.objects.get().content == {}

    def test_the_minutes_can_be_published_anew_without_them(self):
        world = make_published()
        self.erase(world)

        again = publish_minutes(world)

        assert again.number == 2
        assert "Results reach" not in again.words + json.dumps(again.content)
        assert faults(world, kept()) == ""

    def test_what_says_nothing_of_the_entry_stays_public(self):
        world = make_published()

        erase_words(
            meeting_id=world.meeting.pk,
            entry_id=world.secret_entry.pk,
            reason="Request 12.",
            by=world.reach(world.secretary),
            at=NEXT,
        )

        assert Publication.objects.get().withdrawn_at is None


class TestApproved:
    def test_a_version_whose_evidence_was_changed_is_not_approved(self):
        world = make_minutes_world()
        world.check()
        world.circulate()
        with without_triggers():
            EvidenceText.objects.filter(text__contains="Results reach").update(text="Never.")

        with pytest.raises(NotPermittedNow, match="not what the chair checked"):
            world.approve()

    def test_a_version_whose_hash_is_another_is_not_approved(self):
        world = make_minutes_world()
        world.check()
        world.circulate()
        with without_triggers():
            MinutesVersion.objects.update(sha256=sha256("another"))

        with pytest.raises(NotPermittedNow, match="not what the chair checked"):
            world.approve()

    def test_says_in_the_chain_what_was_voted_where_nothing_was_decided(self):
        world = make_voted()

        said = json.loads(LedgerEntry.objects.get(kind=LedgerKind.MOTION).content)

        assert (said["state"], said["against"]) == ("lost", 2)
        assert world.committee.decisions.count() == 0
