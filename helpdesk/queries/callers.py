"""What the desk knows of somebody who calls: their last tickets, and their organization's."""

from dataclasses import dataclass

from accounts.models import PractitionerRole
from helpdesk.models import Sight, Ticket, TicketParticipant

MOST_SHOWN = 5
MOST_COUNTED = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class CallerHistory:
    """Somebody who calls, and the tickets of theirs that the agent may know of."""

    role: PractitionerRole
    own: list[Ticket]
    colleagues: list[Ticket]
    open_at_organization: int


def read_caller(role: PractitionerRole, *, sight: Sight) -> CallerHistory:
    """Return the last tickets of a caller, and what is open at their organization."""
    parts = TicketParticipant.objects.people().filter(user_id=role.user_id).values("ticket_id")
    tickets = Ticket.objects.within(sight).select_related("requester")
    at_organization = tickets.filter(organization_id=role.organization_id).open()
    others = at_organization.exclude(pk__in=parts)
    return CallerHistory(
        role=role,
        own=list(tickets.filter(pk__in=parts).order_by("-changed_at", "-number")[:MOST_SHOWN]),
        colleagues=list(others.order_by("-changed_at", "-number")[:MOST_SHOWN]),
        open_at_organization=at_organization[:MOST_COUNTED].count(),
    )
