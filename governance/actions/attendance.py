"""Keep the register of a meeting: who is there, for whom, from when to when."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from core.dates import LONDON
from core.errors import NotPermittedNow
from governance.actions.entries import append_entry
from governance.actions.floor import lock_meeting
from governance.codes import AttendanceKind, EntryKind, MeetingState
from governance.models import (
    Attendance,
    AttendanceSpell,
    Deputy,
    Meeting,
    Membership,
    Reach,
    Vote,
    VoterMark,
)
from governance.models.committee import MembershipQuerySet
from governance.policies.running import check_register_is_open
from governance.queries.floor import find_current_item

_HERE = frozenset(AttendanceKind) - {AttendanceKind.APOLOGIES}


@dataclass(frozen=True, slots=True, kw_only=True)
class AttendanceFacts:
    """Who is there: a member, a deputy in their place, somebody in attendance, or a guest."""

    kind: AttendanceKind
    membership_id: UUID | None = None
    deputy_id: UUID | None = None
    guest_name: str = ""


@transaction.atomic
def mark_attendance(
    *, meeting_id: UUID, facts: AttendanceFacts, by: Reach, at: datetime
) -> Attendance:
    """
    Write somebody into the register; from then on they are in the room, unless they are excused.

    :raises NotPermittedNow: the register is closed, they have no seat, or it is taken
    """
    meeting = lock_meeting(meeting_id, by=by)
    check_register_is_open(meeting.state)
    if facts.guest_name:
        return _enter(_new(meeting, facts.kind, guest_name=facts.guest_name), at=at)
    membership = _membership(meeting, facts.membership_id)
    if facts.kind == AttendanceKind.DEPUTY:
        attendance = _seat_deputy(meeting, membership, facts.deputy_id)
    elif facts.kind == AttendanceKind.APOLOGIES:
        return _excuse(meeting, membership)
    else:
        attendance = _seat_member(meeting, membership, at=at)
    return _enter(attendance, at=at)


@transaction.atomic
def note_arrival(*, attendance_id: UUID, by: Reach, at: datetime) -> Attendance:
    """
    Write down that somebody has come in, or is back.

    :raises NotPermittedNow: the register is closed, or they are in the room
    """
    attendance = _lock(attendance_id, by=by)
    if attendance.kind == AttendanceKind.APOLOGIES:
        raise NotPermittedNow("They have sent apologies. Mark them as present instead.")
    if attendance.spells.filter(out_at__isnull=True).exists():
        raise NotPermittedNow("They are in the room already.")
    AttendanceSpell.objects.create(attendance=attendance, in_at=at)
    _write(attendance, "came in", by=by, at=at)
    return attendance


@transaction.atomic
def note_departure(*, attendance_id: UUID, by: Reach, at: datetime) -> Attendance:
    """
    Write down that somebody has left.

    :raises NotPermittedNow: the register is closed, or they are not in the room
    """
    attendance = _lock(attendance_id, by=by)
    if not attendance.spells.filter(out_at__isnull=True).update(out_at=at):
        raise NotPermittedNow("They are not in the room.")
    _write(attendance, "left", by=by, at=at)
    return attendance


@transaction.atomic
def remove_attendance(*, attendance_id: UUID, by: Reach) -> None:
    """
    Take somebody out of the register who was written into it by mistake.

    :raises NotPermittedNow: the register is closed, or they have voted
    """
    attendance = _lock(attendance_id, by=by)
    if attendance.user_id and _has_voted(attendance.meeting, attendance.user_id):
        raise NotPermittedNow("They have voted in this meeting: note that they left instead.")
    attendance.spells.all().delete()
    attendance.delete()


@transaction.atomic
def send_apologies(*, meeting_id: UUID, by: Reach, at: datetime) -> Attendance:
    """
    Send one's own apologies before a meeting.

    :raises NotPermittedNow: the meeting has begun or is off, or they do not sit on the committee
    """
    meeting, membership = _own_seat(meeting_id, by=by, at=at)
    return _excuse(meeting, membership)


@transaction.atomic
def withdraw_apologies(*, meeting_id: UUID, by: Reach, at: datetime) -> None:
    """
    Take one's own apologies back.

    :raises NotPermittedNow: the meeting has begun or is off, or they do not sit on the committee
    """
    meeting, _ = _own_seat(meeting_id, by=by, at=at)
    own = Attendance.objects.filter(meeting=meeting, user_id=by.user_id)
    own.filter(kind=AttendanceKind.APOLOGIES).delete()


def _has_voted(meeting: Meeting, user_id: UUID) -> bool:
    """Whether somebody has voted in a meeting, with their name or in secret."""
    votes = Vote.objects.filter(motion__item__meeting=meeting, user_id=user_id)
    marks = VoterMark.objects.filter(motion__item__meeting=meeting, user_id=user_id)
    return votes.exists() or marks.exists()


def _own_seat(meeting_id: UUID, *, by: Reach, at: datetime) -> tuple[Meeting, Membership]:
    known = Meeting.objects.visible_to(by).get(pk=meeting_id)
    meeting = Meeting.objects.select_for_update().get(pk=known.pk)
    if meeting.state not in {MeetingState.PLANNED, MeetingState.AGENDA_PUBLISHED}:
        raise NotPermittedNow("Apologies can be sent until the meeting begins.")
    if meeting.starts_at <= at:
        raise NotPermittedNow("The meeting was to begin already: tell the secretary.")
    own = _current(meeting).filter(user_id=by.user_id).first()
    if own is None:
        raise NotPermittedNow("You do not sit on this committee on the day of the meeting.")
    return meeting, own


def _lock(attendance_id: UUID, *, by: Reach) -> Attendance:
    known = Attendance.objects.get(pk=attendance_id)
    meeting = lock_meeting(known.meeting_id, by=by)
    check_register_is_open(meeting.state)
    # Asked anew under the lock: somebody else may have changed the register meanwhile.
    attendance = meeting.attendances.select_related("user").filter(pk=attendance_id).first()
    if attendance is None:
        raise NotPermittedNow("They were taken out of the register meanwhile.")
    attendance.meeting = meeting
    return attendance


def _membership(meeting: Meeting, membership_id: UUID | None) -> Membership:
    found = _current(meeting).filter(pk=membership_id).first() if membership_id else None
    if found is None:
        raise NotPermittedNow("They do not sit on this committee on the day of the meeting.")
    return found


def _current(meeting: Meeting) -> MembershipQuerySet:
    on = meeting.starts_at.astimezone(LONDON).date()
    return Membership.objects.current(on).filter(committee_id=meeting.committee_id)


def _new(meeting: Meeting, kind: AttendanceKind, *, guest_name: str) -> Attendance:
    if kind != AttendanceKind.IN_ATTENDANCE:
        raise NotPermittedNow("Guests are in attendance: they have no seat.")
    return Attendance.objects.create(meeting=meeting, kind=kind, guest_name=guest_name)


def _seat_member(meeting: Meeting, membership: Membership, *, at: datetime) -> Attendance:
    """Seat a member; a deputy who sat there stays in attendance."""
    kind = AttendanceKind.PRESENT if membership.is_voting else AttendanceKind.IN_ATTENDANCE
    _relieve_deputy(meeting, membership, at=at)
    own, _ = Attendance.objects.update_or_create(
        meeting=meeting,
        user_id=membership.user_id,
        defaults={"kind": kind, "membership": membership},
    )
    return own


def _relieve_deputy(meeting: Meeting, membership: Membership, *, at: datetime) -> None:
    seated = Attendance.objects.filter(meeting=meeting, membership=membership)
    deputy = seated.filter(kind=AttendanceKind.DEPUTY).select_related("user").first()
    if deputy is None:
        return
    item = find_current_item(meeting)
    if item is not None:
        words = f"{membership.user} took the seat in which {deputy.user} had sat as deputy."
        append_entry(item, kind=EntryKind.ATTENDANCE, body=words, by_id=None, at=at)
    deputy.kind, deputy.membership = AttendanceKind.IN_ATTENDANCE, None
    deputy.save(update_fields=["kind", "membership", "updated_at"])


def _seat_deputy(meeting: Meeting, membership: Membership, deputy_id: UUID | None) -> Attendance:
    """Seat a deputy for the one member whom they are named for."""
    on = meeting.starts_at.astimezone(LONDON).date()
    named = Deputy.objects.filter(membership=membership, starts_on__lte=on)
    current = named.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on))
    deputy = current.filter(pk=deputy_id).first() if deputy_id else None
    if deputy is None:
        raise NotPermittedNow("They are not named as deputy for this member.")
    seats = Attendance.objects.filter(meeting=meeting, kind__in=_HERE)
    if seats.filter(membership=membership).exists():
        raise NotPermittedNow("The seat is taken.")
    if seats.filter(user_id=deputy.user_id, membership__isnull=False).exists():
        raise NotPermittedNow("They have a seat already: somebody counts once.")
    own, _ = Attendance.objects.update_or_create(
        meeting=meeting,
        user_id=deputy.user_id,
        defaults={"kind": AttendanceKind.DEPUTY, "membership": membership},
    )
    return own


def _excuse(meeting: Meeting, membership: Membership) -> Attendance:
    own = Attendance.objects.filter(meeting=meeting, user_id=membership.user_id).first()
    if own is not None and own.kind != AttendanceKind.APOLOGIES:
        raise NotPermittedNow("They are in the register as present.")
    return own or Attendance.objects.create(
        meeting=meeting,
        user_id=membership.user_id,
        kind=AttendanceKind.APOLOGIES,
        membership=membership,
    )


def _enter(attendance: Attendance, *, at: datetime) -> Attendance:
    if not attendance.spells.filter(out_at__isnull=True).exists():
        AttendanceSpell.objects.create(attendance=attendance, in_at=at)
    return attendance


def _write(attendance: Attendance, what: str, *, by: Reach, at: datetime) -> None:
    """Write into the item that goes on who came or left, unless the meeting has not begun."""
    item = find_current_item(attendance.meeting)
    if item is None or attendance.meeting.state != MeetingState.IN_PROGRESS:
        return
    who = attendance.user or attendance.guest_name
    clock = at.astimezone(LONDON).strftime("%H:%M")
    words = f"{who} {what} at {clock}."
    append_entry(item, kind=EntryKind.ATTENDANCE, body=words, by_id=by.user_id, at=at)
