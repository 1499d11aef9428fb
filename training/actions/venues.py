"""Keep the places where sessions are held."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from accounts.models import Organization
from core.errors import Forbidden, NotPermittedNow
from training import permissions
from training.models import Reach, Venue

from .facts import fields_of


@dataclass(frozen=True, slots=True, kw_only=True)
class VenueFacts:
    """What a trainer says of a venue."""

    organization: Organization
    name: str
    seats: int
    address: str = ""
    access_notes: str = ""
    is_active: bool = True


@transaction.atomic
def save_venue(*, facts: VenueFacts, by: Reach, venue_id: UUID | None = None) -> Venue:
    """
    Make a venue, or change one; the history keeps what it was.

    :raises Forbidden: it belongs to another board
    :raises NotPermittedNow: the organization has a venue of that name
    """
    permissions.check_is_trainer(by)
    if facts.organization.pk not in by.people:
        raise Forbidden("A venue belongs to an organization of your own board.")
    venue = Venue() if venue_id is None else Venue.objects.select_for_update().get(pk=venue_id)
    if venue_id is not None:
        permissions.check_may_use_venue(by, venue)
    named = Venue.objects.filter(organization=facts.organization, name__iexact=facts.name)
    if named.exclude(pk=venue.pk).exists():
        raise NotPermittedNow("This organization has a venue of that name already.")
    for name, value in fields_of(facts).items():
        setattr(venue, name, value)
    venue.save()
    return venue
