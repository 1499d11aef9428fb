"""
Verify a committee's chain of evidence: its links, its texts, the rows it is evidence of.

For those who run the service and for the committee's readers: a finding names links and numbers,
never a word of what was decided.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Final, TypeVar
from uuid import UUID

from core.signing_keys import is_signed
from governance.codes import LedgerKind
from governance.models import EvidenceText, LedgerEntry, LodgedHead
from governance.policies.evidence import DIGEST, sha256
from governance.policies.heads import head_words
from governance.policies.opening import are_as_written, find_differences
from governance.policies.stored_heads import StoredHead
from governance.policies.verifying import ChainFinding, Link, index_heads, walk_chain
from governance.queries.evidence_rows import (
    ROWS,
    EvidenceRow,
    find_faults_of_pdfs,
    find_faults_of_publications,
    find_faults_of_versions,
)
from governance.queries.minutes import stored_texts

CHUNK: Final = 2000
T = TypeVar("T")
_COLUMNS: Final = (
    "pk", "sequence", "kind", "subject", "content", "previous_hash", "hash", "written_at",
)  # fmt: skip


@dataclass(slots=True)
class _Texts:
    """What was met of texts on the way: those that are erased, and those that a record erases."""

    erased: set[tuple[int, str]] = field(default_factory=set)
    recorded: set[tuple[int, str]] = field(default_factory=set)
    entries: set[UUID] = field(default_factory=set)
    publications: set[str] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)


def verify_committee(committee_id: UUID, *, retained: Iterable[StoredHead] = ()) -> ChainFinding:
    """
    Return what is wrong with a committee's evidence, given heads that were kept elsewhere.

    `retained` are those that whoever asks has kept; the database's own ones are asked as well.
    """
    kept = [head for head in retained if head.committee == committee_id]
    own = list(LodgedHead.objects.filter(committee_id=committee_id))
    heads = [(head.sequence, head.hash) for head in kept]
    heads += [(head.sequence, head.hash) for head in own]
    texts = _Texts()
    finding = walk_chain(
        _stream(committee_id, texts), committee=committee_id, heads=index_heads(heads)
    )
    for words in (
        *_faults_of_heads(own, kept),
        *texts.faults,
        *_faults_of_erasures(texts),
        *_faults_of_rows(committee_id),
        *find_faults_of_versions(committee_id),
        *find_faults_of_pdfs(committee_id, frozenset(texts.entries)),
        *find_faults_of_publications(committee_id, frozenset(texts.publications)),
    ):
        finding.add(words)
    return finding


def _stream(committee_id: UUID, texts: _Texts) -> Iterator[Link]:
    """Yield the links of a chain in their order, and look at their texts on the way."""
    rows = LedgerEntry.objects.filter(committee_id=committee_id).order_by("sequence")
    for chunk in _in_chunks(rows.values_list(*_COLUMNS).iterator(chunk_size=CHUNK), CHUNK):
        _look_at_texts(chunk, texts)
        for _, sequence, kind, subject, content, previous, own, written_at in chunk:
            yield Link(
                sequence=sequence,
                kind=kind,
                subject=subject,
                content_sha256=sha256(content),
                previous=previous,
                hash=own,
                written_at=written_at,
            )


def _look_at_texts(chunk: Iterable[tuple[Any, ...]], texts: _Texts) -> None:
    """Compare the stored texts of some links with their digests, and note what was erased."""
    sealed = {
        key: (sequence, content) for key, sequence, _, _, content, *_ in chunk if DIGEST in content
    }
    of_entry: dict[UUID, list[EvidenceText]] = {}
    for text in EvidenceText.objects.filter(entry__in=sealed):
        of_entry.setdefault(text.entry_id, []).append(text)
    for key, (sequence, content) in sealed.items():
        stored = stored_texts(of_entry.get(key, []))
        if not are_as_written(json.loads(content), stored):
            texts.faults.append(f"The words of link {sequence} are not those that were written.")
        erased = {(sequence, path) for path, text in stored.items() if text.is_erased}
        if erased:
            texts.erased |= erased
            texts.entries.add(key)
    for _, _, kind, _, content, *_ in chunk:
        if kind == LedgerKind.ERASURE:
            said = json.loads(content)
            texts.recorded |= {(each["sequence"], each["path"]) for each in said["erased"]}
            texts.publications |= set(said.get("publications", []))


def _faults_of_erasures(texts: _Texts) -> Iterator[str]:
    for sequence in sorted({sequence for sequence, _ in texts.erased - texts.recorded}):
        yield f"Words of link {sequence} were erased, and no link says so."


def _faults_of_heads(own: Iterable[LodgedHead], kept: Iterable[StoredHead]) -> Iterator[str]:
    """Yield heads whose signature is not ours, and kept ones that the database has lost."""
    there = set()
    for head in own:
        there.add((head.sequence, head.hash))
        words = head_words(
            committee=head.committee_id,
            sequence=head.sequence,
            head=head.hash,
            lodged_at=head.lodged_at,
        )
        if not is_signed(words, head.signature):
            yield f"The signature of the head lodged for link {head.sequence} does not hold."
    for stored in kept:
        words = head_words(
            committee=stored.committee,
            sequence=stored.sequence,
            head=stored.hash,
            lodged_at=stored.lodged_at,
        )
        if not is_signed(words, stored.signature):
            yield f"The signature of a kept head of link {stored.sequence} does not hold."
        elif (stored.sequence, stored.hash) not in there:
            yield f"A head was lodged for link {stored.sequence}, and its row is gone."


def _faults_of_rows(committee_id: UUID) -> Iterator[str]:
    """Yield rows that differ from their link or have none, and links whose row is gone."""
    for kind, rows in ROWS.items():
        found: set[UUID] = set()
        for chunk in _in_chunks(rows(committee_id), CHUNK):
            entries = {
                entry.subject: entry
                for entry in LedgerEntry.objects.filter(
                    committee_id=committee_id, kind=kind, subject__in=[row.key for row in chunk]
                ).prefetch_related("texts")
            }
            found |= {row.key for row in chunk}
            yield from _compare(chunk, entries)
        alone = LedgerEntry.objects.filter(committee_id=committee_id, kind=kind)
        for entry in alone.order_by("sequence").only("sequence", "subject").iterator():
            if entry.subject not in found:
                what = kind.label.lower()
                yield f"Link {entry.sequence} ({what}) is evidence of a row that is gone."


def _compare(rows: Iterable[EvidenceRow], entries: Mapping[UUID, LedgerEntry]) -> Iterator[str]:
    for row in rows:
        entry = entries.get(row.key)
        if entry is None:
            yield f"There is no evidence of {row.name}."
        elif row.sha256:
            if row.sha256 != sha256(entry.content):
                yield f"What pins {row.name} is not what link {entry.sequence} says."
        elif next(_differences(row, entry), None) is not None:
            yield f"What is stored of {row.name} is not what link {entry.sequence} says."


def _differences(row: EvidenceRow, entry: LedgerEntry) -> Iterator[str]:
    return find_differences(row.content, json.loads(entry.content), stored_texts(entry.texts.all()))


def _in_chunks(things: Iterable[T], size: int) -> Iterator[list[T]]:
    left = iter(things)
    while chunk := list(islice(left, size)):
        yield chunk
