"""The index of people as matching reads it: who holds a number, and who looks like somebody."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

import orjson
from django.db import connection

from .descriptions import known_identity
from .matching import Identity, KnownPatient, swapped


class KnownSource(NamedTuple):
    """What a feed's earlier sending of a person left in the index."""

    id: UUID
    patient_id: UUID | None
    content_hash: bytes
    source_updated_at: datetime | None
    is_withdrawn: bool


class IndexView:
    """A part of the index in memory: whom a batch of people might be, and whom it adds."""

    def __init__(self) -> None:
        self.patients: dict[UUID, KnownPatient] = {}
        self.by_number: dict[str, UUID] = {}
        self.by_birth: dict[date, list[UUID]] = {}

    def add(self, patient: KnownPatient) -> None:
        """Take in a patient, or what has become of one."""
        self.patients[patient.id] = patient
        if patient.nhs_number:
            self.by_number[patient.nhs_number] = patient.id
        for identity in patient.identities:
            if identity.born is not None:
                people = self.by_birth.setdefault(identity.born, [])
                if patient.id not in people:
                    people.append(patient.id)

    def add_identity(self, patient_id: UUID, identity: Identity, nhs_number: str) -> None:
        """Take in what one more source says of a patient."""
        known = self.patients.get(patient_id)
        self.add(
            KnownPatient(
                id=patient_id,
                nhs_number=(known.nhs_number if known else "") or nhs_number,
                identities=(*(known.identities if known else ()), identity),
            )
        )

    def holder(self, nhs_number: str) -> KnownPatient | None:
        """Return who holds an NHS number."""
        found = self.by_number.get(nhs_number) if nhs_number else None
        return self.patients[found] if found is not None else None

    def alike(self, person: Identity) -> list[KnownPatient]:
        """Return who was born on the day of a person, or on its mirror image."""
        days = [day for day in (person.born, swapped(person.born)) if day is not None]
        return [self.patients[one] for day in days for one in self.by_birth.get(day, ())]


def lock_index() -> None:
    """Have other imports wait with their people until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('records.patient index'))")


def find_sources(feed_id: UUID, source_ids: Collection[str]) -> dict[str, KnownSource]:
    """Return what is known of people by their ids at the source."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT source_id, id, patient_id, content_hash, source_updated_at, "
            "withdrawn_at IS NOT NULL "
            "FROM records_sourcepatient WHERE feed_id = %s AND source_id = ANY(%s)",
            [feed_id, list(source_ids)],
        )
        return {
            source_id: KnownSource(row, patient, bytes(digest), updated, withdrawn)
            for source_id, row, patient, digest, updated, withdrawn in cursor.fetchall()
        }


def view_index(people: Iterable[Identity], linked: Iterable[UUID]) -> IndexView:
    """Return the part of the index that people may belong to, with whom they are linked to."""
    numbers, days = set[str](), set[date]()
    for person in people:
        if person.nhs_number:
            numbers.add(person.nhs_number)
        else:
            days.update(day for day in (person.born, swapped(person.born)) if day is not None)
    view = IndexView()
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH wanted AS (
                SELECT id FROM records_patient WHERE nhs_number = ANY(%(numbers)s)
                UNION SELECT unnest(%(linked)s::uuid[])
                UNION SELECT patient_id FROM records_sourcepatient
                      WHERE birth_date = ANY(%(days)s) AND patient_id IS NOT NULL
            )
            SELECT p.id, p.nhs_number, s.nhs_number, s.birth_date, s.birth_precision,
                   s.postcode_key, coalesce(s.resource -> 'name', '[]')::text
            FROM wanted w
            JOIN records_patient p ON p.id = w.id
            JOIN records_sourcepatient s ON s.patient_id = p.id
            ORDER BY p.id, s.feed_id, s.source_id
            """,
            {"numbers": list(numbers), "linked": list(linked), "days": list(days)},
        )
        for patient, held, number, born, precision, postcode, names in cursor.fetchall():
            identity = known_identity(
                {"name": orjson.loads(names)}, number, born, precision, postcode
            )
            view.add_identity(patient, identity, held)
    return view
