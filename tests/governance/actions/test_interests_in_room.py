"""What happens in the room when somebody declares an interest while their item is running."""

from datetime import timedelta

import pytest

from core.errors import NotPermittedNow
from governance.actions.attendance import remove_attendance
from governance.actions.declarations import Declaration, declare_interest
from governance.actions.motions import close_motion, withdraw_motion
from governance.actions.running import take_up_item
from governance.actions.voting import cast_vote
from governance.codes import (
    AttendanceKind,
    EntryKind,
    MemberRole,
    Mitigation,
    MotionState,
    VoteChoice,
    VotingMethod,
)
from governance.models import (
    Attendance,
    AttendanceSpell,
    BoardPack,
    MinuteEntry,
    PersonalPack,
    Vote,
    VoterMark,
)
from governance.queries.seats import quorum_of_item
from tests.factories.governance import (
    THURSDAY,
    declare,
    make_item,
    make_member,
    reach_of_user,
    seat,
)
from tests.governance.actions.test_voting import Room

FOR = VoteChoice.FOR
LATER = THURSDAY + timedelta(minutes=10)


@pytest.fixture
def room(db):
    room = Room()
    take_up_item(item_id=room.item.pk, by=reach_of_user(room.chair), at=THURSDAY)
    return room


def say(item, user, mitigation=Mitigation.LEAVE, *, by=None):
    declaration = Declaration(user=user, words="Holds shares.", mitigation=mitigation)
    reach = reach_of_user(by or user)
    return declare_interest(item_id=item.pk, declaration=declaration, by=reach, at=LATER)


def minuted(item, kind=EntryKind.INTEREST):
    return list(MinuteEntry.objects.filter(item=item, kind=kind).values_list("body", flat=True))


def is_in_room(user):
    return AttendanceSpell.objects.filter(attendance__user=user, out_at__isnull=True).exists()


class TestWhileTheItemRuns:
    def test_whoever_is_to_leave_leaves_at_once(self, room):
        say(room.item, room.members[0])

        assert not is_in_room(room.members[0])
        assert minuted(room.item) == [f"{room.members[0]}: Holds shares. Leaves for the item."]

    def test_whoever_left_comes_back_with_the_next_item(self, room):
        say(room.item, room.members[0])
        following = make_item(room.meeting)

        at = LATER + timedelta(minutes=5)
        take_up_item(item_id=following.pk, by=reach_of_user(room.chair), at=at)

        assert is_in_room(room.members[0])

    def test_whoever_came_late_and_left_for_the_item_comes_back_as_well(self, room):
        late = make_member(room.committee)
        seat(room.meeting, late, in_at=THURSDAY + timedelta(minutes=5))
        say(room.item, late.user)

        following = make_item(room.meeting)
        at = LATER + timedelta(minutes=5)
        take_up_item(item_id=following.pk, by=reach_of_user(room.chair), at=at)

        assert is_in_room(late.user)

    def test_whoever_had_gone_before_stays_away(self, room):
        gone = room.members[1]
        AttendanceSpell.objects.filter(attendance__user=gone).update(
            out_at=THURSDAY + timedelta(minutes=2)
        )
        say(room.item, gone)

        following = make_item(room.meeting)
        at = LATER + timedelta(minutes=5)
        take_up_item(item_id=following.pk, by=reach_of_user(room.chair), at=at)

        assert not is_in_room(gone)

    def test_the_minutes_say_that_somebody_stays_without_a_vote(self, room):
        say(room.item, room.members[0], Mitigation.NO_VOTE)

        assert is_in_room(room.members[0])
        assert minuted(room.item) == [
            f"{room.members[0]}: Holds shares. Stays without paper and vote."
        ]

    def test_a_stricter_one_is_minuted_beside_the_first(self, room):
        say(room.item, room.members[0], Mitigation.STAY)
        say(room.item, room.members[0], Mitigation.LEAVE)

        assert len(minuted(room.item)) == 2
        assert not is_in_room(room.members[0])

    def test_an_interest_in_the_item_above_counts_below(self, room):
        below = make_item(room.meeting, parent=room.item)
        take_up_item(item_id=below.pk, by=reach_of_user(room.chair), at=THURSDAY)

        say(room.item, room.members[0])

        assert not is_in_room(room.members[0])
        assert len(minuted(below)) == 1

    def test_an_item_that_is_still_to_come_changes_nothing_in_the_room(self, room):
        say(make_item(room.meeting), room.members[0])

        assert is_in_room(room.members[0])
        assert not MinuteEntry.objects.exists()

    def test_somebody_who_is_not_there_is_not_minuted(self, room):
        absent = make_member(room.committee).user

        say(room.item, absent)

        assert not minuted(room.item)

    def test_it_changes_the_quorum_at_once(self, room):
        say(room.item, room.members[0], Mitigation.NO_VOTE)

        voters = {each.person for each in quorum_of_item(room.item, at=LATER).voters}
        assert room.members[0].pk not in voters
        assert len(voters) == 3

    def test_a_pack_is_made_anew_in_the_same_moment(self, room):
        pack = BoardPack.objects.create(
            meeting=room.meeting,
            number=1,
            state="ready",
            asked_at=THURSDAY,
            asked_by=room.chair,
            issued_at=THURSDAY,
        )
        personal = PersonalPack.objects.create(
            pack=pack, user=room.members[0], state="ready", pdf=b"%PDF"
        )

        say(room.item, room.members[0])

        personal.refresh_from_db()
        assert personal.pdf is None


