"""
Matching the people of a run, some thousands at a time, before any of their entries.

Imports of several feeds take turns at this, so that two of them never make one person twice.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final
from uuid import UUID, uuid4

import orjson
from django.db import transaction

from records.codes import QuarantineReason
from records.feeds.items import Item
from records.feeds.validation import Verdict, check_items
from records.models import ImportRun
from records.resources.patient import read_patient
from records.resources.shape import References, UnreadableValue

from .batches import has_nul, updated_at
from .descriptions import Description, columns_of, identifiers_of, identity_of, usable_number
from .identity import content_hash, entry_digest
from .index import IndexView, KnownSource, find_sources, lock_index, view_index
from .index_writes import (
    NewPatient,
    SourceRow,
    create_patients,
    give_numbers,
    show_best,
    write_sources,
)
from .matching import Decision, Step, decide_known, decide_new
from .merging import Origin
from .progress import Tally, add_to_run
from .quarantining import put_in_quarantine, resolve_items
from .spool import Spool
from .survey import PersonItem
from .unfit import SetAside, Unfit, unfit_by, unreadable, where

PERSONS_AT_ONCE: Final = 2_000
_LONGEST_SOURCE_ID: Final = 200
_UNUSABLE: Final = (
    "NHS number left out of matching: it is a placeholder or its check digit is wrong."
)


@dataclass(slots=True, kw_only=True)
class Matched:
    """What matching some people came to, before it is written."""

    created: list[NewPatient] = field(default_factory=list)
    numbered: list[NewPatient] = field(default_factory=list)
    rows: list[SourceRow] = field(default_factory=list)
    objections: list[tuple[str, Decision]] = field(default_factory=list)
    settled: list[str] = field(default_factory=list)
    tally: Tally = field(default_factory=Tally)


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonText:
    """A Patient resource with where it came from."""

    source_id: str
    item: Item
    file_name: str


def read_persons(spool: Spool, persons: Sequence[tuple[str, PersonItem]]) -> list[PersonText]:
    """Return people out of the spool."""
    return [
        PersonText(
            source_id=source_id,
            item=Item(person.position, spool.read(person.extent)),
            file_name=person.file_name,
        )
        for source_id, person in persons
    ]


@transaction.atomic
def match_persons(
    run: ImportRun,
    texts: Sequence[PersonText],
    references: References,
    origin: Origin,
    *,
    at: datetime,
) -> None:
    """Link, create or hold people, and write that down with the run's progress."""
    tally = Tally()
    described, unfit = describe_persons(texts, references, tally)
    lock_index()
    matched = decide_all(described, origin, tally)
    write_matched(matched, origin)
    unfit += _objections(matched, origin, {text.source_id: text for text in texts})
    tally.quarantined += len(unfit)
    if unfit:
        put_in_quarantine(run, unfit, at=at)
    resolved = [source_digest(origin, source_id) for source_id in matched.settled]
    resolve_items(origin.feed_id, resolved, at=at)
    run.persons_done += len(texts)
    add_to_run(run, tally, at=at)


def source_digest(origin: Origin, source_id: str) -> bytes:
    """Return the fingerprint of a person in quarantine."""
    return entry_digest(origin.feed_id.bytes, f"Patient/{source_id}")


def describe_persons(
    texts: Sequence[PersonText], references: References, tally: Tally
) -> tuple[list[Description], list[SetAside]]:
    """Return people as the index describes them, and those that cannot be read."""
    verdicts = check_items([text.item.raw for text in texts])
    described: list[Description] = []
    unfit: list[SetAside] = []
    for text, verdict in zip(texts, verdicts, strict=True):
        try:
            described.append(_describe(text, verdict, references, tally))
        except Unfit as error:
            unfit.append(error.set_aside(text.item, text.file_name))
    return described, unfit


def _describe(
    text: PersonText, verdict: Verdict, references: References, tally: Tally
) -> Description:
    """
    Return a person as the index describes them.

    :raises Unfit: the Patient resource is not valid, or a date in it is none
    """
    identity = f"Patient/{text.source_id}"
    if not verdict.is_valid:
        raise unfit_by(verdict, text.item, identity)
    if len(text.source_id) > _LONGEST_SOURCE_ID:
        why = f"{where(text.item)}: its id is longer than {_LONGEST_SOURCE_ID} characters."
        raise Unfit(QuarantineReason.BAD_VALUE, why, identity)
    try:
        resource = orjson.loads(text.item.raw)
        details = read_patient(resource, references)
        hashed = content_hash(resource)
    except UnreadableValue as error:
        raise unreadable(text.item, identity, error) from None
    except ValueError:
        why = f"{where(text.item)}: it holds a number or a text that cannot be read."
        raise Unfit(QuarantineReason.BAD_VALUE, why, identity) from None
    if has_nul(text.item.raw):
        why = f"{where(text.item)}: a text holds the character NUL, which cannot be kept."
        raise Unfit(QuarantineReason.BAD_VALUE, why, identity)
    if details.nhs_number and not usable_number(details):
        tally.remarks[_UNUSABLE] += 1
    return Description(
        source_id=text.source_id,
        identity=identity_of(details),
        columns=columns_of(details),
        identifiers=identifiers_of(details),
        content_hash=hashed,
        text=text.item.raw,
        updated_at=updated_at(resource),
    )


