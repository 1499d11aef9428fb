"""A meeting from its opening to its close: the register, items taken up, interests in the room."""

from datetime import timedelta

import pytest

from core.errors import Forbidden, NotPermittedNow
from governance.actions.attendance import (
    AttendanceFacts,
    mark_attendance,
    note_arrival,
    note_departure,
    remove_attendance,
)
from governance.actions.motions import MotionFacts, close_motion, open_motion, propose_motion
from governance.actions.running import close_meeting, open_meeting, take_up_item
from governance.codes import AttendanceKind, EntryKind, MeetingState, MemberRole, Mitigation
from governance.models import Attendance, Deputy, MinuteEntry
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
    viewer,
)

pytestmark = pytest.mark.django_db
LATER = THURSDAY + timedelta(minutes=30)
LATEST = THURSDAY + timedelta(minutes=60)


@pytest.fixture
def committee():
    made = CommitteeFactory.create()
    make_terms(made)
    return made


@pytest.fixture
def meeting(committee):
    return make_meeting(committee, state=MeetingState.IN_PROGRESS, opened_at=THURSDAY)


@pytest.fixture
def secretary(committee):
    return reach_of_user(make_member(committee, MemberRole.SECRETARY).user)


@pytest.fixture
def members(committee, meeting):
    made = [make_member(committee) for _ in range(2)]
    for each in made:
        seat(meeting, each)
    return made


def mark(meeting, by, kind, at=THURSDAY, **facts):
    return mark_attendance(
        meeting_id=meeting.pk, facts=AttendanceFacts(kind=kind, **facts), by=by, at=at
    )


class TestOpenMeeting:
    def test_begins_once_the_agenda_is_published(self, committee, secretary):
        meeting = make_meeting(committee)

        opened = open_meeting(meeting_id=meeting.pk, by=secretary, at=THURSDAY)

        assert (opened.state, opened.opened_at) == (MeetingState.IN_PROGRESS, THURSDAY)

    def test_does_not_begin_before(self, committee, secretary):
        meeting = make_meeting(committee, state=MeetingState.PLANNED)

        with pytest.raises(NotPermittedNow):
            open_meeting(meeting_id=meeting.pk, by=secretary, at=THURSDAY)

    def test_is_for_those_who_run_it(self, committee, meeting, members):
        with pytest.raises(Forbidden):
            open_meeting(meeting_id=meeting.pk, by=reach_of_user(members[0].user), at=THURSDAY)


class TestTakeUpItem:
    def test_has_those_leave_who_are_to_and_brings_them_back(self, meeting, members, secretary):
        first, second = make_item(meeting), make_item(meeting)
        declare(first, members[0].user, Mitigation.LEAVE)

        take_up_item(item_id=first.pk, by=secretary, at=LATER)
        without = quorum_of_item(second, at=LATER).is_quorate
        take_up_item(item_id=second.pk, by=secretary, at=LATEST)

        spells = Attendance.objects.get(user=members[0].user).spells.order_by("in_at")
        assert not without
        assert [(spell.in_at, spell.out_at) for spell in spells] == [
            (THURSDAY, LATER),
            (LATEST, None),
        ]
        assert quorum_of_item(second, at=LATEST).is_quorate

    def test_writes_an_interest_into_the_minutes_once(self, meeting, members, secretary):
        first, second = make_item(meeting), make_item(meeting)
        declare(first, members[0].user, Mitigation.NO_VOTE)

        for number, item in enumerate((first, second, first)):
            at = LATER + timedelta(minutes=number)
            take_up_item(item_id=item.pk, by=secretary, at=at)

        entry = MinuteEntry.objects.get(kind=EntryKind.INTEREST)
        assert entry.item == first
        assert str(members[0].user) in entry.body
        assert "Stays without paper and vote" in entry.body

    def test_leaves_those_who_had_gone_home_outside(self, meeting, members, secretary):
        first, second = make_item(meeting), make_item(meeting)
        declare(first, members[0].user, Mitigation.LEAVE)
        gone = Attendance.objects.get(user=members[0].user)
        gone.spells.update(out_at=THURSDAY + timedelta(minutes=1))

        take_up_item(item_id=first.pk, by=secretary, at=LATER)
        take_up_item(item_id=second.pk, by=secretary, at=LATEST)

        assert not gone.spells.filter(out_at__isnull=True).exists()


