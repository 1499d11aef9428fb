"""A committee's chain of evidence for its readers: links and heads, not a word of what is in."""

from collections.abc import Iterator
from typing import Final

from governance.codes import LedgerKind
from governance.models import Committee, LedgerEntry, LodgedHead, Reach
from governance.policies.evidence import sha256
from governance.policies.heads import stamp

SHOWN: Final = 50
CHUNK: Final = 2000
# These hold no free text and name no item but that of the minutes: whoever holds a certified PDF
# finds its hash here.
_SAID_WHOLE: Final = frozenset({LedgerKind.APPROVAL})


def get_committee(code: str, *, reach: Reach) -> Committee:
    """
    Return a committee whose evidence a viewer may look at: its members may, and who attends.

    :raises Committee.DoesNotExist: there is none
    """
    return Committee.objects.get(code=code, pk__in=reach.reads)


def list_newest_links(committee: Committee) -> list[LedgerEntry]:
    """Return the newest links, the last one first."""
    found = LedgerEntry.objects.filter(committee=committee).order_by("-sequence")
    return list(found.only("sequence", "kind", "hash", "written_at")[:SHOWN])


def list_newest_heads(committee: Committee) -> list[LodgedHead]:
    """Return the heads that were lodged last, the last one first."""
    return list(LodgedHead.objects.filter(committee=committee).order_by("-lodged_at")[:SHOWN])


def count_links(committee: Committee) -> int:
    """Return how many links a chain has."""
    return LedgerEntry.objects.filter(committee=committee).count()


def export_links(committee: Committee) -> Iterator[dict[str, object]]:
    """
    Yield the links of a chain for whoever verifies it elsewhere.

    Of a content there is the digest alone, so that an export tells nothing to those who may not
    know of an item; an approval of minutes is said whole.
    """
    found = LedgerEntry.objects.filter(committee=committee).order_by("sequence")
    for entry in found.iterator(chunk_size=CHUNK):
        link: dict[str, object] = {
            "type": "link",
            "content_sha256": sha256(entry.content),
            "hash": entry.hash,
            "kind": entry.kind,
            "previous": entry.previous_hash,
            "sequence": entry.sequence,
            "subject": str(entry.subject),
            "written_at": stamp(entry.written_at),
        }
        if entry.kind in _SAID_WHOLE:
            link["content"] = entry.content
        yield link


def export_heads(committee: Committee) -> Iterator[dict[str, object]]:
    """Yield the heads that were lodged, as they were signed."""
    for head in LodgedHead.objects.filter(committee=committee).order_by("lodged_at").iterator():
        yield {"type": "head", **head_facts(head)}


def head_facts(head: LodgedHead) -> dict[str, str | int]:
    """Return a lodged head as the second store and the export write it."""
    return {
        "committee": str(head.committee_id),
        "hash": head.hash,
        "head": str(head.pk),
        "lodged_at": stamp(head.lodged_at),
        "place": head.place,
        "sequence": head.sequence,
        "signature": head.signature,
        "where": head.where,
    }
