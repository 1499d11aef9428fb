"""What of a ticket can be redacted, which copies there are of it, and what was redacted."""

from dataclasses import dataclass
from typing import Final

from helpdesk.codes import BLACK, RedactionCategory
from helpdesk.models import (
    Attachment,
    Draft,
    InboundMessage,
    OutboundMessage,
    Redaction,
    Sight,
    Ticket,
    TicketEvent,
)

MOST_EVENTS: Final = 500
MOST_LISTED: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Redactable:
    """What of a ticket can still be redacted."""

    subject: str
    events: list[TicketEvent]
    attachments: list[Attachment]


@dataclass(frozen=True, slots=True, kw_only=True)
class Copies:
    """How many copies of a ticket's words there are beside it."""

    mails_received: int
    mails_sent: int
    drafts: int


def list_redactable(ticket: Ticket, *, sight: Sight) -> Redactable:
    """Return what somebody sees of a ticket that can still be destroyed, the newest first."""
    events = TicketEvent.objects.within(sight).filter(ticket=ticket, text__isnull=False)
    files = Attachment.objects.within(sight).filter(ticket=ticket).exclude(name=BLACK)
    return Redactable(
        subject="" if ticket.subject == BLACK else ticket.subject,
        events=list(events.select_related("text").order_by("-position")[:MOST_EVENTS]),
        attachments=list(files.order_by("-created_at", "pk")),
    )


def count_copies(ticket: Ticket) -> Copies:
    """Return how many copies of a ticket's words there are."""
    received = InboundMessage.objects.filter(ticket=ticket, raw__isnull=False)
    return Copies(
        mails_received=received.count(),
        mails_sent=OutboundMessage.objects.filter(ticket=ticket).count(),
        drafts=Draft.objects.filter(ticket=ticket).count(),
    )


def list_redactions(*, sight: Sight, is_reviewed: bool) -> list[Redaction]:
    """Return what was redacted because it identified patients, the newest first."""
    seen = Redaction.objects.filter(
        sight.as_staff("ticket__"),
        category=RedactionCategory.PATIENT,
        reviewed_at__isnull=not is_reviewed,
    )
    return list(seen.select_related("by", "event").order_by("-at", "-pk")[:MOST_LISTED])
