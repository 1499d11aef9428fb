"""Value sets and headings of the record. Values are the standards' codes, verbatim."""

from typing import Final

from django.db.models import TextChoices

from accounts.codes import JobRole

# Who reads records, and who besides them looks for people.
CARE_ROLES: Final = (
    JobRole.CLINICIAN,
    JobRole.NURSE,
    JobRole.HEALTH_PROFESSIONAL,
    JobRole.SOCIAL_CARE_PROFESSIONAL,
    JobRole.DEMOGRAPHICS_VIEWER,
)
SEARCHING_ROLES: Final = (*CARE_ROLES, JobRole.PRIVACY_OFFICER)


class RecordSection(TextChoices):
    """
    The 38 headings of the PRSB Core Information Standard v2, in its order.

    Values are codes of UKCore-RecordStandardHeadings 2.2.0 where one exists; `about-me`,
    `personal-contacts`, `primary-support-reason`, `formulation`, `equipment-and-adaptations`,
    `care-and-support-plan`, `contingency-plans`, `additional-support-plans` and
    `end-of-life-care` have none there and are local.
    """

    PERSON_DEMOGRAPHICS = "person-demographics", "Personal details"
    GP_PRACTICE = "gp-practice", "GP practice"
    ABOUT_ME = "about-me", "About me"
    INDIVIDUAL_REQUIREMENTS = "individual-requirements", "Individual requirements"
    ALERTS = "alerts", "Alerts"
    LEGAL_INFORMATION = "legal-information", "Legal information"
    SAFEGUARDING = "safeguarding", "Safeguarding"
    PROFESSIONAL_CONTACTS = "professional-contacts", "People involved"
    PERSONAL_CONTACTS = "personal-contacts", "Family and personal contacts"
    PARTICIPATION_IN_RESEARCH = "participation-in-research", "Research"
    REFERRAL_DETAILS = "referral-details", "Referrals"
    CONTACT_WITH_PROFESSIONALS = "contact-with-professionals", "Contacts and visits"
    ADMISSION_DETAILS = "admission-details", "Admissions"
    DISCHARGE_DETAILS = "discharge-details", "Discharges"
    FUTURE_APPOINTMENTS = "future-appointments", "Appointments"
    VACCINATIONS = "vaccinations", "Vaccinations"
    PROBLEMS = "problems", "Problems"
    PROCEDURES_AND_THERAPIES = "procedures-and-therapies", "Procedures"
    SOCIAL_CONTEXT = "social-context", "Social context"
    SERVICES_AND_CARE = "services-and-care", "Services and care"
    PRIMARY_SUPPORT_REASON = "primary-support-reason", "Primary support reason"
    FAMILY_HISTORY = "family-history", "Family history"
    INVESTIGATION_RESULTS = "investigation-results", "Results"
    INVESTIGATIONS_REQUESTED = "investigations-requested", "Tests requested"
    EXAMINATION_FINDINGS = "examination-findings", "Observations and findings"
    PREGNANCY_STATUS = "pregnancy-status", "Pregnancy"
    ASSESSMENTS = "assessments", "Assessments"
    FORMULATION = "formulation", "Formulation"
    RISK_INFORMATION = "risk-information", "Risks"
    ALLERGIES = "allergies-and-adverse-reaction", "Allergies"
    MEDICATIONS = "medications-and-medical-devices", "Medicines"
    EQUIPMENT_AND_ADAPTATIONS = "equipment-and-adaptations", "Equipment and adaptations"
    PLAN_AND_REQUESTED_ACTIONS = "plan-and-requested-actions", "Plans and actions"
    CARE_AND_SUPPORT_PLAN = "care-and-support-plan", "Care and support plan"
    CONTINGENCY_PLANS = "contingency-plans", "Contingency and safety plans"
    ADDITIONAL_SUPPORT_PLANS = "additional-support-plans", "Additional support plans"
    END_OF_LIFE_CARE = "end-of-life-care", "End of life care"
    DOCUMENTS = (
        "documents-including-correspondence-audio-and-images",
        "Letters and documents",
    )


class DatePrecision(TextChoices):
    """How exactly a FHIR date was given: a year, a month, a day, or a moment."""

    YEAR = "Y", "Year"
    MONTH = "M", "Month"
    DAY = "D", "Day"
    TIME = "T", "Time"


