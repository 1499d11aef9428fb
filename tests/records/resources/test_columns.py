"""What the typed columns take from an entry: dates, authors, codes, sensitivity."""

import pytest

from records.resources.catalogue import MODULES


def columns_of(resource, references):
    return MODULES[resource["resourceType"]].extract(resource, references)


class TestExtract:
    def test_a_problem_lasts_from_onset_to_abatement(self, nothing_sent):
        resource = {
            "resourceType": "Condition",
            "onsetDateTime": "2009-05",
            "abatementDateTime": "2011-02-03",
            "recordedDate": "2010-01-01T10:00:00Z",
        }

        extract = columns_of(resource, nothing_sent)

        assert extract.clinical_date.precision == "M"
        assert extract.clinical_date.start.year == 2009
        assert extract.clinical_date.end.year == 2011
        assert extract.recorded_at.year == 2010

    def test_a_stay_without_an_end_goes_on(self, nothing_sent):
        period = {"start": "2026-03-01T10:00:00Z", "end": "9999-12-31"}
        resource = {"resourceType": "Encounter", "class": {"code": "IMP"}, "period": period}

        assert columns_of(resource, nothing_sent).clinical_date.end is None

    def test_a_result_is_dated_by_its_specimen(self, references):
        resource = {"resourceType": "Observation", "specimen": {"reference": "Specimen/1"}}

        found = columns_of(resource, references).clinical_date

        assert found.start.isoformat() == "2026-03-01T08:00:00+00:00"

    @pytest.mark.parametrize(
        ("reference", "author"),
        [
            ({"reference": "Practitioner/1"}, "Dr Sandra Gose"),
            ({"reference": "PractitionerRole/1"}, "Ann Bee, Nurse, The Surgery"),
            ({"reference": "Organization/1"}, "Radbrook Green Surgery"),
            ({"reference": "Organization/1", "display": "As written"}, "As written"),
            ({"identifier": {"system": "https://fhir.nhs.uk/Id/ods", "value": "RXW"}}, "RXW"),
            ({"reference": "Practitioner/unknown"}, ""),
        ],
    )
    def test_names_the_author(self, reference, author, references):
        resource = {"resourceType": "MedicationRequest", "requester": reference}

        assert columns_of(resource, references).author == author

    def test_takes_the_medicine_from_where_it_is(self, references):
        resource = {
            "resourceType": "MedicationRequest",
            "medicationReference": {"reference": "Medication/1"},
        }

        coding = columns_of(resource, references).coding

        assert (coding.code, coding.display) == ("319775004", "Aspirin 75mg tablets")

    def test_takes_equipment_from_its_device(self, references):
        resource = {"resourceType": "DeviceUseStatement", "device": {"reference": "Device/1"}}

        coding = columns_of(resource, references).coding

        assert (coding.code, coding.display) == ("D1", "Walking frame")

    @pytest.mark.parametrize(("code", "sensitivity"), [("R", "sensitive"), ("N", "")])
    def test_keeps_what_the_source_marks_as_sensitive(self, code, sensitivity, nothing_sent):
        resource = {"resourceType": "Condition", "meta": {"security": [{"code": code}]}}

        assert columns_of(resource, nothing_sent).sensitivity == sensitivity
