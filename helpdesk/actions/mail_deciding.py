"""Decides what becomes of a mail that was read: parked, in the tray, on a ticket, or a new one."""

import logging
from datetime import datetime
from typing import Final

from accounts.models import PractitionerRole, User
from accounts.queries import find_user_by_address, list_current_roles
from helpdesk.codes import InboundState, MailVerdict
from helpdesk.mail.authentication import Authentication, read_authentication
from helpdesk.mail.headers import read_addresses
from helpdesk.mail.reading import ParsedMail
from helpdesk.mail.verdicts import classify
from helpdesk.models import InboundMessage, Mailbox
from helpdesk.queries.mail_threads import (
    Lead,
    Thread,
    find_thread,
    takes_part,
    works_at_desk,
)

from . import mail_limits
from .mail_acting import add_to_ticket, note_failed_delivery, open_from_mail
from .mail_content import clean_subject
from .mail_keys import signing_keys

logger = logging.getLogger(__name__)

S = InboundState
V = MailVerdict
FROM_PEOPLE: Final = (V.ORDINARY, V.LIST)
UNVERIFIED: Final = "Verify the sender: {}."
POSSIBLE: Final = "Possible follow-up: {}."


def decide(message: InboundMessage, mail: ParsedMail, *, at: datetime) -> None:
    """Decide what becomes of a mail, do it, and write it into the mail's row."""
    verdict = classify(mail, envelope_sender=message.envelope.get("sender"))
    message.verdict, message.marker = verdict.kind, verdict.marker
    found = read_authentication(
        mail.headers.get("authentication-results", ()), trusted=message.mailbox.trusted_authserv
    )
    message.authentication = found.as_facts()
    message.subject = clean_subject(mail)
    if first := _find_first(message):
        message.ticket, message.suggested_ticket = first.ticket, first.suggested_ticket
        _put(message, S.DUPLICATE, "The same mail came before.")
    elif verdict.kind in (V.BOUNCE, V.COMPLAINT):
        note_failed_delivery(message, mail, at=at)
    elif verdict.kind not in FROM_PEOPLE:
        _park(message, mail)
    elif held := _why_held(message, mail, at=at):
        _put(message, *held)
    else:
        _take_from_person(message, mail, found, at=at)


def _put(message: InboundMessage, state: InboundState, reason: str) -> None:
    message.state = state
    message.reason = reason[:200]


def _find_first(message: InboundMessage) -> InboundMessage | None:
    """Find the copy that came before: one Message-ID and one body, whatever mailbox it came to."""
    if not message.message_id:
        return None
    same = InboundMessage.objects.filter(
        message_id=message.message_id, body_sha256=message.body_sha256
    )
    return same.exclude(pk=message.pk).exclude(state=S.DUPLICATE).first()


def _park(message: InboundMessage, mail: ParsedMail) -> None:
    """Keep what must not be answered where staff can see it, beside the ticket it speaks of."""
    if message.verdict == V.UNREADABLE:
        _put(message, S.TRAY, "It cannot be read.")
        return
    thread = find_thread(mail, recipients=_recipients(message, mail), keys=signing_keys())
    message.suggested_ticket = thread.ticket if thread else None
    _put(message, S.PARKED, MailVerdict(message.verdict).label)


def _why_held(
    message: InboundMessage, mail: ParsedMail, *, at: datetime
) -> tuple[InboundState, str] | None:
    if not mail.sender:
        return S.TRAY, "It does not name one sender."
    if mail_limits.sends_too_much(message, mail.sender, at=at):
        return S.PARKED, "More mail within an hour than one person writes."
    if Mailbox.objects.filter(address__iexact=mail.sender).exists():
        return S.PARKED, "It comes from an address of the helpdesk itself."
    if mail_limits.breaker_is_open(message.mailbox, at=at):
        _alert(message.mailbox)
        return S.TRAY, mail_limits.BREAKER
    return None


def _alert(mailbox: Mailbox) -> None:
    """Say aloud that a mailbox is flooded: in the log, and on the pages of the desk."""
    if mailbox.failure != mail_limits.BREAKER:
        mailbox.failure = mail_limits.BREAKER
        mailbox.save(update_fields=["failure", "updated_at"])
        logger.error("Mail of the mailbox %s is held: too much came at once.", mailbox.code)


def _recipients(message: InboundMessage, mail: ParsedMail) -> tuple[str, ...]:
    envelope = read_addresses([message.envelope.get("recipient", "")])
    return (*(address for _, address in envelope), *mail.recipients)


def _take_from_person(
    message: InboundMessage, mail: ParsedMail, found: Authentication, *, at: datetime
) -> None:
    user = find_user_by_address(mail.sender)
    thread = find_thread(mail, recipients=_recipients(message, mail), keys=signing_keys())
    if thread is None:
        _take_new(message, mail, found, user, at=at)
        return
    message.suggested_ticket = thread.ticket
    if doubt := _doubt(thread, mail, found, user):
        _put(message, S.TRAY, doubt)
    else:
        add_to_ticket(message, mail, thread.ticket, sender=user, at=at)


def _doubt(
    thread: Thread, mail: ParsedMail, found: Authentication, user: User | None
) -> str | None:
    """Say why a mail may not go to its ticket of itself, if there is a reason."""
    if found.disowns(mail.sender):
        return UNVERIFIED.format("the domain it names did not send it")
    if not takes_part(thread, user=user, address=mail.sender):
        return POSSIBLE.format("the sender takes no part in the ticket")
    if thread.lead == Lead.ANCESTOR:
        return POSSIBLE.format(thread.lead.value)
    return None if found.vouches_for(mail.sender) else _doubt_unvouched(thread, user)


def _doubt_unvouched(thread: Thread, user: User | None) -> str | None:
    """Say why a mail for which no domain vouches may not go to its ticket of itself."""
    if thread.lead != Lead.SIGNED:
        return UNVERIFIED.format("nothing vouches for the domain it names")
    if user is not None and works_at_desk(user):
        return UNVERIFIED.format("it names somebody of the helpdesk")
    return None


def _take_new(
    message: InboundMessage,
    mail: ParsedMail,
    found: Authentication,
    user: User | None,
    *,
    at: datetime,
) -> None:
    role = _role_of(user, at=at)
    if user is None or role is None:
        _put(message, S.TRAY, "Nobody with this address has an account.")
    elif found.disowns(mail.sender):
        _put(message, S.TRAY, UNVERIFIED.format("the domain it names did not send it"))
    else:
        acknowledged = message.verdict == V.ORDINARY and found.vouches_for(mail.sender)
        open_from_mail(message, mail, requester=role, at=at, is_acknowledged=acknowledged)


def _role_of(user: User | None, *, at: datetime) -> PractitionerRole | None:
    roles = list_current_roles(user, at.date()) if user else []
    return roles[0] if roles else None
