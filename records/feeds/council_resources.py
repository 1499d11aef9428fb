"""What each kind of row of a council's social care table becomes in FHIR R4."""

from collections.abc import Mapping
from typing import Final

from core.nhs_number import find_nhs_number
from records.codes import RecordSection
from records.resources.shape import JsonValue, Resource

from .rows import RowValues

_HEADINGS: Final = "https://fhir.hl7.org.uk/CodeSystem/UKCore-RecordStandardHeadings"
_NHS_NUMBER: Final = "https://fhir.nhs.uk/Id/nhs-number"
_CODES: Final = "http://terminology.hl7.org/CodeSystem/"

# The kinds of rows, and the heading of the record under which each is shown.
SECTIONS: Final[Mapping[str, RecordSection]] = {
    "alert": RecordSection.ALERTS,
    "legal": RecordSection.LEGAL_INFORMATION,
    "safeguarding": RecordSection.SAFEGUARDING,
    "professional_contact": RecordSection.PROFESSIONAL_CONTACTS,
    "personal_contact": RecordSection.PERSONAL_CONTACTS,
    "referral": RecordSection.REFERRAL_DETAILS,
    "care_package": RecordSection.SERVICES_AND_CARE,
    "primary_support_reason": RecordSection.PRIMARY_SUPPORT_REASON,
    "assessment": RecordSection.ASSESSMENTS,
    "equipment": RecordSection.EQUIPMENT_AND_ADAPTATIONS,
    "local_authority": RecordSection.PROFESSIONAL_CONTACTS,
}
_ENDED_WORDS: Final = frozenset({"closed", "ended", "inactive", "completed", "cancelled"})


def build_patient(row: RowValues) -> Resource:
    """Return the person of a row as a Patient."""
    number = row.word("nhs_number")
    identifiers: list[JsonValue] = [
        {"system": "urn:local-authority:person-id", "value": row.word("person_id")},
    ]
    if number:
        found = find_nhs_number(number)
        identifiers.append({"system": _NHS_NUMBER, "value": found.value if found else number})
    lines: list[JsonValue] = [
        line for line in (row.word("address_line_1"), row.word("address_line_2")) if line
    ]
    forenames: list[JsonValue] = list(row.word("forename").split())
    return _without_empty(
        {
            "resourceType": "Patient",
            "id": row.word("person_id"),
            "identifier": identifiers,
            "name": [
                _without_empty(
                    {
                        "use": "official",
                        "family": row.word("surname"),
                        "given": forenames,
                        "prefix": _listed(row.word("title")),
                    }
                )
            ],
            "telecom": _phone(row.word("phone")),
            "gender": row.word("sex"),
            "birthDate": row.iso("date_of_birth"),
            "address": _one(
                {"line": lines, "city": row.word("town"), "postalCode": row.word("postcode")}
            ),
        }
    )


def build_flag(row: RowValues) -> Resource:
    """Return an alert or a safeguarding concern."""
    return _resource(
        row,
        "Flag",
        status="inactive" if _has_ended(row) else "active",
        category=[_heading(row)],
        code=_concept(row),
        subject=_subject(row),
        period=_period(row),
        author=_author(row),
    )


def build_legal(row: RowValues) -> Resource:
    """Return a legal arrangement, such as a power of attorney."""
    return _resource(
        row,
        "Consent",
        status="inactive" if _has_ended(row) else "active",
        scope=_code("consentscope", "patient-privacy", "Privacy Consent"),
        category=[_concept(row), _heading(row)],
        patient=_subject(row),
        dateTime=row.iso("recorded_on"),
        policyRule={"text": row.word("description")},
        provision=_filled({"period": _period(row)}),
    )


def build_care_team(row: RowValues) -> Resource:
    """Return a worker or a team who looks after the person."""
    telecom = _phone(row.word("team_phone"))
    member: JsonValue = {
        "display": row.word("worker_name") or row.word("team") or row.word("description")
    }
    return _resource(
        row,
        "CareTeam",
        status="inactive" if _has_ended(row) else "active",
        category=[_heading(row)],
        name=row.word("description") or row.word("team"),
        subject=_subject(row),
        period=_period(row),
        participant=[
            _filled(
                {
                    "role": _listed_text(row.word("worker_role")),
                    "member": member,
                    "onBehalfOf": _filled({"display": row.word("team")}),
                }
            )
        ],
        telecom=telecom,
        note=_notes(row),
    )


def build_personal_contact(row: RowValues) -> Resource:
    """Return a relative or friend: `description` is the relationship, `worker_name` the name."""
    return _resource(
        row,
        "RelatedPerson",
        meta={"tag": [_heading_coding(row)]},
        active=not _has_ended(row),
        patient=_subject(row),
        relationship=_listed_text(row.word("description")),
        name=[{"text": row.word("worker_name")}],
        telecom=_phone(row.word("team_phone")),
        period=_period(row),
    )


