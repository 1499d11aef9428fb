"""
Fetches mail from the mailboxes: IMAP folders and Maildirs.

A mail is moved or flagged where it lies only once it is written down here. Where that fails, we
know by its place that we have it, so a mailbox that is full or may not be changed does no harm.
"""

import imaplib
import logging
import ssl
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Final

from django.conf import settings
from imap_tools import BaseMailBox, ImapToolsError, MailBox, MailBoxUnencrypted

from helpdesk.codes import MailboxKind
from helpdesk.models import InboundMessage, Mailbox

from .mail_intake import receive
from .mail_limits import BREAKER, breaker_is_open

logger = logging.getLogger(__name__)

# So many at once that what waited while we were away does not look like a flood.
MOST_AT_ONCE: Final = 25
TIMEOUT: Final = 30
TAKEN_FOLDER: Final = "Taken"
FAILURES: Final = (OSError, ImapToolsError, imaplib.IMAP4.error, ValueError)


def fetch_all(*, at: datetime) -> int:
    """Fetch what is new in every active mailbox, and return how many mails that was."""
    mailboxes = Mailbox.objects.filter(is_active=True).exclude(kind=MailboxKind.PIPE)
    return sum(fetch(mailbox, at=at) for mailbox in mailboxes.order_by("code"))


def fetch(mailbox: Mailbox, *, at: datetime) -> int:
    """Fetch what is new in one mailbox; what goes wrong is kept with it, for the desk to see."""
    fetch_new = _fetch_imap if mailbox.kind == MailboxKind.IMAP else _fetch_maildir
    try:
        count = fetch_new(mailbox, at)
    except FAILURES as error:
        mailbox.failure = f"Mail cannot be fetched: {type(error).__name__}."
        logger.exception("The mailbox %s cannot be fetched.", mailbox.code)
        mailbox.save(update_fields=["failure", "updated_at"])
        return 0
    mailbox.last_fetched_at = at
    mailbox.failure = BREAKER if breaker_is_open(mailbox, at=at) else ""
    mailbox.save(update_fields=["last_fetched_at", "failure", "updated_at"])
    return count


def _fetch_imap(mailbox: Mailbox, at: datetime) -> int:
    with _connect(mailbox) as server:
        server.login(
            mailbox.username or mailbox.address,
            settings.MAILBOX_PASSWORDS.get(mailbox.code, ""),
            initial_folder=mailbox.folder or "INBOX",
        )
        validity = server.folder.status(options=["UIDVALIDITY"])["UIDVALIDITY"]
        keys = {f"imap:{mailbox.folder}:{validity}:{uid}": uid for uid in server.uids("ALL")}
        new = _unknown(mailbox, keys)
        for key in new:
            raw = _read_raw(server, keys[key])
            receive(raw, mailbox=mailbox, envelope={}, at=at, source_key=key)
            _put_away(server, keys[key])
    return len(new)


def _connect(mailbox: Mailbox) -> BaseMailBox:
    if mailbox.uses_tls:
        context = ssl.create_default_context()
        return MailBox(mailbox.host, mailbox.port, timeout=TIMEOUT, ssl_context=context)
    return MailBoxUnencrypted(mailbox.host, mailbox.port, timeout=TIMEOUT)


def _read_raw(server: BaseMailBox, uid: str) -> bytes:
    """
    Read a mail byte for byte, without flagging it as seen.

    :raises ValueError: the server did not send it
    """
    _, answer = server.client.uid("fetch", uid, "(BODY.PEEK[])")
    for part in answer or ():
        if isinstance(part, tuple):
            return bytes(part[1])
    raise ValueError("The server did not send the mail.")


def _put_away(server: BaseMailBox, uid: str) -> None:
    """Move a mail that we have out of the way, or at least mark it; it matters to people alone."""
    try:
        if not server.folder.exists(TAKEN_FOLDER):
            server.folder.create(TAKEN_FOLDER)
        server.move([uid], TAKEN_FOLDER)
    except (ImapToolsError, imaplib.IMAP4.error):
        try:
            server.flag([uid], ["\\Seen"], value=True)
        except (ImapToolsError, imaplib.IMAP4.error):
            logger.warning("A mail that was taken could not be marked in its mailbox.")


def _fetch_maildir(mailbox: Mailbox, at: datetime) -> int:
    place = Path(mailbox.path)
    if not (place / "new").is_dir():
        raise FileNotFoundError(place)
    files = {f"maildir:{file.name}"[:150]: file for file in sorted((place / "new").iterdir())}
    new = _unknown(mailbox, files)
    for key in new:
        file = files[key]
        receive(file.read_bytes(), mailbox=mailbox, envelope={}, at=at, source_key=key)
        try:
            file.rename(place / "cur" / f"{file.name}:2,S")
        except OSError:
            logger.warning("A mail that was taken could not be moved in its Maildir.")
    return len(new)


def _unknown(mailbox: Mailbox, keys: Iterable[str]) -> list[str]:
    """Return the places of mails that we do not have yet, the oldest first."""
    wanted = list(keys)
    known = InboundMessage.objects.filter(mailbox=mailbox, source_key__in=wanted)
    have = set(known.values_list("source_key", flat=True))
    return [key for key in wanted if key not in have][:MOST_AT_ONCE]
