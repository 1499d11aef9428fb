"""Whoever runs the database changes what was decided; given the lodged heads it is found."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection

from governance.actions.erasing import erase_words
from governance.actions.heads import lodge_head
from governance.actions.ledger import append_evidence
from governance.codes import LedgerKind, LodgingPlace
from governance.models import (
    Decision,
    EvidenceText,
    LedgerEntry,
    LodgedHead,
    MinutesApproval,
    MinutesVersion,
)
from governance.policies.evidence import sha256
from governance.policies.heads import head_words
from governance.queries.contents.decision import describe_decision
from governance.queries.verifying import verify_committee
from tests.factories.governance import THURSDAY, make_terms
from tests.governance.minutes_world import make_minutes_world
from tests.governance.tampering import faults, kept, without_triggers, write_anew

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    """Approved minutes, with a decision before them; the last head is lodged."""
    world = make_minutes_world()
    decide(world)
    world.to_approved()
    return world


def decide(world):
    decision = Decision.objects.create(
        committee=world.committee,
        number="OHC-GB/2627/001",
        item=world.open_item,
        title="Results",
        text="Results are shared within one hour.",
        is_quorate=True,
        effective_on=THURSDAY.date(),
        decided_at=THURSDAY,
    )
    append_evidence(
        committee_id=world.committee.pk,
        kind=LedgerKind.DECISION,
        subject=decision.pk,
        content=describe_decision(decision),
        at=THURSDAY,
    )
    return decision


class TestVerifyCommittee:
    def test_finds_nothing_where_nothing_was_done(self, world):
        found = verify_committee(world.committee.pk, retained=kept())

        assert found.faults == []
        assert (found.length, found.unlodged, found.unlodged_since) == (3, 0, None)

    def test_finds_a_link_that_was_changed(self, world):
        with without_triggers():
            LedgerEntry.objects.filter(sequence=1).update(content='{"number":"other"}')

        assert "Link 1 was changed" in faults(world)

    def test_finds_a_last_link_that_was_deleted(self, world):
        retained = kept()
        with without_triggers() as cursor:
            MinutesApproval.objects.all().delete()
            cursor.execute("DELETE FROM governance_ledgerentry WHERE sequence = 3")
            cursor.execute("DELETE FROM governance_lodgedhead WHERE sequence = 3")

        assert "the chain ends at 2" in faults(world, retained)

    def test_finds_a_chain_that_was_emptied(self, world):
        retained = kept()
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("TRUNCATE governance_ledgerentry, governance_lodgedhead CASCADE")

        assert "the chain ends at 0" in faults(world, retained)

    def test_finds_a_whole_chain_that_was_written_anew(self, world):
        retained = kept()
        with without_triggers():
            Decision.objects.update(text="Results are shared within a year.")
            EvidenceText.objects.filter(entry__sequence=1).delete()
            LedgerEntry.objects.filter(sequence=1).update(content='{"number":"other"}')
            write_anew(world)
            LodgedHead.objects.all().delete()

        assert "was written anew" in faults(world, retained)

    def test_does_not_vouch_for_it_without_a_head_that_was_kept(self, world):
        with without_triggers():
            write_anew(world)
            LodgedHead.objects.all().delete()

        found = verify_committee(world.committee.pk)

        assert found.unlodged_since == LedgerEntry.objects.get(sequence=1).written_at
        assert found.unlodged == 3

    def test_finds_two_versions_that_were_swapped(self):
        world = make_minutes_world()
        world.to_approved({str(world.open_entry.pk): "Within two hours."})
        first, second = MinutesVersion.objects.order_by("number")
        with without_triggers():
            for version, number in ((first, 9), (second, 1), (first, 2)):
                MinutesVersion.objects.filter(pk=version.pk).update(number=number)

        assert "has another number" in faults(world)

    def test_finds_a_version_that_points_to_other_evidence(self):
        world = make_minutes_world()
        world.to_approved({str(world.open_entry.pk): "Within two hours."})
        first, second = MinutesVersion.objects.order_by("number")
        other = append_evidence(
            committee_id=world.committee.pk,
            kind=LedgerKind.PUBLICATION,
            subject=uuid4(),
            content={},
            at=THURSDAY,
        )
        with without_triggers():
            MinutesVersion.objects.filter(pk=first.pk).update(entry=other, sha256=second.sha256)

        assert "What pins minutes of meeting 1, version 1" in faults(world)

    def test_finds_a_pdf_that_was_altered(self, world):
        version = MinutesVersion.objects.get()
        assert version.pdf
        altered = bytes(version.pdf).replace(b"%%EOF", b"%%EOG", 1)
        with without_triggers():
            MinutesVersion.objects.update(pdf=altered)

        assert "is not the one that was approved" in faults(world)

    def test_finds_a_pdf_whose_stored_hash_was_altered_with_it(self, world):
        altered = b"%PDF-1.7 another"
        with without_triggers():
            MinutesVersion.objects.update(pdf=altered, pdf_sha256=sha256(altered.decode()))

        found = faults(world)
        assert "approval of minutes of meeting 1" in found
        assert "certification" in found

    def test_finds_a_pdf_that_is_gone(self, world):
        MinutesVersion.objects.update(pdf=None)

        assert "is missing" in faults(world)

    @pytest.mark.parametrize("change", [{"text": "Never."}, {"is_quorate": False}])
    def test_finds_a_decision_that_was_changed(self, world, change):
        with without_triggers():
            Decision.objects.update(**change)

        assert "What is stored of decision OHC-GB/2627/001" in faults(world)

    def test_finds_a_decision_that_was_slipped_in(self, world):
        Decision.objects.create(
            committee=world.committee,
            number="OHC-GB/2627/002",
            item=world.open_item,
            title="Slipped in",
            text="Buy it.",
            is_quorate=True,
            effective_on=THURSDAY.date(),
            decided_at=THURSDAY,
        )

        assert "There is no evidence of decision OHC-GB/2627/002" in faults(world)

    def test_finds_a_decision_that_is_gone(self, world):
        with without_triggers() as cursor:
            cursor.execute("DELETE FROM governance_decision")

        assert "evidence of a row that is gone" in faults(world)

    def test_finds_terms_of_reference_that_were_slipped_in(self, world):
        make_terms(world.committee, quorum={"voting": 1})

        assert "There is no evidence of terms of reference, version 1." in faults(world)

    def test_finds_words_beside_the_chain_that_were_changed(self, world):
        with without_triggers():
            EvidenceText.objects.filter(path="/text").update(text="Results are never shared.")

        assert "The words of link 1 are not those" in faults(world)

    def test_finds_words_that_were_erased_without_a_record(self, world):
        EvidenceText.objects.filter(path="/text").update(
            text="", salt="", erased_at=THURSDAY, erased_reason="No reason."
        )

        assert "Words of link 1 were erased, and no link says so" in faults(world)

    def test_finds_a_head_that_somebody_else_signed(self, world):
        with without_triggers():
            LodgedHead.objects.filter(sequence=3).update(signature="bm90IHNpZ25lZA==")

        assert "signature of the head lodged for link 3 does not hold" in faults(world)

    def test_finds_a_lodged_head_whose_row_is_gone(self, world):
        retained = kept()
        with without_triggers() as cursor:
            cursor.execute("DELETE FROM governance_lodgedhead WHERE sequence = 3")

        assert "its row is gone" in faults(world, retained)

    def test_says_since_when_nothing_is_lodged(self, world):
        later = THURSDAY + timedelta(days=40)
        append_evidence(
            committee_id=world.committee.pk,
            kind=LedgerKind.ERASURE,
            subject=uuid4(),
            content={"erased": []},
            at=later,
        )

        found = verify_committee(world.committee.pk)

        assert found.is_whole
        assert (found.unlodged, found.unlodged_since) == (1, later)

    def test_names_no_word_of_what_was_decided(self, world):
        with without_triggers():
            Decision.objects.update(text="Never.")

        assert "shared" not in faults(world)


class TestErasedByLaw:
    def erase(self, world):
        return erase_words(
            meeting_id=world.meeting.pk,
            entry_id=world.open_entry.pk,
            reason="Request 12.",
            by=world.reach(world.secretary),
            at=THURSDAY,
        )

    def test_leaves_the_chain_whole_and_the_words_nowhere(self, world):
        assert self.erase(world) == 1

        assert faults(world) == ""
        assert not EvidenceText.objects.filter(text__contains="Results reach").exists()
        world.open_entry.refresh_from_db()
        assert "Results reach" not in world.open_entry.body
        assert MinutesVersion.objects.get().pdf is None

    def test_erases_the_words_from_every_version_that_holds_them(self):
        world = make_minutes_world()
        world.to_approved({str(world.secret_entry.pk): "It was late."})

        assert self.erase(world) == 2


class TestLodgedAgain:
    def test_vouches_for_what_a_later_head_covers(self, world):
        append_evidence(
            committee_id=world.committee.pk,
            kind=LedgerKind.ERASURE,
            subject=uuid4(),
            content={"erased": []},
            at=THURSDAY,
        )
        lodge_head(world.committee.pk, place=LodgingPlace.STORE, where="Here", at=THURSDAY)

        assert verify_committee(world.committee.pk).unlodged == 0
        head = LodgedHead.objects.latest("sequence")
        assert str(head.sequence) in head_words(
            committee=world.committee.pk, sequence=head.sequence, head=head.hash, lodged_at=THURSDAY
        )
