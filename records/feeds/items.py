"""What every reader of files gives: items in their order, or the refusal of the whole file."""

from collections.abc import Callable, Iterator
from typing import NamedTuple, Protocol

from records.codes import QuarantineReason


class FileRefused(Exception):
    """A file that cannot be read at all; the message says in a sentence what it is instead."""


class Fault(NamedTuple):
    """Why an item cannot go in, found by its reader."""

    reason: QuarantineReason
    explanation: str


class Item(NamedTuple):
    """
    One resource as it stood in a file.

    `position` is its line, row or entry, counted from 1. `identity` is set where the item is not
    a readable resource but its type and id are known. `withdraws` marks an item by which the
    source takes a resource back. A derived item was made from a row that also gave another one.
    """

    position: int
    raw: bytes
    full_url: str = ""
    identity: str = ""
    fault: Fault | None = None
    withdraws: bool = False
    is_derived: bool = False


Note = Callable[[str], None]


class Reader(Protocol):
    """Reads one file of a feed."""

    def __call__(self, note: Note) -> Iterator[Item]:
        """
        Yield the items of the file; what people should know of it goes to `note`.

        :raises FileRefused: it is not what the feed sends
        """
