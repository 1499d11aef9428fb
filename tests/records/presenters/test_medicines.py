"""Current medicines: what does not agree is said, and nothing hides behind another."""

from datetime import timedelta

import pytest

from records.codes import RecordSection
from records.presenters.summary import present_summary
from records.queries.record import open_record
from tests.factories.records import NOON, FeedFactory, RecordEntryFactory, SourcePatientFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def patient():
    return SourcePatientFactory.create().patient


@pytest.fixture
def medicines(clinician, patient):
    """Return how to read the card of current medicines."""

    def read():
        record = open_record(patient.pk, viewer=clinician.active_role, at=NOON)
        return present_summary(record, at=NOON).medicines.lines

    return read


def medicine(patient, display="Metformin 500 mg tablets", *, dose="", **more):
    kind = str(more.get("resource_type", "MedicationRequest"))
    resource = {
        "resourceType": kind,
        "status": more.get("status", "active"),
        "medicationCodeableConcept": {"text": display},
        "dosageInstruction": [{"text": dose}] if dose else [],
        **more.pop("resource", {}),
    }
    return RecordEntryFactory.create(
        **{
            "patient": patient,
            "section": RecordSection.MEDICATIONS,
            "resource_type": kind,
            "display": display,
            "resource": resource,
        }
        | more
    )


def tags(line):
    return [tag.text for tag in line.tags]


class TestPresentMedicines:
    def test_keeps_two_strengths_under_one_code_apart(self, patient, medicines):
        code = {"code_system": "http://snomed.info/sct", "code": "109081006"}
        medicine(patient, "Metformin 500 mg tablets", **code)
        medicine(patient, "Metformin 1 g tablets", **code)

        assert sorted(line.name for line in medicines()) == [
            "Metformin 1 g tablets",
            "Metformin 500 mg tablets",
        ]

    def test_brings_two_spellings_of_one_strength_together(self, patient, medicines):
        code = {"code_system": "https://dmd.nhs.uk", "code": "1"}
        medicine(patient, "Apixaban 5mg tablets", **code)
        medicine(patient, "apixaban 5 mg tablet", **code)

        assert len(medicines()) == 1

    def test_warns_of_what_must_not_be_given(self, patient, medicines):
        medicine(patient, resource={"doNotPerform": True})

        assert "do not give this medicine" in tags(medicines()[0])

    def test_finds_a_conflict_however_long_ago_the_medicine_was_prescribed(
        self, patient, medicines
    ):
        long_ago = NOON - timedelta(days=900)
        medicine(patient, clinical_start=long_ago, recorded_at=long_ago)
        medicine(
            patient,
            status="stopped",
            clinical_start=long_ago,
            recorded_at=long_ago,
            source_updated_at=NOON - timedelta(days=3),
            feed=FeedFactory.create(),
        )

        assert any("still on GP list" in tag for tag in tags(medicines()[0]))

    def test_says_nothing_of_a_stop_before_the_medicine_was_begun_anew(self, patient, medicines):
        medicine(patient, clinical_start=NOON - timedelta(days=30))
        medicine(
            patient,
            status="stopped",
            clinical_start=NOON - timedelta(days=300),
            clinical_end=NOON - timedelta(days=100),
            feed=FeedFactory.create(),
        )

        assert tags(medicines()[0]) == []

    def test_finds_no_difference_of_doses_in_a_status(self, patient, medicines):
        medicine(patient, dose="1 tablet daily")
        medicine(patient, dose="1 tablet daily.", status="unknown", feed=FeedFactory.create())

        assert "doses differ" not in tags(medicines()[0])

    def test_says_where_the_time_of_a_medicine_is_over(self, patient, medicines):
        medicine(patient, clinical_end=NOON - timedelta(days=40))

        assert tags(medicines()[0]) == ["until 13 Oct 2026"]

    def test_says_where_a_medicine_has_not_begun(self, patient, medicines):
        medicine(patient, clinical_start=NOON + timedelta(days=4))

        assert tags(medicines()[0]) == ["not begun"]


class TestRecentCard:
    @pytest.mark.parametrize(("status", "said"), [("waitlist", "waitlist"), ("booked", "booked")])
    def test_calls_only_booked_what_is_booked(self, clinician, patient, status, said):
        RecordEntryFactory.create(
            patient=patient,
            section=RecordSection.FUTURE_APPOINTMENTS,
            resource_type="Appointment",
            status=status,
            clinical_start=NOON + timedelta(days=5),
        )
        record = open_record(patient.pk, viewer=clinician.active_role, at=NOON)

        lines = present_summary(record, at=NOON).recent.lines

        assert [tag.text for line in lines for tag in line.tags] == [said]
