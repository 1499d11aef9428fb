"""Resolutions in writing, and their ratification by the next meeting."""

from datetime import timedelta

import pytest

from core.errors import Forbidden, NotPermittedNow
from governance.actions.decisions import DecisionFacts, decide_by_consensus
from governance.actions.ratifying import ratify
from governance.actions.written import (
    WrittenFacts,
    answer_written,
    close_due,
    close_written,
    declare_written_interest,
    open_written,
)
from governance.codes import LedgerKind, MeetingState, MemberRole, VoteChoice, WrittenState
from governance.models import (
    Decision,
    GovernanceMessage,
    LedgerEntry,
    WrittenInterest,
    WrittenResolution,
)
from tests.factories.governance import (
    THURSDAY,
    CommitteeFactory,
    make_item,
    make_meeting,
    make_member,
    make_terms,
    reach_of_user,
    seat,
    viewer,
)

pytestmark = pytest.mark.django_db
FOR, AGAINST = VoteChoice.FOR, VoteChoice.AGAINST
DEADLINE = THURSDAY + timedelta(days=5)


class World:
    def __init__(self):
        self.committee = CommitteeFactory.create()
        make_terms(self.committee)
        self.secretary = reach_of_user(make_member(self.committee, MemberRole.SECRETARY).user)
        self.members = [make_member(self.committee).user for _ in range(3)]
        facts = WrittenFacts(
            title="Secret title",
            text="Secret words",
            reason="It is urgent.",
            majority="simple",
            deadline_at=DEADLINE,
        )
        self.resolution = open_written(
            committee_id=self.committee.pk, facts=facts, by=self.secretary, at=THURSDAY
        )

    def answer(self, user, choice=FOR, at=THURSDAY):
        return answer_written(
            resolution_id=self.resolution.pk,
            choice=choice,
            comment="",
            by=reach_of_user(user),
            at=at,
        )

    def state(self):
        self.resolution.refresh_from_db()
        return self.resolution.state


@pytest.fixture
def world():
    return World()


class TestOpenWritten:
    def test_tells_each_voting_member_without_its_words(self, world):
        mails = GovernanceMessage.objects.all()

        assert {mail.user for mail in mails} == set(world.members)
        assert not any("Secret" in mail.subject + mail.body for mail in mails)

    def test_leaves_members_a_day(self, world):
        facts = WrittenFacts(
            title="x",
            text="x",
            reason="x",
            majority="simple",
            deadline_at=THURSDAY + timedelta(hours=2),
        )
        with pytest.raises(NotPermittedNow, match="24 hours"):
            open_written(
                committee_id=world.committee.pk, facts=facts, by=world.secretary, at=THURSDAY
            )


class TestAnswers:
    def test_stay_as_they_were_given(self, world):
        world.answer(world.members[0])

        with pytest.raises(NotPermittedNow, match="stays"):
            world.answer(world.members[0], AGAINST)

    def test_come_before_the_deadline(self, world):
        with pytest.raises(NotPermittedNow):
            world.answer(world.members[0], at=DEADLINE)

    def test_are_for_voting_members(self, world):
        with pytest.raises(Forbidden):
            world.answer(make_member(world.committee, MemberRole.ATTENDEE).user)
        for stranger in (make_member(world.committee, MemberRole.OBSERVER).user, viewer().user):
            with pytest.raises(WrittenResolution.DoesNotExist):
                world.answer(stranger)

    def test_of_somebody_with_an_interest_do_not_count(self, world):
        for member in world.members[:2]:
            world.answer(member)
        declare_written_interest(
            resolution_id=world.resolution.pk,
            words="A relative works there.",
            by=reach_of_user(world.members[0]),
            at=THURSDAY,
        )

        close_due(at=DEADLINE)

        assert WrittenInterest.objects.count() == 1
        assert world.state() == WrittenState.LAPSED

    def test_are_not_for_somebody_with_an_interest(self, world):
        declare_written_interest(
            resolution_id=world.resolution.pk,
            words="x",
            by=reach_of_user(world.members[0]),
            at=THURSDAY,
        )

        with pytest.raises(WrittenResolution.DoesNotExist):
            world.answer(world.members[0])


class TestClosing:
    def test_makes_a_decision_with_its_evidence(self, world):
        for member in world.members[:2]:
            world.answer(member)

        assert close_due(at=DEADLINE) == 1
        assert close_due(at=DEADLINE) == 0
        decision = Decision.objects.get(written_resolution=world.resolution)
        assert world.state() == WrittenState.CARRIED
        assert decision.item is None
        assert LedgerEntry.objects.get(subject=decision.pk).kind == LedgerKind.DECISION
        assert {voter["name"] for voter in decision.voters} == set(map(str, world.members[:2]))

    def test_lapses_without_a_quorum_of_answers(self, world):
        world.answer(world.members[0])

        close_due(at=DEADLINE)

        assert world.state() == WrittenState.LAPSED
        assert not Decision.objects.exists()

    def test_a_tie_is_lost(self, world):
        world.answer(world.members[0], FOR)
        world.answer(world.members[1], AGAINST)

        close_due(at=DEADLINE)

        assert world.state() == WrittenState.LOST

    def test_waits_for_its_deadline_or_for_everybody(self, world):
        close_due(at=DEADLINE - timedelta(seconds=1))
        for member in world.members[:2]:
            world.answer(member)
        with pytest.raises(NotPermittedNow, match="Not every member"):
            close_written(resolution_id=world.resolution.pk, by=world.secretary, at=THURSDAY)
        world.answer(world.members[2])

        close_written(resolution_id=world.resolution.pk, by=world.secretary, at=THURSDAY)

        assert world.state() == WrittenState.CARRIED


class TestRatify:
    def hold(self, world, voters=2):
        meeting = make_meeting(world.committee, state=MeetingState.IN_PROGRESS, starts_at=DEADLINE)
        for membership in world.committee.memberships.filter(is_voting=True)[:voters]:
            seat(meeting, membership, in_at=DEADLINE)
        return make_item(meeting)

    def stand_by(self, world, decision, item):
        return ratify(decision_id=decision.pk, item_id=item.pk, by=world.secretary, at=DEADLINE)

    def test_a_decision_in_writing_once(self, world):
        for member in world.members:
            world.answer(member)
        close_due(at=DEADLINE)
        decision, item = Decision.objects.get(), self.hold(world)

        ratification = self.stand_by(world, decision, item)

        assert LedgerEntry.objects.get(subject=ratification.pk).kind == LedgerKind.RATIFICATION
        with pytest.raises(NotPermittedNow, match="already"):
            self.stand_by(world, decision, item)

    def test_a_recommendation_needs_a_quorum_now(self, world):
        facts = DecisionFacts(title="Begin", text="Begin.")
        by = world.secretary
        item = self.hold(world, voters=1)
        decision = decide_by_consensus(item_id=item.pk, facts=facts, by=by, at=DEADLINE)

        with pytest.raises(NotPermittedNow, match="no quorum"):
            self.stand_by(world, decision, self.hold(world, voters=1))
        self.stand_by(world, decision, self.hold(world))

    def test_a_decision_with_a_quorum_needs_none(self, world):
        facts = DecisionFacts(title="Begin", text="Begin.")
        item = self.hold(world)
        decision = decide_by_consensus(
            item_id=item.pk, facts=facts, by=world.secretary, at=DEADLINE
        )

        with pytest.raises(NotPermittedNow, match="nothing is to ratify"):
            self.stand_by(world, decision, self.hold(world))
