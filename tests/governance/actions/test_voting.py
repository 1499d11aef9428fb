"""Motions and votes: by name, in secret, with a casting vote, and never by who has an interest."""

import pytest
from django.db import connection

from core.errors import Forbidden, NotPermittedNow
from governance.actions.motions import (
    MotionFacts,
    close_motion,
    open_motion,
    propose_motion,
    withdraw_motion,
)
from governance.actions.voting import ask_for_names, cast_vote
from governance.codes import (
    AttendanceKind,
    Majority,
    MeetingState,
    MemberRole,
    Mitigation,
    MotionState,
    VoteChoice,
    VotingMethod,
)
from governance.models import AttendanceSpell, Motion, SecretTally, Vote, VoterMark
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
    viewer,
)
from tests.governance.threads import at_once

FOR, AGAINST, ABSTAIN = VoteChoice.FOR, VoteChoice.AGAINST, VoteChoice.ABSTAIN


class Room:
    """A meeting in progress with its chair and three members, and one item."""

    def __init__(self):
        self.committee = CommitteeFactory.create()
        self.terms = make_terms(self.committee)
        self.meeting = make_meeting(self.committee, state=MeetingState.IN_PROGRESS)
        self.item = make_item(self.meeting)
        self.seats = [make_member(self.committee, MemberRole.CHAIR)]
        self.seats += [make_member(self.committee) for _ in range(3)]
        for each in self.seats:
            seat(self.meeting, each)
        self.chair, *self.members = (each.user for each in self.seats)

    def put(self, method=VotingMethod.SHOWN, majority=Majority.SIMPLE):
        facts = MotionFacts(
            text="That it begins.",
            proposer_id=None,
            seconder_id=None,
            method=method,
            majority=majority,
        )
        by = reach_of_user(self.chair)
        motion = propose_motion(item_id=self.item.pk, facts=facts, by=by)
        return open_motion(motion_id=motion.pk, by=by, at=THURSDAY)

    def vote(self, motion, user, choice):
        cast_vote(motion_id=motion.pk, choice=choice, by=reach_of_user(user), at=THURSDAY)

    def close(self, motion, user=None, **given):
        by = reach_of_user(user or self.chair)
        return close_motion(motion_id=motion.pk, by=by, at=THURSDAY, **given)


@pytest.fixture
def room(db):
    return Room()


class TestCastVote:
    def test_counts_each_seat_once_and_may_change(self, room):
        motion = room.put()
        room.vote(motion, room.members[0], AGAINST)
        room.vote(motion, room.members[0], FOR)

        closed = room.close(motion)

        assert (closed.votes_for, closed.votes_against) == (1, 0)
        assert closed.state == MotionState.CARRIED

    @pytest.mark.parametrize("method", [VotingMethod.SHOWN, VotingMethod.SECRET])
    @pytest.mark.parametrize("mitigation", [Mitigation.NO_VOTE, Mitigation.LEAVE])
    def test_never_with_a_conflict(self, room, method, mitigation):
        motion = room.put(method)
        before = reach_of_user(room.members[0])
        declare(room.item, room.members[0], mitigation)

        with pytest.raises(Motion.DoesNotExist):
            room.vote(motion, room.members[0], FOR)
        with pytest.raises(Forbidden):
            cast_vote(motion_id=motion.pk, choice=FOR, by=before, at=THURSDAY)

    def test_only_in_the_room(self, room):
        motion = room.put()
        AttendanceSpell.objects.filter(attendance__user=room.members[0]).update(out_at=THURSDAY)

        with pytest.raises(Forbidden, match="in the room"):
            room.vote(motion, room.members[0], FOR)

    def test_not_by_observers_nor_strangers(self, room):
        motion = room.put()
        observer = make_member(room.committee, MemberRole.OBSERVER)
        seat(room.meeting, observer)

        with pytest.raises(Forbidden):
            room.vote(motion, observer.user, FOR)
        with pytest.raises(Motion.DoesNotExist):
            room.vote(motion, viewer().user, FOR)

    def test_a_deputy_votes_for_their_seat(self, room):
        absent = make_member(room.committee)
        stand_in = make_member(room.committee, MemberRole.ATTENDEE)
        seat(room.meeting, absent, user=stand_in.user, kind=AttendanceKind.DEPUTY)
        motion = room.put()

        room.vote(motion, stand_in.user, FOR)

        assert Vote.objects.get(motion=motion).membership == absent

    def test_not_once_it_is_closed(self, room):
        motion = room.put()
        room.close(motion)

        with pytest.raises(NotPermittedNow):
            room.vote(motion, room.members[0], FOR)


