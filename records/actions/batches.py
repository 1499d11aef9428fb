"""
The half of an import that needs no database: reading items, hashing, checking, extracting.

It runs in a thread of its own while the database works on the batch before.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

import orjson

from core.dates import NotADate, parse_fhir_date
from records.codes import QuarantineReason
from records.feeds.items import Item
from records.feeds.validation import check_items, is_r4_type
from records.resources.catalogue import MODULES, is_entry, take_attachments, why_not_an_entry
from records.resources.people import fill_displays
from records.resources.shape import (
    Extract,
    References,
    Resource,
    TakenAttachment,
    UnreadableValue,
)

from .identity import content_hash, entry_digest, guess_source_id, source_id_of
from .merging import EntryState
from .progress import Tally
from .repeats import Place, Repeats
from .subject_keys import subject_keys
from .unfit import SetAside, Unfit, unfit_as_checked, unfit_by, unreadable, where

COMES_AGAIN: Final = "Sent again later in the same run; the last one counts."
_PATIENT: Final = "Patient"
_TRAILING_ZERO: Final = re.compile(rb":\s*-?\d+\.\d*0\s*[,}\]]")
_NUL: Final = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")


@dataclass(slots=True, kw_only=True)
class Candidate:
    """An item that may become an entry."""

    item: Item
    file_name: str
    source_id: str
    resource: Resource
    id: UUID
    content_hash: bytes
    subjects: tuple[str, ...]
    updated_at: datetime | None = None
    documents: list[TakenAttachment] = field(default_factory=list)
    patient_id: UUID | None = None


@dataclass(slots=True, kw_only=True)
class Batch:
    """Items that are written together, and how far each of their files is by then."""

    file_number: int = 0
    file_name: str = ""
    items_done: dict[int, int] = field(default_factory=dict)
    files_ended: set[int] = field(default_factory=set)
    candidates: list[Candidate] = field(default_factory=list)
    withdrawn: list[str] = field(default_factory=list)
    set_aside: list[SetAside] = field(default_factory=list)
    tally: Tally = field(default_factory=Tally)

    @property
    def place(self) -> Place:
        """Where the item stands that is being read."""
        return Place(self.file_number, self.items_done[self.file_number])


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What reading the items of a run needs."""

    feed_key: bytes
    supporting: References
    aliases: Mapping[str, str]
    repeats: Repeats


def prepare_item(item: Item, batch: Batch, reading: Reading) -> None:
    """Read one item into its batch: as a candidate, set aside, skipped, or taken back."""
    batch.items_done[batch.file_number] += 1
    if not item.is_derived:
        batch.tally.received += 1
    try:
        candidate = _read(item, batch, reading)
    except Unfit as unfit:
        batch.set_aside.append(unfit.set_aside(item, batch.file_name))
        return
    if candidate is not None:
        batch.candidates.append(candidate)


def _read(item: Item, batch: Batch, reading: Reading) -> Candidate | None:
    """
    Return the candidate that an item is, or None where it is none and nothing is wrong.

    :raises Unfit: it is to be set aside
    """
    if item.fault is not None:
        known = item.identity or guess_source_id(item.raw)
        raise Unfit(item.fault.reason, item.fault.explanation, known)
    if item.withdraws:
        _take_back(item.identity, batch, reading)
        return None
    resource = _load(item)
    kind, number = resource.get("resourceType"), resource.get("id")
    if not isinstance(kind, str):
        raise unfit_as_checked(item, "", "Not a FHIR resource: it names no resourceType.")
    source_id = source_id_of(kind, number if isinstance(number, str) else "", item.full_url)
    if not is_entry(kind):
        _leave_out(kind, item, source_id, batch)
        return None
    if not source_id:
        raise Unfit(
            QuarantineReason.NO_IDENTITY,
            f"{where(item)}: the {kind} has no id, so it could not be told from another one. "
            "Ask the source to send the ids by which it knows its resources.",
        )
    if _is_deleted(resource):
        _take_back(source_id, batch, reading)
        return None
    return _candidate(item, batch, source_id, resource, reading)


def _load(item: Item) -> Resource:
    """
    Return the JSON object that an item is.

    :raises Unfit: it is no JSON object, or PostgreSQL could not keep it
    """
    try:
        resource = orjson.loads(item.raw)
    except ValueError:
        otherwise = "Not readable as JSON: it holds a number or a text that cannot be read."
        raise unfit_as_checked(item, guess_source_id(item.raw), otherwise) from None
    if not isinstance(resource, dict):
        raise Unfit(QuarantineReason.NOT_JSON, f"{where(item)}: JSON, but not an object.")
    if has_nul(item.raw):
        raise Unfit(
            QuarantineReason.BAD_VALUE,
            f"{where(item)}: a text holds the character NUL (\\u0000), which cannot be kept. "
            "Ask the source to take it out.",
            guess_source_id(item.raw),
        )
    return resource


def has_nul(raw: bytes) -> bool:
    """Whether a text in JSON holds the character that PostgreSQL cannot keep."""
    return b"\\u0000" in raw and _NUL.search(raw) is not None