class TestVotesAlreadyCast:
    def test_a_vote_no_longer_counts_and_the_minutes_say_so(self, room):
        motion = room.put()
        for member in room.members[:2]:
            room.vote(motion, member, FOR)

        say(room.item, room.members[0], Mitigation.NO_VOTE)

        assert [vote.user for vote in Vote.objects.all()] == [room.members[1]]
        assert minuted(room.item)[-1] == (
            f"{room.members[0]} has declared an interest, and their vote on motion 1"
            " does not count."
        )
        assert room.close(motion).votes_for == 1

    def test_a_vote_below_the_item_no_longer_counts(self, room):
        room.item = make_item(room.meeting, parent=room.item)
        motion = room.put()
        room.vote(motion, room.members[0], FOR)

        say(room.item.parent, room.members[0], Mitigation.NO_VOTE)

        assert not Vote.objects.exists()
        assert "does not count" in minuted(room.item)[-1]

    def test_one_that_is_only_noted_counts(self, room):
        motion = room.put()
        room.vote(motion, room.members[0], FOR)

        say(room.item, room.members[0], Mitigation.STAY)

        assert room.close(motion).votes_for == 1

    def test_the_deputy_who_voted_is_meant_and_not_the_member(self, room):
        absent, deputy = (
            make_member(room.committee),
            make_member(room.committee, MemberRole.ATTENDEE),
        )
        seat(room.meeting, absent, user=deputy.user, kind=AttendanceKind.DEPUTY)
        motion = room.put()
        room.vote(motion, deputy.user, FOR)

        say(room.item, absent.user)
        assert Vote.objects.count() == 1

        say(room.item, deputy.user)
        assert not Vote.objects.exists()

    def test_the_minutes_say_it_as_well_where_it_comes_out_at_the_count(self, room):
        motion = room.put()
        room.vote(motion, room.members[0], FOR)
        declare(room.item, room.members[0])

        closed = room.close(motion)

        assert closed.votes_for == 0
        assert "does not count" in minuted(room.item)[0]

    def test_a_vote_that_was_closed_before_stays_as_it_was(self, room):
        motion = room.put()
        room.vote(motion, room.members[0], FOR)
        room.close(motion)

        say(room.item, room.members[0])

        motion.refresh_from_db()
        assert motion.votes_for == Vote.objects.count() == 1


class TestSecretVotes:
    def test_whoever_voted_is_known_though_somebody_else_sits_there_now(self, room):
        absent, deputy = (
            make_member(room.committee),
            make_member(room.committee, MemberRole.ATTENDEE),
        )
        sitting = seat(room.meeting, absent, user=deputy.user, kind=AttendanceKind.DEPUTY)
        motion = room.put(VotingMethod.SECRET)
        room.vote(motion, deputy.user, FOR)
        Attendance.objects.filter(pk=sitting.pk).update(membership=None, kind="in-attendance")
        seat(room.meeting, absent)
        say(room.item, deputy.user)

        with pytest.raises(NotPermittedNow, match="put it again"):
            room.close(motion)

    def test_an_interest_of_the_absent_member_does_not_stop_the_count(self, room):
        absent, deputy = (
            make_member(room.committee),
            make_member(room.committee, MemberRole.ATTENDEE),
        )
        Attendance.objects.create(
            meeting=room.meeting, user=absent.user, kind="apologies", membership=absent
        )
        seat(room.meeting, absent, user=deputy.user, kind=AttendanceKind.DEPUTY)
        motion = room.put(VotingMethod.SECRET)
        room.vote(motion, deputy.user, FOR)
        say(room.item, absent.user)

        assert room.close(motion).votes_for == 1

    def test_can_be_withdrawn_and_put_again(self, room):
        motion = room.put(VotingMethod.SECRET)
        room.vote(motion, room.members[0], FOR)
        say(room.item, room.members[0])
        withdraw_motion(motion_id=motion.pk, by=reach_of_user(room.chair), at=LATER)

        assert room.put(VotingMethod.SECRET).state == MotionState.OPEN

    def test_who_has_voted_in_secret_stays_in_the_register(self, room):
        motion = room.put(VotingMethod.SECRET)
        room.vote(motion, room.members[0], FOR)

        with pytest.raises(NotPermittedNow, match="have voted"):
            remove_attendance(
                attendance_id=Attendance.objects.get(user=room.members[0]).pk,
                by=reach_of_user(room.chair),
            )


class TestOnePersonOneVote:
    @pytest.mark.parametrize("method", [VotingMethod.SHOWN, VotingMethod.SECRET])
    def test_changing_seats_gives_no_second_vote(self, room, method):
        first, second = make_member(room.committee), make_member(room.committee)
        deputy = make_member(room.committee, MemberRole.ATTENDEE).user
        sitting = seat(room.meeting, first, user=deputy, kind=AttendanceKind.DEPUTY)
        motion = room.put(method)
        room.vote(motion, deputy, FOR)
        Attendance.objects.filter(pk=sitting.pk).update(membership=second)

        with pytest.raises(NotPermittedNow, match="another seat"):
            cast_vote(motion_id=motion.pk, choice=FOR, by=reach_of_user(deputy), at=LATER)
        by = reach_of_user(room.chair)
        assert close_motion(motion_id=motion.pk, by=by, at=LATER).votes_for == 1
        assert VoterMark.objects.count() + Vote.objects.count() == 1
