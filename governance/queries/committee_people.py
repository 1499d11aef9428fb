"""The people of committees, and the committees of people."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from accounts.models import User
from core.errors import NotPermittedNow
from governance.codes import Capacity, MemberRole
from governance.models import Committee, Membership, Reach


def people_of(committee_id: UUID, *, on: date) -> QuerySet[User]:
    """Return who sits on a committee or attends it; observers are asked for nothing."""
    held = Membership.objects.current(on).filter(committee_id=committee_id)
    asked = held.exclude(role=MemberRole.OBSERVER)
    people = User.objects.filter(pk__in=asked.values("user_id"), is_active=True)
    return people.order_by("display_name", "username")


def check_sits(user: User, committee_id: UUID, *, on: date) -> None:
    """
    Require that somebody sits on a committee or attends it, so that it can ask something of them.

    :raises NotPermittedNow: they do not
    """
    if not people_of(committee_id, on=on).filter(pk=user.pk).exists():
        raise NotPermittedNow(f"{user} does not sit on the committee: choose somebody who does.")


def list_committees(reach: Reach) -> Sequence[Committee]:
    """Return the committees that a viewer may know of from within, by name."""
    return list(Committee.objects.filter(pk__in=reach.committees).order_by("name"))


def is_safety_officer(user_id: UUID, committee_id: UUID, *, on: date) -> bool:
    """Say whether somebody sits on a committee as its clinical safety officer."""
    held = Membership.objects.current(on).filter(committee_id=committee_id, user_id=user_id)
    return held.filter(capacities__contains=[Capacity.CLINICAL_SAFETY_OFFICER]).exists()
