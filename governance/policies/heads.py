"""The head of a chain of evidence, as it is signed and lodged outside the database. Pure."""

from datetime import UTC, datetime
from uuid import UUID

from .evidence import canonical


def head_words(*, committee: UUID, sequence: int, head: str, lodged_at: datetime) -> str:
    """Return what is signed of a head: canonical JSON (RFC 8785), with its sequence number."""
    return canonical(
        {
            "committee": str(committee),
            "hash": head,
            "lodged_at": stamp(lodged_at),
            "sequence": sequence,
        }
    )


def stamp(at: datetime) -> str:
    """Return a moment as evidence writes it: UTC, to the microsecond."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def short_head(sequence: int, head: str) -> str:
    """Return a head as covers, mails and calendars print it: its number, and 16 digits."""
    return f"{sequence} · {head[:16]}"
