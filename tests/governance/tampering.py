"""Whoever owns the database, for tests: no trigger stops them, and all hashes can be made anew."""

from contextlib import contextmanager

from django.db import connection

from governance.models import LedgerEntry, LodgedHead
from governance.policies.evidence import FIRST, link_hash
from governance.policies.stored_heads import StoredHead
from governance.queries.verifying import verify_committee

GUARDED = [
    "ledgerentry", "evidencetext", "lodgedhead", "decision", "minutesversion", "minutesapproval",
    "boardpack", "publication", "termsofreference", "vote", "ratification", "votermark",
    "writtenresponse",
]  # fmt: skip


@contextmanager
def without_triggers():
    """Act as whoever owns the database: no trigger of ours stops them."""
    with connection.cursor() as cursor:
        # What waits for the end of the transaction would keep the tables from being altered.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in GUARDED:
            cursor.execute(f"ALTER TABLE governance_{table} DISABLE TRIGGER USER")
        yield cursor
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in GUARDED:
            cursor.execute(f"ALTER TABLE governance_{table} ENABLE TRIGGER USER")


def kept():
    """Return the heads as the second store has them."""
    return [
        StoredHead(
            committee=head.committee_id,
            sequence=head.sequence,
            hash=head.hash,
            lodged_at=head.lodged_at,
            signature=head.signature,
        )
        for head in LodgedHead.objects.all()
    ]


def faults(world, retained=()):
    found = verify_committee(world.committee.pk, retained=retained)
    return " ".join(fault.words for fault in found.faults)


def write_anew(world):
    """Have whoever owns the database make all hashes fit again, from the first link on."""
    previous = FIRST
    for entry in LedgerEntry.objects.order_by("sequence"):
        made = link_hash(
            committee=world.committee.pk,
            sequence=entry.sequence,
            kind=entry.kind,
            subject=entry.subject,
            content=entry.content,
            previous=previous,
        )
        LedgerEntry.objects.filter(pk=entry.pk).update(previous_hash=previous, hash=made)
        previous = made
