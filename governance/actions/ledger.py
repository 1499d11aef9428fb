"""Write what happened into a committee's chain of evidence, in the transaction of what happened."""

from datetime import datetime
from uuid import UUID

from governance.codes import LedgerKind
from governance.models import Committee, EvidenceText, LedgerEntry
from governance.policies.evidence import FIRST, Content, canonical, link_hash, seal_texts


def append_evidence(
    *, committee_id: UUID, kind: LedgerKind, subject: UUID, content: Content, at: datetime
) -> LedgerEntry:
    """
    Append one link to a committee's chain, inside the transaction of the caller.

    The committee's row is locked, so that links come one after another.
    """
    Committee.objects.select_for_update().get(pk=committee_id)
    last = LedgerEntry.objects.filter(committee_id=committee_id).order_by("-sequence").first()
    sealed, texts = seal_texts(content)
    sequence, previous = (last.sequence + 1, last.hash) if last else (1, FIRST)
    written = canonical(sealed)
    entry = LedgerEntry.objects.create(
        committee_id=committee_id,
        sequence=sequence,
        kind=kind,
        subject=subject,
        content=written,
        previous_hash=previous,
        hash=link_hash(
            committee=committee_id,
            sequence=sequence,
            kind=kind,
            subject=subject,
            content=written,
            previous=previous,
        ),
        written_at=at,
    )
    EvidenceText.objects.bulk_create(
        [
            EvidenceText(entry=entry, path=text.path, salt=text.salt, text=text.text)
            for text in texts
        ]
    )
    return entry
