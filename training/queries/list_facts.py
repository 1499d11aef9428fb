"""Read at once all that a list of many enrolments is checked against."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db.models import Q
from django.db.models.functions import Lower

from accounts.models import CompetencyGrant, Organization, PractitionerRole
from training.models import BookedSlot, Booking, Reach, Session
from training.queries.seats import with_places

Period = tuple[datetime, datetime]
# So many names are looked up by one statement.
_AT_ONCE: Final = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ListFacts:
    """What is known of the people and sessions of a list; sessions come with their places."""

    roles: dict[str, list[PractitionerRole]]
    sessions: dict[int, Session]
    periods: dict[int, list[Period]]
    booked: dict[tuple[int, UUID], str]
    busy: dict[UUID, list[Period]]
    held: dict[UUID, list[CompetencyGrant]]
    parents: dict[UUID, UUID | None] = field(default_factory=dict)

    def above(self, organization_id: UUID) -> set[UUID]:
        """Return an organization with all that it lies below."""
        keys = set()
        here: UUID | None = organization_id
        while here is not None:
            keys.add(here)
            here = self.parents.get(here)
        return keys


def read_facts(
    names: Collection[str], numbers: Collection[int], *, reach: Reach, on: date
) -> ListFacts:
    """Return all that a list needs; `names` are e-mail addresses and user names, lower case."""
    roles = _find_roles(sorted(names), reach=reach, on=on)
    users = {role.user_id for found in roles.values() for role in found}
    sessions = with_places(Session.objects.filter(pk__in=numbers))
    kept = {
        session.pk: session
        for session in sessions.select_related("version__course").prefetch_related("slots")
    }
    return ListFacts(
        roles=roles,
        sessions=kept,
        periods={
            number: [(slot.starts_at, slot.ends_at) for slot in session.slots.all()]
            for number, session in kept.items()
        },
        booked=_find_booked(users, kept),
        busy=_find_busy(users),
        held=_find_held(users),
        parents=dict(Organization.objects.values_list("pk", "parent_id")),
    )


def _find_roles(names: list[str], *, reach: Reach, on: date) -> dict[str, list[PractitionerRole]]:
    """Return the roles within reach of each name, by the name that fits."""
    found: dict[str, list[PractitionerRole]] = defaultdict(list)
    within = (
        PractitionerRole.objects.open_to_act(on)
        .filter(organization__in=reach.people, user__is_active=True)
        .select_related("user")
    )
    for start in range(0, len(names), _AT_ONCE):
        some = names[start : start + _AT_ONCE]
        fits = Q(email__in=some) | Q(username_small__in=some)
        named = within.annotate(email=Lower("user__email"), username_small=Lower("user__username"))
        for role in named.filter(fits):
            for name in {role.user.email.lower(), role.user.username.lower()}:
                found[name].append(role)
    return found


def _find_booked(users: Collection[UUID], sessions: Collection[int]) -> dict[tuple[int, UUID], str]:
    active = Booking.objects.active().filter(session__in=sessions, user__in=users)
    return {
        (session, user): state
        for session, user, state in active.values_list("session_id", "user_id", "state")
    }


def _find_busy(users: Collection[UUID]) -> dict[UUID, list[Period]]:
    busy: dict[UUID, list[Period]] = defaultdict(list)
    times = BookedSlot.objects.filter(user__in=users)
    for user, during in times.values_list("user_id", "during"):
        busy[user].append((during.lower, during.upper))
    return busy


def _find_held(users: Collection[UUID]) -> dict[UUID, list[CompetencyGrant]]:
    held: dict[UUID, list[CompetencyGrant]] = defaultdict(list)
    grants = CompetencyGrant.objects.standing().filter(user__in=users)
    for grant in grants.select_related("competency"):
        held[grant.user_id].append(grant)
    return held
