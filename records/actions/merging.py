"""
The set-based half of an import: which entries are known, and how new states take their place.

Only one run of a feed is at work at a time, so what `find_known` answers still holds at `merge`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Final, NamedTuple
from uuid import UUID

from django.db import connection

from records.codes import EndReason

from .copying import copy_rows, fill_staging_table, make_staging_table

STATE_COLUMNS: Final = {
    "patient_id": "uuid",
    "id": "uuid",
    "source_id": "text",
    "resource_type": "text",
    "section": "text",
    "code_system": "text",
    "code": "text",
    "display": "text",
    "status": "text",
    "clinical_start": "timestamptz",
    "clinical_end": "timestamptz",
    "clinical_precision": "text",
    "recorded_at": "timestamptz",
    "author": "text",
    "value": "numeric",
    "unit": "text",
    "sensitivity": "text",
    "content_hash": "bytea",
    "source_updated_at": "timestamptz",
    "resource": "jsonb",
}
_ORIGIN_COLUMNS: Final = {
    "feed_id": "uuid",
    "run_id": "uuid",
    "organization_id": "uuid",
    "received_at": "timestamptz",
}
_KEY_COLUMNS: Final = {
    "ordinal": "int4",
    "patient_id": "uuid",
    "id": "uuid",
    "content_hash": "bytea",
    "source_updated_at": "timestamptz",
}
_PLACE_COLUMNS: Final = {"patient_id": "uuid", "id": "uuid"}
_DOCUMENT_COLUMNS: Final = {
    "patient_id": "uuid",
    "sha256": "text",
    "content_type": "text",
    "size": "int8",
    "content": "bytea",
}
_ENTRY_COLUMNS: Final = ", ".join([*STATE_COLUMNS, *_ORIGIN_COLUMNS])


class EntryState(NamedTuple):
    """A state of an entry as it is written, in the order of STATE_COLUMNS."""

    patient_id: UUID
    id: UUID
    source_id: str
    resource_type: str
    section: str
    code_system: str
    code: str
    display: str
    status: str
    clinical_start: datetime | None
    clinical_end: datetime | None
    clinical_precision: str
    recorded_at: datetime | None
    author: str
    value: Decimal | None
    unit: str
    sensitivity: str
    content_hash: bytes
    source_updated_at: datetime | None
    resource: bytes


class Document(NamedTuple):
    """The bytes of a document of a person."""

    patient_id: UUID
    sha256: str
    content_type: str
    size: int
    content: bytes


class Place(NamedTuple):
    """Where an entry is kept: its person and its id."""

    patient_id: UUID
    id: UUID


class EntryKey(NamedTuple):
    """What the store is asked about an entry that was sent."""

    ordinal: int
    patient_id: UUID
    id: UUID
    content_hash: bytes
    source_updated_at: datetime | None


class Standing(NamedTuple):
    """How an entry that was sent stands to the one that is held."""

    is_same: bool
    is_older: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where the states of a run come from."""

    feed_id: UUID
    run_id: UUID
    organization_id: UUID
    received_at: datetime


@dataclass(slots=True, kw_only=True)
class Changes:
    """What one batch writes."""

    new: list[EntryState] = field(default_factory=list)
    changed: list[EntryState] = field(default_factory=list)
    moved_from: list[Place] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)


def make_merge_tables() -> None:
    """
    Make the staging tables of this connection.

    Compiling a plan over all partitions takes far longer than probing one of them for each key,
    which is what `find_known` is written for; so nothing is compiled on this connection.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET jit = off")
    make_staging_table("staged_key", _KEY_COLUMNS)
    make_staging_table("staged_entry", STATE_COLUMNS)
    make_staging_table("staged_place", _PLACE_COLUMNS)
    make_staging_table("staged_document", _DOCUMENT_COLUMNS)


def find_known(keys: Sequence[EntryKey]) -> dict[int, Standing]:
    """Return how the entries stand that their person already has, by ordinal."""
    fill_staging_table("staged_key", _KEY_COLUMNS, keys)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT k.ordinal, e.content_hash = k.content_hash,
                   coalesce(e.source_updated_at > k.source_updated_at, false)
            FROM staged_key k
            CROSS JOIN LATERAL (
                SELECT content_hash, source_updated_at FROM records_recordentry r
                WHERE r.patient_id = k.patient_id AND r.id = k.id OFFSET 0
            ) e
            """
        )
        return {ordinal: Standing(same, older) for ordinal, same, older in cursor.fetchall()}


