"""Small R4 resources and the files that a feed would send them in."""

from collections.abc import Mapping
from pathlib import Path

import orjson

from records.resources.shape import JsonValue, Resource

NUMBER_SYSTEM = "https://fhir.nhs.uk/Id/nhs-number"


def person(
    number: str = "p1",
    *,
    nhs: str = "",
    family: str = "Testerton",
    given: str = "Ada",
    born: str = "1950-03-12",
    postcode: str = "SY3 8XQ",
    **more,
) -> Resource:
    """Return a Patient."""
    identifiers: list[JsonValue] = [{"system": "urn:test:mrn", "value": f"mrn-{number}"}]
    if nhs:
        identifiers.append({"system": NUMBER_SYSTEM, "value": nhs})
    return {
        "resourceType": "Patient",
        "id": number,
        "identifier": identifiers,
        "name": [{"use": "official", "family": family, "given": given.split()}],
        "birthDate": born,
        "address": [{"line": ["1 Example Row"], "postalCode": postcode}],
        **more,
    }


def condition(number: str, *, about: str = "p1", text: str = "Asthma", **more) -> Resource:
    """Return a problem of a person."""
    return {
        "resourceType": "Condition",
        "id": number,
        "clinicalStatus": {
            "coding": [
                {
                    "system": "http://terminology.hl7.org/CodeSystem/condition-clinical",
                    "code": "active",
                }
            ]
        },
        "code": {"text": text},
        "subject": {"reference": f"Patient/{about}"},
        "recordedDate": "2020-01-02",
        **more,
    }


def write_ndjson(path: Path, *resources: Mapping[str, object] | bytes) -> Path:
    """Write resources a line each; bytes go in as they are."""
    lines = [one if isinstance(one, bytes) else orjson.dumps(one) for one in resources]
    path.write_bytes(b"\n".join(lines) + b"\n")
    return path


def write_bundle(path: Path, *entries: Mapping[str, object], **more) -> Path:
    """Write a Bundle of entries, which are resources or have a `resource` or `request`."""
    wrapped = [
        entry if "resource" in entry or "request" in entry else {"resource": entry}
        for entry in entries
    ]
    bundle = {"resourceType": "Bundle", "type": "collection", "entry": wrapped, **more}
    path.write_bytes(orjson.dumps(bundle))
    return path
