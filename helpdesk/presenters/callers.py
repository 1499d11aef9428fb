"""Who calls, as the agent on the phone sees them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from accounts.models import PractitionerRole
from core.dates import TIME, count_in_words, format_short_date
from helpdesk.codes import TicketState
from helpdesk.models import Ticket
from helpdesk.queries.callers import MOST_COUNTED, CallerHistory


@dataclass(frozen=True, slots=True, kw_only=True)
class CallerChoice:
    """Somebody whom the search found."""

    value: str
    name: str
    title: str
    organization: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CallerTicket:
    """A ticket of a caller or of their organization."""

    number: int
    subject: str
    url: str
    state: str
    changed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CallerView:
    """Somebody who calls, and what the desk knows of them."""

    name: str
    title: str
    organization: str
    email: str
    own: Sequence[CallerTicket]
    colleagues: Sequence[CallerTicket]
    open_words: str


def present_choices(roles: Iterable[PractitionerRole]) -> list[CallerChoice]:
    """Return the people whom a search found."""
    return [
        CallerChoice(
            value=str(role.pk),
            name=str(role.user),
            title=role.title,
            organization=role.organization.short_name,
        )
        for role in roles
    ]


def present_caller(history: CallerHistory, *, at: datetime) -> CallerView:
    """Return what the desk knows of a caller, in words."""
    role, number = history.role, history.open_at_organization
    more = "+" if number >= MOST_COUNTED else ""
    return CallerView(
        name=str(role.user),
        title=role.title,
        organization=role.organization.name,
        email=role.user.email,
        own=[_ticket(ticket, at) for ticket in history.own],
        colleagues=[_ticket(ticket, at) for ticket in history.colleagues],
        open_words=f"{number}{more} open" if more else f"{count_in_words(number, 'ticket')} open",
    )


def _ticket(ticket: Ticket, at: datetime) -> CallerTicket:
    return CallerTicket(
        number=ticket.number,
        subject=ticket.subject,
        url=reverse("helpdesk:ticket_detail", args=[ticket.number]),
        state=TicketState(ticket.state).label,
        changed=format_short_date(ticket.changed_at, TIME, now=at),
    )
