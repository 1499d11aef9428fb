"""
Takes mail in: the raw mail is written down first, then read and acted on, once.

A mail that cannot be read is tried three times and then stands in the poison tray. Wherever a
worker is killed, the mail is as it was before the attempt, or it is done.
"""

import logging
import traceback
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Final
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F

from helpdesk.codes import InboundState
from helpdesk.mail.reading import ParsedMail, peek_message_id, read_mail
from helpdesk.models import InboundMessage, Mailbox

from .mail_deciding import decide

logger = logging.getLogger(__name__)

MOST_ATTEMPTS: Final = 3
# What reading a mail writes; the raw mail itself is not written again.
WRITTEN: Final = (
    "state",
    "reason",
    "error",
    "verdict",
    "marker",
    "sender",
    "subject",
    "body_sha256",
    "references",
    "authentication",
    "ticket",
    "event",
    "suggested_ticket",
    "updated_at",
)


def receive(
    raw: bytes,
    *,
    mailbox: Mailbox,
    envelope: Mapping[str, str],
    at: datetime,
    source_key: str = "",
) -> InboundMessage:
    """
    Write a mail down as it came, before anything reads it.

    The same bytes in the same mailbox are the same mail: fetched again, they change nothing but
    the count of how often they came.
    """
    message, is_new = InboundMessage.objects.get_or_create(
        mailbox=mailbox,
        message_id=peek_message_id(raw),
        raw_sha256=sha256(raw).hexdigest(),
        defaults={
            "raw": raw,
            "size": len(raw),
            "envelope": {**envelope, "times": 1},
            "received_at": at,
            "source_key": source_key,
        },
    )
    if not is_new:
        message.envelope["times"] = message.envelope.get("times", 1) + 1
        message.source_key = source_key or message.source_key
        message.save(update_fields=["envelope", "source_key", "updated_at"])
    return message


def process(message_id: UUID, *, at: datetime) -> None:
    """Read a mail that waits, and do what follows from it; what fails is kept with the reason."""
    if not _begin(message_id):
        return
    try:
        with transaction.atomic():
            _read(message_id, at=at)
    except Exception as error:  # noqa: BLE001 — one mail must not stop those behind it
        _note_failure(message_id, error)


def process_waiting(*, at: datetime, most: int = 200) -> int:
    """Read the mails that wait, those whose worker died among them, and return how many."""
    waiting = InboundMessage.objects.filter(state=InboundState.RECEIVED).order_by("received_at")
    keys = list(waiting.values_list("pk", flat=True)[:most])
    for key in keys:
        process(key, at=at)
    return len(keys)


def _begin(message_id: UUID) -> bool:
    """Count the attempt before it begins, so that one that kills its worker counts too."""
    waiting = InboundMessage.objects.filter(pk=message_id, state=InboundState.RECEIVED)
    if waiting.filter(attempts__lt=MOST_ATTEMPTS).update(attempts=F("attempts") + 1):
        return True
    waiting.filter(error="").update(error="Whatever reads it is cut off.")
    waiting.update(state=InboundState.POISON)
    return False


def _take(message_id: UUID) -> InboundMessage | None:
    waiting = InboundMessage.objects.filter(pk=message_id, state=InboundState.RECEIVED)
    waiting = waiting.select_related("mailbox__queue").select_for_update(
        skip_locked=True, of=("self",)
    )
    return waiting.first()


def _read(message_id: UUID, *, at: datetime) -> None:
    if (message := _take(message_id)) is None:
        return
    mail = read_mail(bytes(message.raw or b""))
    if mail.message_id:
        _lock_id(mail.message_id)
    _note_what_it_is(message, mail)
    decide(message, mail, at=at)
    message.save(update_fields=WRITTEN)


def _lock_id(message_id: str) -> None:
    """Have two copies of one mail, in two mailboxes, wait for each other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [message_id])


def _note_what_it_is(message: InboundMessage, mail: ParsedMail) -> None:
    message.body_sha256 = mail.body_sha256
    message.sender = mail.sender
    message.references = list(mail.references)
    message.error = " ".join(mail.problems)


def _note_failure(message_id: UUID, error: Exception) -> None:
    """Keep what went wrong and where, never what the mail says."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{type(error).__name__} in {place.name}, line {place.lineno}"
    logger.error("The mail %s could not be read: %s", message_id, where)
    with transaction.atomic():
        if (message := _take(message_id)) is None:
            return
        message.error = where
        if message.attempts >= MOST_ATTEMPTS:
            message.state = InboundState.POISON
        message.save(update_fields=["error", "state", "updated_at"])
