"""The newest results: those in words as well, and what to know before trusting one."""

from datetime import timedelta

import pytest

from records.codes import RecordSection
from records.presenters.summary import present_summary
from records.queries.record import open_record
from tests.factories.records import NOON, RecordEntryFactory, SourcePatientFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def patient():
    return SourcePatientFactory.create().patient


@pytest.fixture
def results(clinician, patient):
    """Return how to read the card of the newest results."""

    def read():
        record = open_record(patient.pk, viewer=clinician.active_role, at=NOON)
        return present_summary(record, at=NOON).results.lines

    return read


def result(patient, display="Potassium", *, days=1, **resource):
    value = resource.get("valueQuantity", {}).get("value")
    RecordEntryFactory.create(
        patient=patient,
        section=RecordSection.INVESTIGATION_RESULTS,
        resource_type="Observation",
        display=display,
        value=value,
        unit=resource.get("valueQuantity", {}).get("unit", ""),
        clinical_start=NOON - timedelta(days=days),
        resource={"resourceType": "Observation", "code": {"text": display}, **resource},
    )


class TestPresentResults:
    def test_shows_a_result_in_words(self, patient, results):
        result(patient, "MRSA screen", valueString="Detected")

        assert [(line.name, line.value) for line in results()] == [("MRSA screen", "Detected")]

    def test_hides_no_failed_test_behind_an_older_value(self, patient, results):
        result(patient, days=30, valueQuantity={"value": 4.1, "unit": "mmol/L"})
        result(patient, dataAbsentReason={"text": "Haemolysed"})

        assert [line.value for line in results()] == ["no value: haemolysed", "4.1"]

    def test_leaves_out_what_only_holds_others_together(self, patient, results):
        result(patient, "Full blood count", hasMember=[{"reference": "Observation/1"}])

        assert results() == []

    def test_says_that_a_result_is_not_final(self, patient, results):
        result(patient, status="preliminary", valueQuantity={"value": 7.2, "unit": "mmol/L"})

        assert results()[0].caution == "not final"

    def test_cuts_a_long_report(self, patient, results):
        result(patient, valueString="No growth after five days.\nFurther report to follow.")

        assert results()[0].value == "No growth after five days.…"

    def test_keeps_the_sign_of_what_cannot_be_measured(self, patient, results):
        quantity = {"value": 5, "unit": "mg/L", "comparator": "<"}
        result(patient, "CRP", valueQuantity=quantity)

        assert results()[0].value == "< 5"
