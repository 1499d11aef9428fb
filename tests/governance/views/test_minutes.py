from datetime import UTC, datetime, timedelta
from io import BytesIO

import pypdfium2
import pytest
from django.test import Client
from django.urls import reverse

from core.certifying import is_certified
from governance.actions.grants import grant_item
from governance.actions.minuted_actions import take_entry
from governance.codes import EntryKind, MeetingState, MemberRole, Mitigation
from governance.models import GovernanceMessage, Meeting, MinutesApproval, MinutesVersion
from governance.policies.entry_commands import ReadEntry
from tests.factories.governance import THURSDAY, CommitteeFactory, declare, make_member, viewer
from tests.governance.minutes_world import make_minutes_world

pytestmark = pytest.mark.django_db
HIDDEN = "supplier"
AGREED = "one hour"


@pytest.fixture
def world():
    return make_minutes_world()


@pytest.fixture
def circulated(world):
    world.check()
    world.circulate()
    return world


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def page(world, user):
    return signed_in(user).get(reverse("governance:minutes_detail", args=[world.meeting.pk]))


def pdf_of(world, user):
    version = MinutesVersion.objects.latest("number")
    return signed_in(user).get(reverse("governance:minutes_pdf", args=[version.pk]))


def words_of(response):
    document = pypdfium2.PdfDocument(BytesIO(response.content))
    return "".join(each.get_textpage().get_text_range() for each in document)


class TestMinutesDetail:
    def test_shows_the_secretary_the_draft_and_what_comes_next(self, world):
        text = page(world, world.secretary).content.decode()

        assert AGREED in text
        assert "Begin the minutes" in text

    def test_says_each_action_and_decision_once(self, world):
        by, at = world.reach(world.secretary), THURSDAY
        Meeting.objects.filter(pk=world.meeting.pk).update(state=MeetingState.IN_PROGRESS)
        typed = ReadEntry(
            kind=EntryKind.ACTION,
            body="Ask the laboratory why.",
            owner=world.chair.pk,
            due_on=(at + timedelta(days=7)).date(),
        )
        decided = ReadEntry(kind=EntryKind.DECISION, body="Results are shown sooner.")
        take_entry(item_id=world.open_item.pk, entry=typed, by=by, at=at)
        take_entry(item_id=world.open_item.pk, entry=decided, by=by, at=at)

        Meeting.objects.filter(pk=world.meeting.pk).update(state=MeetingState.HELD)
        text = page(world, world.secretary).content.decode()

        assert text.count("Ask the laboratory why.") == 1
        assert text.count("Results are shown sooner.") == 1

    @pytest.mark.parametrize("who", ["member", "observer"])
    def test_is_not_there_for_members_before_it_is_circulated(self, world, who):
        world.check()

        assert page(world, getattr(world, who)).status_code == 404

    def test_is_not_there_for_a_stranger(self, circulated):
        assert page(circulated, viewer().user).status_code == 404

    def test_shows_a_member_what_is_open_and_the_number_of_what_is_withheld(self, circulated):
        text = page(circulated, circulated.member).content.decode()

        assert AGREED in text
        assert HIDDEN not in text
        assert "2 Withheld" in text

    def test_shows_an_observer_no_restricted_item(self, circulated):
        assert HIDDEN not in page(circulated, circulated.observer).content.decode()

    def test_shows_somebody_who_was_named_for_an_item_that_item_alone(self, circulated):
        named = viewer().user
        chair = circulated.reach(circulated.chair)
        at = datetime(2026, 11, 20, tzinfo=UTC)
        grant_item(circulated.restricted.pk, to=named, by=chair, at=at)

        text = page(circulated, named).content.decode()

        assert HIDDEN in text
        assert AGREED not in text

    def test_shows_a_chair_with_an_interest_nothing_of_that_item(self, circulated):
        declare(circulated.restricted, circulated.chair, Mitigation.LEAVE)

        text = page(circulated, circulated.chair).content.decode()

        assert AGREED in text
        assert HIDDEN not in text

    def test_marks_what_an_amendment_changed_with_what_it_said_before(self, circulated):
        circulated.approve({str(circulated.open_entry.pk): "Within two hours."})

        text = page(circulated, circulated.member).content.decode()

        assert "Within two hours." in text
        assert "Amended" in text
        assert "What it said before" in text

    def test_keeps_its_statements_few(self, circulated, django_assert_max_num_queries):
        client = signed_in(circulated.member)
        address = reverse("governance:minutes_detail", args=[circulated.meeting.pk])

        with django_assert_max_num_queries(30):
            client.get(address)

    def test_leads_the_secretary_to_the_item_that_approves_them(self, circulated):
        address = reverse("governance:minutes_approve", args=[circulated.approval_item.pk])

        assert address in page(circulated, circulated.secretary).content.decode()
        assert address not in page(circulated, circulated.member).content.decode()


class TestMinutesVersion:
    def test_shows_members_no_version_that_was_taken_back(self, world):
        first = world.check()
        world.meeting.refresh_from_db()
        world.meeting.state = MeetingState.MINUTES_DRAFT
        world.meeting.save()
        world.check()
        world.circulate()
        address = reverse("governance:minutes_version", args=[first.pk])

        assert signed_in(world.member).get(address).status_code == 404
        assert signed_in(world.secretary).get(address).status_code == 200