def find_elsewhere(feed_id: UUID, ids: Sequence[UUID]) -> list[Place]:
    """Return where the feed's entries with these ids are kept."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT patient_id, id FROM records_recordentry WHERE feed_id = %s AND id = ANY(%s)",
            [feed_id, list(ids)],
        )
        return [Place(*row) for row in cursor.fetchall()]


def merge(changes: Changes, origin: Origin) -> None:
    """
    Write the states of a batch, and keep those that they take the place of as versions.

    A batch is small beside the table, so its joins go by the table's index, whatever the
    planner thinks of staging tables that it has no statistics of.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off")
    if changes.moved_from:
        end_entries(changes.moved_from, origin, EndReason.MOVED)
    if changes.changed:
        _supersede(changes.changed, origin)
    if changes.new:
        _insert(changes.new, origin)
    if changes.documents:
        _keep_documents(changes.documents, origin)


def _insert(states: Sequence[EntryState], origin: Origin) -> None:
    """Copy states of entries that nobody holds straight into their partitions."""
    source = (origin.feed_id, origin.run_id, origin.organization_id, origin.received_at)
    columns = STATE_COLUMNS | _ORIGIN_COLUMNS
    copy_rows("records_recordentry", columns, ((*state, *source) for state in states))


def _supersede(states: Sequence[EntryState], origin: Origin) -> None:
    """Put states in the place of those held, which become versions by the same statement."""
    fill_staging_table("staged_entry", STATE_COLUMNS, states)
    assigned = ", ".join(
        f"{column} = s.{column}" for column in STATE_COLUMNS if column not in _PLACE_COLUMNS
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            WITH earlier AS (
                SELECT e.* FROM staged_entry s
                JOIN records_recordentry e ON e.patient_id = s.patient_id AND e.id = s.id
            ), kept AS (
                INSERT INTO records_recordentryversion
                    ({_ENTRY_COLUMNS}, known_until, end_reason, ended_by_run_id)
                SELECT {_ENTRY_COLUMNS}, %(received_at)s, %(reason)s, %(run)s FROM earlier
            )
            UPDATE records_recordentry e
            SET {assigned}, run_id = %(run)s, organization_id = %(organization)s,
                received_at = %(received_at)s
            FROM staged_entry s
            WHERE e.patient_id = s.patient_id AND e.id = s.id
            """,  # noqa: S608 — the columns are constants
            {
                "run": origin.run_id,
                "organization": origin.organization_id,
                "received_at": origin.received_at,
                "reason": EndReason.SUPERSEDED.value,
            },
        )


def end_entries(places: Sequence[Place], origin: Origin, reason: EndReason) -> int:
    """Take entries out of the record, keep them as versions, and return how many there were."""
    fill_staging_table("staged_place", _PLACE_COLUMNS, places)
    condition = (
        "USING staged_place s WHERE e.patient_id = s.patient_id AND e.id = s.id "
        "AND e.feed_id = %(feed)s"
    )
    return end_where(condition, origin, reason)


def end_where(condition: str, origin: Origin, reason: EndReason) -> int:
    """Take those entries `e` out of the record that fit a condition on `%(feed)s`."""
    returned = ", ".join(f"e.{column}" for column in [*STATE_COLUMNS, *_ORIGIN_COLUMNS])
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            WITH ended AS (
                DELETE FROM records_recordentry e {condition} RETURNING {returned}
            )
            INSERT INTO records_recordentryversion
                ({_ENTRY_COLUMNS}, known_until, end_reason, ended_by_run_id)
            SELECT {_ENTRY_COLUMNS}, %(received_at)s, %(reason)s, %(run)s FROM ended
            """,  # noqa: S608 — the columns and conditions are constants
            {
                "feed": origin.feed_id,
                "run": origin.run_id,
                "received_at": origin.received_at,
                "reason": reason.value,
            },
        )
        return int(cursor.rowcount)


def _keep_documents(documents: Sequence[Document], origin: Origin) -> None:
    """Keep the bytes of documents that their person does not have yet."""
    fill_staging_table("staged_document", _DOCUMENT_COLUMNS, documents)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO records_documentcontent
                (patient_id, sha256, content_type, size, content, received_at)
            SELECT DISTINCT ON (patient_id, sha256)
                   patient_id, sha256, content_type, size, content, %s
            FROM staged_document s
            WHERE NOT EXISTS (
                SELECT FROM records_documentcontent d
                WHERE d.patient_id = s.patient_id AND d.sha256 = s.sha256)
            ORDER BY patient_id, sha256
            ON CONFLICT DO NOTHING
            """,
            [origin.received_at],
        )