def _leave_out(kind: str, item: Item, source_id: str, batch: Batch) -> None:
    """
    Count a resource that is no entry; people were matched before.

    :raises Unfit: it is of no type of R4, or a person without identity
    """
    if kind == _PATIENT and source_id:
        return
    if kind == _PATIENT:
        raise Unfit(
            QuarantineReason.NO_IDENTITY,
            f"{where(item)}: the Patient has no id, so nothing can be linked to it.",
        )
    if not is_r4_type(kind):
        raise unfit_by(check_items([item.raw])[0], item, source_id)
    batch.tally.skipped[why_not_an_entry(kind)] += 1


def _take_back(source_id: str, batch: Batch, reading: Reading) -> None:
    """Have an entry withdrawn, unless the run sends it again later."""
    digest = entry_digest(reading.feed_key, source_id)
    if reading.repeats.comes_again(digest, batch.place):
        batch.tally.skipped[COMES_AGAIN] += 1
    else:
        batch.withdrawn.append(source_id)


def _candidate(
    item: Item, batch: Batch, source_id: str, resource: Resource, reading: Reading
) -> Candidate | None:
    """
    Return an entry on its way in: its documents taken out, its content hashed.

    :raises Unfit: a document in it is not readable, or it is nested too deeply
    """
    digest = entry_digest(reading.feed_key, source_id)
    if reading.repeats.comes_again(digest, batch.place):
        batch.tally.skipped[COMES_AGAIN] += 1
        return None
    subjects = subject_keys(resource, reading.aliases)
    try:
        documents = take_attachments(resource, reading.supporting)
        hashed = content_hash(resource)
    except UnreadableValue as error:
        raise unreadable(item, source_id, error) from None
    return Candidate(
        item=item,
        file_name=batch.file_name,
        source_id=source_id,
        resource=resource,
        id=UUID(bytes=digest),
        content_hash=hashed,
        subjects=subjects,
        updated_at=updated_at(resource),
        documents=documents,
    )


def updated_at(resource: Resource) -> datetime | None:
    """Return when the source last changed a resource, as far as it says."""
    meta = resource.get("meta")
    text = meta.get("lastUpdated") if isinstance(meta, dict) else None
    if not isinstance(text, str):
        return None
    try:
        return parse_fhir_date(text).start
    except NotADate:
        return None


def _is_deleted(resource: Resource) -> bool:
    """Whether a resource is tagged as deleted at its source."""
    meta = resource.get("meta")
    tags = meta.get("tag") if isinstance(meta, dict) else None
    if not isinstance(tags, list):
        return False
    return any(isinstance(tag, dict) and tag.get("code") == "deleted" for tag in tags)


def extract_states(
    candidates: Sequence[Candidate], references: References
) -> tuple[list[EntryState], list[SetAside]]:
    """Check candidates and return the states to write, and those that are set aside."""
    verdicts = check_items([candidate.item.raw for candidate in candidates])
    states: list[EntryState] = []
    unfit: list[SetAside] = []
    for candidate, verdict in zip(candidates, verdicts, strict=True):
        try:
            if not verdict.is_valid:
                raise unfit_by(verdict, candidate.item, candidate.source_id)
            states.append(_state(candidate, references))
        except Unfit as error:
            unfit.append(error.set_aside(candidate.item, candidate.file_name))
    return states, unfit


def _state(candidate: Candidate, references: References) -> EntryState:
    """
    Return the columns of an entry.

    :raises Unfit: a value is one that nobody could make sense of
    """
    resource = candidate.resource
    module = MODULES[str(resource["resourceType"])]
    try:
        found = module.extract(resource, references)
    except UnreadableValue as error:
        raise unreadable(candidate.item, candidate.source_id, error) from None
    return _columns(candidate, found, _text_to_keep(candidate, references))


def _text_to_keep(candidate: Candidate, references: References) -> bytes:
    """
    Return a resource as it is kept: as sent, but without documents, and with references named.

    Writing it anew would turn 6.10 into 6.1, so one with such a number keeps its words instead.
    """
    if candidate.documents:
        fill_displays(candidate.resource, references)
        return orjson.dumps(candidate.resource)
    if _TRAILING_ZERO.search(candidate.item.raw):
        return candidate.item.raw
    if fill_displays(candidate.resource, references):
        return orjson.dumps(candidate.resource)
    return candidate.item.raw


def _columns(candidate: Candidate, found: Extract, text: bytes) -> EntryState:
    """Return what was extracted as the columns of an entry."""
    if candidate.patient_id is None:
        raise LookupError("A candidate is extracted after its person is found.")
    when, coding = found.clinical_date, found.coding
    return EntryState(
        patient_id=candidate.patient_id,
        id=candidate.id,
        source_id=candidate.source_id,
        resource_type=candidate.source_id.partition("/")[0],
        section=found.section.value,
        code_system=coding.system,
        code=coding.code,
        display=coding.display,
        status=found.status,
        clinical_start=when.start if when else None,
        clinical_end=when.end if when else None,
        clinical_precision=when.precision.value if when else "",
        recorded_at=found.recorded_at,
        author=found.author,
        value=found.value,
        unit=found.unit,
        sensitivity=str(found.sensitivity),
        content_hash=candidate.content_hash,
        source_updated_at=candidate.updated_at,
        resource=text,
    )