def build_referral(row: RowValues) -> Resource:
    """Return a referral to a team."""
    return _resource(
        row,
        "ServiceRequest",
        status="completed" if _has_ended(row) else "active",
        intent="order",
        category=[_heading(row)],
        code=_concept(row),
        subject=_subject(row),
        occurrencePeriod=_period(row),
        authoredOn=row.iso("recorded_on") or row.iso("start_date"),
        requester=_author(row),
        performer=_one({"display": row.word("team")}),
        note=_notes(row),
    )


def build_care_package(row: RowValues) -> Resource:
    """Return a package of care."""
    return _resource(
        row,
        "CarePlan",
        status="completed" if _has_ended(row) else "active",
        intent="plan",
        category=[_heading(row)],
        title=row.word("description"),
        description=row.word("notes"),
        subject=_subject(row),
        period=_period(row),
        created=row.iso("recorded_on"),
        author=_author(row),
        contributor=_one({"display": row.word("team")}),
    )


def build_support_reason(row: RowValues) -> Resource:
    """Return the main reason for which a person is supported."""
    state = "inactive" if _has_ended(row) else "active"
    return _resource(
        row,
        "Condition",
        clinicalStatus=_code("condition-clinical", state, state.capitalize()),
        category=[_heading(row)],
        code=_concept(row),
        subject=_subject(row),
        onsetDateTime=row.iso("start_date"),
        abatementDateTime=row.iso("end_date"),
        recordedDate=row.iso("recorded_on"),
        recorder=_author(row),
        note=_notes(row),
    )


def build_assessment(row: RowValues) -> Resource:
    """Return an assessment and what it found."""
    return _resource(
        row,
        "Observation",
        status="final",
        category=[_heading(row)],
        code=_concept(row),
        subject=_subject(row),
        effectiveDateTime=row.iso("start_date"),
        performer=_one({"display": _worker(row)}),
        valueString=row.word("notes"),
    )


def build_equipment(row: RowValues) -> Resource:
    """Return equipment or an adaptation that a person uses."""
    return _resource(
        row,
        "DeviceUseStatement",
        meta={"tag": [_heading_coding(row)]},
        status="completed" if _has_ended(row) else "active",
        subject=_subject(row),
        timingPeriod=_period(row),
        recordedOn=row.iso("recorded_on"),
        device={"display": row.word("description")},
        source=_author(row),
        note=_notes(row),
    )


def _resource(row: RowValues, kind: str, **elements: JsonValue) -> Resource:
    """Return a resource with the row's identity and those elements that hold something."""
    return {"resourceType": kind, "id": row.word("record_id"), **_without_empty(elements)}


def _without_empty(elements: Mapping[str, JsonValue]) -> Resource:
    """Return the elements that hold something, for FHIR has no empty ones."""
    return {name: value for name, value in elements.items() if value not in ("", [], {}, None)}


def _filled(elements: Mapping[str, JsonValue]) -> JsonValue:
    return _without_empty(elements)


def _one(elements: Mapping[str, JsonValue]) -> list[JsonValue]:
    """Return a list of one element, or an empty list where the element would be empty."""
    filled = _without_empty(elements)
    return [filled] if filled else []


def _listed(text: str) -> list[JsonValue]:
    return [text] if text else []


def _listed_text(text: str) -> list[JsonValue]:
    return [{"text": text}] if text else []


def _phone(number: str) -> list[JsonValue]:
    return [{"system": "phone", "value": number}] if number else []


def _notes(row: RowValues) -> list[JsonValue]:
    return _listed_text(row.word("notes"))


def _subject(row: RowValues) -> JsonValue:
    return {"reference": f"Patient/{row.word('person_id')}"}


def _worker(row: RowValues) -> str:
    """Return who did it, with what they are: "Jo Bloggs, Social worker"."""
    return ", ".join(filter(None, (row.word("worker_name"), row.word("worker_role"))))


def _author(row: RowValues) -> JsonValue:
    return _without_empty({"display": _worker(row) or row.word("team")})


def _concept(row: RowValues) -> JsonValue:
    """Return what the row is about, with its code where the council gave one."""
    code = row.word("code")
    coding: list[JsonValue] = [{"code": code, "display": row.word("description")}] if code else []
    return _without_empty({"coding": coding, "text": row.word("description")})


def _code(system: str, code: str, display: str) -> JsonValue:
    return {"coding": [{"system": _CODES + system, "code": code, "display": display}]}


def _heading_coding(row: RowValues) -> JsonValue:
    section = SECTIONS[row.word("record_type")]
    return {"system": _HEADINGS, "code": section.value, "display": section.label}


def _heading(row: RowValues) -> JsonValue:
    return {"coding": [_heading_coding(row)]}


def _period(row: RowValues) -> JsonValue:
    return _without_empty({"start": row.iso("start_date"), "end": row.iso("end_date")})


def _has_ended(row: RowValues) -> bool:
    return row.word("status").lower() in _ENDED_WORDS
