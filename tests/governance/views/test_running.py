"""Running a meeting on its page: who may, what is shown to whom, and what is never lost."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from governance.codes import EntryKind, MeetingState, MemberRole, Mitigation, Visibility
from governance.models import ActionItem, Attendance, Decision, MinuteEntry
from tests.factories.governance import (
    CommitteeFactory,
    declare,
    make_entry,
    make_item,
    make_meeting,
    make_member,
    make_terms,
    seat,
    viewer,
)

pytestmark = pytest.mark.django_db
FAR_AHEAD = datetime(2199, 1, 10, 14, tzinfo=UTC)


@pytest.fixture
def committee():
    made = CommitteeFactory.create()
    make_terms(made)
    return made


@pytest.fixture
def meeting(committee):
    return make_meeting(committee, state=MeetingState.IN_PROGRESS)


@pytest.fixture
def item(meeting):
    return make_item(meeting, "Results in the record")


@pytest.fixture
def secretary(committee):
    return make_member(committee, MemberRole.SECRETARY).user


@pytest.fixture
def member(committee, meeting):
    made = make_member(committee)
    seat(meeting, made)
    return made.user


@pytest.fixture
def page(meeting):
    return reverse("governance:meeting_run", args=[meeting.pk])


def write(client, item, typed, **more):
    url = reverse("governance:entry_new", args=[item.pk])
    return client.post(url, {"typed": typed}, **more)


class TestMeetingRun:
    def test_shows_the_quorum_of_each_item_in_words(self, client, secretary, member, item, page):
        client.force_login(secretary)

        text = client.get(page).content.decode()

        assert "Results in the record" in text
        assert "No quorum" in text
        assert "1 more with a vote" in text

    @pytest.mark.parametrize("role", [MemberRole.MEMBER, MemberRole.OBSERVER, MemberRole.ATTENDEE])
    def test_is_not_there_for_others_of_the_committee(self, client, committee, item, page, role):
        client.force_login(make_member(committee, role).user)

        assert client.get(page).status_code == 404

    def test_is_not_there_for_strangers(self, client, item, page):
        client.force_login(viewer().user)

        assert client.get(page).status_code == 404

    def test_tells_a_conflicted_chair_the_number_alone(self, client, committee, meeting, page):
        secret = make_item(meeting, "Secret supplier", visibility=Visibility.RESTRICTED)
        make_entry(secret, "Very secret words")
        chair = make_member(committee, MemberRole.CHAIR).user
        declare(secret, chair, Mitigation.LEAVE)
        client.force_login(chair)

        for url in (page, f"{page}?item={secret.pk}"):
            text = client.get(url).content.decode()
            assert "Secret supplier" not in text
            assert "Very secret words" not in text
            assert "Withheld" in text
        for name in ("entry_new", "item_take_up", "decision_new", "motion_new", "item_reopen"):
            assert client.post(reverse(f"governance:{name}", args=[secret.pk])).status_code == 404

    def test_takes_the_same_queries_however_long_it_is(
        self, client, secretary, meeting, item, page, django_assert_max_num_queries
    ):
        for number in range(30):
            make_entry(item, f"Words {number}")
            make_item(meeting, f"Item {number}")
        client.force_login(secretary)
        client.get(page)

        with django_assert_max_num_queries(45):
            client.get(page)


class TestEntryNew:
    def test_writes_plain_words_down(self, client, secretary, item):
        client.force_login(secretary)

        write(client, item, "Members asked about cost.")

        entry = MinuteEntry.objects.get(item=item)
        assert (entry.kind, entry.body) == (EntryKind.DISCUSSION, "Members asked about cost.")
        assert entry.written_by == secretary

    def test_agrees_an_action(self, client, secretary, member, item):
        client.force_login(secretary)
        surname = str(member).split()[-1]

        answer = write(client, item, f"/a {surname} 2w Write to the practices")

        assert answer.status_code == 302, answer.content.decode()
        action = ActionItem.objects.get(item=item)
        assert (action.owner, action.text) == (member, "Write to the practices")
        assert MinuteEntry.objects.get(item=item).kind == EntryKind.ACTION

    def test_decides(self, client, secretary, member, item):
        client.force_login(secretary)

        write(client, item, "/d The pilot begins in May.")

        assert Decision.objects.get(item=item).text == "The pilot begins in May."

    def test_loses_nothing_that_is_refused(self, client, secretary, item):
        client.force_login(secretary)

        answer = write(client, item, "/a nobody 2w Write to the practices")

        assert answer.status_code == 422
        assert "/a nobody 2w Write to the practices" in answer.content.decode()
        assert "Nobody here is called" in answer.content.decode()

    def test_is_not_for_members(self, client, member, item):
        client.force_login(member)

        assert write(client, item, "x").status_code == 404
        assert not MinuteEntry.objects.exists()


class TestEntryEdit:
    def test_saves_as_it_is_typed(self, client, secretary, item):
        entry = make_entry(item, "Before")
        client.force_login(secretary)
        url = reverse("governance:entry_edit", args=[entry.pk])

        answer = client.post(
            url, {"body": "Before and after", "revision": 1}, headers={"HX-Request": "true"}
        )

        entry.refresh_from_db()
        assert (entry.body, entry.revision) == ("Before and after", 2)
        assert 'value="2"' in answer.content.decode()

    def test_shows_both_where_two_write(self, client, secretary, item):
        entry = make_entry(item, "As the other one has it", revision=3)
        client.force_login(secretary)
        url = reverse("governance:entry_edit", args=[entry.pk])

        answer = client.post(url, {"body": "As I have it", "revision": 2})

        entry.refresh_from_db()
        text = answer.content.decode()
        assert entry.body == "As the other one has it"
        assert "As the other one has it" in text
        assert "As I have it" in text

    def test_what_is_struck_stays_readable(self, client, secretary, item, page):
        entry = make_entry(item, "Said in error")
        client.force_login(secretary)

        client.post(reverse("governance:entry_strike", args=[entry.pk]))

        entry.refresh_from_db()
        assert entry.struck_at is not None
        assert "Said in error" in client.get(page).content.decode()

    def test_makes_an_action_of_an_entry_of_minutes_that_are_out(
        self, client, secretary, member, meeting, item
    ):
        entry = make_entry(item, "Somebody ought to write.")
        meeting.state = MeetingState.MINUTES_CIRCULATED
        meeting.save()
        client.force_login(secretary)
        url = reverse("governance:entry_promote", args=[entry.pk])
        due = {"due_on_day": "1", "due_on_month": "2", "due_on_year": "2199"}

        client.post(url, {"owner": str(member.pk), **due})

        assert ActionItem.objects.get(item=item).text == "Somebody ought to write."
        assert MinuteEntry.objects.filter(item=item).count() == 1


class TestRegister:
    def test_takes_members_and_guests(self, client, secretary, meeting, item, committee):
        late = make_member(committee)
        client.force_login(secretary)
        url = reverse("governance:attendance_new", args=[meeting.pk])

        client.post(url, {"who": f"here:{late.pk}", "guest_name": ""})
        client.post(url, {"who": "", "guest_name": "A visitor"})

        assert Attendance.objects.get(user=late.user).spells.get().out_at is None
        assert Attendance.objects.get(guest_name="A visitor").kind == "in-attendance"

    def test_asks_for_one_person(self, client, secretary, meeting, item):
        client.force_login(secretary)
        url = reverse("governance:attendance_new", args=[meeting.pk])

        answer = client.post(url, {"who": "", "guest_name": ""})

        assert answer.status_code == 422
        assert "Choose somebody" in answer.content.decode()


class TestApologies:
    def test_are_sent_and_taken_back_by_oneself(self, client, committee):
        ahead = make_meeting(committee, starts_at=FAR_AHEAD)
        member = make_member(committee).user
        client.force_login(member)
        url = reverse("governance:apologies_send", args=[ahead.pk])

        client.post(url)
        assert Attendance.objects.get(meeting=ahead).kind == "apologies"

        client.post(url)
        assert not Attendance.objects.filter(meeting=ahead).exists()

    def test_are_not_for_strangers(self, client, committee):
        ahead = make_meeting(committee, starts_at=FAR_AHEAD)
        client.force_login(viewer().user)

        url = reverse("governance:apologies_send", args=[ahead.pk])
        assert client.post(url).status_code == 404
