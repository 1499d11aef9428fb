"""The rows that a committee's chain is evidence of, as they now stand: to be compared with it."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Final
from uuid import UUID

from core.certifying import is_certified
from governance.codes import LedgerKind, MotionState, TermsState, WrittenState
from governance.models import (
    BoardPack,
    Decision,
    MinutesApproval,
    MinutesVersion,
    Motion,
    Publication,
    Ratification,
    TermsOfReference,
    WrittenResolution,
)
from governance.policies.evidence import Content
from governance.queries.contents.approval import describe_approval
from governance.queries.contents.decision import (
    describe_decision,
    describe_motion,
    describe_ratification,
    describe_written,
)
from governance.queries.contents.pack import describe_pack
from governance.queries.contents.publication import describe_publication
from governance.queries.contents.terms import describe_terms
from governance.queries.publishing import public_words

CHUNK: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceRow:
    """A row that has a link: what it says now, or the hash of what it says."""

    key: UUID
    name: str
    content: Content = None
    sha256: str = ""


def _decisions(committee_id: UUID) -> Iterator[EvidenceRow]:
    found = Decision.objects.filter(committee_id=committee_id)
    found = found.select_related("motion", "supersedes").prefetch_related("motion__votes")
    for each in found.order_by("pk").iterator(chunk_size=CHUNK):
        name = f"decision {each.number}"
        yield EvidenceRow(key=each.pk, name=name, content=describe_decision(each))


def _ratifications(committee_id: UUID) -> Iterator[EvidenceRow]:
    found = Ratification.objects.filter(decision__committee_id=committee_id)
    for each in found.select_related("decision").iterator(chunk_size=CHUNK):
        name = f"ratification of {each.decision.number}"
        yield EvidenceRow(key=each.pk, name=name, content=describe_ratification(each))


def _minutes(committee_id: UUID) -> Iterator[EvidenceRow]:
    for each in _versions(committee_id):
        yield EvidenceRow(key=each.pk, name=_name(each), sha256=each.sha256)


def _approvals(committee_id: UUID) -> Iterator[EvidenceRow]:
    found = MinutesApproval.objects.filter(version__meeting__committee_id=committee_id)
    found = found.select_related("version__meeting").defer("version__pdf")
    for each in found.iterator(chunk_size=CHUNK):
        name = f"approval of {_name(each.version)}"
        yield EvidenceRow(key=each.pk, name=name, content=describe_approval(each))


def _packs(committee_id: UUID) -> Iterator[EvidenceRow]:
    found = BoardPack.objects.filter(meeting__committee_id=committee_id, entry__isnull=False)
    for each in found.select_related("meeting").iterator(chunk_size=20):
        name = f"pack {each.number} of meeting {each.meeting.number}"
        yield EvidenceRow(key=each.pk, name=name, content=describe_pack(each))


def _publications(committee_id: UUID) -> Iterator[EvidenceRow]:
    found = Publication.objects.filter(meeting__committee_id=committee_id)
    for each in found.select_related("meeting").iterator(chunk_size=20):
        name = _name_publication(each)
        yield EvidenceRow(key=each.pk, name=name, content=describe_publication(each))


def _motions(committee_id: UUID) -> Iterator[EvidenceRow]:
    found = Motion.objects.filter(
        item__meeting__committee_id=committee_id, state__in=[MotionState.CARRIED, MotionState.LOST]
    )
    found = found.select_related("item__meeting").prefetch_related("votes")
    for each in found.order_by("pk").iterator(chunk_size=CHUNK):
        name = f"vote on motion {each.number} of item {each.item.number}"
        name += f" of meeting {each.item.meeting.number}"
        yield EvidenceRow(key=each.pk, name=name, content=describe_motion(each))


def _written(committee_id: UUID) -> Iterator[EvidenceRow]:
    found = WrittenResolution.objects.filter(committee_id=committee_id)
    for each in found.exclude(state=WrittenState.OPEN).iterator(chunk_size=CHUNK):
        name = f"resolution in writing {each.number}"
        yield EvidenceRow(key=each.pk, name=name, content=describe_written(each))


def _terms(committee_id: UUID) -> Iterator[EvidenceRow]:
    found = TermsOfReference.objects.filter(committee_id=committee_id, state=TermsState.APPROVED)
    for each in found.iterator(chunk_size=CHUNK):
        name = f"terms of reference, version {each.number}"
        yield EvidenceRow(key=each.pk, name=name, content=describe_terms(each))


# Each kind whose rows can be described anew adds its line.
ROWS: Final[dict[LedgerKind, Callable[[UUID], Iterator[EvidenceRow]]]] = {
    LedgerKind.DECISION: _decisions,
    LedgerKind.RATIFICATION: _ratifications,
    LedgerKind.MINUTES: _minutes,
    LedgerKind.APPROVAL: _approvals,
    LedgerKind.MOTION: _motions,
    LedgerKind.PACK: _packs,
    LedgerKind.PUBLICATION: _publications,
    LedgerKind.TERMS: _terms,
    LedgerKind.WRITTEN: _written,
}


def find_faults_of_versions(committee_id: UUID) -> Iterator[str]:
    """Yield what is wrong with the order of minutes' versions, which no content holds."""
    versions = sorted(
        _versions(committee_id), key=lambda each: (each.meeting_id, each.entry.sequence)
    )
    for _, of_meeting in groupby(versions, key=lambda each: each.meeting_id):
        for number, version in enumerate(of_meeting, start=1):
            if version.number != number:
                yield f"The {_name(version)} has another number than the chain says: {number}."
            if version.entry.subject != version.pk:
                yield f"The {_name(version)} points to the evidence of something else."


