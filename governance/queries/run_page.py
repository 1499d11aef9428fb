"""What those who run a meeting have before them: agenda, register, and the item that is open."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Prefetch, Q

from accounts.models import User
from core.dates import LONDON
from governance.codes import CONFLICTS
from governance.models import (
    AgendaItem,
    Attendance,
    AttendanceSpell,
    Decision,
    Deputy,
    ItemInterest,
    Meeting,
    Membership,
    MinuteEntry,
    Motion,
    Reach,
)
from governance.policies.entry_commands import Person
from governance.policies.quorum import QuorumFinding, find_quorum
from governance.queries.agendas import AgendaRow, read_agenda
from governance.queries.seats import rule_of, seats_present

MOST_ENTRIES: Final = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRow:
    """A line of the agenda with the quorum for it; withheld lines have neither item nor quorum."""

    row: AgendaRow
    quorum: QuorumFinding | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """Who is there or excused, and which members and deputies are not yet in the register."""

    attendances: Sequence[Attendance]
    missing: Sequence[Membership]
    deputies: Sequence[Deputy]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenItem:
    """The item that is being written, with all that hangs on it."""

    item: AgendaItem
    entries: Sequence[MinuteEntry]
    motions: Sequence[Motion]
    decisions: Sequence[Decision]
    to_ratify: Sequence[Decision]


def read_run(meeting: Meeting, reach: Reach, *, at: datetime) -> list[RunRow]:
    """Return the agenda with the quorum of each item that the viewer may know of."""
    agenda = read_agenda(meeting, reach)
    rule, seats = rule_of(meeting), seats_present(meeting, at=at)
    conflicted = _conflicted_by_item(meeting)
    rows = []
    for row in agenda.rows:
        item = row.item
        if item is None:
            rows.append(RunRow(row=row, quorum=None))
            continue
        excluded = conflicted.get(item.pk, set()) | conflicted.get(item.parent_id, set())
        rows.append(RunRow(row=row, quorum=find_quorum(rule, seats, excluded)))
    return rows


def read_register(meeting: Meeting) -> Register:
    """Return a meeting's register."""
    spells = Prefetch("spells", queryset=AttendanceSpell.objects.order_by("in_at"))
    found = Attendance.objects.filter(meeting=meeting).prefetch_related(spells)
    related = ("user", "membership__user", "membership__board")
    attendances = list(found.select_related(*related).order_by("created_at"))
    taken = {each.user_id for each in attendances}
    seated = {each.membership_id for each in attendances if each.spells.all()}
    on = meeting.starts_at.astimezone(LONDON).date()
    members = Membership.objects.current(on).filter(committee_id=meeting.committee_id)
    current = list(members.select_related("user", "board").order_by("-is_voting", "created_at"))
    empty = [each.pk for each in current if each.is_voting and each.pk not in seated]
    deputies = Deputy.objects.filter(membership__in=empty, starts_on__lte=on)
    deputies = deputies.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on))
    return Register(
        attendances=attendances,
        missing=[each for each in current if each.user_id not in taken],
        deputies=list(deputies.select_related("user", "membership__user")),
    )


def read_open_item(item: AgendaItem, reach: Reach) -> OpenItem:
    """Return an item with its entries, struck ones too, its motions and its decisions."""
    entries = MinuteEntry.objects.visible_to(reach).filter(item=item)
    motions = Motion.objects.visible_to(reach).filter(item=item).select_related("decision")
    decisions = Decision.objects.visible_to(reach)
    return OpenItem(
        item=item,
        entries=list(entries.select_related("written_by").order_by("sequence")[:MOST_ENTRIES]),
        motions=list(motions.order_by("number")),
        decisions=list(decisions.filter(item=item).order_by("decided_at")),
        to_ratify=list_to_ratify(item.meeting, reach),
    )


def list_to_ratify(meeting: Meeting, reach: Reach) -> list[Decision]:
    """Return the recommendations and decisions in writing that a meeting may still ratify."""
    waiting = (
        Decision.objects.visible_to(reach)
        .in_force()
        .filter(
            Q(is_quorate=False) | Q(written_resolution__isnull=False),
            committee_id=meeting.committee_id,
            ratification__isnull=True,
        )
    )
    return list(waiting.order_by("decided_at")[:20])


def list_people(meeting: Meeting) -> list[Person]:
    """Return whom an action can be given to: members, and users who are in the register."""
    on = meeting.starts_at.astimezone(LONDON).date()
    members = Membership.objects.current(on).filter(committee_id=meeting.committee_id)
    there = Attendance.objects.filter(meeting=meeting, user__isnull=False)
    found = User.objects.filter(
        Q(pk__in=members.values("user")) | Q(pk__in=there.values("user")), is_active=True
    )
    return [Person(key=user.pk, name=str(user)) for user in found.order_by("display_name", "pk")]


def get_entry(entry_id: UUID, reach: Reach) -> MinuteEntry:
    """
    Return an entry that a viewer may read.

    :raises MinuteEntry.DoesNotExist: there is none
    """
    related = "item__meeting__committee"
    return MinuteEntry.objects.visible_to(reach).select_related(related).get(pk=entry_id)


def _conflicted_by_item(meeting: Meeting) -> dict[UUID | None, set[UUID]]:
    found: dict[UUID | None, set[UUID]] = {}
    interests = ItemInterest.objects.filter(
        item__meeting=meeting, mitigation__in=CONFLICTS, lifted_at__isnull=True
    )
    for item, user in interests.values_list("item_id", "user_id"):
        found.setdefault(item, set()).add(user)
    return found
