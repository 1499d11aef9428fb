"""Find people for a ticket: who may take part, who may watch, whom a note names."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Final

from django.db.models import Q

from accounts.codes import JobRole
from accounts.models import PractitionerRole, User
from helpdesk.models import QueueMembership, Ticket, sight_of

MOST_PEOPLE: Final = 10
SHORTEST_WORDS: Final = 2
MOST_MENTIONS: Final = 10
_MENTION: Final = re.compile(r"(?<![\w@.])@([A-Za-z0-9][\w.+-]*[\w])")


def names_in(text: str) -> list[str]:
    """Return the user names that a note mentions: "@anna.bell", in small letters, once each."""
    names = dict.fromkeys(name.lower() for name in _MENTION.findall(text))
    return list(names)[:MOST_MENTIONS]


def find_mentioned(names: Iterable[str]) -> dict[str, User]:
    """Return the people of the helpdesk whom user names name, by name."""
    wanted = Q(pk__in=[])
    for name in names:
        wanted |= Q(username__iexact=name)
    return {user.username.lower(): user for user in User.objects.filter(wanted, is_active=True)}


def sees_as_staff(user: User, ticket: Ticket, on: date) -> bool:
    """Whether somebody reads a ticket as staff do, in any role that they hold."""
    roles = user.practitioner_roles.open_to_act(on)
    return any(
        Ticket.objects.filter(sight_of(role).as_staff(), pk=ticket.pk).exists() for role in roles
    )


def list_members(ticket: Ticket, on: date) -> list[User]:
    """Return who a ticket may be given to: members of its queue, restricted ones to those alone."""
    memberships = QueueMembership.objects.filter(
        queue_id=ticket.queue_id, role__in=PractitionerRole.objects.current(on)
    )
    if ticket.is_restricted:
        memberships = memberships.filter(sees_restricted=True)
    members = User.objects.filter(pk__in=memberships.values("role__user_id"), is_active=True)
    return list(members.order_by("display_name", "username"))


def search_people(words: str, *, ticket: Ticket, on: date) -> list[User]:
    """
    Return people who may take part in a ticket or watch it, by the beginnings of their names.

    Those who may: of the caller's organization, or of the desk. A few at a time, so that nobody
    leafs through who works where.
    """
    words = words.strip()
    if len(words) < SHORTEST_WORDS:
        return []
    roles = PractitionerRole.objects.current(on).filter(
        Q(organization_id=ticket.organization_id) | Q(job_role=JobRole.HELPDESK_ANALYST)
    )
    named = Q(username__istartswith=words) | Q(email__iexact=words)
    for word in words.split():
        named |= Q(display_name__icontains=word)
    people = User.objects.filter(named, pk__in=roles.values("user_id"), is_active=True)
    return list(people.order_by("display_name", "username")[:MOST_PEOPLE])
