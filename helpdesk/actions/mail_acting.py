"""What a mail does: it goes on a ticket, opens one, or says that one of ours was not delivered."""

import logging
from datetime import datetime
from typing import Final

from accounts.models import PractitionerRole, User
from helpdesk import policies
from helpdesk.codes import (
    Channel,
    EventKind,
    InboundState,
    LinkKind,
    MailVerdict,
    OutboundState,
    TicketCategory,
    TicketKind,
    TicketState,
    Visibility,
    WaitingReason,
)
from helpdesk.mail.failures import read_failure
from helpdesk.mail.reading import ParsedMail
from helpdesk.mail.replies import part_disclaimer, split_reply
from helpdesk.mail.threads import read_message_id
from helpdesk.models import (
    InboundMessage,
    OutboundMessage,
    SuppressedAddress,
    Ticket,
    TicketEvent,
    TicketLink,
)

from . import mail_limits
from .mail_content import clean_reply, keep_mail_files
from .mail_keys import signing_keys
from .notifications import acknowledge
from .opening import Opening, open_ticket
from .recording import Happening, lock_ticket, record
from .states import change_state, reopen_ticket
from .writing import write_message

logger = logging.getLogger(__name__)

NO_WORDS: Final = "(The e-mail has no text.)"
S = InboundState


def add_to_ticket(
    message: InboundMessage,
    mail: ParsedMail,
    ticket: Ticket,
    *,
    sender: User | None,
    at: datetime,
) -> None:
    """
    Add a mail to its ticket, and reopen it if it was done; one closed long ago gets a successor.

    Whoever calls has checked that the sender takes part, or is somebody who decides that.
    """
    ticket = lock_ticket(ticket.number)
    if ticket.state in (TicketState.CANCELLED, TicketState.SPAM, TicketState.MERGED):
        _leave(message, "Possible follow-up: the ticket has ended.")
    elif ticket.is_open:
        _append(message, mail, ticket, sender=sender, at=at)
    elif not policies.is_within_reopening_window(ticket, at=at):
        _follow_up(message, mail, ticket, sender=sender, at=at)
    elif mail_limits.is_reopened_too_often(ticket.number, at=at):
        _leave(message, "Possible follow-up: the ticket was reopened too often today.")
    else:
        _append(message, mail, ticket, sender=sender, at=at)
        reopen_ticket(number=ticket.number, by=None, at=at)


def _leave(message: InboundMessage, reason: str) -> None:
    message.state, message.reason = S.TRAY, reason


def _append(
    message: InboundMessage, mail: ParsedMail, ticket: Ticket, *, sender: User | None, at: datetime
) -> None:
    reply = clean_reply(split_reply(mail.text))
    event = write_message(
        number=ticket.number,
        text=reply.said or NO_WORDS,
        quoted=reply.quoted,
        by=None,
        sender=sender,
        address=message.sender,
        at=at,
    )
    keep_mail_files(mail, event, at=at)
    _resume(ticket.number, at=at)
    message.state, message.reason = S.THREADED, ""
    message.ticket, message.event, message.suggested_ticket = ticket, event, None


def _resume(number: int, *, at: datetime) -> None:
    """Take a ticket up again that waited for its caller, who has now written."""
    ticket = lock_ticket(number)
    if ticket.state == TicketState.WAITING and ticket.waiting_reason == WaitingReason.USER:
        change_state(
            number=number,
            state=TicketState.IN_PROGRESS,
            by=None,
            at=at,
            visibility=Visibility.INTERNAL,
        )


def open_from_mail(
    message: InboundMessage,
    mail: ParsedMail,
    *,
    requester: PractitionerRole | None,
    at: datetime,
    is_acknowledged: bool = False,
    follows: Ticket | None = None,
) -> Ticket:
    """
    Open a ticket for somebody we know or for an address, in the queue of the mailbox.

    One that follows another goes to the queue of that one, and is as restricted.
    """
    reply = clean_reply(part_disclaimer(mail.text))
    opening = Opening(
        kind=TicketKind(follows.kind) if follows else TicketKind.INCIDENT,
        category=TicketCategory(follows.category if follows else message.mailbox.category),
        channel=Channel.EMAIL,
        subject=message.subject,
        text=reply.said or NO_WORDS,
        quoted=reply.quoted,
        requester=requester.user if requester else None,
        requester_address="" if requester else message.sender,
        organization=requester.organization if requester else None,
        queue=follows.queue if follows else message.mailbox.queue,
        has_governance_flag=bool(follows and follows.has_governance_flag),
        has_safety_flag=bool(follows and follows.has_safety_flag),
    )
    ticket = open_ticket(opening, by=requester, at=at)
    event = TicketEvent.objects.get(ticket=ticket, position=1)
    keep_mail_files(mail, event, at=at)
    message.state, message.reason, message.suggested_ticket = S.OPENED, "", None
    message.ticket, message.event = ticket, event
    if is_acknowledged and requester is not None:
        acknowledge(ticket, event, requester.user)
    return ticket


def _follow_up(
    message: InboundMessage, mail: ParsedMail, old: Ticket, *, sender: User | None, at: datetime
) -> None:
    """Open a new ticket beside one that was closed too long ago, and link the two."""
    role = sender.practitioner_roles.open_to_act(at.date()).first() if sender else None
    new = open_from_mail(message, mail, requester=role, at=at, follows=old)
    TicketLink.objects.create(source=new, target=old, kind=LinkKind.FOLLOW_UP)
    facts = {"other": old.number, "kind": LinkKind.FOLLOW_UP}
    record(lock_ticket(new.number), Happening(kind=EventKind.LINKED, facts=facts), at=at)
    back = {"other": new.number, "kind": LinkKind.FOLLOW_UP, "is_from_other": True}
    record(old, Happening(kind=EventKind.LINKED, facts=back), at=at)


def note_failed_delivery(message: InboundMessage, mail: ParsedMail, *, at: datetime) -> None:
    """
    Note on its ticket that a mail of ours came back, and send nothing more to its address.

    Only a mail that returns an id that we signed is believed: anybody can write a bounce.
    """
    failure = read_failure(mail)
    keys = signing_keys()
    ours = [each for each in failure.ids if read_message_id(each, keys=keys) is not None]
    sent = OutboundMessage.objects.filter(message_id__in=[each.lower() for each in ours]).first()
    is_complaint = message.verdict == MailVerdict.COMPLAINT
    message.state = S.PARKED
    if sent is None:
        message.reason = "It is not about a mail of ours."
        return
    message.ticket = sent.ticket
    if not (failure.is_permanent or is_complaint):
        message.reason = "The mail is late, and may still arrive."
        return
    message.reason = "Nothing more is sent to this address."
    SuppressedAddress.objects.update_or_create(
        address=sent.address,
        defaults={"reason": message.marker or message.verdict, "since": at, "lifted_at": None},
    )
    if sent.ticket_id and sent.state != OutboundState.BOUNCED:
        happening = Happening(
            kind=EventKind.MAIL_FAILED,
            facts={"outbound": str(sent.pk), "purpose": sent.purpose, "complaint": is_complaint},
        )
        message.event = record(lock_ticket(sent.ticket_id), happening, at=at)
    sent.state = OutboundState.BOUNCED
    sent.save(update_fields=["state", "updated_at"])
