"""Writing people to the index, many at a time, and deciding what of them is shown."""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple
from uuid import UUID

from django.db import connection

from .copying import fill_staging_table
from .descriptions import COLUMNS, Description
from .merging import Origin

_SOURCE_COLUMNS: Final = {
    "source_id": "text",
    "patient_id": "uuid",
    "hold_reason": "text",
    "content_hash": "bytea",
    "source_updated_at": "timestamptz",
    "resource": "jsonb",
    **COLUMNS,
}
_IDENTIFIER_COLUMNS: Final = {"patient_id": "uuid", "system": "text", "value": "text"}
_NEW_COLUMNS: Final = {"id": "uuid", "nhs_number": "text"}
# What the index takes from the best source of a person, without what all sources decide.
_SHOWN: Final = tuple(
    column
    for column in COLUMNS
    if column
    not in ("nhs_number", "nhs_number_status", "is_deceased", "deceased_on", "is_restricted")
)


class NewPatient(NamedTuple):
    """A person whom the index does not know yet."""

    id: UUID
    nhs_number: str


class SourceRow(NamedTuple):
    """A person as a feed describes them, linked or held."""

    description: Description
    patient_id: UUID | None
    hold_reason: str


def create_patients(patients: Sequence[NewPatient], origin: Origin) -> None:
    """Add people; what is shown of them is decided when their sources are written."""
    fill_staging_table("staged_patient", _NEW_COLUMNS, patients)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO records_patient (
                id, created_at, updated_at, nhs_number, nhs_number_status, title, family_name,
                given_names, preferred_name, family_key, given_key, birth_precision, gender,
                address_lines, postcode, postcode_key, phone, email, gp_practice_code,
                gp_practice_name, is_deceased, is_restricted)
            SELECT id, %(at)s, %(at)s, nhs_number, '', '', '', '', '', '', '', 'D', '', '{}', '',
                '', '', '', '', '', false, false
            FROM staged_patient ORDER BY nhs_number, id
            """,
            {"at": origin.received_at},
        )


def give_numbers(numbers: Iterable[NewPatient]) -> None:
    """Give NHS numbers to people who had none."""
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE records_patient SET nhs_number = %s WHERE id = %s AND nhs_number = ''",
            [(number, patient_id) for patient_id, number in numbers],
        )


def write_sources(rows: Sequence[SourceRow], origin: Origin) -> None:
    """Write people as the feed describes them now, in place of how it did before."""
    fill_staging_table("staged_person", _SOURCE_COLUMNS, (_source_cells(row) for row in rows))
    names = ", ".join(_SOURCE_COLUMNS)
    renewed = ", ".join(
        f"{column} = excluded.{column}" for column in _SOURCE_COLUMNS if column != "source_id"
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            INSERT INTO records_sourcepatient
                (id, created_at, updated_at, feed_id, received_at, {names})
            SELECT gen_random_uuid(), %(at)s, %(at)s, %(feed)s, %(at)s, {names}
            FROM staged_person ORDER BY source_id
            ON CONFLICT (feed_id, source_id) DO UPDATE SET
                updated_at = excluded.updated_at, received_at = excluded.received_at,
                withdrawn_at = NULL, {renewed}
            """,  # noqa: S608 — the columns are constants
            {"at": origin.received_at, "feed": origin.feed_id},
        )
    write_identifiers([cell for row in rows for cell in _identifiers(row)], origin)


def _source_cells(row: SourceRow) -> tuple[object, ...]:
    """Return a row as it is staged."""
    one = row.description
    return (
        one.source_id,
        row.patient_id,
        row.hold_reason,
        one.content_hash,
        one.updated_at,
        one.text,
        *one.columns,
    )


def _identifiers(row: SourceRow) -> list[tuple[UUID, str, str]]:
    """Return the numbers of a person who is linked."""
    if row.patient_id is None:
        return []
    return [(row.patient_id, system, value) for system, value in row.description.identifiers]


def write_identifiers(cells: Sequence[tuple[UUID, str, str]], origin: Origin) -> None:
    """Keep numbers by which the organization knows patients: patient, system and value."""
    fill_staging_table("staged_identifier", _IDENTIFIER_COLUMNS, cells)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO records_patientidentifier (
                id, created_at, updated_at, patient_id, feed_id, system, value,
                assigning_organization_id)
            SELECT gen_random_uuid(), %(at)s, %(at)s, patient_id, %(feed)s, system, value,
                %(organization)s
            FROM staged_identifier
            ON CONFLICT DO NOTHING
            """,
            {
                "at": origin.received_at,
                "feed": origin.feed_id,
                "organization": origin.organization_id,
            },
        )


def show_best(patient_ids: Iterable[UUID], origin: Origin) -> None:
    """
    Decide anew what is shown of people: the GP practice's words, else the newest source's.

    Somebody is restricted, or has died, if any source says so.
    """
    shown = ", ".join(f"{column} = best.{column}" for column in _SHOWN)
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            WITH sources AS (
                SELECT s.*, f.code AS feed_code, o.kind AS source_kind
                FROM records_sourcepatient s
                JOIN records_feed f ON f.id = s.feed_id
                JOIN accounts_organization o ON o.id = f.organization_id
                WHERE s.patient_id = ANY(%(ids)s) AND s.withdrawn_at IS NULL
            ), best AS (
                SELECT DISTINCT ON (patient_id) * FROM sources
                ORDER BY patient_id, (source_kind = 'gp-practice') DESC,
                    coalesce(source_updated_at, received_at) DESC, feed_code, source_id
            ), joined AS (
                SELECT s.patient_id, bool_or(s.is_restricted) AS is_restricted,
                    bool_or(s.is_deceased) AS is_deceased, min(s.deceased_on) AS deceased_on,
                    min(s.nhs_number_status) FILTER (
                        WHERE s.nhs_number = p.nhs_number AND s.nhs_number_status <> ''
                    ) AS nhs_number_status
                FROM sources s JOIN records_patient p ON p.id = s.patient_id
                GROUP BY s.patient_id
            )
            UPDATE records_patient p SET {shown}, updated_at = %(at)s,
                is_restricted = joined.is_restricted, is_deceased = joined.is_deceased,
                deceased_on = joined.deceased_on,
                nhs_number_status = coalesce(joined.nhs_number_status, '')
            FROM best JOIN joined ON joined.patient_id = best.patient_id
            WHERE p.id = best.patient_id
            """,  # noqa: S608 — the columns are constants
            {"ids": list(patient_ids), "at": origin.received_at},
        )
