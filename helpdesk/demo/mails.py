"""Mail of the demonstration: what people, machines and strangers have sent this morning."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Final, NamedTuple

from helpdesk.actions.mail_intake import process, receive
from helpdesk.actions.notifications import quietly
from helpdesk.codes import MailboxKind, TicketCategory
from helpdesk.models import InboundMessage, Mailbox, Queue

ADDRESS: Final = "helpdesk@demo.invalid"
AUTHSERV: Final = "mx.demo.invalid"


class DemoMail(NamedTuple):
    """A mail: how long ago it came, from whom, and what it says."""

    minutes_ago: int
    sender: str
    subject: str
    text: str
    headers: tuple[tuple[str, str], ...] = ()


MAILS: Final = (
    DemoMail(
        190,
        "caller.012@demo.invalid",
        "Letters of the day unit",
        "Hello,\n\nletters of the day unit come two days late since last week. Is that known?\n\n"
        "Many thanks",
    ),
    DemoMail(
        140,
        "caller.031@demo.invalid",
        "Access for a locum",
        "Good morning,\n\nwe have a locum GP from Thursday to the end of the month. What do you "
        "need from us?\n\nKind regards",
    ),
    DemoMail(
        95,
        "reception@surgery.invalid",
        "Re: Your ticket",
        "It is the same again this morning. Could somebody ring us, please?",
    ),
    DemoMail(
        80,
        "caller.044@demo.invalid",
        "Automatic reply: Your ticket",
        "I am on leave until Monday and will answer then.",
        (("Auto-Submitted", "auto-replied"),),
    ),
    DemoMail(
        62,
        "news@supplier.invalid",
        "What is new in November",
        "Our newsletter for users of the practice system.",
        (
            ("List-Id", "<news.supplier.invalid>"),
            ("List-Unsubscribe", "<mailto:off@supplier.invalid>"),
        ),
    ),
    DemoMail(
        35,
        "MAILER-DAEMON@surgery.invalid",
        "Undelivered Mail Returned to Sender",
        "The address office9@surgery.invalid is not known here.",
        (("Auto-Submitted", "auto-replied"), ("Return-Path", "<>")),
    ),
    DemoMail(
        18,
        "caller.077@demo.invalid",
        "Card reader at the front desk",
        "Hello,\n\nthe light on the new reader stays red. We have tried two cards.\n\nThanks",
    ),
)


def load_mails(*, at: datetime) -> int:
    """Take this morning's mail in, once, and return how many there were."""
    mailbox = _mailbox()
    if InboundMessage.objects.filter(mailbox=mailbox).exists():
        return 0
    taken = 0
    with quietly():
        for raw, moment in _written(at):
            message = receive(raw, mailbox=mailbox, envelope={}, at=moment)
            process(message.pk, at=moment)
            taken += 1
    return taken


def _mailbox() -> Mailbox:
    mailbox, _ = Mailbox.objects.get_or_create(
        code="helpdesk",
        defaults={
            "address": ADDRESS,
            "kind": MailboxKind.PIPE,
            "trusted_authserv": AUTHSERV,
            "queue": Queue.objects.get(code="access"),
            "category": TicketCategory.HOW_TO,
        },
    )
    return mailbox


def _written(at: datetime) -> Iterator[tuple[bytes, datetime]]:
    """Yield each mail as it came, and when."""
    for number, mail in enumerate(MAILS, start=1):
        moment = at - timedelta(minutes=mail.minutes_ago)
        message = EmailMessage()
        domain = mail.sender.partition("@")[2]
        message["From"], message["To"], message["Subject"] = mail.sender, ADDRESS, mail.subject
        message["Date"] = format_datetime(moment)
        message["Message-ID"] = f"<demo.{moment:%Y%m%d}.{number}@{domain}>"
        message["Authentication-Results"] = f"{AUTHSERV}; dmarc=pass header.from={domain}"
        for name, value in mail.headers:
            message[name] = value
        message.set_content(mail.text)
        yield message.as_bytes(), moment
