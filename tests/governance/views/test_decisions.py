"""The log of decisions, votes on their page, and resolutions in writing: who sees what."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from governance.actions.decisions import DecisionFacts, decide_by_consensus
from governance.actions.motions import MotionFacts, open_motion, propose_motion
from governance.codes import MeetingState, MemberRole, Mitigation, Visibility, VoteChoice
from governance.models import Decision, Motion, Vote, WrittenResolution
from tests.factories.governance import (
    CommitteeFactory,
    declare,
    make_item,
    make_meeting,
    make_member,
    make_terms,
    reach_of_user,
    seat,
    viewer,
)

pytestmark = pytest.mark.django_db
TITLE = "Approve the secret supplier"


@pytest.fixture
def committee():
    made = CommitteeFactory.create()
    make_terms(made)
    return made


@pytest.fixture
def chair(committee):
    return make_member(committee, MemberRole.CHAIR)


@pytest.fixture
def member(committee):
    return make_member(committee)


@pytest.fixture
def meeting(committee, chair, member):
    made = make_meeting(committee, state=MeetingState.IN_PROGRESS)
    for each in (chair, member):
        seat(made, each)
    return made


def decide(item, chair, **facts):
    facts = {"title": TITLE, "text": "Secret words.", **facts}
    return decide_by_consensus(
        item_id=item.pk,
        facts=DecisionFacts(**facts),
        by=reach_of_user(chair.user),
        at=timezone.now(),
    )


def circulate(meeting):
    meeting.state = MeetingState.MINUTES_CIRCULATED
    meeting.save()


def see(client, user, decision):
    """Return the log as somebody sees it, and the status of the decision's own page."""
    client.force_login(user)
    log = client.get(reverse("governance:decision_list")).content.decode()
    page = client.get(reverse("governance:decision_detail", args=[decision.pk]))
    return TITLE in log, page.status_code


class TestDecisionList:
    def test_tells_members_once_the_minutes_are_circulated(self, client, meeting, chair, member):
        decision = decide(make_item(meeting), chair)

        assert see(client, chair.user, decision) == (True, 200)
        assert see(client, member.user, decision) == (False, 404)
        circulate(meeting)
        assert see(client, member.user, decision) == (True, 200)

    @pytest.mark.parametrize(
        ("visibility", "role", "seen"),
        [
            (Visibility.OPEN, MemberRole.OBSERVER, True),
            (Visibility.PRIVATE, MemberRole.OBSERVER, False),
            (Visibility.PRIVATE, MemberRole.MEMBER, True),
            (Visibility.RESTRICTED, MemberRole.MEMBER, False),
        ],
    )
    def test_shows_each_role_its_own(  # noqa: PLR0913, PLR0917 — a table of three columns
        self, client, committee, meeting, chair, visibility, role, seen
    ):
        decision = decide(make_item(meeting, visibility=visibility), chair)
        circulate(meeting)

        reader = make_member(committee, role).user

        assert see(client, reader, decision) == (seen, 200 if seen else 404)

    def test_shows_strangers_and_the_conflicted_nothing(self, client, meeting, chair):
        item = make_item(meeting)
        decision = decide(item, chair)
        circulate(meeting)
        declare(item, chair.user, Mitigation.NO_VOTE)

        assert see(client, viewer().user, decision) == (False, 404)
        assert see(client, chair.user, decision) == (False, 404)

    def test_finds_by_words_and_standing(self, client, meeting, chair):
        first = decide(make_item(meeting), chair)
        decide(make_item(meeting), chair, title="Something later", supersedes=first.pk)
        client.force_login(chair.user)
        url = reverse("governance:decision_list")

        replaced = client.get(url, {"standing": "superseded"}).content.decode()
        later = client.get(url, {"words": "later", "year": "x", "page": "-1"}).content.decode()

        assert TITLE in replaced
        assert "Something later" not in replaced
        assert TITLE not in later
        assert "Something later" in later

    def test_does_not_name_a_decision_that_is_not_shown(self, client, meeting, chair, member):
        first = decide(make_item(meeting), chair)
        hidden = make_item(meeting, visibility=Visibility.RESTRICTED)
        later = decide(hidden, chair, title="Hidden title", supersedes=first.pk)
        circulate(meeting)
        client.force_login(member.user)

        page = client.get(reverse("governance:decision_detail", args=[first.pk]))

        text = page.content.decode()
        assert "a decision that is not shown to you" in text
        assert "Hidden title" not in text
        assert later.number not in text

    def test_takes_the_same_queries_however_long_it_is(
        self, client, meeting, chair, django_assert_max_num_queries
    ):
        for _ in range(12):
            decide(make_item(meeting), chair)
        client.force_login(chair.user)
        client.get(reverse("governance:decision_list"))

        with django_assert_max_num_queries(30):
            client.get(reverse("governance:decision_list"))


