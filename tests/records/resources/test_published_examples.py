"""What the standards' owners publish as examples: nothing stops us, and the words are right."""

import json
from pathlib import Path

import fhirkit
import pytest

from records.resources.catalogue import MODULES, take_attachments, why_not_an_entry
from records.resources.patient import read_patient
from records.resources.people import fill_displays
from records.resources.subjects import subjects_of

SHARED = Path(__file__).parents[4] / "shared" / "data"
FOLDERS = {
    "fhir-bulk-ndjson-10-patients": 6958,
    "fhir-eps-validation-service": 125,
    "fhir-ers-r4": 4,
    "fhir-hl7-validator-cases": 105,
    "fhir-nhsengland-programme-examples": 110,
    "fhir-pds": 2,
    "fhir-r4-official-examples": 247,
    "fhir-synthea-us-bundles": 1987,
    "fhir-ukcore-examples": 72,
    "hl7v2-microsoft-fhir-converter": 398,
}


class Sent:
    """What a source sent, by every name that a reference may use."""

    def __init__(self):
        self.by_name = {}
        self.resources = []

    def add(self, resource, address=""):
        self.by_name[f"{resource['resourceType']}/{resource.get('id')}"] = resource
        if address:
            self.by_name[address] = resource
        for entry in resource.get("entry", []) if resource["resourceType"] == "Bundle" else []:
            if "resource" in entry:
                self.add(entry["resource"], entry.get("fullUrl", ""))
        for parameter in resource.get("parameter", []):
            if resource["resourceType"] == "Parameters" and "resource" in parameter:
                self.add(parameter["resource"])
        self.resources.append(resource)

    def resolve(self, reference):
        return self.by_name.get(reference)


def read_folder(folder):
    """Return all R4 resources of a shared folder, Bundles taken apart."""
    if not (SHARED / folder).is_dir():
        pytest.skip(f"the shared folder {folder} is not on this machine")
    sent = Sent()
    for path in sorted((SHARED / folder).rglob("*")):
        if path.suffix not in (".json", ".ndjson") or path.stem in ("EXPECTED", "log"):
            continue
        content = path.read_bytes().removeprefix(b"\xef\xbb\xbf")
        for raw in content.splitlines() if path.suffix == ".ndjson" else [content]:
            if is_r4(raw):
                sent.add(json.loads(raw))
    return sent


def is_r4(raw):
    try:
        return not fhirkit.validate(raw)
    except ValueError:
        return False


class TestPublishedExamples:
    @pytest.mark.parametrize("folder", FOLDERS)
    def test_every_valid_resource_is_read_or_says_why_not(self, folder):
        sent = read_folder(folder)
        entries = 0

        for resource in sent.resources:
            module = MODULES.get(resource["resourceType"])
            if module is None:
                assert why_not_an_entry(resource["resourceType"])
                continue
            take_attachments(resource, sent)
            fill_displays(resource, sent)
            extract, presentation = module.extract(resource, sent), module.present(resource)
            entries += 1
            assert extract.section
            assert presentation.headline.strip()
            assert "</" not in presentation.headline

        assert entries == FOLDERS[folder]

    @pytest.mark.parametrize("folder", FOLDERS)
    def test_every_valid_patient_is_read(self, folder):
        sent = read_folder(folder)

        for resource in sent.resources:
            if resource["resourceType"] == "Patient":
                read_patient(resource, sent)

    @pytest.mark.parametrize("folder", ["fhir-bulk-ndjson-10-patients", "fhir-synthea-us-bundles"])
    def test_every_entry_of_whole_records_names_its_patient(self, folder):
        sent = read_folder(folder)

        nameless = [
            resource["id"]
            for resource in sent.resources
            if resource["resourceType"] in MODULES and len(subjects_of(resource)) != 1
        ]

        assert nameless == []

    def test_every_note_of_the_bulk_export_is_taken_out(self):
        sent = read_folder("fhir-bulk-ndjson-10-patients")

        taken = [item for resource in sent.resources for item in take_attachments(resource, sent)]

        assert len(taken) == 1215
        assert '"data"' not in json.dumps(
            [item for item in sent.resources if item["resourceType"] == "DocumentReference"]
        )
