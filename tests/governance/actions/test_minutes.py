import pytest

from core.errors import Forbidden, NotPermittedNow
from governance.actions.minutes import (
    check_minutes,
    circulate_minutes,
    reopen_minutes,
    start_minutes,
)
from governance.codes import LedgerKind, LodgingPlace, MeetingState
from governance.models import GovernanceMessage, LedgerEntry, LodgedHead
from governance.queries.minutes import read_version
from tests.factories.governance import THURSDAY, make_entry
from tests.governance.minutes_world import make_minutes_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_minutes_world()


class TestStartMinutes:
    def test_refuses_a_member(self, world):
        with pytest.raises(Forbidden):
            start_minutes(meeting_id=world.meeting.pk, by=world.reach(world.member), at=THURSDAY)


class TestCheckMinutes:
    def test_freezes_the_whole_minutes_with_their_evidence(self, world):
        version = world.check()

        entry = LedgerEntry.objects.get(kind=LedgerKind.MINUTES)
        texts = [
            each["text"] for item in read_version(version)["items"] for each in item["entries"]
        ]
        assert texts == [world.open_entry.body, world.secret_entry.body]
        assert (version.number, version.entry, entry.subject) == (1, entry, version.pk)

    def test_keeps_every_word_and_name_out_of_the_chain_itself(self, world):
        world.check()

        content = LedgerEntry.objects.get().content
        for words in ("one hour", "supplier", "Results", str(world.member)):
            assert words not in content

    def test_leaves_out_what_was_struck(self, world):
        make_entry(world.open_item, "Struck out.", struck_at=THURSDAY)

        version = world.check()

        assert "Struck out." not in str(read_version(version))

    def test_refuses_the_secretary_as_only_the_chair_checks(self, world):
        secretary = world.reach(world.secretary)
        start_minutes(meeting_id=world.meeting.pk, by=secretary, at=THURSDAY)

        with pytest.raises(Forbidden):
            check_minutes(meeting_id=world.meeting.pk, by=secretary, at=THURSDAY)

    def test_makes_the_next_version_after_it_was_taken_back(self, world):
        world.check()
        reopen_minutes(meeting_id=world.meeting.pk, by=world.reach(world.secretary), at=THURSDAY)
        world.open_entry.body = "Within two hours."
        world.open_entry.save()

        version = world.check()

        assert version.number == 2
        assert version.changes == [
            {"entry": str(world.open_entry.pk), "item": "1", "what": "changed"}
        ]


class TestCirculateMinutes:
    def test_refuses_minutes_that_the_chair_has_not_checked(self, world):
        with pytest.raises(NotPermittedNow):
            world.circulate()

    def test_tells_every_member_by_a_mail_that_lodges_the_head(self, world):
        world.check()

        head = world.circulate()

        mails = GovernanceMessage.objects.all()
        assert {mail.user for mail in mails} == {
            world.chair, world.secretary, world.member, world.observer
        }  # fmt: skip
        assert all(head.hash in mail.body for mail in mails)
        assert head.hash == LedgerEntry.objects.get().hash
        assert head.place == LodgingPlace.MAIL

    def test_names_no_item_and_no_word_in_the_mail(self, world):
        world.check()
        world.circulate()

        mail = GovernanceMessage.objects.filter(user=world.member).get()
        for words in (world.restricted.title, world.open_item.title, "supplier"):
            assert words not in mail.subject + mail.body

    def test_allows_no_way_back_into_draft(self, world):
        world.check()
        world.circulate()

        with pytest.raises(NotPermittedNow):
            reopen_minutes(meeting_id=world.meeting.pk, by=world.reach(world.chair), at=THURSDAY)

    def test_circulates_once(self, world):
        world.check()
        world.circulate()

        with pytest.raises(NotPermittedNow):
            circulate_minutes(meeting_id=world.meeting.pk, by=world.reach(world.chair), at=THURSDAY)
        assert LodgedHead.objects.count() == 1


class TestState:
    def test_goes_from_held_to_circulated(self, world):
        world.check()
        world.circulate()

        world.meeting.refresh_from_db()
        assert world.meeting.state == MeetingState.MINUTES_CIRCULATED