class TestMotionPages:
    @pytest.fixture
    def motion(self, meeting, chair):
        facts = MotionFacts(
            text="Secret motion",
            proposer_id=None,
            seconder_id=None,
            method="shown",
            majority="simple",
        )
        by = reach_of_user(chair.user)
        made = propose_motion(item_id=make_item(meeting).pk, facts=facts, by=by)
        return open_motion(motion_id=made.pk, by=by, at=timezone.now())

    def test_a_member_votes_and_sees_no_result_before_the_close(
        self, client, motion, chair, member
    ):
        client.force_login(member.user)
        client.post(reverse("governance:motion_vote", args=[motion.pk]), {"choice": "for"})

        text = client.get(reverse("governance:motion_detail", args=[motion.pk])).content.decode()

        assert Vote.objects.get(motion=motion).choice == VoteChoice.FOR
        assert "1 of 2 have voted" in text
        assert "1 for" not in text

    def test_only_those_who_run_it_close_it(self, client, motion, chair, member):
        url = reverse("governance:motion_change", args=[motion.pk])
        client.force_login(member.user)
        assert client.post(url, {"what": "close"}).status_code == 404

        client.force_login(chair.user)
        client.post(url, {"what": "close"})

        motion.refresh_from_db()
        assert motion.state == "lost"

    @pytest.mark.parametrize("what", ["", "agreed", "something"])
    def test_a_form_that_says_nothing_closes_nothing(self, client, motion, chair, what):
        client.force_login(chair.user)

        client.post(reverse("governance:motion_change", args=[motion.pk]), {"what": what})

        motion.refresh_from_db()
        assert motion.state == "open"

    def test_a_carried_one_asks_for_its_decision(self, client, motion, chair, member):
        client.force_login(chair.user)
        client.post(reverse("governance:motion_vote", args=[motion.pk]), {"choice": "for"})
        client.post(reverse("governance:motion_change", args=[motion.pk]), {"what": "close"})
        url = reverse("governance:motion_decide", args=[motion.pk])

        assert "Secret motion" in client.get(url).content.decode()
        client.post(url, {"title": "Begin", "text": "Secret motion", "settles": "on"})

        decision = Decision.objects.get(motion=motion)
        assert decision.is_quorate
        assert decision.item
        assert decision.item.decided_at is not None

    def test_is_not_there_for_who_has_an_interest_or_does_not_know(self, client, motion, member):
        declare(motion.item, member.user, Mitigation.NO_VOTE)
        url = reverse("governance:motion_detail", args=[motion.pk])
        for user in (member.user, viewer().user):
            client.force_login(user)
            assert client.get(url).status_code == 404

    def test_a_draft_is_for_those_who_run_the_meeting(self, client, motion, member):
        Motion.objects.filter(pk=motion.pk).update(state="draft")
        client.force_login(member.user)

        url = reverse("governance:motion_detail", args=[motion.pk])
        assert client.get(url).status_code == 404


class TestWrittenPages:
    def ask(self, client, committee, chair):
        client.force_login(chair.user)
        day = timezone.now() + timedelta(days=9)
        return client.post(
            reverse("governance:written_new", args=[committee.code]),
            {
                "title": "Secret title",
                "text": "Secret words",
                "reason": "Urgent",
                "majority": "simple",
                "deadline_on_day": day.day,
                "deadline_on_month": day.month,
                "deadline_on_year": day.year,
                "deadline_clock": "17:00",
            },
        )

    def test_a_member_answers(self, client, committee, chair, member):
        self.ask(client, committee, chair)
        resolution = WrittenResolution.objects.get()
        client.force_login(member.user)

        client.post(reverse("governance:written_respond", args=[resolution.pk]), {"choice": "for"})

        assert resolution.responses.get().membership == member
        page = client.get(reverse("governance:written_detail", args=[resolution.pk]))
        assert "Secret words" in page.content.decode()

    def test_somebody_with_an_interest_no_longer_sees_it(self, client, committee, chair, member):
        self.ask(client, committee, chair)
        resolution = WrittenResolution.objects.get()
        client.force_login(member.user)

        client.post(reverse("governance:written_interest", args=[resolution.pk]), {"words": "Mine"})

        url = reverse("governance:written_detail", args=[resolution.pk])
        log = client.get(reverse("governance:decision_list")).content.decode()
        assert client.get(url).status_code == 404
        assert "Secret title" not in log

    def test_is_not_there_for_observers_and_strangers(self, client, committee, chair):
        self.ask(client, committee, chair)
        url = reverse("governance:written_detail", args=[WrittenResolution.objects.get().pk])

        for user in (make_member(committee, MemberRole.OBSERVER).user, viewer().user):
            client.force_login(user)
            assert client.get(url).status_code == 404

    def test_is_asked_by_those_who_prepare_meetings(self, client, committee, member):
        assert self.ask(client, committee, member).status_code == 404