class TestSecret:
    def test_counts_without_saying_who(self, room):
        motion = room.put(VotingMethod.SECRET)
        for member, choice in zip(room.members, (FOR, FOR, AGAINST), strict=True):
            room.vote(motion, member, choice)

        closed = room.close(motion)

        assert (closed.votes_for, closed.votes_against, closed.abstentions) == (2, 1, 0)
        assert not Vote.objects.exists()

    def test_a_seat_votes_once(self, room):
        motion = room.put(VotingMethod.SECRET)
        room.vote(motion, room.members[0], FOR)

        with pytest.raises(NotPermittedNow, match="has voted"):
            room.vote(motion, room.members[0], AGAINST)
        assert SecretTally.objects.get(motion=motion, choice=AGAINST).ballots == 0

    def test_nothing_stored_joins_a_ballot_and_its_voter(self, room):
        motion = room.put(VotingMethod.SECRET)
        before = {row.pk: row.ballots for row in SecretTally.objects.all()}
        room.vote(motion, room.members[0], ABSTAIN)
        columns = {field.name for field in SecretTally._meta.get_fields()}

        with connection.cursor() as cursor:
            cursor.execute("SELECT count(DISTINCT xmin::text) FROM governance_secrettally")
            (writers,) = cursor.fetchone()

        assert columns == {"id", "motion", "choice", "ballots"}
        assert set(before) == set(SecretTally.objects.values_list("pk", flat=True))
        assert writers == 1  # all counters were written, whichever went up

    def test_an_interest_declared_after_voting_stops_the_count(self, room):
        motion = room.put(VotingMethod.SECRET)
        room.vote(motion, room.members[0], FOR)
        declare(room.item, room.members[0])

        with pytest.raises(NotPermittedNow, match="put it again"):
            room.close(motion)


class TestCloseMotion:
    def test_leaves_out_votes_of_who_has_declared_an_interest_since(self, room):
        motion = room.put()
        for member in room.members[:2]:
            room.vote(motion, member, FOR)
        declare(room.item, room.members[0])

        assert room.close(motion).votes_for == 1

    def test_a_tie_waits_for_the_chair(self, room):
        motion = room.put()
        room.vote(motion, room.members[0], FOR)
        room.vote(motion, room.members[1], AGAINST)
        secretary = make_member(room.committee, MemberRole.SECRETARY).user

        with pytest.raises(NotPermittedNow, match="casting vote"):
            room.close(motion)
        with pytest.raises(Forbidden, match="Only the chair"):
            room.close(motion, secretary, casting_vote=FOR)
        closed = room.close(motion, casting_vote=FOR)

        assert (closed.state, closed.casting_vote) == (MotionState.CARRIED, FOR)

    def test_a_casting_vote_without_a_tie_is_nothing(self, room):
        motion = room.put()
        room.vote(motion, room.members[0], AGAINST)

        closed = room.close(motion, casting_vote=FOR)

        assert (closed.state, closed.casting_vote) == (MotionState.LOST, "")

    def test_consensus_is_as_the_chair_finds_it(self, room):
        assert room.close(room.put("consensus"), has_consensus=True).state == MotionState.CARRIED
        assert room.close(room.put("consensus")).state == MotionState.LOST

    def test_keeps_who_could_vote(self, room):
        declare(room.item, room.members[0])

        quorum = room.close(room.put()).quorum

        assert quorum["is_quorate"]
        assert str(room.members[0]) not in {voter["name"] for voter in quorum["voters"]}

    def test_is_for_those_who_run_the_meeting(self, room):
        with pytest.raises(Forbidden):
            room.close(room.put(), room.members[0])

    def test_only_one_is_open_on_an_item(self, room):
        first = room.put()
        with pytest.raises(NotPermittedNow):
            room.put()
        withdraw_motion(motion_id=first.pk, by=reach_of_user(room.chair), at=THURSDAY)

        assert room.put().state == MotionState.OPEN


class TestAskForNames:
    def test_any_member_may_ask(self, room):
        motion = room.put()

        ask_for_names(motion_id=motion.pk, by=reach_of_user(room.members[0]), at=THURSDAY)

        motion.refresh_from_db()
        assert motion.is_recorded

    def test_not_once_people_vote_in_secret(self, room):
        motion = room.put(VotingMethod.SECRET)

        with pytest.raises(NotPermittedNow):
            ask_for_names(motion_id=motion.pk, by=reach_of_user(room.members[0]), at=THURSDAY)


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_a_seat_that_votes_twice_in_secret_counts_once(self):
        room = Room()
        motion = room.put(VotingMethod.SECRET)

        failures = at_once(*[lambda: room.vote(motion, room.members[0], FOR)] * 3)

        assert len(failures) == 2
        assert SecretTally.objects.get(motion=motion, choice=FOR).ballots == 1
        assert VoterMark.objects.filter(motion=motion).count() == 1

    def test_secret_votes_at_once_all_count(self):
        room = Room()
        motion = room.put(VotingMethod.SECRET)
        votes = [lambda user=user: room.vote(motion, user, FOR) for user in room.members]

        assert not at_once(*votes)
        assert room.close(motion).votes_for == 3

    def test_a_vote_beside_the_closing_counts_or_is_refused(self):
        room = Room()
        motion = room.put()

        failures = at_once(
            lambda: room.vote(motion, room.members[0], FOR), lambda: room.close(motion)
        )

        motion.refresh_from_db()
        assert motion.votes_for == 1 - len(failures)
        assert Vote.objects.filter(motion=motion).count() == motion.votes_for
