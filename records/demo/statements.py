"""Entries that state what is so: problems, allergies, medicines, vaccinations, procedures."""

from datetime import date, datetime

from records.demo.allergies import Allergy
from records.demo.chart import Chart
from records.demo.days import moment
from records.demo.medicines import Medicine
from records.demo.places import Staff
from records.demo.terms import Term, coded, concept
from records.resources.shape import JsonValue, Resource

TERMINOLOGY = "http://terminology.hl7.org/CodeSystem/"
CLINICAL = TERMINOLOGY + "condition-clinical"
VERIFICATION = TERMINOLOGY + "condition-ver-status"
ORAL = {"tablet", "capsule", "ml"}


def problem(
    chart: Chart, term: Term, since: date, *, ended: date | None = None, note: str = ""
) -> Resource:
    body: Resource = {
        "clinicalStatus": coded(CLINICAL, "resolved" if ended else "active"),
        "verificationStatus": coded(VERIFICATION, "confirmed"),
        "category": [
            coded(TERMINOLOGY + "condition-category", "problem-list-item", "Problem List Item")
        ],
        "code": concept(term),
        "subject": chart.subject,
        "onsetDateTime": since.isoformat(),
        "recordedDate": moment(since, 11, 20).isoformat(),
        "recorder": chart.by(),
    }
    if ended:
        body["abatementDateTime"] = ended.isoformat()
    if note:
        body["note"] = [{"text": note}]
    return chart.add("Condition", body)


def allergy(chart: Chart, known: Allergy, since: date, recorded: date, note: str = "") -> Resource:
    reactions: list[JsonValue] = [concept(reaction) for reaction in known.reactions]
    body: Resource = {
        "clinicalStatus": coded(TERMINOLOGY + "allergyintolerance-clinical", "active", "Active"),
        "verificationStatus": coded(
            TERMINOLOGY + "allergyintolerance-verification", "confirmed", "Confirmed"
        ),
        "type": "allergy",
        "category": [known.category],
        "criticality": "high" if known.severity == "severe" else "low",
        "code": concept(known.agent),
        "patient": chart.subject,
        "onsetDateTime": since.isoformat(),
        "recordedDate": moment(recorded, 10, 45).isoformat(),
        "recorder": chart.by(),
        "reaction": [{"manifestation": reactions, "severity": known.severity}],
    }
    if note:
        body["note"] = [{"text": note}]
    return chart.add("AllergyIntolerance", body)


def no_allergies(chart: Chart, on: date, term: Term) -> Resource:
    return chart.add(
        "AllergyIntolerance",
        {
            "clinicalStatus": coded(
                TERMINOLOGY + "allergyintolerance-clinical", "active", "Active"
            ),
            "verificationStatus": coded(
                TERMINOLOGY + "allergyintolerance-verification", "confirmed", "Confirmed"
            ),
            "code": concept(term),
            "patient": chart.subject,
            "recordedDate": moment(on, 10, 45).isoformat(),
            "recorder": chart.by(),
        },
    )


def dosage(medicine: Medicine) -> Resource:
    """Return how a medicine is taken, in words and in numbers."""
    dose: Resource = {"value": medicine.dose, "unit": medicine.unit}
    if medicine.unit in {"mg", "ml"}:
        dose |= {
            "system": "http://unitsofmeasure.org",
            "code": "mL" if medicine.unit == "ml" else "mg",
        }
    body: Resource = {"text": medicine.words, "doseAndRate": [{"doseQuantity": dose}]}
    if medicine.frequency:
        repeat: Resource = {"frequency": medicine.frequency, "period": 1, "periodUnit": "d"}
        body["timing"] = {"repeat": repeat}
    elif "when" in medicine.words:
        body["asNeededBoolean"] = True
    if medicine.unit in ORAL:
        body["route"] = coded("http://snomed.info/sct", "26643006", "Oral")
    return body


