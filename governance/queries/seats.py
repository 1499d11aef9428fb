"""Who sits where: the seats that are filled at a moment, and whom an item's interests exclude."""

from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from accounts.models import User
from core.dates import LONDON
from governance.codes import CONFLICTS, AttendanceKind, TermsState
from governance.models import (
    AgendaItem,
    AttendanceSpell,
    ItemInterest,
    Meeting,
    Membership,
    TermsOfReference,
)
from governance.policies.quorum import QuorumFinding, QuorumRule, Seat, find_quorum, read_rule

_NOBODY_ASKED = QuorumRule(voting=1)


def rule_of(meeting: Meeting) -> QuorumRule:
    """Return the quorum of the terms that held on the day of a meeting, or one voter."""
    return rule_in(terms_of(meeting))


def rule_in(terms: TermsOfReference | None) -> QuorumRule:
    """Return the quorum of terms, or one voter where there are none."""
    return read_rule(terms.quorum) if terms else _NOBODY_ASKED


def terms_of(meeting: Meeting) -> TermsOfReference | None:
    """Return the terms that hold on the day of a meeting."""
    on = meeting.starts_at.astimezone(LONDON).date()
    return terms_on(meeting.committee_id, on)


def terms_on(committee_id: UUID, on: date) -> TermsOfReference | None:
    """Return the terms of a committee that hold on a day."""
    approved = TermsOfReference.objects.filter(
        committee_id=committee_id, state=TermsState.APPROVED, effective_from__lte=on
    )
    return approved.order_by("-effective_from", "-number").first()


def seats_present(meeting: Meeting, *, at: datetime) -> list[Seat]:
    """Return the voting seats that are filled at a moment: by members, or by their deputies."""
    spells = (
        AttendanceSpell.objects.filter(
            Q(out_at__isnull=True) | Q(out_at__gt=at),
            in_at__lte=at,
            attendance__meeting=meeting,
            attendance__kind__in=[AttendanceKind.PRESENT, AttendanceKind.DEPUTY],
            attendance__membership__is_voting=True,
            attendance__user__isnull=False,
        )
        .select_related("attendance__user", "attendance__membership__board")
        # Members before deputies: who sits in their own seat counts there.
        .order_by("-attendance__kind", "in_at")
    )
    return [
        seat_of(spell.attendance.membership, spell.attendance.user)
        for spell in spells
        if spell.attendance.membership and spell.attendance.user
    ]


def seat_of(membership: Membership, person: User) -> Seat:
    """Return a member's seat with who sits in it."""
    return Seat(
        membership=membership.pk,
        person=person.pk,
        name=str(person),
        capacities=frozenset([membership.role, *membership.capacities]),
        board=membership.board.ods_code if membership.board else "",
    )


def conflicted_people(item: AgendaItem) -> frozenset[UUID]:
    """Return who has a conflict of interest in an item, or in the one that it stands below."""
    items = [item.pk] if item.parent_id is None else [item.pk, item.parent_id]
    found = ItemInterest.objects.filter(
        item__in=items, mitigation__in=CONFLICTS, lifted_at__isnull=True
    )
    return frozenset(found.values_list("user_id", flat=True))


def quorum_of_item(item: AgendaItem, *, at: datetime) -> QuorumFinding:
    """Say whether a meeting may decide an item at a moment, without those who are conflicted."""
    meeting = item.meeting
    return find_quorum(rule_of(meeting), seats_present(meeting, at=at), conflicted_people(item))
