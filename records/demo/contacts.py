"""Entries of contact: encounters, appointments, referrals and documents."""

from base64 import b64encode
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha1

from records.demo.chart import Chart
from records.demo.days import moment, working_before
from records.demo.places import Staff
from records.demo.terms import CONSULTATION, Term, coded, concept
from records.resources.shape import Resource

ACT = "http://terminology.hl7.org/CodeSystem/v3-ActCode"
EXTENSION = "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-"
METHOD = "https://fhir.hl7.org.uk/CodeSystem/UKCore-"
CLASSES = {
    "AMB": "ambulatory",
    "IMP": "inpatient encounter",
    "EMER": "emergency",
    "HH": "home health",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """A meeting of a person with a professional, or a stay."""

    start: datetime
    end: datetime | None
    kind: str = "AMB"
    term: Term = CONSULTATION
    reason: str = ""
    service: str = ""
    place: str = ""
    staff: Staff | None = None


def encounter(chart: Chart, contact: Contact, extensions: list[Resource] | None = None) -> Resource:
    period: Resource = {"start": contact.start.isoformat()}
    body: Resource = {
        "status": "finished" if contact.end else "in-progress",
        "class": {"system": ACT, "code": contact.kind, "display": CLASSES[contact.kind]},
        "type": [concept(contact.term)],
        "subject": chart.subject,
        "participant": [{"individual": chart.by(contact.staff)}],
        "period": period,
        "serviceProvider": chart.organization,
    }
    if contact.end:
        period["end"] = contact.end.isoformat()
    if contact.reason:
        body["reasonCode"] = [{"text": contact.reason}]
    if contact.service:
        body["serviceType"] = {"text": contact.service}
    if contact.place:
        body["location"] = [{"location": {"display": contact.place}}]
    if extensions:
        body["extension"] = [*extensions]
    return chart.add("Encounter", body)


def admission_method(code: str, words: str) -> Resource:
    return {
        "url": EXTENSION + "AdmissionMethod",
        "valueCodeableConcept": coded(METHOD + "AdmissionMethodEngland", code, words),
    }


def discharge_method(code: str, words: str) -> Resource:
    return {
        "url": EXTENSION + "DischargeMethod",
        "valueCodeableConcept": coded(METHOD + "DischargeMethodEngland", code, words),
    }


def appointment(
    chart: Chart, at: datetime, service: str, *, reason: str, booked: date, by: Staff | None = None
) -> Resource:
    who: Resource = {"actor": chart.subject, "status": "accepted"}
    clinician: Resource = {"actor": chart.by(by), "status": "accepted"}
    place: Resource = {"actor": {"display": chart.source.site}, "status": "accepted"}
    return chart.add(
        "Appointment",
        {
            "status": "booked",
            "serviceType": [{"text": service}],
            "reasonCode": [{"text": reason}],
            "description": reason,
            "start": at.isoformat(),
            "end": (at + timedelta(minutes=20)).isoformat(),
            "created": booked.isoformat(),
            "participant": [who, clinician, place],
        },
    )


def referral(chart: Chart, to: str, on: date, *, reason: str, urgent: bool = False) -> Resource:
    return chart.add(
        "ServiceRequest",
        {
            "status": "completed",
            "intent": "order",
            "category": [{"text": "Referral"}],
            "priority": "urgent" if urgent else "routine",
            "code": {"text": f"Referral to {to}"},
            "subject": chart.subject,
            "authoredOn": moment(working_before(on), 12, 40).isoformat(),
            "requester": chart.by(),
            "performerType": {"text": to},
            "reasonCode": [{"text": reason}],
        },
    )


@dataclass(frozen=True, slots=True)
class Content:
    """The bytes of a document and what they are."""

    body: bytes
    media_type: str


def document(
    chart: Chart, term: Term, at: datetime, *, title: str, content: Content, inline: bool = False
) -> Resource:
    """Add a document: inline, or as a Binary that goes with it."""
    encoded = b64encode(content.body).decode()
    attachment: Resource = {
        "contentType": content.media_type,
        "title": title,
        "creation": at.isoformat(),
        "size": len(content.body),
        "hash": b64encode(sha1(content.body, usedforsecurity=False).digest()).decode(),
    }
    if inline:
        attachment["data"] = encoded
    else:
        held = chart.add("Binary", {"contentType": content.media_type, "data": encoded})
        attachment["url"] = held["reference"]
    return chart.add(
        "DocumentReference",
        {
            "status": "current",
            "docStatus": "final",
            "type": concept(term),
            "category": [{"text": "Correspondence"}],
            "subject": chart.subject,
            "date": (at + timedelta(hours=3)).isoformat(),
            "author": [chart.by()],
            "custodian": chart.organization,
            "description": title,
            "content": [{"attachment": attachment}],
            "context": {"period": {"start": at.isoformat()}},
        },
    )
