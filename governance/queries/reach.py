"""Find whom governance tells what: memberships, grants and conflicts of one viewer."""

from datetime import date
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from guardian.models import GroupObjectPermission, UserObjectPermission

from accounts.models import PractitionerRole
from governance.codes import AGENDA_IS_KNOWN, CONFLICTS, MemberRole
from governance.models import (
    READS_PRIVATE,
    SERVES,
    AgendaItem,
    Deputy,
    ItemInterest,
    Membership,
    Paper,
    Reach,
)


def reach_of(viewer: PractitionerRole, *, on: date) -> Reach:
    """Return what a viewer may know of on a day; asked once for each page."""
    held = list(
        Membership.objects.current(on)
        .filter(user_id=viewer.user_id)
        .values_list("committee_id", "role", "is_voting")
    )
    stands_in = Deputy.objects.filter(user_id=viewer.user_id, starts_on__lte=on).filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=on)
    )
    deputised = frozenset(stands_in.values_list("membership__committee_id", flat=True))
    reads = frozenset(key for key, role, _ in held if role in READS_PRIVATE) | deputised
    conflicts = ItemInterest.objects.filter(
        user_id=viewer.user_id, mitigation__in=CONFLICTS, lifted_at__isnull=True
    )
    granted = _with_children(_granted(viewer.user_id, AgendaItem))
    papers = _granted(viewer.user_id, Paper)
    conflicted = _with_children(frozenset(conflicts.values_list("item_id", flat=True)))
    return Reach(
        viewer=viewer,
        reads=reads,
        observes=frozenset(key for key, role, _ in held if role == MemberRole.OBSERVER) - reads,
        serves=frozenset(key for key, role, _ in held if role in SERVES),
        writes=frozenset(key for key, role, _ in held if role == MemberRole.SECRETARY),
        votes=frozenset(key for key, _, is_voting in held if is_voting),
        granted=granted,
        papers=papers,
        meetings=_meetings_of(granted, papers, conflicted),
        conflicted=conflicted,
    )


def _meetings_of(
    granted: frozenset[UUID], papers: frozenset[UUID], conflicted: frozenset[UUID]
) -> frozenset[UUID]:
    """Return the meetings whose agenda is published and holds what somebody was named for."""
    if not granted and not papers:
        return frozenset()
    named = AgendaItem.objects.filter(
        Q(pk__in=granted) | Q(papers__in=papers), meeting__state__in=AGENDA_IS_KNOWN
    ).exclude(pk__in=conflicted)
    return frozenset(named.values_list("meeting_id", flat=True))


def _with_children(items: frozenset[UUID]) -> frozenset[UUID]:
    """Return items with those that stand below them: what holds for a heading holds for these."""
    if not items:
        return items
    below = AgendaItem.objects.filter(parent__in=items)
    return items | frozenset(below.values_list("pk", flat=True))


def _granted(user_id: UUID, model: type) -> frozenset[UUID]:
    """Return what somebody was named for, themselves or as one of a group (django-guardian)."""
    kind = ContentType.objects.get_for_model(model)
    own = UserObjectPermission.objects.filter(user_id=user_id, content_type=kind)
    of_groups = GroupObjectPermission.objects.filter(group__user=user_id, content_type=kind)
    keys = own.values_list("object_pk").union(of_groups.values_list("object_pk"))
    return frozenset(UUID(key) for (key,) in keys)