class FeedFormat(TextChoices):
    """The formats that a feed may send."""

    FHIR_BUNDLE = "fhir-bundle", "FHIR R4 Bundle"
    FHIR_NDJSON = "fhir-ndjson", "FHIR R4 NDJSON"
    CSV = "csv", "CSV"


class FeedMode(TextChoices):
    """Whether a feed sends all that it holds every time, or only what changed."""

    SNAPSHOT = "snapshot", "Everything each time"
    DELTA = "delta", "Changes only"


class FeedState(TextChoices):
    """The life of a feed."""

    PLANNED = "planned", "Does not share yet"
    ACTIVE = "active", "Active"
    SUSPENDED = "suspended", "Suspended"


class ImportRunState(TextChoices):
    """The life of one import run."""

    WAITING = "waiting", "Waiting"
    RUNNING = "running", "Running"
    FINISHED = "finished", "Finished"
    FAILED = "failed", "Failed"


class QuarantineReason(TextChoices):
    """Why an item was set aside, in words that lead to what must be done."""

    NOT_JSON = "not-json", "Not readable as JSON"
    INVALID = "invalid", "Not valid FHIR R4"
    WRONG_VERSION = "wrong-version", "Not FHIR R4"
    NO_PATIENT = "no-patient", "Does not say whom it is about"
    UNKNOWN_PATIENT = "unknown-patient", "About a person this feed has not sent"
    PATIENT_HELD = "patient-held", "About a person who is held for review"
    IDENTITY_CONFLICT = "identity-conflict", "Identity in conflict, held for review"
    LIKELY_MATCH = "likely-match", "May be someone already known, held for review"
    NO_IDENTITY = "no-identity", "Has no identifier from its source"
    BAD_VALUE = "bad-value", "A value cannot be read"
    TOO_LARGE = "too-large", "Larger than the limit"
    BAD_ROW = "bad-row", "A row does not fit the column map"


class QuarantineState(TextChoices):
    """Whether an item in quarantine still needs a person."""

    OPEN = "open", "Open"
    RESOLVED = "resolved", "Resolved"
    DISMISSED = "dismissed", "Dismissed"


class SectionAccess(TextChoices):
    """What a role may see of a section."""

    FULL = "full", "All entries"
    EXISTENCE = "existence", "Only that there are entries"
    NONE = "none", "Nothing"


class Sensitivity(TextChoices):
    """Why an entry needs more than the ordinary right to its section."""

    ORDINARY = "", "Ordinary"
    SENSITIVE = "sensitive", "Sensitive"


class AccessKind(TextChoices):
    """What a person did with a record; each is written down before they get their answer."""

    SEARCH = "search", "Searched"
    OPEN = "open", "Opened the record"
    SECTION = "section", "Read a section"
    ENTRY = "entry", "Read an entry"
    DOCUMENT = "document", "Read a document"
    REVIEW = "review", "Reviewed who looked"
    QUARANTINE = "quarantine", "Read an item in quarantine"
    REPORT = "report", "Began to report a problem with an entry"


class EmergencyKind(TextChoices):
    """Why the record cannot wait until somebody's lapsed training is renewed."""

    LIFE = "life", "Somebody’s life is at risk"
    URGENT_CARE = "urgent-care", "Urgent care that cannot wait"
    SAFEGUARDING = "safeguarding", "An urgent safeguarding concern"
    MAJOR_INCIDENT = "major-incident", "A major incident"


class EndReason(TextChoices):
    """Why a state of an entry is no longer the current one."""

    SUPERSEDED = "superseded", "Replaced by a newer state"
    WITHDRAWN = "withdrawn", "Withdrawn by its source"
    MOVED = "moved", "Moved to another person by its source"


class ImportFileState(TextChoices):
    """How far one file of a run has come."""

    WAITING = "waiting", "Waiting"
    READING = "reading", "Reading"
    DONE = "done", "Done"
    REFUSED = "refused", "Refused"


class RunTrigger(TextChoices):
    """What started a run."""

    SCHEDULE = "schedule", "Schedule"
    PERSON = "person", "A person"