class TestSteps:
    @pytest.mark.parametrize("step", ["start", "check", "reopen", "circulate"])
    def test_are_not_there_for_a_stranger(self, circulated, step):
        address = reverse(f"governance:minutes_{step}", args=[circulated.meeting.pk])

        assert signed_in(viewer().user).post(address).status_code == 404

    def test_take_the_minutes_from_draft_to_the_members(self, world):
        for user, step in [
            (world.secretary, "start"),
            (world.chair, "check"),
            (world.secretary, "circulate"),
        ]:
            address = reverse(f"governance:minutes_{step}", args=[world.meeting.pk])
            assert signed_in(user).post(address).status_code == 302

        world.meeting.refresh_from_db()
        assert world.meeting.state == MeetingState.MINUTES_CIRCULATED
        assert GovernanceMessage.objects.count() == 4

    def test_say_why_a_step_is_not_possible(self, circulated):
        address = reverse("governance:minutes_check", args=[circulated.meeting.pk])

        response = signed_in(circulated.chair).post(address, follow=True)

        assert "cannot become" in response.content.decode()


class TestMinutesPdf:
    def test_is_certified_for_whoever_may_read_all_of_it(self, circulated):
        circulated.approve()

        response = pdf_of(circulated, circulated.chair)

        assert is_certified(response.content)
        assert HIDDEN in words_of(response)

    def test_is_an_excerpt_for_a_member_who_may_not(self, circulated):
        circulated.approve()

        response = pdf_of(circulated, circulated.member)

        words = words_of(response)
        assert AGREED in words
        assert HIDDEN not in words
        assert "Excerpt" in words
        assert b"supplier" not in response.content
        assert not is_certified(response.content)

    def test_is_an_excerpt_for_a_chair_with_an_interest(self, circulated):
        circulated.approve()
        declare(circulated.restricted, circulated.chair, Mitigation.NO_VOTE)

        assert HIDDEN not in words_of(pdf_of(circulated, circulated.chair))

    def test_opens_in_a_sandbox(self, circulated):
        response = pdf_of(circulated, circulated.member)

        assert "sandbox" in response["Content-Security-Policy"]
        assert response["Content-Type"] == "application/pdf"

    def test_is_not_there_for_a_stranger(self, circulated):
        assert pdf_of(circulated, viewer().user).status_code == 404


class TestMinutesApprove:
    def address(self, world):
        return reverse("governance:minutes_approve", args=[world.approval_item.pk])

    def sent(self, world, **words):
        entry = world.open_entry
        return {"version_number": "1", f"entry_{entry.pk}": entry.body, **words}

    def test_approves_as_they_are_where_nothing_is_changed(self, circulated):
        client = signed_in(circulated.secretary)
        sent = self.sent(circulated)
        sent[f"entry_{circulated.secret_entry.pk}"] = circulated.secret_entry.body

        response = client.post(self.address(circulated), sent)

        assert response.status_code == 302
        assert MinutesApproval.objects.get().version.number == 1

    def test_keeps_what_was_typed_and_says_why_where_it_is_not_possible(self, circulated):
        sent = self.sent(circulated, version_number="7")
        sent[f"entry_{circulated.open_entry.pk}"] = "Within three hours."
        sent[f"entry_{circulated.secret_entry.pk}"] = circulated.secret_entry.body

        text = signed_in(circulated.secretary).post(self.address(circulated), sent).content.decode()

        assert "later version" in text
        assert "Within three hours." in text

    def test_offers_a_chair_with_an_interest_no_word_of_that_item(self, circulated):
        declare(circulated.restricted, circulated.chair)

        text = signed_in(circulated.chair).get(self.address(circulated)).content.decode()

        assert AGREED in text
        assert HIDDEN not in text

    def test_is_refused_to_a_member(self, circulated):
        assert signed_in(circulated.member).get(self.address(circulated)).status_code == 403

    def test_is_not_there_for_a_stranger(self, circulated):
        assert signed_in(viewer().user).get(self.address(circulated)).status_code == 404


class TestMinutesErase:
    def address(self, world):
        return reverse("governance:minutes_erase", args=[world.meeting.pk])

    def test_erases_words_for_the_secretary(self, circulated):
        sent = {"entry": str(circulated.open_entry.pk), "reason": "Request 12 of a member."}

        signed_in(circulated.secretary).post(self.address(circulated), sent)

        text = page(circulated, circulated.member).content.decode()
        assert AGREED not in text
        assert "erased by law" in text

    @pytest.mark.parametrize("who", ["member", "chair", "observer"])
    def test_is_not_there_for_the_others(self, circulated, who):
        assert signed_in(getattr(circulated, who)).get(self.address(circulated)).status_code == 404


class TestMemberOfAnotherCommittee:
    def test_reads_nothing(self, circulated):
        beside = CommitteeFactory.create(code="working-group", name="A working group")
        other = make_member(beside, MemberRole.CHAIR).user

        assert page(circulated, other).status_code == 404
        assert pdf_of(circulated, other).status_code == 404
