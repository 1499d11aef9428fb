"""How much mail may come and go in a while, so that two machines cannot talk for ever."""

from datetime import datetime, timedelta
from typing import Final

from helpdesk.codes import EventKind, InboundState, MailVerdict, OutboundState
from helpdesk.models import InboundMessage, Mailbox, OutboundMessage, TicketEvent

WINDOW: Final = timedelta(hours=1)
MOST_FROM_SENDER: Final = 30
MOST_TO_ADDRESS: Final = 20
MOST_REOPENINGS: Final = 3
REOPENING_WINDOW: Final = timedelta(days=1)
BREAKER_WINDOW: Final = timedelta(minutes=10)
BREAKER_AT: Final = 300
BREAKER: Final = "Held: more mail came at once than this mailbox ever gets."
_FROM_PEOPLE: Final = (MailVerdict.ORDINARY, MailVerdict.LIST)
ACTED_ON: Final = (InboundState.OPENED, InboundState.THREADED)


def sends_too_much(message: InboundMessage, sender: str, *, at: datetime) -> bool:
    """Whether more of a sender's mails became something within the hour than one person writes."""
    recent = InboundMessage.objects.filter(
        sender=sender, received_at__gt=at - WINDOW, state__in=ACTED_ON
    ).exclude(pk=message.pk)
    return recent[:MOST_FROM_SENDER].count() >= MOST_FROM_SENDER


def breaker_is_open(mailbox: Mailbox, *, at: datetime) -> bool:
    """Whether so much came in at a mailbox that nothing more may happen of itself."""
    recent = InboundMessage.objects.filter(
        mailbox=mailbox, received_at__gt=at - BREAKER_WINDOW, verdict__in=_FROM_PEOPLE
    )
    return recent[:BREAKER_AT].count() >= BREAKER_AT


def is_reopened_too_often(ticket_number: int, *, at: datetime) -> bool:
    """Whether a ticket was reopened so often in a day that somebody should look first."""
    reopened = TicketEvent.objects.filter(
        ticket_id=ticket_number, kind=EventKind.REOPENED, at__gt=at - REOPENING_WINDOW
    )
    return reopened.count() >= MOST_REOPENINGS


def takes_too_much(message: OutboundMessage, *, most: int, at: datetime) -> bool:
    """Whether an address got as much within the hour as anybody wants."""
    recent = OutboundMessage.objects.filter(
        address=message.address, sent_at__gt=at - WINDOW, state=OutboundState.SENT
    )
    return recent[:most].count() >= most
