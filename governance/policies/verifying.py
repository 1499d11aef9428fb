"""
Walk a chain of evidence and say what is wrong with it, given heads that lie elsewhere. Pure.

Without a lodged head whoever runs the database can write a chain anew, and it verifies: so each
finding says from where on nothing was lodged.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

from .evidence import FIRST, link_hash_of

MOST_FAULTS: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link of a chain, as it is stored; of its content the digest alone."""

    sequence: int
    kind: str
    subject: UUID
    content_sha256: str
    previous: str
    hash: str
    written_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Something that is not as it was written: at which link, if at one, and in words."""

    words: str
    sequence: int | None = None


@dataclass(slots=True)
class ChainFinding:
    """What a walk found: what is wrong, and from where on no lodged head vouches for the chain."""

    length: int = 0
    head: str = FIRST
    lodged: int = 0
    unlodged_since: datetime | None = None
    faults: list[Fault] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        """Whether nothing is wrong; what is not lodged is no fault, but is said."""
        return not self.faults

    @property
    def unlodged(self) -> int:
        """How many links at the end no lodged head vouches for."""
        return max(self.length - self.lodged, 0)

    def add(self, words: str, sequence: int | None = None) -> None:
        """Note a fault, up to so many."""
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(Fault(words=words, sequence=sequence))


def walk_chain(
    links: Iterable[Link], *, committee: UUID, heads: Mapping[int, set[str]]
) -> ChainFinding:
    """Walk a chain in the order of its sequence; `heads` are the lodged ones by their sequence."""
    finding = ChainFinding()
    for link in links:
        _check_link(link, committee, finding)
        lodged = heads.get(link.sequence)
        if lodged is not None:
            _check_head(link, lodged, finding)
        elif finding.unlodged_since is None:
            finding.unlodged_since = link.written_at
        finding.length, finding.head = link.sequence, link.hash
    for sequence in sorted(heads):
        if sequence > finding.length:
            finding.add(
                f"A head was lodged for link {sequence}, but the chain ends at {finding.length}:"
                " its end was cut off."
            )
    return finding


def index_heads(heads: Iterable[tuple[int, str]]) -> dict[int, set[str]]:
    """Return lodged heads by their sequence; one that says "nothing yet" vouches for nothing."""
    found: dict[int, set[str]] = {}
    for sequence, head in heads:
        if sequence:
            found.setdefault(sequence, set()).add(head)
    return found


def _check_link(link: Link, committee: UUID, finding: ChainFinding) -> None:
    if link.sequence != finding.length + 1:
        finding.add(
            f"Link {link.sequence} follows link {finding.length}: one is missing or was moved.",
            link.sequence,
        )
    if link.previous != finding.head:
        finding.add(f"Link {link.sequence} does not hold on to the one before it.", link.sequence)
    computed = link_hash_of(
        committee=committee,
        sequence=link.sequence,
        kind=link.kind,
        subject=link.subject,
        content_sha256=link.content_sha256,
        previous=link.previous,
    )
    if computed != link.hash:
        finding.add(f"Link {link.sequence} was changed: its hash is not its own.", link.sequence)


def _check_head(link: Link, lodged: set[str], finding: ChainFinding) -> None:
    if lodged == {link.hash}:
        finding.lodged, finding.unlodged_since = link.sequence, None
        return
    finding.add(
        f"Link {link.sequence} is not the head that was lodged: the chain was written anew.",
        link.sequence,
    )
