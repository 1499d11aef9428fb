"""Read organizations, roles and comings and goings."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from accounts.codes import SignInEventKind
from accounts.models import Organization, PractitionerRole, SignInEvent, User

# Everything below an organization, itself included: few rows, so that one question answers it.
_BELOW = """
WITH RECURSIVE below AS (
    SELECT id FROM accounts_organization WHERE id = ANY(%s)
    UNION
    SELECT child.id FROM accounts_organization child JOIN below ON child.parent_id = below.id
)
SELECT id FROM below
"""


def list_current_roles(user: User, on: date) -> list[PractitionerRole]:
    """
    Return the roles that someone holds on a day at organizations that are active.

    Each comes with its person, its organization and the organization above, without more queries.
    """
    return list(user.practitioner_roles.open_to_act(on))


def find_usual_role(user: User, on: date) -> PractitionerRole | None:
    """Return somebody's only role on a day, or else the one of theirs that they last took up."""
    roles = list_current_roles(user, on)
    if len(roles) <= 1:
        return roles[0] if roles else None
    taken = user.sign_in_events.filter(kind=SignInEventKind.ROLE_CHANGED).order_by("-at").first()
    if taken is None:
        return None
    last = (taken.organization_id, taken.job_role)
    return next((role for role in roles if (role.organization_id, role.job_role) == last), None)


def list_all_roles(user: User) -> list[PractitionerRole]:
    """Return every role that someone held, holds or will hold, the newest first."""
    roles = user.practitioner_roles.select_related("organization")
    return list(roles.order_by("-starts_on", "organization__short_name"))


def find_user_by_sign_in_name(name: str) -> User | None:
    """
    Return the person who signs in with this user name or e-mail address, in any capitals.

    An address that two people share is nobody's.
    """
    found = list(User.objects.filter(Q(username__iexact=name) | Q(email__iexact=name))[:3])
    by_username = [user for user in found if user.username.lower() == name.lower()]
    candidates = by_username or found
    return candidates[0] if len(candidates) == 1 else None


def find_user_by_address(address: str) -> User | None:
    """Return the active person whose e-mail address this is; one that two share is nobody's."""
    found = list(User.objects.filter(email__iexact=address, is_active=True)[:2]) if address else []
    return found[0] if len(found) == 1 else None


def find_previous_sign_in(user: User) -> SignInEvent | None:
    """Return the sign-in before the latest one, which is the one that is going on."""
    successes = user.sign_in_events.filter(kind=SignInEventKind.SUCCESS).order_by("-at")
    return next(iter(successes[1:2]), None)


def count_failures_since_previous_sign_in(user: User) -> int:
    """Return how many attempts went wrong between the last two sign-ins."""
    previous = find_previous_sign_in(user)
    failures = user.sign_in_events.filter(
        kind__in=[SignInEventKind.FAILURE, SignInEventKind.LOCKOUT]
    )
    return failures.filter(at__gt=previous.at).count() if previous else failures.count()


def list_sign_in_events(user: User, *, most: int) -> list[SignInEvent]:
    """Return someone's latest comings and goings, the newest first."""
    return list(user.sign_in_events.order_by("-at", "-pk")[:most])


def board_of(organization: Organization) -> Organization | None:
    """Return the integrated care board that an organization belongs to, or is."""
    return organization.board


def get_board_id(organization: Organization) -> UUID:
    """
    Return the key of the board that an organization belongs to.

    One that belongs to none stands for itself, so that no rule about boards can fit it.
    """
    board = board_of(organization)
    return organization.pk if board is None else board.pk


def list_roles_of(user_names: Iterable[str], on: date) -> list[PractitionerRole]:
    """Return the current roles of several people, in the order of their names."""
    roles = PractitionerRole.objects.current(on).filter(user__username__in=user_names)
    return list(
        roles.select_related("user", "organization").order_by(
            "user__username", "organization__name"
        )
    )


SHORTEST_WORD = 2
MOST_WORDS = 6


def find_people(words: str, *, on: date, most: int) -> list[PractitionerRole]:
    """
    Return who fits every word by name, e-mail address or organization, once for each role.

    Words of a single letter would fit nearly everybody, and are left out.
    """
    kept = [word for word in words.split()[:MOST_WORDS] if len(word) >= SHORTEST_WORD]
    if not kept:
        return []
    roles = _people_to_reach(on)
    for word in kept:
        roles = roles.filter(
            Q(user__display_name__icontains=word)
            | Q(user__username__icontains=word)
            | Q(user__email__icontains=word)
            | Q(organization__name__icontains=word)
            | Q(organization__short_name__icontains=word)
            | Q(organization__ods_code__iexact=word)
        )
    return list(roles.order_by("user__display_name", "organization__short_name")[:most])


def find_person_in_role(role_id: UUID, *, on: date) -> PractitionerRole | None:
    """Return somebody in a role that they hold on a day, or None where nobody holds it."""
    return _people_to_reach(on).filter(pk=role_id).first()


def _people_to_reach(on: date) -> QuerySet[PractitionerRole]:
    return (
        PractitionerRole.objects.open_to_act(on).filter(user__is_active=True).select_related("user")
    )


def organizations_below(roots: list[UUID]) -> frozenset[UUID]:
    """Return organizations with all that lie below them."""
    if not roots:
        return frozenset()
    with connection.cursor() as cursor:
        cursor.execute(_BELOW, [roots])
        return frozenset(key for (key,) in cursor.fetchall())
