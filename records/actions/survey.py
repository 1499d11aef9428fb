"""
The first reading of a run's files: what is there, who is in it, and what comes more than once.

It writes nothing that lasts, so a run that is resumed surveys its files again.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path
from typing import Final

import msgspec
from django.conf import settings

from core.nhs_number import find_nhs_number
from records.codes import QuarantineReason
from records.feeds.items import FileRefused, Item, Reader
from records.feeds.ndjson import CUT_OFF
from records.feeds.sources import choose_reader
from records.feeds.validation import check_items
from records.models import Feed
from records.resources.catalogue import is_entry, is_supporting
from records.resources.patient import NHS_NUMBER_SYSTEM

from .identity import entry_digest, guess_source_id, source_id_of
from .repeats import Place, Repeats
from .spool import Extent, Spool, SupportingResources

_SAMPLE: Final = 20
_BYTES_AN_ITEM: Final = 300
_PATIENT: Final = "Patient"


class _Header(msgspec.Struct):
    resourceType: object = None  # noqa: N815  # FHIR's own name
    id: object = None


class _Identifier(msgspec.Struct):
    system: object = None
    value: object = None


class _PersonHeader(msgspec.Struct):
    identifier: list[_Identifier] = []


_headers: Final = msgspec.json.Decoder(_Header)
_person_headers: Final = msgspec.json.Decoder(_PersonHeader)

SentIds = Callable[[bytes], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonItem:
    """A Patient resource as it came last, kept in the spool."""

    file_name: str
    position: int
    extent: Extent
    has_number: bool


@dataclass(slots=True, kw_only=True)
class FileSurvey:
    """What a file holds, or why it is refused."""

    items_total: int = 0
    refusal: str = ""
    remarks: list[str] = field(default_factory=list)


class Survey:
    """Everything that the first reading found."""

    def __init__(self, feed: Feed, expected_bytes: int, sent: SentIds) -> None:
        self.feed = feed
        self.feed_key = feed.pk.bytes
        self.sent = sent
        self.spool = Spool()
        self.supporting = SupportingResources(self.spool)
        self.repeats = Repeats(expected_bytes // _BYTES_AN_ITEM)
        self.persons: dict[str, PersonItem] = {}
        self.person_aliases: dict[str, str] = {}
        self.has_unidentified = False
        self.is_cut_off = False

    def read(self, number: int, name: str, path: Path) -> FileSurvey:
        """Read a file through, whatever it turns out to be."""
        found = FileSurvey()
        try:
            reader = reader_of(self.feed, path)
            items = reader(found.remarks.append)
            first = list(islice(items, _SAMPLE))
            refuse_old_version(first)
            for item in chain(first, items):
                found.items_total += 1
                self._take(item, Place(number, found.items_total), name)
        except FileRefused as refusal:
            return FileSurvey(refusal=str(refusal))
        self.is_cut_off = self.is_cut_off or CUT_OFF in found.remarks
        return found

    def close(self) -> None:
        """Let go of the spool."""
        self.spool.close()

    def _take(self, item: Item, place: Place, file_name: str) -> None:
        """Take note of one item."""
        source_id = self._identify(item)
        if not source_id:
            self.has_unidentified = True
            return
        kind = source_id.partition("/")[0]
        if kind == _PATIENT and item.fault is None and not item.withdraws:
            self._take_person(item, source_id, file_name)
        elif is_supporting(kind):
            self.supporting.keep(source_id, item.full_url, item.raw)
        elif is_entry(kind) or item.withdraws:
            digest = entry_digest(self.feed_key, source_id)
            if item.fault is None:
                self.repeats.note(digest, place)
            self.sent(digest)

    def _identify(self, item: Item) -> str:
        """Return the identity of an item, as far as it can be told."""
        if item.withdraws or item.fault is not None:
            return item.identity or guess_source_id(item.raw)
        try:
            header = _headers.decode(item.raw)
        except (ValueError, RecursionError):
            return guess_source_id(item.raw)
        kind = header.resourceType if isinstance(header.resourceType, str) else ""
        number = header.id if isinstance(header.id, str) else ""
        return source_id_of(kind, number, item.full_url)

    def _take_person(self, item: Item, source_id: str, file_name: str) -> None:
        """Keep a person; one that comes again takes the place of the one before."""
        number = source_id.partition("/")[2]
        self.persons[number] = PersonItem(
            file_name=file_name,
            position=item.position,
            extent=self.spool.write(item.raw),
            has_number=_has_usable_number(item.raw),
        )
        if item.full_url and not item.full_url.endswith(number):
            self.person_aliases[item.full_url] = number

    def in_order(self) -> list[tuple[str, PersonItem]]:
        """
        Return the people in the order in which they are matched, whatever that of the files.

        Those with an NHS number come first: who has none is compared with everybody else.
        """
        return sorted(self.persons.items(), key=lambda pair: (not pair[1].has_number, pair[0]))


def reader_of(feed: Feed, path: Path) -> Reader:
    """Return what reads a file of a feed."""
    return choose_reader(path, feed.format, feed.column_map, item_bytes=settings.IMPORT_ITEM_BYTES)


def refuse_old_version(sample: list[Item]) -> None:
    """
    Check the first items of a file.

    :raises FileRefused: most of them are written in an older FHIR
    """
    verdicts = check_items([item.raw for item in sample if item.fault is None and item.raw])
    old = [verdict for verdict in verdicts if verdict.reason is QuarantineReason.WRONG_VERSION]
    if old and len(old) * 2 > len(verdicts):
        raise FileRefused(old[0].message)


def _has_usable_number(raw: bytes) -> bool:
    """Whether a Patient carries an NHS number that can tell people apart."""
    try:
        header = _person_headers.decode(raw)
    except (ValueError, RecursionError):
        return False
    for identifier in header.identifier:
        if identifier.system == NHS_NUMBER_SYSTEM and isinstance(identifier.value, str):
            number = find_nhs_number(identifier.value)
            return number is not None and number.is_usable_for_matching
    return False


def walk(feed: Feed, path: Path) -> Iterator[Item]:
    """Yield the items of a file that was surveyed before."""
    yield from reader_of(feed, path)(_no_note)


def _no_note(_text: str) -> None:
    """Leave a remark aside that the survey has written down."""
