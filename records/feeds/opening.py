"""Opening a file of a feed: plain or gzip, and recognised where it is something else."""

import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .formats import name_foreign_format
from .items import FileRefused

_GZIP_MARK = b"\x1f\x8b"
_UTF8_MARK = b"\xef\xbb\xbf"
_HEAD_BYTES = 4096
_BUFFER = 1024 * 1024
# Records pack to a tenth or a thirtieth; a small file that unpacks to gigabytes is an attack.
_FREELY_UNPACKED = 256 * 1024 * 1024
_MOST_TIMES = 200


@contextmanager
def opened(path: Path) -> Iterator[io.BufferedReader]:
    """
    Open a file for reading bytes from its start, unpacked where it is gzip.

    :raises FileRefused: it is gone, may not be read, or its compression is broken
    """
    try:
        with path.open("rb") as start:
            is_packed = start.read(2) == _GZIP_MARK
        with path.open("rb") as stream:
            if is_packed:
                yield io.BufferedReader(gzip.GzipFile(fileobj=stream), _BUFFER)
            else:
                yield io.BufferedReader(stream.raw, _BUFFER)
    except (EOFError, zlib.error, gzip.BadGzipFile):
        raise FileRefused("The compressed file is incomplete or damaged; send it again.") from None
    except OSError as error:
        raise FileRefused(f"The file cannot be read: {error.strerror}.") from None


def skip_mark(stream: io.BufferedReader) -> None:
    """Go past a byte order mark of UTF-8, where the file starts with one."""
    if stream.peek(len(_UTF8_MARK)).startswith(_UTF8_MARK):
        stream.read(len(_UTF8_MARK))


def read_head(path: Path) -> bytes:
    """
    Return how a file begins; one that is packed is unpacked to its end first.

    :raises FileRefused: it is gone, damage shows anywhere in it, or it unpacks without end
    """
    with opened(path) as stream:
        head = stream.read(_HEAD_BYTES)
        if not isinstance(stream.raw, io.FileIO):
            _unpack_to_the_end(stream, max(_FREELY_UNPACKED, path.stat().st_size * _MOST_TIMES))
    return head


def _unpack_to_the_end(stream: io.BufferedReader, most: int) -> None:
    """
    Read what is left of a packed file.

    :raises FileRefused: it holds more than a file of its size can honestly hold
    """
    unpacked = 0
    while chunk := stream.read(_BUFFER):
        unpacked += len(chunk)
        if unpacked > most:
            raise FileRefused(
                f"The compressed file unpacks to over {_MOST_TIMES} times its size, as no records "
                "do; it was left alone. Send it again, not compressed."
            )


def refuse_foreign(path: Path) -> None:
    """
    Look at how a file begins.

    :raises FileRefused: it is XML, HL7 v2, CSV or anything else that is not JSON
    """
    head = read_head(path)
    foreign = name_foreign_format(head)
    if foreign:
        raise FileRefused(foreign)
    text = head.removeprefix(_UTF8_MARK).lstrip()
    if not text:
        raise FileRefused("The file is empty.")
    if text[:1] not in (b"{", b"["):
        raise FileRefused(_name_text(text))


def _name_text(text: bytes) -> str:
    """Return in a sentence what a text is that does not start as JSON does."""
    first_line = text.splitlines()[0]
    if max(first_line.count(mark) for mark in (b",", b";", b"|", b"\t")) > 1:
        return "This looks like a table (CSV); this feed takes FHIR R4 written as JSON."
    return "The file does not start as JSON does; this feed takes FHIR R4 written as JSON."
