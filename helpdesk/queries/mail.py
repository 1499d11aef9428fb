"""Mail that came in and goes out, for staff who may see it."""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet

from accounts.codes import JobRole
from helpdesk.codes import InboundState, OutboundState
from helpdesk.models import (
    InboundMessage,
    Mailbox,
    OutboundMessage,
    Sight,
    SuppressedAddress,
    Ticket,
)

LINES_A_PAGE: Final = 50
MOST_COUNTED: Final = 1_000
S, Out = InboundState, OutboundState

TO_DECIDE: Final = "decide"
PARKED: Final = "parked"
POISON: Final = "poison"
DUPLICATES: Final = "duplicates"
TAKEN: Final = "taken"
NOT_SENT: Final = "outgoing"
SENT: Final = "sent"
HELD: Final = "addresses"
INCOMING: Final[Mapping[str, tuple[InboundState, ...]]] = {
    TO_DECIDE: (S.TRAY,),
    POISON: (S.POISON, S.RECEIVED),
    PARKED: (S.PARKED, S.DISMISSED),
    DUPLICATES: (S.DUPLICATE,),
    TAKEN: (S.OPENED, S.THREADED),
}
OUTGOING: Final[Mapping[str, tuple[OutboundState, ...]]] = {
    NOT_SENT: (Out.QUEUED, Out.FAILED, Out.LIMITED, Out.SUPPRESSED, Out.BOUNCED, Out.RECALLED),
    SENT: (Out.SENT,),
}
# Of these it helps to know at a glance whether there are any.
COUNTED: Final = (TO_DECIDE, POISON)


def visible_messages(sight: Sight) -> QuerySet[InboundMessage]:
    """
    Return the mail that a member of staff may read.

    What belongs to a ticket, or seems to belong to a restricted one, is read by those who read all
    of that ticket; the rest by those who see the queue of its mailbox.
    """
    tickets = Ticket.objects.filter(sight.as_staff())
    lone = Q(suggested_ticket__isnull=True) | Q(suggested_ticket__is_restricted=False)
    return InboundMessage.objects.filter(
        Q(ticket__in=tickets)
        | (Q(ticket__isnull=True) & Q(suggested_ticket__in=tickets))
        | (Q(ticket__isnull=True) & lone & _of_mailboxes(sight))
    )


def _of_mailboxes(sight: Sight) -> Q:
    q = Q(mailbox__queue__in=sight.queues, mailbox__queue__is_confidential=False)
    q |= Q(mailbox__queue__in=sight.restricted_queues)
    if sight.job_role == JobRole.HELPDESK_ANALYST:
        q |= Q(mailbox__queue__is_confidential=False)
    return q


def list_incoming(tab: str, *, sight: Sight, page: int) -> list[InboundMessage]:
    """Return a page of a tray, the newest first, and one line more where there is another page."""
    lines = visible_messages(sight).filter(state__in=INCOMING[tab]).order_by("-received_at", "pk")
    lines = lines.defer("raw").select_related("mailbox", "ticket", "suggested_ticket")
    start = (page - 1) * LINES_A_PAGE
    return list(lines[start : start + LINES_A_PAGE + 1])


def list_outgoing(tab: str, *, sight: Sight, page: int) -> list[OutboundMessage]:
    """Return a page of the outbox, the newest first, and one line more where there is another."""
    tickets = Ticket.objects.filter(sight.as_staff())
    lines = OutboundMessage.objects.filter(state__in=OUTGOING[tab], ticket__in=tickets)
    start = (page - 1) * LINES_A_PAGE
    return list(lines.order_by("-queued_at", "pk")[start : start + LINES_A_PAGE + 1])


def list_held_addresses() -> list[SuppressedAddress]:
    """Return the addresses to which nothing is sent, the latest first."""
    held = SuppressedAddress.objects.filter(lifted_at__isnull=True)
    return list(held.order_by("-since")[:MOST_COUNTED])


def count_trays(sight: Sight) -> dict[str, int]:
    """Return how much waits in the trays where something must be done, up to a thousand."""
    mail = visible_messages(sight)
    return {tab: mail.filter(state__in=INCOMING[tab])[:MOST_COUNTED].count() for tab in COUNTED}


def list_troubled_mailboxes() -> list[Mailbox]:
    """Return the mailboxes from which no mail comes, or too much."""
    return list(Mailbox.objects.filter(is_active=True).exclude(failure="").order_by("code"))


def get_message(message_id: UUID, *, sight: Sight) -> InboundMessage:
    """
    Return a mail with all of it.

    :raises InboundMessage.DoesNotExist: there is none, or it is not this viewer's to read
    """
    related = ("mailbox__queue", "ticket", "suggested_ticket", "decided_by")
    return visible_messages(sight).select_related(*related).get(pk=message_id)


def see_ticket(ticket: Ticket | None, *, sight: Sight) -> bool:
    """Whether a viewer may know of a ticket."""
    if ticket is None:
        return False
    return Ticket.objects.within(sight).filter(pk=ticket.pk).exists()
