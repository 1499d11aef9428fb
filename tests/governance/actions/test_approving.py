import hashlib
import json

import pytest

from core.certifying import is_certified
from core.errors import Forbidden, NotPermittedNow
from governance.codes import (
    ApprovalOutcome,
    LedgerKind,
    MeetingState,
    Mitigation,
)
from governance.models import (
    AttendanceSpell,
    LedgerEntry,
    LodgedHead,
    MinuteEntry,
    MinutesVersion,
    ReaderNote,
)
from governance.queries.minutes import read_version
from tests.factories.governance import THURSDAY, declare
from tests.governance.minutes_world import NEXT, make_decision_entry, make_minutes_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_minutes_world()


@pytest.fixture
def circulated(world):
    world.check()
    world.circulate()
    return world


class TestApproveMinutes:
    def test_pins_the_version_as_it_is(self, circulated):
        approval = circulated.approve()

        assert approval.outcome == ApprovalOutcome.APPROVED
        assert approval.sha256 == approval.version.sha256
        assert approval.version.number == 1

    def test_certifies_the_pdf_and_holds_its_hash_in_the_chain(self, circulated):
        approval = circulated.approve()

        version = MinutesVersion.objects.get()
        said = json.loads(LedgerEntry.objects.get(subject=approval.pk).content)
        assert version.pdf
        assert is_certified(bytes(version.pdf))
        assert said["pdf_sha256"] == hashlib.sha256(bytes(version.pdf)).hexdigest()
        assert said["time_stamp"].startswith("none")

    def test_lodges_the_head_at_once(self, circulated):
        circulated.approve()

        newest = LedgerEntry.objects.latest("sequence")
        assert LodgedHead.objects.latest("created_at").hash == newest.hash

    def test_makes_the_next_version_of_amendments_and_pins_that(self, circulated):
        key = str(circulated.open_entry.pk)

        approval = circulated.approve({key: "Within two hours."})

        assert approval.outcome == ApprovalOutcome.WITH_AMENDMENTS
        assert approval.version.number == 2
        assert approval.version.changes == [{"entry": key, "item": "1", "what": "changed"}]
        texts = [each["text"] for item in read_version(approval.version)["items"]
                 for each in item["entries"]]  # fmt: skip
        assert texts == ["Within two hours.", circulated.secret_entry.body]
        circulated.open_entry.refresh_from_db()
        assert circulated.open_entry.body == "Within two hours."

    def test_takes_an_amendment_that_changes_nothing_for_none(self, circulated):
        entry = circulated.open_entry

        approval = circulated.approve({str(entry.pk): entry.body})

        assert approval.outcome == ApprovalOutcome.APPROVED

    def test_minutes_the_approval_and_locks_the_item(self, circulated):
        circulated.approve()

        circulated.approval_item.refresh_from_db()
        entry = MinuteEntry.objects.get(item=circulated.approval_item)
        assert circulated.approval_item.decided_at == NEXT
        assert "approved as a true record" in entry.body

    def test_destroys_private_notes_of_the_meeting(self, circulated):
        for item in (circulated.open_item, circulated.approval_item):
            ReaderNote.objects.create(
                user=circulated.member, item=item, body=b"Ask why.", written_at=THURSDAY
            )

        circulated.approve()

        assert ReaderNote.objects.get().item == circulated.approval_item

    def test_refuses_a_member(self, circulated):
        with pytest.raises(Forbidden):
            circulated.approve(by=circulated.member)

    def test_refuses_a_version_that_is_not_the_newest(self, circulated):
        with pytest.raises(NotPermittedNow, match="later version"):
            circulated.approve(version=2)

    def test_refuses_minutes_that_were_not_circulated(self, world):
        world.check()

        with pytest.raises(NotPermittedNow):
            world.approve()

    def test_refuses_without_a_quorum(self, circulated):
        there = AttendanceSpell.objects.filter(attendance__meeting=circulated.later)
        there.update(out_at=NEXT)

        with pytest.raises(NotPermittedNow, match="no quorum"):
            circulated.approve()

    def test_refuses_a_second_approval(self, circulated):
        circulated.approve()

        with pytest.raises(NotPermittedNow):
            circulated.approve()

    def test_refuses_while_the_later_meeting_is_not_in_progress(self, circulated):
        circulated.later.state = MeetingState.AGENDA_PUBLISHED
        circulated.later.save()

        with pytest.raises(NotPermittedNow):
            circulated.approve()

    def test_refuses_to_amend_what_rows_hold(self, world):
        decided = make_decision_entry(world)
        world.check()
        world.circulate()

        with pytest.raises(NotPermittedNow, match="cannot be amended"):
            world.approve({str(decided.pk): "Decided otherwise."})

    def test_refuses_to_amend_under_an_item_in_which_they_have_an_interest(self, circulated):
        declare(circulated.restricted, circulated.secretary, Mitigation.NO_VOTE)

        with pytest.raises(NotPermittedNow, match="cannot be amended"):
            circulated.approve({str(circulated.secret_entry.pk): "It was on time."})

    def test_changes_nothing_where_it_is_refused(self, circulated):
        with pytest.raises(NotPermittedNow):
            circulated.approve({str(circulated.open_entry.pk): "Other."}, version=2)

        assert MinutesVersion.objects.count() == 1
        assert not LedgerEntry.objects.filter(kind=LedgerKind.APPROVAL).exists()
