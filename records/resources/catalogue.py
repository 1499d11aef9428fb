"""Which module reads which FHIR resource type, and why other types are no record entries."""

from typing import Final

from . import (
    adverse_event,
    allergy_intolerance,
    appointment,
    care_plan,
    care_team,
    clinical_impression,
    communication,
    composition,
    condition,
    consent,
    device_use_statement,
    diagnostic_report,
    document_reference,
    encounter,
    episode_of_care,
    family_member_history,
    flag,
    goal,
    imaging_study,
    immunization,
    immunization_recommendation,
    media,
    medication_administration,
    medication_dispense,
    medication_request,
    medication_statement,
    nutrition_order,
    observation,
    procedure,
    questionnaire_response,
    related_person,
    research_subject,
    risk_assessment,
    service_request,
    task,
)
from . import list as resource_list
from .shape import References, Resource, ResourceModule, TakenAttachment

MODULES: Final[dict[str, ResourceModule]] = {
    "AdverseEvent": adverse_event,
    "AllergyIntolerance": allergy_intolerance,
    "Appointment": appointment,
    "CarePlan": care_plan,
    "CareTeam": care_team,
    "ClinicalImpression": clinical_impression,
    "Communication": communication,
    "Composition": composition,
    "Condition": condition,
    "Consent": consent,
    "DeviceUseStatement": device_use_statement,
    "DiagnosticReport": diagnostic_report,
    "DocumentReference": document_reference,
    "Encounter": encounter,
    "EpisodeOfCare": episode_of_care,
    "FamilyMemberHistory": family_member_history,
    "Flag": flag,
    "Goal": goal,
    "ImagingStudy": imaging_study,
    "Immunization": immunization,
    "ImmunizationRecommendation": immunization_recommendation,
    "List": resource_list,
    "Media": media,
    "MedicationAdministration": medication_administration,
    "MedicationDispense": medication_dispense,
    "MedicationRequest": medication_request,
    "MedicationStatement": medication_statement,
    "NutritionOrder": nutrition_order,
    "Observation": observation,
    "Procedure": procedure,
    "QuestionnaireResponse": questionnaire_response,
    "RelatedPerson": related_person,
    "ResearchSubject": research_subject,
    "RiskAssessment": risk_assessment,
    "ServiceRequest": service_request,
    "Task": task,
}

# What entries lean on: kept by the import as long as it needs them, never entries of their own.
SUPPORTING: Final = frozenset(
    {
        "Binary",
        "BodyStructure",
        "Device",
        "HealthcareService",
        "Location",
        "Medication",
        "Organization",
        "OrganizationAffiliation",
        "Practitioner",
        "PractitionerRole",
        "Provenance",
        "Specimen",
        "Substance",
    }
)

_ENVELOPES = frozenset({"Bundle", "MessageHeader", "OperationOutcome", "Parameters"})
_PAYMENT = frozenset(
    {
        "Account", "ChargeItem", "ChargeItemDefinition", "Claim", "ClaimResponse", "Contract",
        "Coverage", "CoverageEligibilityRequest", "CoverageEligibilityResponse",
        "EnrollmentRequest", "EnrollmentResponse", "ExplanationOfBenefit", "InsurancePlan",
        "Invoice", "PaymentNotice", "PaymentReconciliation",
    }
)  # fmt: skip
_TRACES = frozenset({"AuditEvent", "Linkage", "VerificationResult"})
_SCHEDULING = frozenset({"AppointmentResponse", "Schedule", "Slot"})
# These are about a person, and no module reads them: nothing of the PRSB headings needs them.
_UNREAD = frozenset(
    {
        "Basic", "BiologicallyDerivedProduct", "CommunicationRequest", "DetectedIssue",
        "DeviceRequest", "DocumentManifest", "GuidanceResponse", "ImmunizationEvaluation",
        "MeasureReport", "MolecularSequence", "RequestGroup", "SupplyDelivery", "SupplyRequest",
        "VisionPrescription",
    }
)  # fmt: skip


def is_entry(resource_type: str) -> bool:
    """Whether resources of a type become record entries."""
    return resource_type in MODULES


def is_supporting(resource_type: str) -> bool:
    """Whether resources of a type only help to read entries."""
    return resource_type in SUPPORTING


def why_not_an_entry(resource_type: str) -> str:
    """Return in a sentence why a type is no record entry; nothing for those that are."""
    if resource_type in MODULES:
        return ""
    for types, sentence in _REASONS:
        if resource_type in types:
            return f"{resource_type} {sentence}"
    return f"{resource_type} is a definition or a resource about no one person."


_REASONS: Final = (
    (frozenset({"Patient"}), "builds the index of people; it is not an entry of the record."),
    (SUPPORTING, "helps to read other entries; it is not one itself."),
    (_ENVELOPES, "carries other resources or an answer; it says nothing about a person itself."),
    (_PAYMENT, "is about payment, which is not part of a care record."),
    (_TRACES, "says who did what in a system; it is not part of a care record."),
    (_SCHEDULING, "is about free and taken time; only Appointment is part of the record."),
    (frozenset({"Person", "Group"}), "joins people together; the index decides that itself."),
    (_UNREAD, "is about a person, but stands under none of the headings that are shown."),
)


def take_attachments(resource: Resource, references: References) -> list[TakenAttachment]:
    """
    Take the bytes of all documents out of a resource that carries any, leaving their digests.

    :raises UnreadableValue: the bytes are not base64
    """
    taker = _TAKERS.get(str(resource.get("resourceType")))
    return taker(resource, references) if taker else []


_TAKERS: Final = {
    "Consent": consent.take_attachments,
    "DiagnosticReport": diagnostic_report.take_attachments,
    "DocumentReference": document_reference.take_attachments,
    "Media": media.take_attachments,
}