class TestRegister:
    def test_a_deputy_counts_for_the_member_alone(self, committee, meeting, members, secretary):
        absent, stand_in = make_member(committee), viewer().user
        named = Deputy.objects.create(membership=absent, user=stand_in, starts_on=THURSDAY.date())

        mark(
            meeting,
            secretary,
            AttendanceKind.DEPUTY,
            membership_id=absent.pk,
            deputy_id=named.pk,
        )

        with pytest.raises(NotPermittedNow, match="not named"):
            mark(
                meeting,
                secretary,
                AttendanceKind.DEPUTY,
                membership_id=members[0].pk,
                deputy_id=named.pk,
            )
        finding = quorum_of_item(make_item(meeting), at=THURSDAY)
        assert len(finding.voters) == 3

    def test_a_member_who_comes_takes_the_seat_from_the_deputy(
        self, committee, meeting, members, secretary
    ):
        absent, stand_in = make_member(committee), viewer().user
        seat(meeting, absent, user=stand_in, kind=AttendanceKind.DEPUTY)

        mark(meeting, secretary, AttendanceKind.PRESENT, membership_id=absent.pk)

        finding = quorum_of_item(make_item(meeting), at=THURSDAY)
        assert {each.person for each in finding.voters} >= {absent.user_id}
        assert stand_in.pk not in {each.person for each in finding.voters}

    def test_somebody_who_is_excused_and_comes_all_the_same_is_there_once(
        self, committee, meeting, secretary
    ):
        member = make_member(committee)
        mark(meeting, secretary, AttendanceKind.APOLOGIES, membership_id=member.pk)

        mark(meeting, secretary, AttendanceKind.PRESENT, membership_id=member.pk)

        assert Attendance.objects.get(user=member.user).kind == AttendanceKind.PRESENT

    def test_comings_and_goings_stand_in_the_minutes(self, meeting, members, secretary):
        item = make_item(meeting)
        take_up_item(item_id=item.pk, by=secretary, at=THURSDAY)
        attendance = Attendance.objects.get(user=members[0].user)

        note_departure(attendance_id=attendance.pk, by=secretary, at=LATER)
        note_arrival(attendance_id=attendance.pk, by=secretary, at=LATEST)

        bodies = list(item.entries.order_by("sequence").values_list("body", flat=True))
        assert bodies == [
            f"{members[0].user} left at 14:30.",
            f"{members[0].user} came in at 15:00.",
        ]

    def test_who_was_written_in_by_mistake_goes_out(self, meeting, members, secretary):
        attendance = Attendance.objects.get(user=members[0].user)

        remove_attendance(attendance_id=attendance.pk, by=secretary)

        assert not Attendance.objects.filter(user=members[0].user).exists()

    def test_is_closed_with_the_meeting(self, meeting, members, secretary):
        close_meeting(meeting_id=meeting.pk, by=secretary, at=LATEST)

        with pytest.raises(NotPermittedNow):
            mark(meeting, secretary, AttendanceKind.IN_ATTENDANCE, guest_name="A visitor")


class TestCloseMeeting:
    def test_has_everybody_leave(self, meeting, members, secretary):
        closed = close_meeting(meeting_id=meeting.pk, by=secretary, at=LATEST)

        outs = {each.spells.get().out_at for each in Attendance.objects.all()}
        assert outs == {LATEST}
        assert closed.state == MeetingState.HELD
        assert not closed.was_inquorate

    def test_says_where_there_never_was_a_quorum(self, committee, meeting, secretary):
        seat(meeting, make_member(committee))

        assert close_meeting(meeting_id=meeting.pk, by=secretary, at=LATEST).was_inquorate

    def test_waits_for_votes_and_decisions(self, committee, meeting, members, secretary):
        facts = MotionFacts(
            text="That it begins.",
            proposer_id=None,
            seconder_id=None,
            method="consensus",
            majority="simple",
        )
        motion = propose_motion(item_id=make_item(meeting).pk, facts=facts, by=secretary)
        open_motion(motion_id=motion.pk, by=secretary, at=THURSDAY)

        with pytest.raises(NotPermittedNow, match="open for votes"):
            close_meeting(meeting_id=meeting.pk, by=secretary, at=LATEST)
        close_motion(motion_id=motion.pk, by=secretary, at=LATER, has_consensus=True)
        with pytest.raises(NotPermittedNow, match="not recorded"):
            close_meeting(meeting_id=meeting.pk, by=secretary, at=LATEST)
