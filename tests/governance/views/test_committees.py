"""The pages of committees, as those see them who belong to them, and as others do not."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from governance.codes import MeetingState, MemberRole, Purpose, TermsState, Visibility
from governance.models import (
    Committee,
    Deputy,
    ForwardPlanItem,
    LedgerEntry,
    Meeting,
    MeetingSeries,
    Membership,
    TermsOfReference,
)
from tests.factories.governance import (
    CommitteeFactory,
    declare,
    make_item,
    make_meeting,
    make_member,
    make_terms,
    viewer,
)

pytestmark = pytest.mark.django_db

LIST = "/governance/committees/"
PAGE = f"{LIST}governance-board/"
SERIES = {
    "name": "Monthly board",
    "every": "M1",
    "week": "3",
    "weekday": "TH",
    "start_time": "14:00",
    "minutes": "120",
    "holiday_rule": "next",
    "exceptions": "",
    "mode": "online",
    "place": "",
    "join_url": "https://meet.invalid/board",
    "ends_on_day": "",
    "ends_on_month": "",
    "ends_on_year": "",
}


def day(name: str, on: date) -> dict[str, str]:
    return {
        f"{name}_day": str(on.day),
        f"{name}_month": str(on.month),
        f"{name}_year": str(on.year),
    }


@pytest.fixture
def committee() -> Committee:
    return CommitteeFactory.create(purpose="Decides on what is shared.")


@pytest.fixture
def as_role(client, sign_in, committee):
    def _as(role):
        membership = make_member(committee, role)
        sign_in(client, membership.user)
        return membership

    return _as


@pytest.fixture
def secretary(as_role):
    return as_role(MemberRole.SECRETARY)


def text(response):
    assert response.status_code == 200
    return response.content.decode()


class TestCommitteeList:
    def test_shows_the_committees_that_one_belongs_to(self, client, as_role):
        as_role(MemberRole.MEMBER)
        CommitteeFactory.create(code="other", name="Another committee")

        html = text(client.get(LIST))

        assert "One Health and Care governance board" in html
        assert "Another committee" not in html
        assert "Member with a vote" in html

    def test_explains_to_strangers_why_it_is_empty(self, client, sign_in, committee):
        sign_in(client, viewer().user)

        assert "You sit on no committee." in text(client.get(LIST))


class TestCommitteeDetail:
    def test_shows_members_terms_and_meetings(self, client, committee, as_role):
        as_role(MemberRole.MEMBER)
        chair = make_member(committee, MemberRole.CHAIR)
        make_terms(committee, quorum={"voting": 4, "one_of": [["chair", "deputy-chair"]]})
        at = timezone.now() + timedelta(days=9)
        make_meeting(committee, starts_at=at)
        make_meeting(committee, starts_at=at - timedelta(days=40), state=MeetingState.HELD)

        html = text(client.get(PAGE))

        assert str(chair.user) in html
        assert "4 members with a vote" in html
        assert "at least one chair or deputy chair" in html
        assert "Meeting 1" in html
        assert "Meeting 2" in html
        assert "No quorum expected" in html
        assert "Move" not in html

    def test_is_unknown_to_strangers(self, client, sign_in, committee):
        sign_in(client, viewer().user)

        assert client.get(PAGE).status_code == 404

    def test_tells_each_role_what_it_may_know_of_the_forward_plan(self, client, sign_in, committee):
        for visibility in Visibility.values:
            ForwardPlanItem.objects.create(
                committee=committee,
                title=f"a {visibility} thing",
                purpose=Purpose.NOTE,
                visibility=visibility,
            )
        seen = {}
        for role in (MemberRole.SECRETARY, MemberRole.MEMBER, MemberRole.OBSERVER):
            sign_in(client, make_member(committee, role).user)
            html = text(client.get(PAGE))
            seen[role] = {each for each in Visibility.values if f"a {each} thing" in html}

        assert seen == {
            MemberRole.SECRETARY: {"open", "private", "restricted"},
            MemberRole.MEMBER: {"open", "private"},
            MemberRole.OBSERVER: {"open"},
        }

    @pytest.mark.parametrize("role", [MemberRole.CHAIR, MemberRole.SECRETARY, MemberRole.MEMBER])
    def test_keeps_from_the_conflicted_what_was_drafted_from_the_plan(
        self, client, committee, as_role, role
    ):
        membership = as_role(role)
        planned = ForwardPlanItem.objects.create(
            committee=committee, title="Supplier review", purpose=Purpose.DECIDE
        )
        item = make_item(make_meeting(committee), "Supplier review", forward_plan=planned)
        declare(item, membership.user)

        assert "Supplier review" not in text(client.get(PAGE))
        assert client.get(f"{LIST}plan/{planned.pk}/").status_code == 404

    def test_keeps_from_members_what_was_made_more_private_on_an_agenda(
        self, client, committee, as_role
    ):
        as_role(MemberRole.MEMBER)
        planned = ForwardPlanItem.objects.create(
            committee=committee, title="Supplier review", purpose=Purpose.DECIDE
        )
        make_item(
            make_meeting(committee),
            "Supplier review",
            forward_plan=planned,
            visibility=Visibility.RESTRICTED,
        )

        assert "Supplier review" not in text(client.get(PAGE))

    def test_takes_few_statements(
        self, client, committee, secretary, django_assert_max_num_queries
    ):
        make_terms(committee)
        at = timezone.now()
        for number in range(1, 9):
            make_member(committee)
            make_meeting(committee, starts_at=at + timedelta(days=number))
            make_meeting(committee, starts_at=at - timedelta(days=number))
            ForwardPlanItem.objects.create(
                committee=committee, title=f"Thing {number}", purpose=Purpose.NOTE
            )

        with django_assert_max_num_queries(30):
            client.get(PAGE)

    def test_turns_the_pages_of_past_meetings(self, client, committee, as_role):
        as_role(MemberRole.OBSERVER)
        for number in range(25):
            make_meeting(committee, starts_at=timezone.now() - timedelta(days=number + 1))

        first, second = text(client.get(PAGE)), text(client.get(f"{PAGE}?page=2"))

        assert "1 to 20 of 25 meetings" in first
        assert "21 to 25 of 25 meetings" in second


SERVED = [
    "edit/", "member/", "terms/", "series/", "plan/", "meeting/",
]  # fmt: skip


class TestWhoMayChangeACommittee:
    @pytest.mark.parametrize("page", SERVED)
    @pytest.mark.parametrize("role", [MemberRole.MEMBER, MemberRole.OBSERVER])
    def test_members_and_observers_may_not(self, client, as_role, role, page):
        as_role(role)

        assert client.get(f"{PAGE}{page}").status_code == 403

    @pytest.mark.parametrize("page", SERVED)
    def test_to_strangers_there_is_nothing(self, client, sign_in, committee, page):
        sign_in(client, viewer().user)

        assert client.get(f"{PAGE}{page}").status_code == 404

    @pytest.mark.parametrize("page", SERVED)
    def test_the_secretary_may(self, client, secretary, page):
        assert client.get(f"{PAGE}{page}").status_code == 200


class TestMembers:
    def test_the_secretary_finds_and_seats_somebody(self, client, committee, secretary):
        person = viewer().user
        found = text(client.get(f"{PAGE}member/?words={person.email}"))
        assert f"{PAGE}member/{person.pk}/" in found

        response = client.post(
            f"{PAGE}member/{person.pk}/",
            {
                "role": "member",
                "is_voting": "on",
                "position": "Medical director",
                "capacities": ["clinician"],
                **day("starts_on", date(2026, 11, 1)),
            },
        )

        assert response.status_code == 302
        seat = Membership.objects.get(user=person)
        assert (seat.is_voting, seat.capacities) == (True, ["clinician"])

    def test_a_vote_for_an_observer_is_refused_in_words(self, client, committee, secretary):
        person = viewer().user

        html = text(
            client.post(
                f"{PAGE}member/{person.pk}/",
                {"role": "observer", "is_voting": "on", **day("starts_on", date(2026, 11, 1))},
            )
        )

        assert "Nobody votes as “observer”." in html

    def test_a_seat_of_another_committee_is_unknown(self, client, secretary):
        other = make_member(CommitteeFactory.create(code="other", name="Other"))

        assert client.get(f"{LIST}seats/{other.pk}/").status_code == 404

    def test_a_deputy_is_named_and_ended(self, client, committee, secretary):
        member, person = make_member(committee), viewer().user

        client.post(
            f"{LIST}seats/{member.pk}/deputy/{person.pk}/",
            day("starts_on", date(2026, 11, 1)),
        )
        deputy = Deputy.objects.get()
        assert str(person) in text(client.get(f"{LIST}seats/{member.pk}/"))
        client.post(f"{LIST}deputies/{deputy.pk}/end/")

        deputy.refresh_from_db()
        assert deputy.ends_on == timezone.localdate() - timedelta(days=1)


class TestTerms:
    def test_are_written_approved_and_frozen_with_evidence(self, client, committee, secretary):
        client.post(
            f"{PAGE}terms/",
            {"text": "What we do.", "voting": "3", "group_1": ["chair", "deputy-chair"]},
        )
        terms = TermsOfReference.objects.get()
        assert terms.quorum == {"voting": 3, "one_of": [["chair", "deputy-chair"]], "boards": []}
        client.post(f"{LIST}terms/{terms.pk}/approve/", day("effective_from", timezone.localdate()))

        terms.refresh_from_db()
        assert terms.state == TermsState.APPROVED
        assert LedgerEntry.objects.get().subject == terms.pk
        assert client.get(f"{LIST}terms/{terms.pk}/edit/").status_code == 302
        assert "In force" in text(client.get(f"{LIST}terms/{terms.pk}/"))

    def test_cannot_hold_from_a_day_that_has_passed(self, client, committee, secretary):
        client.post(f"{PAGE}terms/", {"text": "What we do.", "voting": "3"})
        terms = TermsOfReference.objects.get()

        html = text(
            client.post(f"{LIST}terms/{terms.pk}/approve/", day("effective_from", date(2026, 1, 1)))
        )

        assert "Terms cannot hold from a day that has passed." in html

    @pytest.mark.parametrize("role", [MemberRole.MEMBER, MemberRole.OBSERVER])
    def test_a_draft_is_unknown_to_all_who_do_not_write_it(self, client, committee, as_role, role):
        as_role(role)
        draft = TermsOfReference.objects.create(
            committee=committee, number=1, text="Draft words", quorum={"voting": 2}
        )

        assert client.get(f"{LIST}terms/{draft.pk}/").status_code == 404
        assert "Version 1" not in text(client.get(PAGE))


class TestSeries:
    def test_shows_the_days_before_it_is_kept(self, client, secretary):
        april = date(timezone.localdate().year + 1, 4, 1)
        may_day = next(
            first
            for each in range(1, 8)
            if not (first := april.replace(month=5, day=each)).weekday()
        )

        html = text(
            client.post(
                f"{PAGE}series/",
                {**SERIES, **day("starts_on", april), "week": "1", "weekday": "MO",
                 "preview": "yes"},
            )
        )  # fmt: skip

        assert (
            f"Monday {may_day.day} May {may_day.year} moves to the next working day. "
            "Bank holiday: May Day" in html
        )
        assert not MeetingSeries.objects.exists()

    def test_is_begun_with_a_year_of_meetings(self, client, committee, secretary):
        response = client.post(
            f"{PAGE}series/", {**SERIES, **day("starts_on", timezone.localdate())}
        )

        assert response.status_code == 302
        assert 11 <= Meeting.objects.filter(committee=committee).count() <= 13
        assert "Every month on the third Thursday at 14:00" in text(client.get(PAGE))

    def test_says_which_line_of_days_it_cannot_read(self, client, secretary):
        html = text(
            client.post(
                f"{PAGE}series/",
                {**SERIES, **day("starts_on", date(2026, 12, 1)), "exceptions": "Christmas"},
            )
        )

        assert "“Christmas” cannot be read" in html
        assert "Monthly board" in html

    def test_is_changed_with_its_meetings(self, client, committee, secretary):
        client.post(f"{PAGE}series/", {**SERIES, **day("starts_on", timezone.localdate())})
        series = MeetingSeries.objects.get()
        page = f"{LIST}series/{series.pk}/"
        assert "14:00" in text(client.get(page))

        client.post(page, {**SERIES, "start_time": "10:30"})

        times = {f"{timezone.localtime(each.starts_at):%H:%M}" for each in series.meetings.all()}
        assert times == {"10:30"}


class TestForwardPlan:
    FACTS = {
        "title": "Clinical safety",
        "purpose": "assure",
        "visibility": "open",
        "minutes_planned": "15",
        "every": "3",
        "first_meeting": "2",
    }  # fmt: skip

    def test_is_kept_changed_and_ended(self, client, committee, secretary):
        client.post(f"{PAGE}plan/", self.FACTS)
        item = ForwardPlanItem.objects.get()
        html = text(client.get(PAGE))
        assert "Clinical safety" in html
        assert "Every 3 meetings" in html

        client.post(f"{LIST}plan/{item.pk}/", {**self.FACTS, "every": "1"})
        assert "At each meeting" in text(client.get(PAGE))
        client.post(f"{LIST}plan/{item.pk}/end/")

        assert "Clinical safety" not in text(client.get(PAGE))


class TestSingleMeetings:
    WHERE = {"minutes": "90", "mode": "online", "place": "", "join_url": ""}

    def test_is_called_moved_and_cancelled(self, client, committee, secretary):
        soon = timezone.localdate() + timedelta(days=10)
        client.post(f"{PAGE}meeting/", {**self.WHERE, **day("day", soon), "starts": "9:30"})
        meeting = Meeting.objects.get()

        client.post(
            f"/governance/meetings/{meeting.pk}/move/",
            {
                **self.WHERE,
                **day("day", soon + timedelta(days=1)),
                "starts": "10:00",
                "reason": "The chair is away",
            },
        )
        meeting.refresh_from_db()
        assert timezone.localtime(meeting.starts_at).date() == soon + timedelta(days=1)
        assert "Moved: The chair is away" in text(client.get(PAGE))
        client.post(f"/governance/meetings/{meeting.pk}/cancel/", {"reason": "Nothing to decide"})

        meeting.refresh_from_db()
        assert meeting.state == MeetingState.CANCELLED
        assert "Nothing to decide" in text(client.get(PAGE))

    def test_the_past_is_refused_next_to_the_day(self, client, committee, secretary):
        html = text(
            client.post(
                f"{PAGE}meeting/",
                {**self.WHERE, **day("day", date(2026, 1, 5)), "starts": "9:30"},
            )
        )

        assert "The new time has passed: choose one that lies ahead." in html

    @pytest.mark.parametrize("page", ["move", "cancel"])
    @pytest.mark.parametrize("role", [MemberRole.MEMBER, MemberRole.OBSERVER])
    def test_only_those_who_prepare_it_may(self, client, committee, as_role, page, role):
        meeting = make_meeting(committee, starts_at=timezone.now() + timedelta(days=5))
        as_role(role)

        assert client.get(f"/governance/meetings/{meeting.pk}/{page}/").status_code == 403

    @pytest.mark.parametrize("page", ["move", "cancel"])
    def test_to_strangers_there_is_none(self, client, sign_in, committee, page):
        meeting = make_meeting(committee, starts_at=timezone.now() + timedelta(days=5))
        sign_in(client, viewer().user)

        assert client.get(f"/governance/meetings/{meeting.pk}/{page}/").status_code == 404
