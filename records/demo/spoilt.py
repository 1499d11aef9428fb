"""Puts the declared flaws of entries, lines and files where they belong."""

import orjson

from records.demo.council import encode
from records.demo.flaws import Flawed
from records.demo.writers import BundleFolder, CsvFolder, NdjsonFolder
from records.resources.shape import Resource

XML = """<?xml version="1.0" encoding="UTF-8"?>
<Bundle xmlns="http://hl7.org/fhir"><type value="collection"/></Bundle>
"""


def enter_in_error(entries: list[Resource]) -> bool:
    """Mark one observation of these as entered in error; False where there is none."""
    entry = next((one for one in reversed(entries) if "valueQuantity" in one), None)
    if entry is None:
        return False
    entry["status"] = "entered-in-error"
    return True


def spoil_ndjson(folder: NdjsonFolder, flawed: Flawed) -> None:
    """Put the flaws of whole lines into an NDJSON feed."""
    if folder.folder.name == "gp-eve-hill":
        subject: Resource = {"reference": "Patient/EH1000001"}
        without_status: Resource = {
            "resourceType": "Observation",
            "id": "EH-broken-1",
            "code": {"text": "Body weight"},
            "subject": subject,
        }
        wrong_type: Resource = {
            "resourceType": "Observation",
            "id": "EH-broken-2",
            "status": "final",
            "code": "weight",
            "subject": subject,
        }
        for broken in (without_status, wrong_type):
            folder.raw("Observation", orjson.dumps(broken))
            flawed.use("invalid-resource")
        folder.raw("Condition", b'{"resourceType":"Condition","id":"EH-broken-3","subject":{"refer')
        flawed.use("not-json")
    if folder.folder.name == "shropcom":
        stray: Resource = {
            "resourceType": "Observation",
            "id": "SC-stray-1",
            "status": "final",
            "code": {"text": "Body weight"},
            "subject": {"reference": "Patient/SC-never-sent"},
            "valueQuantity": {"value": 71.5, "unit": "kg"},
        }
        folder.raw("Observation", orjson.dumps(stray))
        flawed.use("unknown-patient")


def spoil_bundles(folder: BundleFolder, flawed: Flawed) -> None:
    """Put a file that cannot be read as R4 into a Bundle feed."""
    name = folder.folder.name
    if name == "sath":
        whole = next(iter(sorted(folder.folder.glob("*.json")))).read_bytes()
        (folder.folder / "20000101T0000-truncated.json").write_bytes(whole[: len(whole) * 2 // 3])
        flawed.use("truncated-bundle")
    elif name == "dudley-group":
        (folder.folder / "20000101T0000-stu3.json").write_bytes(orjson.dumps(_stu3_bundle()))
        flawed.use("stu3-bundle")
    elif name == "uhnm":
        (folder.folder / "20000101T0000-export.xml").write_text(XML)
        flawed.use("xml-file")


def _stu3_bundle() -> Resource:
    """Return a bundle that only STU3 would allow: referral requests, and a status that is text."""
    profile = "https://fhir.hl7.org.uk/STU3/StructureDefinition/CareConnect-"
    patient: Resource = {
        "resourceType": "Patient",
        "id": "D-stu3",
        "meta": {"profile": [profile + "Patient-1"]},
        "gender": "female",
    }
    allergy: Resource = {
        "resourceType": "AllergyIntolerance",
        "id": "D-stu3-1",
        "clinicalStatus": "active",
        "verificationStatus": "confirmed",
        "meta": {"profile": [profile + "AllergyIntolerance-1"]},
        "assertedDate": "2018-03-01",
        "patient": {"reference": "Patient/D-stu3"},
    }
    request: Resource = {
        "resourceType": "ReferralRequest",
        "id": "D-stu3-2",
        "status": "active",
        "intent": "order",
        "subject": {"reference": "Patient/D-stu3"},
    }
    return {
        "resourceType": "Bundle",
        "type": "collection",
        "entry": [{"resource": patient}, {"resource": allergy}, {"resource": request}],
    }


def spoil_row(folder: CsvFolder, row: dict[str, str]) -> None:
    """Write a row as an old program would: UTF-8 but for one byte."""
    spoilt = {
        **row,
        "record_id": row["record_id"] + "w",
        "record_type": "alert",
        "description": "Meets friends at the café on Fridays",
    }
    folder.raw(encode([spoilt]).replace("é".encode(), b"\xe9"))


def spoil_csv(folder: CsvFolder, row: dict[str, str], flawed: Flawed) -> None:
    """Write the rows that no column map can fit."""
    unknown = {**row, "record_id": row["record_id"] + "x", "record_type": "parking_permit"}
    impossible = {
        **row,
        "record_id": row["record_id"] + "y",
        "record_type": "equipment",
        "start_date": "31/02/2025",
    }
    for broken in (unknown, impossible):
        folder.raw(encode([broken]))
        flawed.use("bad-row")
