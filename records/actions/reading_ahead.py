"""Taking the items of a run's files in batches, from where an earlier attempt stopped."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

from records.feeds.items import Item
from records.models import Feed

from .batches import Batch, Reading, prepare_item
from .survey import walk

_MOST_BYTES: Final = 32 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class FileToRead:
    """A file of a run, and how many of its items are done."""

    number: int
    name: str
    path: Path
    items_done: int


class BatchReader:
    """Gives one prepared batch after the other; a batch may span files that are small."""

    def __init__(
        self, feed: Feed, files: Sequence[FileToRead], reading: Reading, size: int
    ) -> None:
        self.feed = feed
        self.files = iter(files)
        self.reading = reading
        self.size = size
        self.current: FileToRead | None = None
        self.items: Iterator[Item] = iter(())
        self.done = 0

    def next_batch(self) -> Batch | None:
        """Return the next items, read and hashed, or None at the end of the run."""
        batch = Batch()
        count = weight = 0
        while count < self.size and weight < _MOST_BYTES:
            item = self._next_item(batch)
            if item is None:
                break
            prepare_item(item, batch, self.reading)
            count += 1
            weight += len(item.raw)
        if self.current is not None and batch.file_number == self.current.number:
            self.done = batch.items_done[batch.file_number]
        return batch if batch.items_done else None

    def _next_item(self, batch: Batch) -> Item | None:
        """Return the next item of this file or the next one, and tell the batch where it is."""
        while True:
            if self.current is None:
                self.current = next(self.files, None)
                if self.current is None:
                    return None
                self.done = self.current.items_done
                self.items = islice(walk(self.feed, self.current.path), self.done, None)
            file = self.current
            if batch.file_number != file.number:
                batch.file_number, batch.file_name = file.number, file.name
                batch.items_done[file.number] = self.done
            item = next(self.items, None)
            if item is not None:
                return item
            batch.files_ended.add(file.number)
            self.current = None
