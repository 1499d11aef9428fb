"""Writes the mails that we send: thin ones, and replies to callers with their own clean files."""

from typing import Final

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import QuerySet
from django.urls import NoReverseMatch, reverse

from core.identifiers import find_nhs_numbers
from helpdesk.codes import MailPurpose, ScanState, Visibility
from helpdesk.mail.threads import make_reply_address
from helpdesk.mail.verdicts import OWN_HEADER
from helpdesk.models import (
    Attachment,
    InboundMessage,
    OutboundMessage,
    SatisfactionRequest,
    Ticket,
)

from .mail_keys import find_reply_mailbox, signing_keys
from .satisfaction import token_of

P = MailPurpose
SENDER: Final = "One Health and Care helpdesk"
LARGEST_FILES: Final = 10 * 1024 * 1024
MAY_LEAVE: Final = (ScanState.CLEAN, ScanState.RELEASED)
_MOST_REFERENCES: Final = 10

SENTENCES: Final = {
    P.ACKNOWLEDGEMENT: "Thank you. Your e-mail has reached the helpdesk.",
    P.OPENED: "The helpdesk has opened a ticket for you.",
    P.REPLY: "The helpdesk has replied to your ticket.",
    P.UPDATE: "There is news of a ticket that you take part in or watch.",
    P.RESOLVED: "The helpdesk has resolved your ticket. If it is not solved, answer this e-mail.",
    P.ASSIGNED: "This ticket was given to you.",
    P.MENTION: "Somebody mentioned you in a note.",
    P.NOTE: "There is a new note on a ticket that you have or watch.",
    P.ESCALATED: "A ticket that you have, or whose queue you lead, is running out of time.",
    P.REVIEW: "You own articles of the knowledge base whose review is due. Please look at them.",
    P.MESSAGE: "The caller has written on a ticket that you have or watch.",
    P.SATISFACTION: "Your ticket is solved. How did it go? Two questions, without signing in:",
}
PLEA: Final = "Please leave patients’ names and NHS numbers out of e-mail."


def compose(message: OutboundMessage) -> EmailMessage:
    """Write a mail from its row, with the words that its event still has."""
    ticket = message.ticket
    mailbox = find_reply_mailbox(ticket) if ticket else None
    mail = EmailMessage(
        subject=message.subject,
        body=_body(message),
        from_email=f"{SENDER} <{mailbox.address if mailbox else settings.DEFAULT_FROM_EMAIL}>",
        to=[message.address],
        headers={
            "Message-ID": f"<{message.message_id}>",
            OWN_HEADER: "1",
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
            **_thread_headers(message),
        },
    )
    if ticket and mailbox:
        address = make_reply_address(
            ticket=ticket.number, address=mailbox.address, keys=signing_keys()
        )
        mail.reply_to = [f"{SENDER} <{address}>"]
    for file in _files(message):
        mail.attach(file.name, bytes(file.content.data), file.content_type)
    return mail


def has_files_in_quarantine(message: OutboundMessage) -> bool:
    """Whether files that would go with a mail are still being checked."""
    return (
        bool(_carries_words(message))
        and _files_of(message).filter(scan_state=ScanState.PENDING).exists()
    )


def _body(message: OutboundMessage) -> str:
    words = _carries_words(message)
    lines = [words or SENTENCES[MailPurpose(message.purpose)], *_question(message), ""]
    if message.ticket:
        lines += ["-- ", f"Ticket {message.ticket.number}"]
        if address := _address_of(message.ticket):
            lines.append(address)
    lines.append(PLEA)
    return "\n".join(lines)


def _question(message: OutboundMessage) -> list[str]:
    """Return the address at which a caller says how it went."""
    question = SatisfactionRequest.objects.filter(ticket=message.ticket_id).first()
    if message.purpose != P.SATISFACTION or question is None:
        return []
    return [f"{settings.SERVICE_URL}{reverse('helpdesk:feedback', args=[token_of(question)])}"]


def _carries_words(message: OutboundMessage) -> str:
    """Return the words of a public reply; of a restricted ticket, or with a number in it, none."""
    ticket, event = message.ticket, message.event
    if message.purpose != P.REPLY or ticket is None or event is None:
        return ""
    if event.visibility != Visibility.PUBLIC or ticket.is_restricted:
        return ""
    text = getattr(event, "text", None)
    words = text.body if text else ""
    return "" if find_nhs_numbers(words) else words


def _address_of(ticket: Ticket) -> str:
    try:
        return f"{settings.SERVICE_URL}{reverse('helpdesk:ticket_detail', args=[ticket.number])}"
    except NoReverseMatch:
        return settings.SERVICE_URL


def _files_of(message: OutboundMessage) -> QuerySet[Attachment]:
    return Attachment.objects.filter(
        event_id=message.event_id, visibility=Visibility.PUBLIC, is_risky=False
    )


def _files(message: OutboundMessage) -> list[Attachment]:
    """Return the clean public files of the event itself, as many as one mail may carry."""
    if not _carries_words(message):
        return []
    files = _files_of(message).filter(scan_state__in=MAY_LEAVE, content__isnull=False)
    chosen: list[Attachment] = []
    for file in files.select_related("content").order_by("created_at"):
        if sum(each.size for each in chosen) + file.size <= LARGEST_FILES:
            chosen.append(file)
    return chosen


def _thread_headers(message: OutboundMessage) -> dict[str, str]:
    """Name what went before between us and this address, so that their program shows a thread."""
    if (ticket := message.ticket) is None:
        return {}
    sent = OutboundMessage.objects.filter(
        ticket=ticket, address=message.address, queued_at__lt=message.queued_at
    )
    earlier = list(
        sent.order_by("-queued_at").values_list("message_id", flat=True)[:_MOST_REFERENCES]
    )
    received = InboundMessage.objects.filter(
        ticket=ticket, sender=message.address, received_at__lte=message.queued_at
    ).exclude(message_id="")
    latest = received.order_by("-received_at").values_list("message_id", flat=True).first()
    ids = [*reversed(earlier), *([latest] if latest else [])]
    if not ids:
        return {}
    references = " ".join(f"<{each}>" for each in ids)
    return {"In-Reply-To": f"<{ids[-1]}>", "References": references}
