"""The evidence of a committee: how long it takes to verify a long chain against its heads."""

import time
from collections.abc import Collection, Iterator
from typing import Final
from uuid import UUID, uuid4

from django.utils import timezone

from accounts.models import Organization
from governance.actions.heads import lodge_head
from governance.codes import CommitteeKind, LedgerKind, LodgingPlace
from governance.models import Committee, LedgerEntry
from governance.policies.evidence import FIRST, Json, canonical, link_hash, sha256
from governance.queries.verifying import verify_committee
from tests.bench.report import answer, note
from tests.bench.scale import Scale

BUDGET: Final = 10
CHUNK: Final = 5000


def run(scale: Scale, _wanted: Collection[str]) -> None:
    for links in scale.links:
        committee = write_chain(links)
        started = time.perf_counter()
        finding = verify_committee(committee.pk)
        seconds = time.perf_counter() - started
        note(f"{links:,} links verified in {seconds:.1f} s")
        answer(
            bench="governance_verify",
            value=seconds,
            unit="s for the whole chain",
            reference=hash_alone(committee.pk),
            size=links,
            budget=BUDGET,
            is_within=seconds <= BUDGET and finding.is_whole and finding.unlodged == 0,
        )


def write_chain(length: int) -> Committee:
    """Write a chain of publications, which have no rows to compare yet, and lodge its head."""
    committee = Committee.objects.create(
        code=f"chain-{length}",
        name=f"Chain of {length}",
        kind=CommitteeKind.WORKING_GROUP,
        organization=Organization.objects.earliest("pk"),
        reference=f"CH-{length}",
    )
    entries = []
    for entry in make_links(committee.pk, length):
        entries.append(entry)
        if len(entries) == CHUNK:
            LedgerEntry.objects.bulk_create(entries)
            entries = []
    LedgerEntry.objects.bulk_create(entries)
    lodge_head(committee.pk, place=LodgingPlace.STORE, where="Benchmark", at=timezone.now())
    return committee


def make_links(committee: UUID, length: int) -> Iterator[LedgerEntry]:
    now, previous = timezone.now(), FIRST
    for sequence in range(1, length + 1):
        # Of an erasure there is no row that a verifier would look for.
        said: Json = {"erased": [], "number": sequence, "what": "A link" * 20}
        subject, content = uuid4(), canonical(said)
        made = link_hash(
            committee=committee,
            sequence=sequence,
            kind=LedgerKind.ERASURE,
            subject=subject,
            content=content,
            previous=previous,
        )
        yield LedgerEntry(
            committee_id=committee,
            sequence=sequence,
            kind=LedgerKind.ERASURE,
            subject=subject,
            content=content,
            previous_hash=previous,
            hash=made,
            written_at=now,
        )
        previous = made


def hash_alone(committee: UUID) -> float:
    """Return how long it takes to read the contents and hash them, and nothing else."""
    started = time.perf_counter()
    contents = LedgerEntry.objects.filter(committee_id=committee).values_list("content", flat=True)
    for content in contents.iterator():
        sha256(content)
    return time.perf_counter() - started
