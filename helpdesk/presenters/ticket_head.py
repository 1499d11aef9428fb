"""What every face of a ticket says first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.urls import reverse

from helpdesk.codes import TicketCategory, TicketKind
from helpdesk.models import Ticket
from helpdesk.queries.ticket_page import TicketPage

from .desk_lines import Words, due_words, flags_of, priority_words, state_words


class Fact(NamedTuple):
    """A label and what it says, with a link where there is somewhere to go."""

    label: str
    value: str
    url: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketHead:
    """What stands above every face of a ticket, and names it on the pages beside it."""

    number: int
    url: str
    subject: str
    caption: str
    state: Words
    priority: Words
    due: Words
    flags: Sequence[Words]


def present_head(ticket: Ticket, *, at: datetime) -> TicketHead:
    """Return what names a ticket and says how it stands."""
    kind, category = TicketKind(ticket.kind).label, TicketCategory(ticket.category).label
    return TicketHead(
        number=ticket.number,
        url=reverse("helpdesk:ticket_detail", args=[ticket.number]),
        subject=ticket.subject,
        caption=f"Ticket {ticket.number} · {kind} · {category}",
        state=state_words(ticket.state, ticket.waiting_reason),
        priority=priority_words(ticket.priority),
        due=due_words(ticket.state, ticket.due_at, at=at),
        flags=flags_of(ticket),  # type: ignore[arg-type]  # has what a line has
    )


def earlier_url(page: TicketPage) -> str:
    """Return where the events before those shown are, or nothing."""
    if not page.timeline.has_earlier:
        return ""
    url = reverse("helpdesk:ticket_timeline", args=[page.ticket.number])
    return f"{url}?before={page.timeline.events[-1].pk}"


def uncapitalize(label: str) -> str:
    """Return a label as it stands within a sentence."""
    return label[:1].lower() + label[1:]
