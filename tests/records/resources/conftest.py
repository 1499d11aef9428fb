"""What a source sent besides the entry under test."""

import pytest


class Sent:
    """The supporting resources that a test has its source send."""

    def __init__(self, resources):
        self.resources = resources

    def resolve(self, reference):
        return self.resources.get(reference)


@pytest.fixture
def references():
    """A few resources that entries lean on."""
    return Sent(
        {
            "Practitioner/1": {
                "resourceType": "Practitioner",
                "name": [{"prefix": ["Dr"], "given": ["Sandra"], "family": "Gose"}],
            },
            "PractitionerRole/1": {
                "resourceType": "PractitionerRole",
                "practitioner": {"display": "Ann Bee"},
                "code": [{"text": "Nurse"}],
                "organization": {"display": "The Surgery"},
            },
            "Organization/1": {
                "resourceType": "Organization",
                "identifier": [
                    {
                        "system": "https://fhir.nhs.uk/Id/ods-organization-code",
                        "value": "M82016",
                    }
                ],
                "name": "Radbrook Green Surgery",
            },
            "Patient/1": {"resourceType": "Patient", "name": [{"family": "SECRET"}]},
            "Medication/1": {
                "resourceType": "Medication",
                "code": {
                    "coding": [
                        {
                            "system": "https://dmd.nhs.uk",
                            "code": "319775004",
                            "display": "Aspirin 75mg tablets",
                        }
                    ]
                },
            },
            "Device/1": {
                "resourceType": "Device",
                "type": {"coding": [{"code": "D1", "display": "Walking frame"}]},
            },
            "Specimen/1": {
                "resourceType": "Specimen",
                "type": {"text": "Blood"},
                "collection": {"collectedDateTime": "2026-03-01T08:00:00Z"},
            },
            "Binary/1": {
                "resourceType": "Binary",
                "contentType": "text/plain",
                "data": "SGVsbG8=",
            },
        }
    )


@pytest.fixture
def nothing_sent():
    """A source that sent nothing but the entry."""
    return Sent({})