def prescription(
    chart: Chart, medicine: Medicine, since: date, *, ended: date | None = None, why: str = ""
) -> Resource:
    """Add a GP prescription: a repeat that still runs, one that was stopped, or a short course."""
    short = medicine.course_days > 0
    course = "acute" if short else "continuous"
    words = "Short course (acute) therapy" if short else "Continuous long term therapy"
    status = "active" if ended is None else "completed" if short else "stopped"
    body: Resource = {
        "status": status,
        "intent": "order",
        "category": [coded(TERMINOLOGY + "medicationrequest-category", "community", "Community")],
        "medicationCodeableConcept": concept(medicine.product),
        "subject": chart.subject,
        "authoredOn": moment(since, 10, 12).isoformat(),
        "requester": chart.by(),
        "courseOfTherapyType": coded(
            TERMINOLOGY + "medicationrequest-course-of-therapy", course, words
        ),
        "dosageInstruction": [dosage(medicine)],
    }
    if ended:
        period: Resource = {"start": since.isoformat(), "end": ended.isoformat()}
        body["dispenseRequest"] = {"validityPeriod": period}
    if why:
        body["statusReason" if status == "stopped" else "reasonCode"] = (
            {"text": why} if status == "stopped" else [{"text": why}]
        )
    return chart.add("MedicationRequest", body)


def medicine_taken(
    chart: Chart, medicine: Medicine, since: date, *, asserted: datetime, stopped: str = ""
) -> Resource:
    """Add a medicine as a hospital or trust lists it; `stopped` says why it was stopped."""
    period: Resource = {"start": since.isoformat()}
    body: Resource = {
        "status": "stopped" if stopped else "active",
        "medicationCodeableConcept": concept(medicine.product),
        "subject": chart.subject,
        "effectivePeriod": period,
        "dateAsserted": asserted.isoformat(),
        "informationSource": chart.by(),
        "dosage": [dosage(medicine)],
    }
    if stopped:
        period["end"] = asserted.date().isoformat()
        body["statusReason"] = [{"text": stopped}]
    return chart.add("MedicationStatement", body)


def vaccination(chart: Chart, product: Term, on: date, *, against: str, dose: int = 1) -> Resource:
    return chart.add(
        "Immunization",
        {
            "status": "completed",
            "vaccineCode": concept(product),
            "patient": chart.subject,
            "occurrenceDateTime": on.isoformat(),
            "recorded": moment(on, 15, 5).isoformat(),
            "primarySource": True,
            "performer": [{"actor": chart.by(chart.nurse)}],
            "site": {"text": "Left upper arm" if dose % 2 else "Right upper arm"},
            "protocolApplied": [
                {"targetDisease": [{"text": against}], "doseNumberPositiveInt": dose}
            ],
        },
    )


def vaccination_declined(chart: Chart, product: Term, on: date, *, against: str) -> Resource:
    return chart.add(
        "Immunization",
        {
            "status": "not-done",
            "statusReason": coded(
                "http://terminology.hl7.org/CodeSystem/v3-ActReason", "PATOBJ", "patient objection"
            ),
            "vaccineCode": concept(product),
            "patient": chart.subject,
            "occurrenceDateTime": on.isoformat(),
            "recorded": moment(on, 15, 5).isoformat(),
            "protocolApplied": [{"targetDisease": [{"text": against}], "doseNumberPositiveInt": 1}],
        },
    )


def procedure(
    chart: Chart, term: Term, on: date, *, by: Staff | None = None, note: str = ""
) -> Resource:
    body: Resource = {
        "status": "completed",
        "code": concept(term),
        "subject": chart.subject,
        "performedDateTime": on.isoformat(),
        "performer": [{"actor": chart.by(by)}],
    }
    if note:
        body["note"] = [{"text": note}]
    return chart.add("Procedure", body)


def family_history(chart: Chart, relation: str, condition: Term, on: date) -> Resource:
    return chart.add(
        "FamilyMemberHistory",
        {
            "status": "completed",
            "patient": chart.subject,
            "date": on.isoformat(),
            "relationship": {"text": relation},
            "condition": [{"code": concept(condition)}],
        },
    )
