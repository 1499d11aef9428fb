"""Whether a meeting will have a quorum, from the apologies that are known; and who could help."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from core.dates import LONDON
from governance.codes import AttendanceKind
from governance.models import AgendaItem, Attendance, Deputy, Meeting, Membership
from governance.policies.quorum import QuorumFinding, Seat, find_quorum

from .seats import conflicted_people, rule_of, seat_of


@dataclass(frozen=True, slots=True, kw_only=True)
class QuorumForecast:
    """
    What is to be expected without more being done, and once every deputy is asked.

    `expected` are the voting members who have not sent apologies, and deputies who are known to
    come; `deputies` could fill the seats that stay empty: the seat as they would fill it, and the
    name of its member.
    """

    finding: QuorumFinding
    with_deputies: QuorumFinding
    deputies: tuple[tuple[Seat, str], ...]


def forecast_quorum(
    meeting: Meeting, *, at: datetime, without: Collection[UUID] = ()
) -> QuorumFinding:
    """Say whether those who are expected may decide, as far as is known at a moment."""
    seats, _ = _expected(meeting, at=at)
    return find_quorum(rule_of(meeting), seats, without)


def forecast_item(item: AgendaItem, *, at: datetime) -> QuorumFinding:
    """Say the same of one item: without those who have a conflict of interest in it."""
    return forecast_quorum(item.meeting, at=at, without=conflicted_people(item))


def forecast_with_deputies(meeting: Meeting, *, at: datetime) -> QuorumForecast:
    """Say whether there will be a quorum, and which deputies could fill empty seats."""
    rule = rule_of(meeting)
    seats, empty = _expected(meeting, at=at)
    coming = {seat.person for seat in seats}
    deputies = _deputies(meeting, empty, coming)
    return QuorumForecast(
        finding=find_quorum(rule, seats),
        with_deputies=find_quorum(rule, [*seats, *(seat for seat, _ in deputies)]),
        deputies=tuple(deputies),
    )


def _expected(meeting: Meeting, *, at: datetime) -> tuple[list[Seat], list[Membership]]:
    """Return the seats that will be filled, and the members whose seats will not."""
    known = Attendance.objects.filter(meeting=meeting, created_at__lte=at, user__isnull=False)
    told = list(known.select_related("user"))
    sorry = {each.user_id for each in told if each.kind == AttendanceKind.APOLOGIES}
    stand_in = {each.membership_id: each for each in told if each.kind == AttendanceKind.DEPUTY}
    seats, empty = [], []
    for member in _voters(meeting):
        deputy = stand_in.get(member.pk)
        if deputy is not None and deputy.user is not None:
            seats.append(seat_of(member, deputy.user))
        elif member.user_id in sorry or not member.user.is_active:
            empty.append(member)
        else:
            seats.append(seat_of(member, member.user))
    return seats, empty


def _voters(meeting: Meeting) -> list[Membership]:
    held = Membership.objects.current(_day_of(meeting))
    voters = held.filter(committee_id=meeting.committee_id, is_voting=True)
    return list(voters.select_related("user", "board").order_by("user__display_name"))


def _deputies(
    meeting: Meeting, empty: list[Membership], coming: set[UUID]
) -> list[tuple[Seat, str]]:
    """Return one deputy for each empty seat who can be asked, each person once."""
    on = _day_of(meeting)
    named = Deputy.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=on),
        membership__in=[member.pk for member in empty],
        starts_on__lte=on,
        user__is_active=True,
    )
    sorry = Attendance.objects.filter(meeting=meeting, kind=AttendanceKind.APOLOGIES)
    named = named.exclude(user__in=sorry.filter(user__isnull=False).values("user_id"))
    named = named.select_related("user", "membership__user", "membership__board")
    found: list[tuple[Seat, str]] = []
    taken, filled = set(coming), set[UUID]()
    for deputy in named.order_by("starts_on"):
        if deputy.user_id not in taken and deputy.membership_id not in filled:
            found.append((seat_of(deputy.membership, deputy.user), str(deputy.membership.user)))
            taken.add(deputy.user_id)
            filled.add(deputy.membership_id)
    return found


def _day_of(meeting: Meeting) -> date:
    return meeting.starts_at.astimezone(LONDON).date()
