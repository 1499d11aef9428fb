"""What a snapshot no longer sends is withdrawn, unless that is more than seems right."""

from dataclasses import dataclass
from typing import Final

from django.db import connection

from records.codes import EndReason
from records.models import ImportRun

from .copying import copy_rows, make_staging_table
from .index_writes import show_best
from .merging import Origin, end_where

_ID_COLUMNS: Final = {"digest": "bytea"}
_PERSON_COLUMNS: Final = {"source_id": "text"}
_AT_ONCE: Final = 50_000
_SMALL: Final = 100
_LARGEST_SHARE: Final = 0.2

_GONE: Final = (
    "WHERE e.feed_id = %(feed)s AND NOT EXISTS "
    "(SELECT FROM sent_entry s WHERE s.digest = uuid_send(e.id))"
)


class SentEntries:
    """Keeps in the database which entries a snapshot sends."""

    def __init__(self) -> None:
        self.waiting: list[tuple[bytes]] = []
        self.count = 0
        make_staging_table("sent_entry", _ID_COLUMNS)

    def add(self, digest: bytes) -> None:
        """Take note of an entry."""
        self.waiting.append((digest,))
        if len(self.waiting) >= _AT_ONCE:
            self.flush()

    def flush(self) -> None:
        """Write what waits to be written."""
        copy_rows("sent_entry", _ID_COLUMNS, self.waiting)
        self.count += len(self.waiting)
        self.waiting.clear()


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """What was withdrawn, or why nothing was."""

    entries: int = 0
    people: int = 0
    refusal: str = ""


def withdraw_unsent(run: ImportRun, person_ids: list[str], origin: Origin) -> Withdrawal:
    """Withdraw the entries and people of a feed that its snapshot does not hold."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE sent_entry")
        cursor.execute(
            f"SELECT count(*) FROM records_recordentry e {_GONE}",  # noqa: S608 — a constant
            {"feed": origin.feed_id},
        )
        gone = int(cursor.fetchone()[0])
        cursor.execute(
            "SELECT count(*) FROM records_recordentry WHERE feed_id = %s", [origin.feed_id]
        )
        held = int(cursor.fetchone()[0])
    if gone > _SMALL and gone > held * _LARGEST_SHARE and not run.allows_mass_withdrawal:
        return Withdrawal(
            refusal=(
                f"Nothing was withdrawn: the files lack {gone:,} of the {held:,} entries that "
                "are held, which is more than a fifth. If that is right, import them again "
                "with --allow-mass-withdrawal."
            )
        )
    entries = end_where(_GONE, origin, EndReason.WITHDRAWN) if gone else 0
    return Withdrawal(entries=entries, people=_withdraw_people(person_ids, origin))


def _withdraw_people(person_ids: list[str], origin: Origin) -> int:
    """Mark the people whom a snapshot does not hold any more."""
    make_staging_table("sent_person", _PERSON_COLUMNS)
    copy_rows("sent_person", _PERSON_COLUMNS, ((source_id,) for source_id in person_ids))
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE records_sourcepatient p SET withdrawn_at = %(at)s, updated_at = %(at)s
            WHERE p.feed_id = %(feed)s AND p.withdrawn_at IS NULL
              AND NOT EXISTS (SELECT FROM sent_person s WHERE s.source_id = p.source_id)
            RETURNING p.patient_id
            """,
            {"feed": origin.feed_id, "at": origin.received_at},
        )
        rows = cursor.fetchall()
    patients = [patient for (patient,) in rows if patient is not None]
    if patients:
        show_best(patients, origin)
    return len(rows)
