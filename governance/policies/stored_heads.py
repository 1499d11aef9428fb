"""Read heads that were kept outside the database: in the second store, or by a member. Pure."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


class NotHeads(ValueError):
    """A file does not hold heads, one JSON object a line; says in which line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredHead:
    """A head as it was kept: of whose chain, which link, and what was signed."""

    committee: UUID
    sequence: int
    hash: str
    lodged_at: datetime
    signature: str


def read_heads(lines: Iterable[str]) -> list[StoredHead]:
    """
    Return the heads of a file of JSON lines, as the second store and an export write them.

    :raises NotHeads: a line is no head
    """
    found = []
    for number, line in enumerate(lines, start=1):
        if line.strip():
            found.append(_read(line, number))
    return found


def _read(line: str, number: int) -> StoredHead:
    try:
        said = json.loads(line)
        return StoredHead(
            committee=UUID(said["committee"]),
            sequence=int(said["sequence"]),
            hash=str(said["hash"]),
            lodged_at=datetime.fromisoformat(said["lodged_at"]),
            signature=str(said["signature"]),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise NotHeads(f"Line {number} is not a lodged head.") from error
