"""Which ticket a mail belongs to, and whether its sender takes part in it."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum
from typing import Final

from django.db.models import Q

from accounts.models import User
from helpdesk.mail.reading import ParsedMail
from helpdesk.mail.threads import SigningKeys, find_signed
from helpdesk.models import InboundMessage, QueueMembership, Ticket, TicketParticipant

LONGEST_CHAIN: Final = 50


class Lead(Enum):
    """What leads from a mail to a ticket, and so how far it can be believed."""

    SIGNED = "our own signature"
    ANSWERED = "it answers a mail that came in"
    ANCESTOR = "it has an ancestor in common with a mail that came in"


@dataclass(frozen=True, slots=True)
class Thread:
    """The ticket to which a mail leads, by merges, and all tickets on the way there."""

    ticket: Ticket
    lead: Lead
    numbers: tuple[int, ...]


def find_thread(
    mail: ParsedMail, *, recipients: Collection[str], keys: SigningKeys
) -> Thread | None:
    """
    Return the ticket that a mail answers, whatever mailbox it came to.

    The subject says nothing: neither a number in it, nor "Re:", nor a Thread-Index.
    """
    number = find_signed(references=mail.references, recipients=recipients, keys=keys)
    if number is not None:
        return _follow(number, Lead.SIGNED)
    if not mail.references:
        return None
    return _find_answered(mail) or _find_ancestor(mail)


def _find_answered(mail: ParsedMail) -> Thread | None:
    """Find the nearest mail that came in of those that this one answers, such as the original."""
    came_in = InboundMessage.objects.filter(
        message_id__in=mail.references, ticket__isnull=False
    ).values_list("message_id", "ticket_id")
    tickets = dict(came_in)
    for reference in mail.references:
        if (number := tickets.get(reference)) is not None:
            return _follow(number, Lead.ANSWERED)
    return None


def _find_ancestor(mail: ParsedMail) -> Thread | None:
    """Find a mail that answered one that this one answers too, though we never saw that one."""
    siblings = InboundMessage.objects.filter(
        references__overlap=list(mail.references), ticket__isnull=False
    )
    number = siblings.order_by("-received_at").values_list("ticket_id", flat=True).first()
    return None if number is None else _follow(number, Lead.ANCESTOR)


def _follow(number: int, lead: Lead) -> Thread | None:
    """Go where tickets were merged to; a circle, or a chain too long, leads nowhere."""
    seen: list[int] = []
    while number not in seen and len(seen) < LONGEST_CHAIN:
        seen.append(number)
        ticket = Ticket.objects.filter(pk=number).first()
        if ticket is None:
            return None
        if ticket.merged_into_id is None:
            return Thread(ticket, lead, tuple(seen))
        number = ticket.merged_into_id
    return None


def takes_part(thread: Thread, *, user: User | None, address: str) -> bool:
    """Whether somebody takes part in a thread's tickets, by account or by address."""
    who = Q(address__iexact=address)
    if user is not None:
        who |= Q(user=user)
    parts = TicketParticipant.objects.people().filter(ticket__in=thread.numbers)
    return parts.filter(who).exists()


def works_at_desk(user: User) -> bool:
    """Whether somebody works in a queue; nobody becomes staff by the sender of a mail."""
    return QueueMembership.objects.filter(role__user=user).exists()