def find_faults_of_pdfs(committee_id: UUID, erased: frozenset[UUID]) -> Iterator[str]:
    """Yield approved minutes whose PDF is not the one that was certified; `erased` need none."""
    found = MinutesVersion.objects.filter(
        meeting__committee_id=committee_id, approval__isnull=False
    ).select_related("meeting")
    for version in found.iterator(chunk_size=20):
        if version.pdf is None:
            # Where the approval names no PDF there was none; the chain holds what it names.
            if version.pdf_sha256 and version.entry_id not in erased:
                yield f"The PDF of the {_name(version)} is missing."
            continue
        pdf = bytes(version.pdf)
        if hashlib.sha256(pdf).hexdigest() != version.pdf_sha256:
            yield f"The PDF of the {_name(version)} is not the one that was approved."
        elif not is_certified(pdf):
            yield f"The certification of the PDF of the {_name(version)} does not hold."


def find_faults_of_publications(committee_id: UUID, erased: frozenset[str]) -> Iterator[str]:
    """Yield publications of which something is gone or is found wrongly; `erased` may be empty."""
    found = Publication.objects.filter(meeting__committee_id=committee_id)
    for each in found.select_related("meeting").iterator(chunk_size=20):
        is_whole = bool(each.content) and each.pdf is not None
        if not is_whole and str(each.pk) not in erased:
            yield f"What the {_name_publication(each)} said is gone, and no link says so."
        if not _is_found_by_its_words(each):
            yield f"The public search finds other words than the {_name_publication(each)} has."


def _is_found_by_its_words(publication: Publication) -> bool:
    """Whether the public search finds what a publication says: not so where it was forged."""
    try:
        words = public_words(publication.content) if publication.content else ""
    except (KeyError, TypeError, AttributeError):
        return False
    # In any order: the database keeps the parts of a content in its own.
    return sorted(publication.words.splitlines()) == sorted(words.splitlines())


def _name_publication(publication: Publication) -> str:
    return f"publication {publication.number} of meeting {publication.meeting.number}"


def _versions(committee_id: UUID) -> Iterator[MinutesVersion]:
    found = MinutesVersion.objects.filter(meeting__committee_id=committee_id)
    return found.select_related("meeting", "entry").defer("pdf").iterator(chunk_size=CHUNK)


def _name(version: MinutesVersion) -> str:
    return f"minutes of meeting {version.meeting.number}, version {version.number}"
