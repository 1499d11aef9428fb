"""Which reader takes the files of a feed."""

from functools import partial
from pathlib import Path

from records.codes import FeedFormat

from .column_maps import COLUMN_MAPS
from .csv_rows import read_csv_items
from .items import FileRefused, Reader
from .ndjson import read_ndjson_items


def choose_reader(path: Path, feed_format: str, column_map: str, *, item_bytes: int) -> Reader:
    """
    Return what reads a file of a feed; a FHIR feed may send Bundles and NDJSON alike.

    :raises FileRefused: the feed names a column map that is not declared
    """
    if feed_format != FeedFormat.CSV:
        return partial(read_ndjson_items, path, item_bytes=item_bytes)
    declared = COLUMN_MAPS.get(column_map)
    if declared is None:
        raise FileRefused("The feed names a column map that is not declared.")
    return partial(read_csv_items, path, column_map=declared)
