import fhirkit
import pytest

from records.resources.catalogue import (
    MODULES,
    SUPPORTING,
    is_entry,
    is_supporting,
    why_not_an_entry,
)
from records.resources.shape import Subject
from records.resources.subjects import PATIENT_ELEMENTS, subjects_of


def found_in(resource_type, **elements):
    return subjects_of({"resourceType": resource_type} | elements)


class TestCatalogue:
    def test_every_entry_type_is_of_r4_and_bears_a_patient(self):
        assert set(MODULES) <= set(fhirkit.RESOURCE_TYPES)
        assert set(MODULES) <= set(PATIENT_ELEMENTS)

    def test_no_type_is_both_entry_and_support(self):
        assert not SUPPORTING & set(MODULES)

    @pytest.mark.parametrize("resource_type", fhirkit.RESOURCE_TYPES)
    def test_every_type_is_an_entry_or_says_why_not(self, resource_type):
        reason = why_not_an_entry(resource_type)

        assert is_entry(resource_type) == (reason == "")
        assert not reason or reason.startswith(f"{resource_type} ")

    @pytest.mark.parametrize(
        ("resource_type", "words"),
        [
            ("Practitioner", "helps to read other entries"),
            ("Claim", "about payment"),
            ("Bundle", "carries other resources"),
            ("Patient", "builds the index"),
            ("VisionPrescription", "under none of the headings"),
            ("SearchParameter", "about no one person"),
        ],
    )
    def test_says_why_in_a_sentence(self, resource_type, words):
        assert words in why_not_an_entry(resource_type)

    def test_knows_what_only_supports(self):
        assert is_supporting("Binary")
        assert not is_supporting("Flag")


class TestSubjectsOf:
    @pytest.mark.parametrize(("resource_type", "element"), PATIENT_ELEMENTS.items())
    def test_finds_the_patient_of_every_type(self, resource_type, element):
        reference = {"reference": "Patient/1"}
        value = [{"actor": reference}] if element == "participant" else reference

        found = found_in(resource_type, **{element: value})

        assert found == (Subject(reference="Patient/1"),)

    @pytest.mark.parametrize(
        "reference",
        [
            {"reference": "Group/1"},
            {"reference": "https://example.org/fhir/Device/1"},
            {"reference": "x", "type": "Location"},
            {"display": "Somebody"},
        ],
    )
    def test_finds_nobody_where_it_is_about_something_else(self, reference):
        assert found_in("Observation", subject=reference) == ()

    @pytest.mark.parametrize(
        "resource", [{}, {"resourceType": "Claimant"}, {"resourceType": "Flag"}]
    )
    def test_finds_nobody_where_nobody_is_named(self, resource):
        assert subjects_of(resource) == ()

    def test_takes_an_identifier_for_a_reference(self):
        identifier = {"system": "https://fhir.nhs.uk/Id/nhs-number", "value": "9990000018"}

        [found] = found_in("Flag", subject={"identifier": identifier})

        assert (found.reference, found.identifier) == ("", "9990000018")
        assert found.identifier_system == "https://fhir.nhs.uk/Id/nhs-number"

    def test_puts_the_likeliest_participant_first(self):
        actors = [
            {"reference": "Practitioner/1"},
            {"reference": "urn:uuid:1"},
            {"reference": "Patient/1"},
        ]

        found = found_in("Appointment", participant=[{"actor": actor} for actor in actors])

        assert [subject.reference for subject in found] == ["Patient/1", "urn:uuid:1"]
