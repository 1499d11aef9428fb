"""The uploaded files of a pack: opened, checked against what was issued, and measured."""

import hashlib
import io
import logging
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import pikepdf
import pypdfium2

from governance.models import BoardPack, PaperVersion
from governance.queries.pack_share import PackShare, items_of

# What a screen reader is told of a page; a page of a paper has about half of it.
MOST_WORDS: Final = 6_000
_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A page of an uploaded paper: whether it lies on its side, and its words."""

    is_wide: bool
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperFile:
    """An uploaded paper that can be put in."""

    content: bytes
    sheets: tuple[Sheet, ...]


def open_files(pack: BoardPack, share: PackShare) -> dict[str, PaperFile]:
    """
    Return the uploaded papers of a reader's part of a pack, by the keys of the papers.

    One that cannot be opened, or is no longer what was issued, is left out: its place says so.
    """
    issued: dict[str, Mapping[str, object]] = {
        str(paper["version_id"]): paper
        for row in items_of(pack)
        for paper in row["papers"]
        if paper["id"] in share.papers and paper["version"] and paper["file_sha256"]
    }
    versions = PaperVersion.objects.filter(pk__in=issued)
    found = {}
    for version in versions.iterator(chunk_size=5):
        paper = issued[str(version.pk)]
        file = _open(bytes(version.content or b""), str(paper["file_sha256"]))
        if file is not None:
            found[str(paper["id"])] = file
    return found


def _open(content: bytes, sha256: str) -> PaperFile | None:
    if hashlib.sha256(content).hexdigest() != sha256:
        return None
    try:
        # Laid under the pages by the one, read by the other: both must be able to.
        with pikepdf.open(io.BytesIO(content)):
            return PaperFile(content=content, sheets=_measure(content))
    except (pikepdf.PdfError, pypdfium2.PdfiumError):
        _logger.exception("A paper cannot be put into a pack")
        return None


def _measure(content: bytes) -> tuple[Sheet, ...]:
    document = pypdfium2.PdfDocument(content)
    try:
        return tuple(_sheet(document[index]) for index in range(len(document)))
    finally:
        document.close()


def _sheet(page: pypdfium2.PdfPage) -> Sheet:
    width, height = page.get_size()
    text = page.get_textpage()
    words = _plain(text.get_text_bounded())[:MOST_WORDS]
    text.close()
    page.close()
    return Sheet(is_wide=width > height, words=words)


def _plain(words: str) -> str:
    """Return words on one line, without signs that are no letters."""
    kept = (letter if unicodedata.category(letter)[0] != "C" else " " for letter in words)
    return " ".join("".join(kept).split())
