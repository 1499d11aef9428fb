"""What of a board pack is evidence."""

from governance.models import BoardPack
from governance.policies.evidence import Content, canonical, sha256


def hash_pack(pack: BoardPack) -> str:
    """Return the SHA-256 over the canonical JSON of what a pack holds, as it stands now."""
    return sha256(canonical(pack.content))


def describe_pack(pack: BoardPack) -> Content:
    """
    Return a pack as its committee's chain holds it: no words of it, only what pins them.

    Everything is read from the pack's row and what it holds, so that a change is found.
    """
    return {
        "pack": str(pack.pk),
        "meeting": str(pack.meeting_id),
        "number": pack.number,
        "content_sha256": hash_pack(pack),
    }
