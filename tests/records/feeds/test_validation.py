import json
from collections import Counter
from pathlib import Path

import pytest

from records.codes import QuarantineReason
from records.feeds.validation import VALID, check_items

SHARED = Path(__file__).parents[4] / "shared" / "data"
PATIENT = b'{"resourceType":"Patient"}'
# Folder: how many of its JSON files are R4 and how many are not.
R4_FILES = {
    "fhir-eps-validation-service": (89, 1),
    "fhir-ers-r4": (21, 1),
    "fhir-gpconnect-stu3": (0, 14),
    "fhir-hl7-validator-cases": (48, 15),
    "fhir-nhsengland-programme-examples": (58, 1),
    "fhir-pds": (57, 11),
    "fhir-r4-official-examples": (269, 1),
    "fhir-r4-searchparameters": (725, 0),
    "fhir-synthea-us-bundles": (12, 0),
    "fhir-ukcore-examples": (102, 0),
    "hl7v2-microsoft-fhir-converter": (50, 6),
}


def check(raw):
    return check_items([raw])[0]


def shared_files(folder, pattern):
    if not (SHARED / folder).is_dir():
        pytest.skip(f"the shared folder {folder} is not on this machine")
    return [path for path in sorted((SHARED / folder).rglob(pattern)) if path.stem != "EXPECTED"]


