"""People come and go, declare and vote, in any order: the quorum and each tally stay true."""

from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from core.errors import DomainError
from governance.actions.attendance import note_arrival, note_departure
from governance.actions.motions import (
    MotionFacts,
    close_motion,
    open_motion,
    propose_motion,
    withdraw_motion,
)
from governance.actions.voting import cast_vote
from governance.codes import MeetingState, MemberRole, Mitigation, VoteChoice, VotingMethod
from governance.models import Motion
from governance.queries.seats import quorum_of_item
from tests.factories.governance import (
    THURSDAY,
    CommitteeFactory,
    declare,
    make_item,
    make_meeting,
    make_member,
    make_terms,
    reach_of_user,
    seat,
)

WANTED = 3
SEATS = 5
SECRET, SHOWN = VotingMethod.SECRET, VotingMethod.SHOWN
names = count(1)
people = st.integers(0, SEATS - 1)


class RoomInMotion(RuleBasedStateMachine):
    """A meeting with two items, and beside it what should be true of it."""

    def __init__(self):
        super().__init__()
        committee = CommitteeFactory.create(code=f"in-motion-{next(names)}")
        make_terms(committee, quorum={"voting": WANTED}, chair_has_casting_vote=False)
        meeting = make_meeting(committee, state=MeetingState.IN_PROGRESS)
        self.secretary = reach_of_user(make_member(committee, MemberRole.SECRETARY).user)
        members = [make_member(committee) for _ in range(SEATS)]
        self.users = [each.user for each in members]
        self.attendances = [seat(meeting, each) for each in members]
        self.items = [make_item(meeting), make_item(meeting)]
        self.clock = THURSDAY
        self.inside = set(range(SEATS))
        self.conflicted: list[set[int]] = [set(), set()]
        self.motion: Any = None
        self.votes: dict[int, VoteChoice] = {}

    def tick(self):
        self.clock += timedelta(seconds=1)
        return self.clock

    def may_vote(self, who):
        return who in self.inside - self.conflicted[0]

    @rule(who=people)
    def comes_or_goes(self, who):
        change = note_departure if who in self.inside else note_arrival
        change(attendance_id=self.attendances[who].pk, by=self.secretary, at=self.tick())
        self.inside ^= {who}

    @rule(who=people, item=st.integers(0, 1))
    def declares(self, who, item):
        if who not in self.conflicted[item]:
            declare(self.items[item], self.users[who], Mitigation.NO_VOTE)
            self.conflicted[item].add(who)

    @precondition(lambda self: self.motion is None)
    @rule(method=st.sampled_from([SHOWN, SECRET]))
    def a_motion_is_put(self, method):
        facts = MotionFacts(
            text="That it begins.",
            proposer_id=None,
            seconder_id=None,
            method=method,
            majority="simple",
        )
        item = self.items[0]
        motion = propose_motion(item_id=item.pk, facts=facts, by=self.secretary)
        self.motion = open_motion(motion_id=motion.pk, by=self.secretary, at=self.tick())
        self.votes = {}

    @precondition(lambda self: self.motion is not None)
    @rule(who=people, choice=st.sampled_from(VoteChoice))
    def votes_or_tries_to(self, who, choice):
        allowed = self.may_vote(who) and (self.motion.method == SHOWN or who not in self.votes)
        try:
            by = reach_of_user(self.users[who])
            cast_vote(motion_id=self.motion.pk, choice=choice, by=by, at=self.tick())
        except (DomainError, Motion.DoesNotExist):
            assert not allowed
        else:
            assert allowed
            self.votes[who] = choice

    @precondition(lambda self: self.motion is not None)
    @rule()
    def the_motion_is_closed(self):
        stopped = self.motion.method == SECRET and self.votes.keys() & self.conflicted[0]
        try:
            closed = close_motion(motion_id=self.motion.pk, by=self.secretary, at=self.tick())
        except DomainError:
            assert stopped
            withdraw_motion(motion_id=self.motion.pk, by=self.secretary, at=self.tick())
            self.motion = None
            return
        assert not stopped
        counted = [choice for who, choice in self.votes.items() if who not in self.conflicted[0]]
        assert closed.votes_for == counted.count(VoteChoice.FOR)
        assert closed.votes_against == counted.count(VoteChoice.AGAINST)
        assert closed.abstentions == counted.count(VoteChoice.ABSTAIN)
        assert (closed.state == "carried") == (closed.votes_for > closed.votes_against)
        assert closed.quorum["is_quorate"] == (len(self.inside - self.conflicted[0]) >= WANTED)
        self.motion = None

    @invariant()
    def each_item_has_the_quorum_of_those_who_are_there_for_it(self):
        for item, conflicted in zip(self.items, self.conflicted, strict=True):
            finding = quorum_of_item(item, at=self.clock)
            there = {self.users[who].pk for who in self.inside - conflicted}
            assert {seat.person for seat in finding.voters} == there
            assert finding.is_quorate == (len(there) >= WANTED)


@pytest.mark.django_db
def test_a_room_in_motion():
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large]
    run_state_machine_as_test(
        RoomInMotion,
        settings=settings(
            max_examples=12, stateful_step_count=15, deadline=None, suppress_health_check=checks
        ),
    )
