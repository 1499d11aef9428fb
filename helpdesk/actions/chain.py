"""The hash chain of a ticket's events, and the keyed digest of what was written."""

import hashlib

import orjson

from core.vault import digest
from helpdesk.models import TicketEvent

BEGINNING = bytes(32)


def digest_text(text: str) -> bytes | None:
    """Return the keyed digest of a text, or None for none; without the key it tells nothing."""
    if not text:
        return None
    return digest(b"text:" + text.encode())


def link_of(event: TicketEvent, previous: bytes) -> bytes:
    """Return the hash of an event and of all before it on its ticket."""
    facts = [
        event.ticket_id,
        event.position,
        event.kind,
        event.visibility,
        event.at.timestamp(),
        str(event.actor_id or ""),
        event.actor_name,
        event.facts,
        event.text_length,
        bytes(event.text_digest).hex() if event.text_digest else "",
    ]
    written = orjson.dumps(facts, option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(bytes(previous) + written).digest()
