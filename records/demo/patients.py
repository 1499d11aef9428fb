"""The Patient resource, as one source writes it, and the organisations and staff beside it."""

from dataclasses import dataclass
from datetime import date

from records.demo.chart import PROFILE
from records.demo.life import Life
from records.demo.people import Address, Person
from records.demo.places import Source, Staff
from records.demo.terms import coded
from records.resources.shape import JsonValue, Resource

NHS_NUMBER = "https://fhir.nhs.uk/Id/nhs-number"
ODS = "https://fhir.nhs.uk/Id/ods-organization-code"
EXTENSION = "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-"
SYSTEM = "https://fhir.hl7.org.uk/CodeSystem/UKCore-"


RESTRICTED: Resource = {
    "system": "http://terminology.hl7.org/CodeSystem/v3-Confidentiality",
    "code": "R",
    "display": "restricted",
}


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a source takes someone to be: true as a rule, otherwise by a declared flaw."""

    nhs_number: str | None
    forename: str
    surname: str
    birth_date: date
    address: Address


def true_identity(person: Person) -> Identity:
    return Identity(
        person.nhs_number, person.forename, person.surname, person.birth_date, person.address
    )


def patient(life: Life, source: Source, patient_id: str, identity: Identity) -> Resource:
    """Return the person as this source sends them."""
    person = life.person
    local: Resource = {
        "use": "usual",
        "type": coded(
            "http://terminology.hl7.org/CodeSystem/v2-0203", "MR", "Medical record number"
        ),
        "system": f"https://{source.feed}.example/identifier/patient",
        "value": patient_id,
        "assigner": {"display": source.name},
    }
    identifiers: list[JsonValue] = [local]
    if identity.nhs_number:
        identifiers.insert(0, _nhs_number(identity.nhs_number))
    name: Resource = {
        "use": "official",
        "text": f"{person.title} {identity.forename} {identity.surname}",
        "family": identity.surname,
        "given": [identity.forename],
        "prefix": [person.title],
    }
    practice = person.area.practice
    body: Resource = {
        "resourceType": "Patient",
        "id": patient_id,
        "meta": {"profile": [PROFILE + "Patient"]},
        "extension": [
            {
                "url": EXTENSION + "EthnicCategory",
                "valueCodeableConcept": coded(SYSTEM + "EthnicCategoryEngland", *person.ethnicity),
            }
        ],
        "identifier": identifiers,
        "active": True,
        "name": [name],
        "gender": person.sex,
        "birthDate": identity.birth_date.isoformat(),
        "address": [_address(identity.address)],
        "generalPractitioner": [
            {
                "type": "Organization",
                "identifier": {"system": ODS, "value": practice.ods},
                "display": practice.name,
            }
        ],
        "managingOrganization": {"reference": f"Organization/{source.ods}", "display": source.name},
    }
    if life.age >= 13:
        body["telecom"] = [{"system": "phone", "value": person.phone, "use": "mobile"}]
    if life.died_on:
        body["deceasedDateTime"] = life.died_on.isoformat()
    if person.is_restricted and source.ods == practice.ods:
        body["meta"] = {"profile": [PROFILE + "Patient"], "security": [RESTRICTED]}
    return body


def _nhs_number(number: str) -> Resource:
    status = coded(
        SYSTEM + "NHSNumberVerificationStatusEngland", "01", "Number present and verified"
    )
    return {
        "extension": [
            {"url": EXTENSION + "NHSNumberVerificationStatus", "valueCodeableConcept": status}
        ],
        "use": "official",
        "system": NHS_NUMBER,
        "value": number,
    }


def _address(home: Address) -> Resource:
    lines: list[JsonValue] = [*home.lines]
    return {
        "use": "home",
        "line": lines,
        "city": home.town,
        "district": home.county,
        "postalCode": home.postcode,
        "text": ", ".join((*home.lines, home.town, home.postcode)),
    }


def organization(source: Source) -> Resource:
    return {
        "resourceType": "Organization",
        "id": source.ods,
        "meta": {"profile": [PROFILE + "Organization"]},
        "identifier": [{"system": ODS, "value": source.ods}],
        "active": True,
        "name": source.name,
        "telecom": [{"system": "phone", "value": source.phone, "use": "work"}],
        "address": [{"text": f"{source.site}, {source.address}"}],
    }


def practitioner(staff: Staff) -> Resource:
    return {
        "resourceType": "Practitioner",
        "id": staff.key,
        "meta": {"profile": [PROFILE + "Practitioner"]},
        "active": True,
        "name": [
            {
                "text": staff.name,
                "family": staff.surname,
                "given": [staff.forename],
                "prefix": [staff.title],
            }
        ],
        "qualification": [{"code": {"text": staff.role}}],
    }
