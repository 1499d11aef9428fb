"""Sends what waits in the outbox: each mail claimed, checked again, sent, and marked."""

import logging
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import Q

from accounts.queries import list_current_roles
from core.outbox import LEASE, STALE, read_failure
from helpdesk.codes import MailPurpose, OutboundState
from helpdesk.models import OutboundMessage, SuppressedAddress, Ticket, sight_of

from . import mail_limits
from .mail_composing import compose, has_files_in_quarantine

P = MailPurpose
logger = logging.getLogger(__name__)

AT_ONCE: Final = 100
QUARANTINE_WAIT: Final = timedelta(minutes=15)
FOR_STAFF_ALONE: Final = (P.NOTE, P.MENTION, P.ASSIGNED, P.MESSAGE, P.ESCALATED)
MOST_TO_STAFF: Final = 3 * mail_limits.MOST_TO_ADDRESS


def send_due(*, at: datetime) -> int:
    """Send what is due, and return how many mails went out. Without a mail server nothing is."""
    if not settings.MAIL_IS_SENT:
        return 0
    connection: BaseEmailBackend = get_connection()
    sent = 0
    try:
        for _ in range(AT_ONCE):
            if (message := _claim(at=at)) is None:
                break
            sent += _send(message, connection, at=at)
    finally:
        connection.close()
    return sent


@transaction.atomic
def _claim(*, at: datetime) -> OutboundMessage | None:
    """Take the mail that waits longest, count the attempt, and keep others from it for a while."""
    due = Q(not_before__isnull=True) | Q(not_before__lte=at)
    waiting = OutboundMessage.objects.filter(due, state=OutboundState.QUEUED)
    message = (
        waiting.select_for_update(skip_locked=True, of=("self",))
        .select_related("ticket", "event__text", "user")
        .order_by("queued_at", "pk")
        .first()
    )
    if message is not None:
        message.attempts += 1
        message.not_before = at + LEASE
        message.save(update_fields=["attempts", "not_before", "updated_at"])
    return message


def _send(message: OutboundMessage, connection: BaseEmailBackend, *, at: datetime) -> bool:
    if state := _why_not(message, at=at):
        _end(message, state)
        return False
    if has_files_in_quarantine(message) and at - message.queued_at < QUARANTINE_WAIT:
        message.attempts -= 1
        _postpone(message, at + timedelta(minutes=1))
        return False
    try:
        mail = compose(message)
        mail.connection = connection
        mail.send()
    except Exception as error:  # noqa: BLE001 — one mail must not stop those behind it
        _note_failure(message, error, at=at)
        connection.close()
        return False
    message.sent_at = at
    message.error = ""
    _end(message, OutboundState.SENT)
    return True


def _why_not(message: OutboundMessage, *, at: datetime) -> OutboundState | None:
    """Return the state of a mail that must not be sent, or None."""
    suppressed = SuppressedAddress.objects.filter(address=message.address, lifted_at__isnull=True)
    if suppressed.exists():
        return OutboundState.SUPPRESSED
    if at - message.queued_at > STALE or not _may_still_know(message, at=at):
        return OutboundState.RECALLED
    most = MOST_TO_STAFF if message.purpose in FOR_STAFF_ALONE else mail_limits.MOST_TO_ADDRESS
    if mail_limits.takes_too_much(message, most=most, at=at):
        return OutboundState.LIMITED
    return None


def _may_still_know(message: OutboundMessage, *, at: datetime) -> bool:
    """Whether somebody may still know of the ticket, in any of the roles that they now hold."""
    user, ticket = message.user, message.ticket
    if user is None or ticket is None:
        return True
    if not user.is_active:
        return False
    if message.purpose == P.ACKNOWLEDGEMENT:
        return True
    sights = [sight_of(role) for role in list_current_roles(user, at.date())]
    this = Ticket.objects.filter(pk=ticket.pk)
    if message.purpose in FOR_STAFF_ALONE:
        return any(this.filter(sight.as_staff()).exists() for sight in sights)
    return any(this.within(sight).exists() for sight in sights)


def _note_failure(message: OutboundMessage, error: Exception, *, at: datetime) -> None:
    """Try again later, or give up: at once where the server refuses, at last after six attempts."""
    failure = read_failure(error, attempts=message.attempts, at=at)
    message.error = failure.words
    if failure.retry_at is None:
        logger.error("A mail of ticket %s could not be sent: %s", message.ticket_id, message.error)
        _end(message, OutboundState.FAILED)
    else:
        _postpone(message, failure.retry_at)


def _postpone(message: OutboundMessage, until: datetime) -> None:
    message.not_before = until
    message.save(update_fields=["attempts", "not_before", "error", "updated_at"])


def _end(message: OutboundMessage, state: OutboundState) -> None:
    message.state = state
    message.save(update_fields=["state", "sent_at", "error", "updated_at"])
