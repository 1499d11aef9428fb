"""Who sits on a committee."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db.models import Case, IntegerField, Prefetch, Q, QuerySet, Value, When

from accounts.models import User
from governance.codes import MemberRole
from governance.models import Deputy, Membership

# The order in which the members of a committee stand on its page.
_ORDER = Case(
    *(When(role=role, then=Value(place)) for place, role in enumerate(MemberRole.values)),
    output_field=IntegerField(),
)


def list_members(committee_id: UUID, *, on: date) -> list[Membership]:
    """Return the memberships of today and of later, in the order of their roles, with deputies."""
    held = Membership.objects.filter(committee_id=committee_id)
    return _in_order(held.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on)), on=on)


def list_former_members(committee_id: UUID, *, on: date, most: int) -> Sequence[Membership]:
    """Return the memberships that have ended, the last first."""
    ended = Membership.objects.filter(committee_id=committee_id, ends_on__lt=on)
    return list(ended.select_related("user").order_by("-ends_on")[:most])


def people_of(committee_id: UUID, *, on: date) -> QuerySet[User]:
    """Return the people who sit on a committee on a day, whatever their role."""
    held = Membership.objects.current(on).filter(committee_id=committee_id)
    return User.objects.filter(pk__in=held.values("user_id"), is_active=True)


def _in_order(held: QuerySet[Membership], *, on: date) -> list[Membership]:
    standing = Deputy.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on))
    deputies = Prefetch("deputies", standing.select_related("user").order_by("starts_on"))
    rows = held.select_related("user", "board").prefetch_related(deputies)
    return list(rows.order_by(_ORDER, "-is_voting", "user__display_name", "starts_on"))
