"""Whom a resource is about: which element of each FHIR type bears the patient."""

from typing import Final

from .reading import part, parts, word
from .shape import Resource, Subject

# Every R4 type with an element that bears a patient, and that element.
PATIENT_ELEMENTS: Final = {
    "Account": "subject",
    "AdverseEvent": "subject",
    "AllergyIntolerance": "patient",
    "Appointment": "participant",
    "AppointmentResponse": "actor",
    "Basic": "subject",
    "BodyStructure": "patient",
    "CarePlan": "subject",
    "CareTeam": "subject",
    "ChargeItem": "subject",
    "Claim": "patient",
    "ClaimResponse": "patient",
    "ClinicalImpression": "subject",
    "Communication": "subject",
    "CommunicationRequest": "subject",
    "Composition": "subject",
    "Condition": "subject",
    "Consent": "patient",
    "Contract": "subject",
    "Coverage": "beneficiary",
    "CoverageEligibilityRequest": "patient",
    "CoverageEligibilityResponse": "patient",
    "DetectedIssue": "patient",
    "Device": "patient",
    "DeviceRequest": "subject",
    "DeviceUseStatement": "subject",
    "DiagnosticReport": "subject",
    "DocumentManifest": "subject",
    "DocumentReference": "subject",
    "Encounter": "subject",
    "EnrollmentRequest": "candidate",
    "EpisodeOfCare": "patient",
    "ExplanationOfBenefit": "patient",
    "FamilyMemberHistory": "patient",
    "Flag": "subject",
    "Goal": "subject",
    "GuidanceResponse": "subject",
    "ImagingStudy": "subject",
    "Immunization": "patient",
    "ImmunizationEvaluation": "patient",
    "ImmunizationRecommendation": "patient",
    "Invoice": "subject",
    "List": "subject",
    "MeasureReport": "subject",
    "Media": "subject",
    "MedicationAdministration": "subject",
    "MedicationDispense": "subject",
    "MedicationRequest": "subject",
    "MedicationStatement": "subject",
    "MolecularSequence": "patient",
    "NutritionOrder": "patient",
    "Observation": "subject",
    "Procedure": "subject",
    "QuestionnaireResponse": "subject",
    "RelatedPerson": "patient",
    "RequestGroup": "subject",
    "ResearchSubject": "individual",
    "RiskAssessment": "subject",
    "ServiceRequest": "subject",
    "Specimen": "subject",
    "SupplyDelivery": "patient",
    "SupplyRequest": "deliverTo",
    "Task": "for",
    "VisionPrescription": "patient",
}
# A reference that begins so is to something that is no patient.
_NOT_PATIENTS = (
    "Group/",
    "Device/",
    "Location/",
    "Practitioner/",
    "PractitionerRole/",
    "Organization/",
    "HealthcareService/",
    "RelatedPerson/",
    "Substance/",
    "Medication/",
)


def subjects_of(resource: Resource) -> tuple[Subject, ...]:
    """
    Return whom a resource may be about, the likeliest first.

    One at most for every type but Appointment, whose patient is one of its participants: there
    a reference such as `urn:uuid:…` may turn out to be somebody else.
    """
    name = PATIENT_ELEMENTS.get(word(resource, "resourceType"))
    if name is None:
        return ()
    found = parts(resource, name)
    if name == "participant":
        found = sorted((part(item, "actor") for item in found), key=_is_unsure)
    return tuple([_subject(reference) for reference in found if _may_be_patient(reference)])


def _is_unsure(reference: Resource) -> bool:
    """Whether a reference does not say that it is to a patient."""
    return word(reference, "type") != "Patient" and "Patient/" not in word(reference, "reference")


def _may_be_patient(reference: Resource) -> bool:
    """Whether a reference could be to a patient."""
    kind, target = word(reference, "type"), word(reference, "reference")
    if kind and kind != "Patient":
        return False
    if not target:
        return bool(part(reference, "identifier"))
    return not any(f"/{other}" in f"/{target}" for other in _NOT_PATIENTS)


def _subject(reference: Resource) -> Subject:
    """Return a reference to a patient with what identifies them."""
    identifier = part(reference, "identifier")
    return Subject(
        reference=word(reference, "reference"),
        identifier_system=word(identifier, "system"),
        identifier=word(identifier, "value"),
    )
