"""The half of an import that is the database's: whose entries they are, and writing a batch."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, NamedTuple
from uuid import UUID

from django.db import DataError, connection, transaction

from records.codes import EndReason, ImportFileState, QuarantineReason
from records.models import ImportFile, ImportRun, SourcePatient

from .batches import Batch, Candidate
from .identity import entry_id
from .merging import (
    Changes,
    Document,
    EntryKey,
    EntryState,
    Origin,
    Place,
    end_entries,
    find_elsewhere,
    find_known,
    merge,
)
from .progress import add_to_run
from .quarantining import put_in_quarantine, resolve_items
from .subject_keys import BY_NHS_NUMBER
from .unfit import SetAside, where

NOT_HELD: Final = "Asks to take back an entry that is not held."
OLDER: Final = "Older than what is held, by the source's own time: left as it was."
_LONGEST_CONTENT_TYPE: Final = 200
_PATIENT: Final = "Patient/"


class Person(NamedTuple):
    """A person of the feed, and the patient that they are linked to unless they are held."""

    source_patient_id: UUID
    patient_id: UUID | None


@dataclass(slots=True, kw_only=True)
class Sorted:
    """A batch after the store was asked: what is to be written, and what is not."""

    batch: Batch
    fresh: list[Candidate] = field(default_factory=list)
    changed_ids: set[UUID] = field(default_factory=set)
    moved_from: list[Place] = field(default_factory=list)
    settled: list[bytes] = field(default_factory=list)
    unmatched: list[SetAside] = field(default_factory=list)


def sort_batch(batch: Batch, feed_id: UUID, *, is_first_load: bool, has_entries: bool) -> Sorted:
    """
    Ask the store about a batch: whose the entries are, and which of them it holds as they are.

    :param is_first_load: whether the feed had no entries at all when the import began
    :param has_entries: whether it has entries of other runs, which might be elsewhere
    """
    found = Sorted(batch=batch)
    matched = _match_people(found, feed_id)
    standings = {} if is_first_load or not matched else find_known(_keys(matched))
    unseen: list[UUID] = []
    for number, one in enumerate(matched):
        standing = standings.get(number)
        if standing is None:
            unseen.append(one.id)
        elif standing.is_same or standing.is_older:
            batch.tally.unchanged += 1
            batch.tally.remarks[OLDER] += not standing.is_same
            found.settled.append(one.id.bytes)
            continue
        else:
            found.changed_ids.add(one.id)
        found.fresh.append(one)
    if has_entries and unseen:
        found.moved_from = find_elsewhere(feed_id, unseen)
    return found


def _keys(matched: list[Candidate]) -> list[EntryKey]:
    """Return what the store is asked about candidates that have a patient."""
    return [
        EntryKey(number, one.patient_id, one.id, one.content_hash, one.updated_at)
        for number, one in enumerate(matched)
        if one.patient_id is not None
    ]


def _match_people(found: Sorted, feed_id: UUID) -> list[Candidate]:
    """Give candidates their patients, and return those that have one."""
    candidates = found.batch.candidates
    people = find_people(feed_id, {key for one in candidates for key in one.subjects})
    matched: list[Candidate] = []
    for one in candidates:
        person = next((people[key] for key in one.subjects if key in people), None)
        if person is not None and person.patient_id is not None:
            one.patient_id = person.patient_id
            matched.append(one)
        else:
            found.unmatched.append(_without_patient(one, person))
    return matched


def find_people(feed_id: UUID, keys: Iterable[str]) -> dict[str, Person]:
    """Return the people of a feed by their keys: their ids at the source, or NHS numbers."""
    wanted = list(keys)
    start = len(BY_NHS_NUMBER)
    numbers = [key[start:] for key in wanted if key.startswith(BY_NHS_NUMBER)]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT source_id, id, patient_id FROM records_sourcepatient "
            "WHERE feed_id = %s AND source_id = ANY(%s)",
            [feed_id, wanted],
        )
        found = {source_id: Person(row, patient) for source_id, row, patient in cursor.fetchall()}
        if numbers:
            cursor.execute(
                "SELECT p.nhs_number, s.id, p.id FROM records_patient p "
                "JOIN records_sourcepatient s ON s.patient_id = p.id AND s.feed_id = %s "
                "WHERE p.nhs_number = ANY(%s)",
                [feed_id, numbers],
            )
            found |= {
                BY_NHS_NUMBER + number: Person(row, patient)
                for number, row, patient in cursor.fetchall()
            }
    return found


def _without_patient(one: Candidate, person: Person | None) -> SetAside:
    """Return a candidate that no patient is known for, with why."""
    if person is not None:
        reason = QuarantineReason.PATIENT_HELD
        why = (
            "it is about a person who is held for review. It goes in by itself when somebody "
            "has decided who the person is."
        )
    elif one.subjects:
        reason = QuarantineReason.UNKNOWN_PATIENT
        why = (
            "it is about a person whom this feed has not sent. Ask the source to send the "
            "Patient resource; then try again."
        )
    else:
        reason = QuarantineReason.NO_PATIENT
        why = "it does not say whom it is about, in a way that can be looked up."
    return SetAside(
        item=one.item,
        file_name=one.file_name,
        reason=reason,
        explanation=f"{where(one.item)}: {why}",
        source_id=one.source_id,
        source_patient_id=person.source_patient_id if person else None,
    )


@dataclass(slots=True, kw_only=True)
class Writing:
    """What is written of one batch, once its entries are extracted."""

    sorted: Sorted
    states: list[EntryState]
    unfit: list[SetAside]


@transaction.atomic
def write_batch(run: ImportRun, writing: Writing, origin: Origin, *, at: datetime) -> None:
    """Write a batch, its counts and how far its file is, all or nothing."""
    batch = writing.sorted.batch
    refused = _merge_what_fits(_changes(writing), origin)
    unfit = [*batch.set_aside, *writing.unfit, *_refusals(writing, refused)]
    stored = [state for state in writing.states if state.id not in refused]
    held_before = writing.sorted.changed_ids.union(place.id for place in writing.sorted.moved_from)
    updated = sum(state.id in held_before for state in stored)
    tally = batch.tally
    tally.updated += updated
    tally.created += len(stored) - updated
    tally.quarantined += len(unfit)
    if unfit:
        put_in_quarantine(run, unfit, at=at)
    resolve_items(
        run.feed_id, [*writing.sorted.settled, *(state.id.bytes for state in stored)], at=at
    )
    if batch.withdrawn:
        _withdraw(batch, origin)
    _advance(run, batch)
    add_to_run(run, tally, at=at)


def _changes(writing: Writing) -> Changes:
    """Return what a batch changes in the store."""
    changed_ids = writing.sorted.changed_ids
    going_in = {state.id for state in writing.states}
    documents = [
        Document(
            one.patient_id,
            taken.sha256,
            taken.content_type[:_LONGEST_CONTENT_TYPE],
            len(taken.content),
            taken.content,
        )
        for one in writing.sorted.fresh
        if one.patient_id is not None and one.id in going_in
        for taken in one.documents
    ]
    return Changes(
        new=[state for state in writing.states if state.id not in changed_ids],
        changed=[state for state in writing.states if state.id in changed_ids],
        moved_from=[place for place in writing.sorted.moved_from if place.id in going_in],
        documents=documents,
    )


def _merge_what_fits(changes: Changes, origin: Origin) -> set[UUID]:
    """Write changes, and return the ids of those few that PostgreSQL refuses, found by halves."""
    try:
        with transaction.atomic():
            merge(changes, origin)
    except DataError:
        ids = [state.id for state in (*changes.new, *changes.changed)]
        if len(ids) <= 1:
            return set(ids)
        first = set(ids[: len(ids) // 2])
        return _merge_what_fits(_part(changes, first), origin) | _merge_what_fits(
            _part(changes, set(ids) - first), origin
        )
    return set()


def _part(changes: Changes, ids: set[UUID]) -> Changes:
    """Return the changes of some entries."""
    people = {state.patient_id for state in (*changes.new, *changes.changed) if state.id in ids}
    return Changes(
        new=[state for state in changes.new if state.id in ids],
        changed=[state for state in changes.changed if state.id in ids],
        moved_from=[place for place in changes.moved_from if place.id in ids],
        documents=[one for one in changes.documents if one.patient_id in people],
    )


def _refusals(writing: Writing, refused: set[UUID]) -> list[SetAside]:
    """Return the items whose values the database would not take."""
    return [
        SetAside(
            item=one.item,
            file_name=one.file_name,
            reason=QuarantineReason.BAD_VALUE,
            explanation=f"{where(one.item)}: it holds a value that the database cannot keep.",
            source_id=one.source_id,
        )
        for one in writing.sorted.fresh
        if one.id in refused
    ]


def _withdraw(batch: Batch, origin: Origin) -> None:
    """Take out of the record what its source takes back by name."""
    names = dict.fromkeys(batch.withdrawn)
    people = [name.removeprefix(_PATIENT) for name in names if name.startswith(_PATIENT)]
    ids = [entry_id(origin.feed_id, name) for name in names if not name.startswith(_PATIENT)]
    places = find_elsewhere(origin.feed_id, ids)
    batch.tally.withdrawn += end_entries(places, origin, EndReason.WITHDRAWN) if places else 0
    marked = SourcePatient.objects.filter(
        feed_id=origin.feed_id, source_id__in=people, withdrawn_at=None
    ).update(withdrawn_at=origin.received_at, updated_at=origin.received_at)
    missing = len(batch.withdrawn) - len(places) - marked
    if missing > 0:
        batch.tally.skipped[NOT_HELD] += missing


def _advance(run: ImportRun, batch: Batch) -> None:
    """Write down how far the files of a batch are."""
    for number, items_done in batch.items_done.items():
        state = ImportFileState.DONE if number in batch.files_ended else ImportFileState.READING
        ImportFile.objects.filter(run=run, position=number).update(
            items_done=items_done, state=state
        )