def decide_all(described: Sequence[Description], origin: Origin, tally: Tally) -> Matched:
    """Decide on people one after the other, each knowing what became of those before."""
    known = find_sources(origin.feed_id, [one.source_id for one in described])
    matched = Matched(tally=tally)
    new_or_changed = [
        one for one in described if not _is_settled(one, known.get(one.source_id), matched)
    ]
    linked = (source.patient_id for source in known.values() if source.patient_id is not None)
    view = view_index([one.identity for one in new_or_changed], linked)
    for one in new_or_changed:
        _decide(one, known.get(one.source_id), view, matched)
    return matched


def _is_settled(one: Description, source: KnownSource | None, matched: Matched) -> bool:
    """Whether a person is linked and has not changed, or comes from before what is held."""
    if source is None or source.patient_id is None or source.is_withdrawn:
        return False
    is_older = (
        one.updated_at is not None
        and source.source_updated_at is not None
        and one.updated_at < source.source_updated_at
    )
    if source.content_hash == one.content_hash or is_older:
        matched.settled.append(one.source_id)
        return True
    return False


def _decide(
    one: Description, source: KnownSource | None, view: IndexView, matched: Matched
) -> None:
    """Decide on one person and take the outcome into the view and the tally."""
    person = one.identity
    holder = view.holder(person.nhs_number)
    if source is not None and source.patient_id is not None:
        linked = view.patients[source.patient_id]
        decision = decide_known(person, linked, holder)
        if decision.step is Step.LINK and person.nhs_number and not linked.nhs_number:
            matched.numbered.append(NewPatient(linked.id, person.nhs_number))
    else:
        decision = decide_new(person, holder, view.alike(person))
        _count(decision, matched.tally)
    if decision.step is Step.CREATE:
        decision = replace(decision, patient_id=uuid4())
        matched.created.append(NewPatient(_patient_of(decision), person.nhs_number))
    if decision.step is Step.KEEP and source is not None:
        matched.objections.append((one.source_id, decision))
        return
    if decision.patient_id is not None:
        view.add_identity(decision.patient_id, person, person.nhs_number)
        matched.settled.append(one.source_id)
    if not _is_still_held(one, source, decision):
        matched.rows.append(SourceRow(one, decision.patient_id, str(decision.reason or "")))
    if decision.step is Step.HOLD:
        matched.objections.append((one.source_id, decision))


def _is_still_held(one: Description, source: KnownSource | None, decision: Decision) -> bool:
    """Whether a person is held as before, so that there is nothing to write."""
    return (
        decision.step is Step.HOLD
        and source is not None
        and source.patient_id is None
        and source.content_hash == one.content_hash
    )


def write_matched(matched: Matched, origin: Origin) -> None:
    """Write people and links to the index, and what is shown of those concerned."""
    if matched.created:
        create_patients(matched.created, origin)
    if matched.numbered:
        give_numbers(matched.numbered)
    if matched.rows:
        write_sources(matched.rows, origin)
        concerned = {row.patient_id for row in matched.rows if row.patient_id is not None}
        show_best(concerned, origin)


def _objections(matched: Matched, origin: Origin, texts: dict[str, PersonText]) -> list[SetAside]:
    """Return the people who are held, or whose change is, as items for quarantine."""
    if not matched.objections:
        return []
    known = find_sources(origin.feed_id, [source_id for source_id, _ in matched.objections])
    return [
        SetAside(
            item=texts[source_id].item,
            file_name=texts[source_id].file_name,
            reason=decision.reason or QuarantineReason.IDENTITY_CONFLICT,
            explanation=f"{where(texts[source_id].item)}: {decision.explanation}",
            source_id=f"Patient/{source_id}",
            source_patient_id=known[source_id].id,
        )
        for source_id, decision in matched.objections
    ]


def _patient_of(decision: Decision) -> UUID:
    """Return the patient of a decision that has one."""
    if decision.patient_id is None:
        raise LookupError("This decision is about no patient.")
    return decision.patient_id


def _count(decision: Decision, tally: Tally) -> None:
    """Count what became of a person who was not linked before."""
    tally.patients_created += decision.step is Step.CREATE
    tally.patients_linked += decision.step is Step.LINK
    tally.patients_held += decision.step is Step.HOLD
