"""Putting items into quarantine, and out of it again when they come whole."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import connection

from records.codes import QuarantineState
from records.models import ImportRun, QuarantinedItem

from .copying import fill_staging_table
from .identity import entry_digest, raw_digest
from .unfit import SetAside

_COLUMNS: Final = {
    "fingerprint": "bytea",
    "file_name": "text",
    "position": "int8",
    "resource_type": "text",
    "source_id": "text",
    "source_patient_id": "uuid",
    "reason": "text",
    "explanation": "text",
    "raw": "bytea",
}
_LONGEST_NAME: Final = 255
_LONGEST_TYPE: Final = 60
_LONGEST_SOURCE_ID: Final = 300


def put_in_quarantine(run: ImportRun, unfit: Sequence[SetAside], *, at: datetime) -> None:
    """Keep items whole; one that is there already is brought up to date and, if new, reopened."""
    rows = {row[0]: row for row in (_row(run.feed_id, one) for one in unfit)}
    fill_staging_table("staged_unfit", _COLUMNS, rows.values())
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO records_quarantineditem AS q (
                id, created_at, updated_at, feed_id, first_run_id, last_run_id, fingerprint,
                file_name, position, resource_type, source_id, source_patient_id, reason,
                explanation, raw, state, first_seen_at, last_seen_at)
            SELECT gen_random_uuid(), %(at)s, %(at)s, %(feed)s, %(run)s, %(run)s, fingerprint,
                file_name, position, resource_type, source_id, source_patient_id, reason,
                explanation, raw, 'open', %(received)s, %(received)s
            FROM staged_unfit ORDER BY fingerprint
            ON CONFLICT (feed_id, fingerprint) DO UPDATE SET
                updated_at = excluded.updated_at, last_run_id = excluded.last_run_id,
                file_name = excluded.file_name, position = excluded.position,
                resource_type = excluded.resource_type, source_id = excluded.source_id,
                source_patient_id = excluded.source_patient_id, reason = excluded.reason,
                explanation = excluded.explanation, raw = excluded.raw,
                last_seen_at = excluded.last_seen_at,
                state = CASE WHEN q.state = 'dismissed' AND q.raw = excluded.raw
                             THEN q.state ELSE 'open' END,
                closed_at = CASE WHEN q.state = 'dismissed' AND q.raw = excluded.raw
                                 THEN q.closed_at END,
                closed_by_id = CASE WHEN q.state = 'dismissed' AND q.raw = excluded.raw
                                    THEN q.closed_by_id END
            """,
            {"at": at, "feed": run.feed_id, "run": run.pk, "received": run.received_at},
        )


def _row(feed_id: UUID, one: SetAside) -> tuple[object, ...]:
    """Return an item as it is staged."""
    fingerprint = (
        entry_digest(feed_id.bytes, one.source_id) if one.source_id else raw_digest(one.item.raw)
    )
    source_id = one.source_id.replace("\x00", "")
    return (
        fingerprint,
        one.file_name[:_LONGEST_NAME],
        one.item.position,
        source_id.partition("/")[0][:_LONGEST_TYPE],
        source_id[:_LONGEST_SOURCE_ID],
        one.source_patient_id,
        one.reason.value,
        one.explanation.replace("\x00", ""),
        one.item.raw,
    )


def resolve_items(feed_id: UUID, fingerprints: Iterable[bytes], *, at: datetime) -> int:
    """Close the open items that have come whole since, and return how many there were."""
    if not QuarantinedItem.objects.open().filter(feed_id=feed_id).exists():
        return 0
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE records_quarantineditem
            SET state = %s, closed_at = %s, updated_at = %s
            WHERE feed_id = %s AND state = 'open' AND fingerprint = ANY(%s)
            """,
            [QuarantineState.RESOLVED.value, at, at, feed_id, list(fingerprints)],
        )
        return int(cursor.rowcount)