class TestCheckItems:
    def test_finds_nothing_wrong_with_r4(self):
        assert check_items([PATIENT, b"\xef\xbb\xbf" + PATIENT]) == [VALID, VALID]

    def test_takes_no_items(self):
        assert check_items([]) == []

    @pytest.mark.parametrize(
        ("raw", "path", "message"),
        [
            (
                b'{"resourceType":"Patient","name":{"family":"A"}}',
                "Patient.name",
                "expected an array, found an object",
            ),
            (b'{"resourceType":"Condition"}', "Condition.subject", "required element missing"),
            (b'{"resourceType":"Patient","foo":1}', "Patient.foo", "unknown element"),
            (b'{"resourceType":"Teapot"}', "Teapot", "Teapot is not a FHIR R4 resource type"),
            (b"[]", "Resource", "a resource needs a resourceType"),
        ],
    )
    def test_says_where_and_what(self, raw, path, message):
        verdict = check(raw)

        assert verdict.reason == QuarantineReason.INVALID
        assert (verdict.problems[0].path, verdict.problems[0].message) == (path, message)
        assert verdict.message == f"{path}: {message}"

    def test_never_repeats_a_value(self):
        verdict = check(b'{"resourceType":"Patient","birthDate":"12 \\"March\\" 1948"}')

        assert verdict.problems[0].message == "the value is not a valid date"

    @pytest.mark.parametrize(
        ("raw", "message"),
        [
            (b"", "The item is empty."),
            (b"  \n", "The item is empty."),
            (b'{"a":', "line 1, column 6: unexpected end of input"),
            (b'{"resourceType":"\xff"}', "The text is not UTF-8."),
            (PATIENT.decode().encode("utf-16"), "This is written in UTF-16"),
            (b'<Patient xmlns="http://hl7.org/fhir"/>', "This is FHIR written as XML"),
            (b"\xef\xbb\xbf\n<?xml?><Patient/>", "This is XML"),
            (b'<ClinicalDocument xmlns="urn:hl7-org:v3"/>', "This is an HL7 v3 document"),
            (b"MSH|^~\\&|A|B", "This is an HL7 v2 message"),
            (b"\x0bMSH|^~\\&|A|B", "This is an HL7 v2 message"),
            (b"%PDF-1.7", "This is a PDF or a compressed file"),
        ],
    )
    def test_names_what_is_not_json(self, raw, message):
        verdict = check(raw)

        assert verdict.reason == QuarantineReason.NOT_JSON
        assert verdict.message.startswith(message)

    @pytest.mark.parametrize(
        ("resource", "sign"),
        [
            ({"resourceType": "ReferralRequest"}, "ReferralRequest was replaced by ServiceRequest"),
            (
                {"resourceType": "Condition", "clinicalStatus": "active"},
                "Condition.clinicalStatus is a word where R4 has a CodeableConcept",
            ),
            ({"resourceType": "Binary", "content": "QQ=="}, "Binary.content is not an element"),
            (
                {"resourceType": "MedicationStatement", "taken": "y"},
                "MedicationStatement.taken is not an element of R4",
            ),
            (
                {
                    "resourceType": "Bundle",
                    "type": "collection",
                    "entry": [{"resource": {"resourceType": "ProcedureRequest"}}],
                },
                "ProcedureRequest was replaced by ServiceRequest",
            ),
            (
                {
                    "resourceType": "Organization",
                    "meta": {"profile": ["https://fhir.nhs.uk/STU3/StructureDefinition/Org-1"]},
                    "name": "A practice",
                },
                "its profile is of STU3 (Org-1)",
            ),
        ],
    )
    def test_names_an_older_version(self, resource, sign):
        verdict = check(json.dumps(resource).encode())

        assert verdict.reason == QuarantineReason.WRONG_VERSION
        assert sign in verdict.message

    def test_an_old_address_elsewhere_is_not_a_claim(self):
        coding = {"system": "https://fhir.nhs.uk/STU3/CodeSystem/Jobs-1", "code": "R0260"}
        role = {"resourceType": "PractitionerRole", "code": [{"coding": [coding]}]}

        assert check(json.dumps(role).encode()).is_valid

    def test_names_a_template(self):
        verdict = check(b'{"resourceType":"Patient","birthDate":"#(birthDate)"}')

        assert verdict.reason == QuarantineReason.INVALID
        assert "template" in verdict.message
        assert len(verdict.problems) == 2

    @pytest.mark.parametrize("place", [0, 20, 39])
    def test_one_bad_item_leaves_the_others_alone(self, place):
        items = [PATIENT] * 40
        items[place] = b"MSH|"

        verdicts = check_items(items)

        assert [verdict.is_valid for verdict in verdicts].count(False) == 1
        assert not verdicts[place].is_valid

    @pytest.mark.parametrize("folder", R4_FILES)
    def test_agrees_on_which_shared_files_are_r4(self, folder):
        files = shared_files(folder, "*.json")

        verdicts = check_items([path.read_bytes() for path in files])

        counts = Counter(verdict.is_valid for verdict in verdicts)
        assert (counts[True], counts[False]) == R4_FILES[folder]

    def test_all_lines_of_the_bulk_export_are_r4(self):
        files = shared_files("fhir-bulk-ndjson-10-patients", "*.ndjson")
        lines = [
            line for path in files if path.stem != "log" for line in path.read_bytes().splitlines()
        ]

        assert sum(verdict.is_valid for verdict in check_items(lines)) == 7160

    def test_every_stu3_record_is_named(self):
        files = shared_files("fhir-gpconnect-stu3", "*.json")

        reasons = Counter(
            verdict.reason for verdict in check_items([f.read_bytes() for f in files])
        )

        assert reasons[QuarantineReason.WRONG_VERSION] == 12
        assert reasons[QuarantineReason.NOT_JSON] == 2

    def test_every_xml_example_is_named(self):
        files = shared_files("fhir-ukcore-examples", "*.xml")

        verdicts = check_items([path.read_bytes() for path in files])

        assert {verdict.message[:27] for verdict in verdicts} == {"This is FHIR written as XML"}

    def test_finds_no_fault_where_the_reference_validator_finds_none(self):
        files = shared_files("fhir-hl7-validator-cases", "*.json")
        expected = json.loads((files[0].parent / "EXPECTED.json").read_text())

        blamed = [
            path.name
            for path in files
            if expected[path.name]["errors"] == 0 and not check(path.read_bytes()).is_valid
        ]

        assert blamed == []
