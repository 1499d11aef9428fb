"""FHIR R4 NDJSON: one resource on each line, read as a stream."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import msgspec

from records.codes import QuarantineReason

from .fhir_bundle import is_whole_json, read_bundle_items
from .items import Fault, Item, Note
from .opening import opened, refuse_foreign, skip_mark

CUT_OFF: Final = "The file ends in the middle of a line: it may be incomplete."
_KEPT_OF_TOO_LARGE = 64 * 1024
_BUFFER = 1024 * 1024


def read_ndjson_items(path: Path, note: Note, *, item_bytes: int) -> Iterator[Item]:
    """
    Yield the resources of a file, one a line; blank lines do not count.

    A file that is one Bundle or one resource over several lines is read as that.

    :raises FileRefused: it is not JSON lines
    """
    refuse_foreign(path)
    if is_whole_json(path):
        yield from read_bundle_items(path, note, item_bytes=item_bytes)
        return
    with opened(path) as stream:
        skip_mark(stream)
        yield from _read_lines(stream, note, item_bytes)


def _read_lines(stream: io.BufferedReader, note: Note, item_bytes: int) -> Iterator[Item]:
    """Yield the items of an open file."""
    position = 0
    readline = stream.readline
    while line := readline(item_bytes + 1):
        position += 1
        if len(line) > item_bytes:
            yield _too_large(stream, line, position, item_bytes)
            continue
        raw = line.strip()
        if not raw:
            continue
        if not line.endswith(b"\n") and not _is_complete(raw):
            note(CUT_OFF)
            broken = Fault(
                QuarantineReason.NOT_JSON,
                f"Line {position} is the last of the file and stops in the middle: "
                "the file was cut off. Ask the source to send it again.",
            )
            yield Item(position, raw, fault=broken)
            continue
        yield Item(position, raw)


def _too_large(stream: io.BufferedReader, head: bytes, position: int, item_bytes: int) -> Item:
    """Read past a line that is over the limit, and keep its beginning."""
    size = len(head)
    last = head
    while not last.endswith(b"\n"):
        last = stream.readline(_BUFFER)
        size += len(last)
        if not last:
            break
    explanation = (
        f"Line {position} has {size:,} bytes; an item may have {item_bytes:,}. "
        "Only its beginning is kept here. Ask the source to send its documents apart."
    )
    return Item(
        position,
        head[:_KEPT_OF_TOO_LARGE],
        fault=Fault(QuarantineReason.TOO_LARGE, explanation),
    )


def _is_complete(raw: bytes) -> bool:
    """Whether the text is a whole JSON value."""
    try:
        msgspec.json.decode(raw, type=msgspec.Raw)
    except (ValueError, RecursionError):
        return False
    return True
