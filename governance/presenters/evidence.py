"""Put a chain of evidence into words: its links, where its heads lie, and what a check found."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.dates import count_in_words
from core.times import say_moment
from governance.codes import LedgerKind, LodgingPlace
from governance.models import LedgerEntry, LodgedHead
from governance.policies.heads import short_head
from governance.policies.verifying import ChainFinding


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkLine:
    """A link of a chain: what kind of thing it is evidence of, and no word of it."""

    sequence: int
    kind: str
    when: str
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadLine:
    """A head, and where it was left."""

    head: str
    place: str
    where: str
    when: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainWords:
    """The newest links and heads of a chain, and since when no head vouches for it."""

    links: Sequence[LinkLine]
    heads: Sequence[HeadLine]
    unlodged: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingWords:
    """What a check found, in a sentence for each thing."""

    title: str
    tone: str
    summary: str
    faults: Sequence[str]


def present_chain(links: Sequence[LedgerEntry], heads: Sequence[LodgedHead]) -> ChainWords:
    """Return the newest links and heads in words."""
    vouched = max((head.sequence for head in heads), default=0)
    later = [link for link in links if link.sequence > vouched]
    unlodged = f"Unlodged since {say_moment(later[-1].written_at)}" if later else ""
    return ChainWords(
        links=[
            LinkLine(
                sequence=link.sequence,
                kind=LedgerKind(link.kind).label,
                when=say_moment(link.written_at),
                hash=link.hash[:16],
            )
            for link in links
        ],
        heads=[
            HeadLine(
                head=short_head(head.sequence, head.hash),
                place=LodgingPlace(head.place).label,
                where=head.where,
                when=say_moment(head.lodged_at),
            )
            for head in heads
        ],
        unlodged=unlodged,
    )


def present_finding(finding: ChainFinding) -> FindingWords:
    """Return in words what a check found."""
    links = count_in_words(finding.length, "link")
    if finding.is_whole:
        title, tone = "The evidence is whole", "success"
    else:
        title, tone = "The evidence is not whole", "error"
    return FindingWords(
        title=title,
        tone=tone,
        summary=f"{links} checked. {lodged_in_words(finding)}",
        faults=[fault.words for fault in finding.faults],
    )


def lodged_in_words(finding: ChainFinding) -> str:
    """Return since when no lodged head vouches for a chain."""
    if finding.unlodged_since is None:
        return "A lodged head vouches for all of it."
    since = say_moment(finding.unlodged_since)
    return f"Unlodged since {since}: no head vouches for the last {finding.unlodged}."
