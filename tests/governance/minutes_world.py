"""A committee that has met, and meets again to approve the minutes of that meeting."""

from dataclasses import dataclass
from datetime import timedelta

from accounts.models import User
from governance.actions.approving import approve_minutes
from governance.actions.minutes import check_minutes, circulate_minutes, start_minutes
from governance.codes import EntryKind, MeetingState, MemberRole, Visibility
from governance.models import AgendaItem, Committee, Meeting, MinuteEntry
from governance.presenters.whole_minutes import draw_whole
from tests.factories.governance import (
    THURSDAY,
    CommitteeFactory,
    make_entry,
    make_item,
    make_meeting,
    make_member,
    reach_of_user,
    seat,
)

# After the meeting, and before today.
NEXT = THURSDAY + timedelta(days=4)


@dataclass
class MinutesWorld:
    committee: Committee
    chair: User
    secretary: User
    member: User
    observer: User
    meeting: Meeting
    open_item: AgendaItem
    restricted: AgendaItem
    open_entry: MinuteEntry
    secret_entry: MinuteEntry
    later: Meeting
    approval_item: AgendaItem

    def reach(self, user):
        return reach_of_user(user)

    def check(self, at=THURSDAY):
        self.meeting.refresh_from_db()
        if self.meeting.state == MeetingState.HELD:
            start_minutes(meeting_id=self.meeting.pk, by=self.reach(self.secretary), at=at)
        return check_minutes(meeting_id=self.meeting.pk, by=self.reach(self.chair), at=at)

    def circulate(self, at=THURSDAY):
        return circulate_minutes(meeting_id=self.meeting.pk, by=self.reach(self.secretary), at=at)

    def approve(self, amendments=None, *, version=1, by=None, at=NEXT):
        return approve_minutes(
            item_id=self.approval_item.pk,
            version_number=version,
            amendments=amendments or {},
            draw=draw_whole,
            by=self.reach(by or self.secretary),
            at=at,
        )

    def to_approved(self, amendments=None):
        self.check()
        self.circulate()
        return self.approve(amendments)


def make_minutes_world() -> MinutesWorld:
    committee = CommitteeFactory.create()
    roles = [MemberRole.CHAIR, MemberRole.SECRETARY, MemberRole.MEMBER, MemberRole.OBSERVER]
    chair, secretary, member, observer = (make_member(committee, role) for role in roles)
    meeting = make_meeting(
        committee,
        state=MeetingState.HELD,
        opened_at=THURSDAY,
        closed_at=THURSDAY + timedelta(hours=2),
    )
    for membership in (chair, member):
        seat(meeting, membership)
    open_item = make_item(meeting, "Results in the record")
    restricted = make_item(meeting, "A supplier's failure", visibility=Visibility.RESTRICTED)
    later = make_meeting(committee, state=MeetingState.IN_PROGRESS, starts_at=NEXT)
    for membership in (chair, member):
        seat(later, membership, in_at=NEXT)
    return MinutesWorld(
        committee=committee,
        chair=chair.user,
        secretary=secretary.user,
        member=member.user,
        observer=observer.user,
        meeting=meeting,
        open_item=open_item,
        restricted=restricted,
        open_entry=make_entry(open_item, "Results reach the record within **one hour**."),
        secret_entry=make_entry(restricted, "The supplier missed its dates."),
        later=later,
        approval_item=make_item(later, "Minutes of the last meeting", minutes_of=meeting),
    )


def make_decision_entry(world: MinutesWorld) -> MinuteEntry:
    return make_entry(world.open_item, "Decided.", kind=EntryKind.DECISION)
