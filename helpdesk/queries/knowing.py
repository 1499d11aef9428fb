"""Who of several people may know of a ticket."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from accounts.models import PractitionerRole
from helpdesk.models import Ticket, sight_of


def find_who_may_know(ticket: Ticket, users: Collection[UUID], *, on: date) -> set[UUID]:
    """Return those who see a ticket in one or another of the roles that they hold on a day."""
    roles = PractitionerRole.objects.open_to_act(on).filter(user_id__in=users)
    knowing: set[UUID] = set()
    for role in roles:
        if role.user_id in knowing:
            continue
        if Ticket.objects.within(sight_of(role)).filter(pk=ticket.pk).exists():
            knowing.add(role.user_id)
    return knowing
