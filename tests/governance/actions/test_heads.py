import json
from datetime import timedelta
from uuid import uuid4

import pytest

from core.signing_keys import is_signed
from governance.actions.heads import lodge_head, lodge_what_is_new, store_path
from governance.actions.ledger import append_evidence
from governance.codes import LedgerKind, LodgingPlace
from governance.models import LodgedHead
from governance.policies.heads import head_words
from tests.factories.governance import THURSDAY, CommitteeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    settings.GOVERNANCE_HEADS_DIR = tmp_path / "heads"


@pytest.fixture
def committee():
    return CommitteeFactory.create()


def write(committee):
    return append_evidence(
        committee_id=committee.pk,
        kind=LedgerKind.DECISION,
        subject=uuid4(),
        content={"number": "1"},
        at=THURSDAY,
    )


def lodge(committee):
    return lodge_head(committee.pk, place=LodgingPlace.MAIL, where="Minutes of 3", at=THURSDAY)


def stored():
    return [json.loads(line) for line in store_path().read_text().splitlines()]


class TestLodgeHead:
    def test_notes_the_newest_link_with_its_sequence_number(self, committee):
        write(committee)
        newest = write(committee)

        head = lodge(committee)

        assert (head.sequence, head.hash) == (2, newest.hash)

    def test_signs_committee_sequence_hash_and_moment(self, committee):
        write(committee)

        head = lodge(committee)

        facts = {"committee": committee.pk, "sequence": 1, "head": head.hash}
        assert is_signed(head_words(lodged_at=THURSDAY, **facts), head.signature)
        later = THURSDAY + timedelta(seconds=1)
        assert not is_signed(head_words(lodged_at=later, **facts), head.signature)

    def test_lodges_a_chain_that_has_no_link_as_zero(self, committee):
        assert lodge(committee).sequence == 0

    def test_writes_it_into_the_second_store_once_it_is_committed(
        self, committee, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks(execute=True):
            head = lodge(committee)
            assert not store_path().exists()

        assert [line["head"] for line in stored()] == [str(head.pk)]


class TestLodgeWhatIsNew:
    def test_lodges_a_chain_that_has_grown_and_leaves_the_others(
        self, committee, django_capture_on_commit_callbacks
    ):
        write(committee)
        with django_capture_on_commit_callbacks(execute=True):
            first = lodge_what_is_new(at=THURSDAY)
        with django_capture_on_commit_callbacks(execute=True):
            second = lodge_what_is_new(at=THURSDAY)

        assert (first, second) == (1, 0)
        assert LodgedHead.objects.get().place == LodgingPlace.STORE
        assert len({line["head"] for line in stored()}) == 1

    def test_writes_what_a_process_that_died_left_out_of_the_store(self, committee):
        head = lodge(committee)

        lodge_what_is_new(at=THURSDAY)

        assert [line["head"] for line in stored()] == [str(head.pk)]
