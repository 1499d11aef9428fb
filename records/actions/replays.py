"""Sending items that were set aside through the import once more."""

import tempfile
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db.models import QuerySet

from records.codes import FeedFormat, QuarantineReason
from records.feeds.items import Item
from records.models import Feed, ImportRun, QuarantinedItem

from .batches import Batch, Reading, extract_states, prepare_item
from .merging import Origin
from .persons import PersonText, match_persons
from .repeats import Repeats
from .spool import Spool, SupportingResources
from .storing import Writing, sort_batch, write_batch
from .survey import walk
from .unfit import prefer_verdicts

_PATIENT: Final = "Patient/"


def replay(run: ImportRun, items: QuerySet[QuarantinedItem], *, at: datetime) -> None:
    """Import items of a feed as part of a run: people first, then what is about them."""
    feed = Feed.objects.get(pk=run.feed_id)
    origin = Origin(
        feed_id=feed.pk,
        run_id=run.pk,
        organization_id=feed.organization_id,
        received_at=run.received_at,
    )
    spool = Spool()
    supporting = SupportingResources(spool)
    try:
        people = [_person(item) for item in items.filter(source_id__startswith=_PATIENT)]
        if people:
            match_persons(run, people, supporting, origin, at=at)
        reading = Reading(
            feed_key=feed.pk.bytes, supporting=supporting, aliases={}, repeats=Repeats(0)
        )
        others = items.exclude(source_id__startswith=_PATIENT).order_by("pk").iterator()
        while chosen := list(islice(others, settings.IMPORT_BATCH_ENTRIES)):
            _replay_entries(run, feed, chosen, reading, origin, at)
    finally:
        spool.close()


def _person(item: QuarantinedItem) -> PersonText:
    """Return a person who was set aside."""
    return PersonText(
        source_id=item.source_id.removeprefix(_PATIENT),
        item=Item(item.position, bytes(item.raw)),
        file_name=item.file_name,
    )


def _replay_entries(
    run: ImportRun,
    feed: Feed,
    chosen: Sequence[QuarantinedItem],
    reading: Reading,
    origin: Origin,
    at: datetime,
) -> None:
    """Import some items that are entries."""
    batch = Batch(items_done={0: 0})
    for kept in chosen:
        batch.file_name = kept.file_name
        for item in _items(kept, feed):
            prepare_item(item, batch, reading)
    found = sort_batch(batch, feed.pk, is_first_load=False, has_entries=True)
    states, unfit = extract_states(found.fresh, reading.supporting)
    unfit += prefer_verdicts(found.unmatched)
    write_batch(run, Writing(sorted=found, states=states, unfit=unfit), origin, at=at)


def _items(kept: QuarantinedItem, feed: Feed) -> Iterator[Item]:
    """Yield what was set aside as its reader would; a row stands there with its header."""
    raw = bytes(kept.raw)
    if feed.format == FeedFormat.CSV and kept.reason == QuarantineReason.BAD_ROW:
        with tempfile.NamedTemporaryFile(suffix=".csv") as file:
            file.write(raw)
            file.flush()
            yield from (
                item._replace(position=kept.position)
                for item in walk(feed, Path(file.name))
                if not item.is_derived
            )
        return
    yield Item(kept.position, raw, full_url=kept.source_id)
