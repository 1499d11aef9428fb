from datetime import date

import pytest

from records.resources.patient import read_patient
from records.resources.shape import Identifier, UnreadableValue

UK_CORE = "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-"
NHS_NUMBER = "https://fhir.nhs.uk/Id/nhs-number"
ODS = "https://fhir.nhs.uk/Id/ods-organization-code"


def patient(**elements):
    return {"resourceType": "Patient"} | elements


def coded_extension(name, code):
    concept = {"coding": [{"code": code}]}
    return {"url": UK_CORE + name, "valueCodeableConcept": concept}


def read(resource, references=None):
    return read_patient(resource, references)


class TestReadPatient:
    def test_an_empty_patient_has_no_details(self):
        found = read(patient())

        assert (found.name, found.birth_date, found.nhs_number) == (None, None, "")
        assert found.is_active
        assert not found.is_deceased

    def test_reads_the_nhs_number_and_its_status(self):
        identifier = {
            "system": NHS_NUMBER,
            "value": "999 000-0018",
            "extension": [coded_extension("NHSNumberVerificationStatus", "01")],
        }
        other = {"system": "https://rxw.example/mrn", "value": "R1"}
        old = {"system": NHS_NUMBER, "value": "9990000026", "use": "old"}

        found = read(patient(identifier=[old, other, identifier, {"value": "loose"}]))

        assert (found.nhs_number, found.nhs_number_status) == ("9990000018", "01")
        assert found.identifiers == (
            Identifier(system=NHS_NUMBER, value="9990000026"),
            Identifier(system="https://rxw.example/mrn", value="R1"),
        )

    def test_shows_the_name_in_use(self):
        names = [
            {"use": "maiden", "family": "Old", "given": ["Ann"]},
            {"use": "official", "family": "Past", "given": ["Ann"], "period": {"end": "2001"}},
            {"use": "official", "family": "Sample", "given": ["Margaret", "Ann"],
             "prefix": ["Mrs"], "suffix": ["MBE"]},
            {"use": "nickname", "given": ["Peggy"]},
        ]  # fmt: skip

        found = read(patient(name=names))

        assert found.name.family == "Sample"
        assert (found.name.prefix, found.name.suffix) == ("Mrs", "MBE")
        assert found.name.given == ("Margaret", "Ann")
        assert found.preferred_name == "Peggy"
        assert len(found.names) == 4

    def test_takes_a_name_that_is_only_a_text_apart(self):
        found = read(patient(name=[{"text": "Margaret Ann Sample"}]))

        assert (found.name.given, found.name.family) == (("Margaret", "Ann"), "Sample")

    def test_a_name_without_words_is_empty(self):
        assert read(patient(name=[{"use": "official"}])).name.family == ""

    @pytest.mark.parametrize(
        ("text", "day", "precision"),
        [
            ("1948-03-12", date(1948, 3, 12), "D"),
            ("1948-03", date(1948, 3, 1), "M"),
            ("1948", date(1948, 1, 1), "Y"),
        ],
    )
    def test_reads_a_birth_date_as_exactly_as_it_is_known(self, text, day, precision):
        found = read(patient(birthDate=text))

        assert (found.birth_date, found.birth_precision) == (day, precision)

    def test_refuses_a_birth_date_that_is_none_without_repeating_it(self):
        with pytest.raises(UnreadableValue) as refusal:
            read(patient(birthDate="1948-02-31"))

        assert refusal.value.path == "Patient.birthDate"
        assert "1948" not in str(refusal.value)

    @pytest.mark.parametrize(
        ("elements", "is_deceased"),
        [
            ({"deceasedBoolean": True}, True),
            ({"deceasedBoolean": False}, False),
            ({"deceasedDateTime": "2026-01-02"}, True),
        ],
    )
    def test_knows_who_has_died(self, elements, is_deceased):
        assert read(patient(**elements)).is_deceased is is_deceased

    def test_reads_the_uk_core_extensions(self):
        status = coded_extension("DeathNotificationStatus", "2")
        nested = {"url": status["url"], "extension": [status | {"url": "deathNotificationStatus"}]}
        extensions = [
            coded_extension("EthnicCategory", "A"),
            coded_extension("BirthSex", "F"),
            nested,
        ]

        found = read(patient(extension=extensions, gender="female"))

        assert (found.ethnic_category, found.birth_sex) == ("A", "F")
        assert found.death_notification_status == "2"
        assert found.gender == "female"

    def test_takes_the_address_lived_at(self):
        addresses = [
            {"use": "old", "line": ["1 Past Road"], "postalCode": "SY1 1AA"},
            {"use": "temp", "line": ["2 Holiday Row"], "postalCode": "SY2 2AA"},
            {"use": "home", "line": ["3 High Street", "", "Town"], "city": "Town",
             "district": "Shropshire", "postalCode": "sy3  3aa"},
        ]  # fmt: skip

        found = read(patient(address=addresses))

        assert found.address_lines == ("3 High Street", "Town", "Shropshire")
        assert found.postcode == "SY3 3AA"

    def test_takes_an_address_that_is_only_a_text(self):
        found = read(patient(address=[{"text": "3 High Street, Town"}]))

        assert found.address_lines == ("3 High Street", "Town")

    def test_lists_the_best_way_to_call_first(self):
        telecom = [
            {"system": "phone", "value": "01", "use": "home", "period": {"end": "2020"}},
            {"system": "phone", "value": "02", "use": "work"},
            {"system": "phone", "value": "03", "use": "mobile"},
            {"system": "phone", "value": "03", "use": "mobile"},
            {"system": "phone", "value": "04", "use": "old"},
            {"system": "email", "value": "a@example.org"},
        ]

        found = read(patient(telecom=telecom))

        assert found.phones == ("03", "02", "01")
        assert found.emails == ("a@example.org",)

    def test_prefers_the_language_that_the_person_prefers(self):
        spoken = [
            {"language": {"text": "English"}},
            {"language": {"text": "Polish"}, "preferred": True},
        ]
        needs = {
            "url": "http://hl7.org/fhir/StructureDefinition/patient-interpreterRequired",
            "valueBoolean": True,
        }

        found = read(patient(communication=spoken, extension=[needs]))

        assert found.language == "Polish"
        assert found.interpreter_needed is True

    def test_reads_the_language_as_pds_sends_it(self):
        inside = [
            {"url": "language", "valueCodeableConcept": {"text": "French"}},
            {"url": "interpreterRequired", "valueBoolean": False},
        ]
        extension = {"url": f"{UK_CORE}NHSCommunication", "extension": inside}

        found = read(patient(extension=[extension]))

        assert (found.language, found.interpreter_needed) == ("French", False)

    def test_reads_the_practice_by_identifier(self):
        general = [{"identifier": {"system": ODS, "value": "M82016"}, "display": "Radbrook Green"}]

        found = read(patient(generalPractitioner=general))

        assert (found.gp_practice_code, found.gp_practice_name) == ("M82016", "Radbrook Green")

    def test_reads_the_practice_by_reference(self, references):
        general = [{"reference": "Practitioner/1"}, {"reference": "Organization/1"}]

        found = read(patient(generalPractitioner=general), references)

        assert found.gp_practice_code == "M82016"
        assert found.gp_practice_name == "Radbrook Green Surgery"

    @pytest.mark.parametrize(("code", "is_restricted"), [("R", True), ("V", True), ("U", False)])
    def test_knows_who_is_restricted(self, code, is_restricted):
        found = read(patient(meta={"security": [{"code": code}]}))

        assert found.is_restricted is is_restricted

    def test_follows_replacements(self):
        links = [
            {"type": "replaced-by", "other": {"reference": "Patient/2"}},
            {"type": "replaces", "other": {"reference": "Patient/3"}},
            {"type": "seealso", "other": {"reference": "Patient/4"}},
        ]

        found = read(patient(active=False, link=links))

        assert (found.replaced_by, found.replaces) == (("Patient/2",), ("Patient/3",))
        assert not found.is_active
