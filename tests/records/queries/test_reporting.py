"""Which entry somebody means: keys and codes, and a line in the audit trail."""

from dataclasses import asdict
from uuid import uuid4

import pytest
from django.db import DatabaseError

from core.errors import Forbidden
from records.codes import AccessKind, RecordSection, SectionAccess
from records.models import Patient, RecordAccess, RecordEntry, SectionRule
from records.queries import reporting
from records.queries.reporting import refer_to_entry
from tests.factories.accounts import BoardFactory
from tests.factories.records import (
    NOON,
    FeedFactory,
    PatientFactory,
    RecordEntryFactory,
    SourcePatientFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry():
    feed = FeedFactory.create(code="radbrook")
    patient = SourcePatientFactory.create(feed=feed).patient
    return RecordEntryFactory.create(patient=patient, feed=feed, content_hash=bytes(range(16)))


def refer(entry, user):
    return refer_to_entry(entry.patient_id, entry.id, viewer=user.active_role, at=NOON)


class TestReferToEntry:
    def test_names_the_entry_by_keys_and_codes(self, clinician, entry):
        reference = refer(entry, clinician)

        assert (reference.patient_id, reference.entry_id) == (entry.patient_id, entry.id)
        assert (reference.section, reference.resource_type) == ("problems", "Condition")
        assert (reference.feed_code, reference.source_code) == ("radbrook", "M82016")
        assert reference.source_board_id == BoardFactory.create().pk
        assert reference.content_hash == "000102030405060708090a0b0c0d0e0f"
        assert reference.received_at == NOON

    def test_says_nothing_of_the_person_or_of_what_the_entry_says(self, clinician, entry):
        words = str(asdict(refer(entry, clinician)))

        patient = entry.patient
        for told in (patient.nhs_number, "Testwell", "Ada", "1948", "SY3", "Asthma"):
            assert told not in words

    def test_is_written_down_as_a_report(self, clinician, entry):
        refer(entry, clinician)

        access = RecordAccess.objects.get()
        assert (access.kind, access.entry_id) == (AccessKind.REPORT, entry.id)
        assert (access.patient_id, access.section) == (entry.patient_id, "problems")

    def test_gives_no_answer_where_it_cannot_be_written_down(self, clinician, entry, monkeypatch):
        def fail(**facts):
            raise DatabaseError

        monkeypatch.setattr(reporting, "write_access", fail)

        with pytest.raises(DatabaseError):
            refer(entry, clinician)

    def test_names_no_practice_of_somebody_whose_address_is_protected(self, clinician, entry):
        Patient.objects.update(is_restricted=True)

        reference = refer(entry, clinician)

        assert reference.source_name == "GP practice"
        assert (reference.feed_code, reference.source_code) == ("", "")
        assert reference.source_board_id

    def test_finds_no_entry_that_does_not_exist(self, clinician, entry):
        with pytest.raises(RecordEntry.DoesNotExist):
            refer_to_entry(entry.patient_id, uuid4(), viewer=clinician.active_role, at=NOON)

    def test_finds_no_entry_of_another_person(self, clinician, entry):
        other = PatientFactory.create()
        SourcePatientFactory.create(feed=entry.feed, patient=other)

        with pytest.raises(RecordEntry.DoesNotExist):
            refer_to_entry(other.pk, entry.id, viewer=clinician.active_role, at=NOON)

    def test_finds_nothing_of_a_feed_that_is_not_shared(self, clinician, entry):
        unshared = FeedFactory.create(shared_with=[BoardFactory.create(ods_code="QUA")])
        hidden = RecordEntryFactory.create(patient=entry.patient, feed=unshared)

        with pytest.raises(RecordEntry.DoesNotExist):
            refer(hidden, clinician)

    def test_finds_nothing_sensitive(self, clinician, entry):
        hidden = RecordEntryFactory.create(
            patient=entry.patient, feed=entry.feed, sensitivity="sensitive"
        )

        with pytest.raises(RecordEntry.DoesNotExist):
            refer(hidden, clinician)

    def test_finds_nothing_of_a_section_that_the_role_does_not_see(self, clinician, entry):
        SectionRule.objects.filter(
            job_role=clinician.active_role.job_role, section=RecordSection.PROBLEMS
        ).update(access=SectionAccess.EXISTENCE)

        with pytest.raises(RecordEntry.DoesNotExist):
            refer(entry, clinician)

    def test_is_refused_to_a_role_without_records(self, engineer, entry):
        with pytest.raises(Forbidden):
            refer(entry, engineer)
