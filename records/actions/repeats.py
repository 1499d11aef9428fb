"""Finding what a run sends more than once, in memory that does not grow with the run."""

from typing import Final, NamedTuple

_FEWEST_BITS: Final = 1 << 20
_MOST_BITS: Final = 1 << 30
_BITS_AN_ITEM: Final = 64


class Place(NamedTuple):
    """Where an item stands in a run: the file's position, and the how-many-eth item it is."""

    file: int
    ordinal: int


class Repeats:
    """
    Knows of each identity that comes again where it comes last.

    A bit for each identity seen tells which might be a repeat; only for those is the place kept.
    Two identities that share a bit cost a place, never a wrong answer.
    """

    def __init__(self, expected_items: int) -> None:
        bits = _FEWEST_BITS
        while bits < min(expected_items * _BITS_AN_ITEM, _MOST_BITS):
            bits *= 2
        self.mask = bits - 1
        self.seen = bytearray(bits // 8)
        self.last: dict[bytes, Place] = {}

    def note(self, digest: bytes, place: Place) -> None:
        """Take note of an identity at a place, in the order of the run."""
        bit = int.from_bytes(digest[:8], "little") & self.mask
        slot, flag = bit >> 3, 1 << (bit & 7)
        if self.seen[slot] & flag:
            self.last[digest] = place
        else:
            self.seen[slot] |= flag

    def close(self) -> None:
        """Let go of what only taking note needs."""
        self.seen = bytearray()

    def comes_again(self, digest: bytes, place: Place) -> bool:
        """Whether an identity comes once more after this place."""
        last = self.last.get(digest)
        return last is not None and last != place
