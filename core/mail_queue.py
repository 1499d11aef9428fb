"""Sends the mail that waits in a room's outbox: each claimed, checked again, sent, and marked."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Generic, TypeVar

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import make_msgid
from django.db import transaction
from django.db.models import Q, QuerySet

from core.calendars import split_objects
from core.models import WaitingMail
from core.outbox import LEASE, STALE, read_failure

logger = logging.getLogger(__name__)

AT_ONCE: Final = 200
QUEUED: Final = "queued"
SENT: Final = "sent"
OUTDATED: Final = "stale"
FAILED: Final = "failed"
Mail = TypeVar("Mail", bound=WaitingMail)


@dataclass(frozen=True, slots=True, kw_only=True)
class MailQueue(Generic[Mail]):
    """
    The outbox of a room: its rows with their reader, whose name it sends in, and what is true.

    `is_still_true` says whether a mail still tells what is so, to somebody who may know of it.
    """

    sender: str
    rows: Callable[[], QuerySet[Mail]]
    is_still_true: Callable[[Mail, datetime], bool]

    def send_due(self, *, at: datetime) -> int:
        """Send what is due, and return how many went out. Without a mail server nothing is."""
        if not settings.MAIL_IS_SENT:
            return 0
        connection: BaseEmailBackend = get_connection()
        sent = 0
        try:
            for _ in range(AT_ONCE):
                if (mail := self._claim(at=at)) is None:
                    break
                sent += self._send(mail, connection, at=at)
        finally:
            connection.close()
        return sent

    @transaction.atomic
    def _claim(self, *, at: datetime) -> Mail | None:
        """Take the mail that waits longest, count the attempt, and keep others from it a while."""
        due = Q(not_before__isnull=True) | Q(not_before__lte=at)
        waiting = self.rows().filter(due, state=QUEUED).order_by("queued_at", "pk")
        mail = waiting.select_for_update(skip_locked=True, of=("self",)).first()
        if mail is not None:
            mail.attempts += 1
            mail.not_before = at + LEASE
            mail.save(update_fields=["attempts", "not_before", "updated_at"])
        return mail

    def _send(self, mail: Mail, connection: BaseEmailBackend, *, at: datetime) -> bool:
        if not self._may_leave(mail, at=at):
            _end(mail, OUTDATED)
            return False
        try:
            letter = compose(mail, sender=self.sender)
            letter.connection = connection
            letter.send()
        except Exception as error:  # noqa: BLE001 — one mail must not stop those behind it
            _note_failure(mail, error, at=at)
            connection.close()
            return False
        mail.sent_at, mail.error = at, ""
        _end(mail, SENT)
        return True

    def _may_leave(self, mail: Mail, *, at: datetime) -> bool:
        """Whether a mail is news, to somebody who is still here."""
        is_here = mail.user.is_active and bool(mail.user.email)
        return is_here and at - mail.queued_at <= STALE and self.is_still_true(mail, at)


def compose(mail: WaitingMail, *, sender: str) -> EmailMessage:
    """Write a mail from its row, with its invitations as calendars want them."""
    letter = EmailMessage(
        subject=mail.subject,
        body=mail.body,
        from_email=f"{sender} <{settings.DEFAULT_FROM_EMAIL.rpartition('<')[2].rstrip('> ')}>",
        to=[mail.user.email],
        headers={
            "Message-ID": make_msgid(idstring=str(mail.pk), domain=settings.MAIL_DOMAIN),
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
        },
    )
    for number, each in enumerate(split_objects(mail.invitation), start=1):
        method = "CANCEL" if "METHOD:CANCEL" in each else "REQUEST"
        name = "invitation.ics" if number == 1 else f"invitation-{number}.ics"
        letter.attach(name, each, f"text/calendar; method={method}")
    return letter


def _note_failure(mail: WaitingMail, error: Exception, *, at: datetime) -> None:
    """Try again later, or give up: at once where the server refuses, at last after six attempts."""
    failure = read_failure(error, attempts=mail.attempts, at=at)
    mail.error = failure.words
    if failure.retry_at is None:
        logger.error("Mail %s could not be sent: %s", mail.pk, mail.error)
        _end(mail, FAILED)
        return
    mail.not_before = failure.retry_at
    mail.save(update_fields=["not_before", "error", "updated_at"])


def _end(mail: WaitingMail, state: str) -> None:
    mail.state = state
    mail.save(update_fields=["state", "sent_at", "error", "updated_at"])
