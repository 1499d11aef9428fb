from datetime import datetime
from email.message import EmailMessage
from email.utils import make_msgid

import factory

from helpdesk.actions.mail_intake import process, receive
from helpdesk.codes import MailboxKind
from helpdesk.models import InboundMessage, Mailbox, Ticket, TicketEvent
from tests.factories.helpdesk import MONDAY, QueueFactory

TRUSTED = "mx.example.nhs.uk"


class MailboxFactory(factory.django.DjangoModelFactory[Mailbox]):
    class Meta:
        model = Mailbox
        django_get_or_create = ["code"]

    code = "main"
    address = "helpdesk@example.nhs.uk"
    kind = MailboxKind.PIPE
    trusted_authserv = TRUSTED
    queue = factory.SubFactory(QueueFactory)


def write_mail(
    sender: str,
    text: str = "It does not open.",
    *,
    dmarc: str = "pass",
    to: str = "helpdesk@example.nhs.uk",
    **headers: str,
) -> bytes:
    """Write a mail as it arrives, with what the receiving server found about its sender."""
    mail = EmailMessage()
    mail["From"] = f"Somebody <{sender}>"
    mail["To"] = to
    if dmarc:
        domain = sender.rpartition("@")[2]
        mail["Authentication-Results"] = f"{TRUSTED}; dmarc={dmarc} header.from={domain}"
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    for name, value in {"Subject": "No access", "Message-ID": make_msgid(), **given}.items():
        if value:
            mail[name] = value
    mail.set_content(text)
    return mail.as_bytes()


def deliver(
    raw: bytes, *, mailbox: Mailbox | None = None, at: datetime = MONDAY, **envelope: str
) -> InboundMessage:
    """Take a mail in and read it, as the jobs do."""
    message = receive(raw, mailbox=mailbox or MailboxFactory.create(), envelope=envelope, at=at)
    process(message.pk, at=at)
    message.refresh_from_db()
    return message


def ticket_of(message: InboundMessage) -> Ticket:
    """Return the ticket that a mail has gone to."""
    assert message.ticket is not None
    return message.ticket


def event_of(message: InboundMessage) -> TicketEvent:
    """Return the event that a mail has made."""
    assert message.event is not None
    return message.event
