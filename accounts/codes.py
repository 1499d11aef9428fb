"""Value sets of organizations and the people who act for them."""

from typing import Final

from django.db.models import TextChoices


class OrganizationKind(TextChoices):
    """What an organization is, in the words of the three integrated care systems."""

    REGION = "region", "Region"
    ICB = "icb", "Integrated care board"
    GP_PRACTICE = "gp-practice", "GP practice"
    ACUTE = "acute", "Acute trust"
    MENTAL_HEALTH = "mental-health", "Mental health trust"
    COMMUNITY = "community", "Community trust"
    AMBULANCE = "ambulance", "Ambulance service"
    LOCAL_AUTHORITY = "local-authority", "Local authority"
    HOSPICE = "hospice", "Hospice"
    SERVICE_PROVIDER = "service-provider", "Service provider"


class JobRole(TextChoices):
    """
    What a person does at an organization; each leads to its own home page and sections.

    National role-based access codes, where one exists, are in NATIONAL_ROLE_CODES.
    """

    CLINICIAN = "clinician", "Clinical practitioner"
    NURSE = "nurse", "Nurse"
    HEALTH_PROFESSIONAL = "health-professional", "Health professional"
    SOCIAL_CARE_PROFESSIONAL = "social-care-professional", "Social care professional"
    DEMOGRAPHICS_VIEWER = "demographics-viewer", "Administrator (personal details only)"
    PRIVACY_OFFICER = "privacy-officer", "Privacy officer"
    INTEGRATION_ENGINEER = "integration-engineer", "Integration engineer"
    HELPDESK_ANALYST = "helpdesk-analyst", "Helpdesk analyst"
    TRAINER = "trainer", "Trainer"
    BOARD_MEMBER = "board-member", "Governance board member"
    ANALYST = "analyst", "Analyst"


NATIONAL_ROLE_CODES = {
    JobRole.CLINICIAN: "R8000",
    JobRole.NURSE: "R8001",
    JobRole.HEALTH_PROFESSIONAL: "R8003",
    JobRole.PRIVACY_OFFICER: "R0001",
}


class CareSetting(TextChoices):
    """Where care is given, as use of the service is counted by it."""

    EMERGENCY = "emergency-care", "A&E and urgent care"
    HOSPITAL = "hospital", "Hospital wards and clinics"
    PRIMARY_CARE = "primary-care", "Primary care"
    COMMUNITY = "community", "Community health"
    MENTAL_HEALTH = "mental-health", "Mental health"
    AMBULANCE = "ambulance", "Ambulance"
    SOCIAL_CARE = "social-care", "Social care, safeguarding and occupational therapy"
    OTHER = "other", "Other"


# Where people of an organization work if their role does not say otherwise.
SETTING_OF_KIND: Final = {
    OrganizationKind.GP_PRACTICE: CareSetting.PRIMARY_CARE,
    OrganizationKind.ACUTE: CareSetting.HOSPITAL,
    OrganizationKind.MENTAL_HEALTH: CareSetting.MENTAL_HEALTH,
    OrganizationKind.COMMUNITY: CareSetting.COMMUNITY,
    OrganizationKind.HOSPICE: CareSetting.COMMUNITY,
    OrganizationKind.AMBULANCE: CareSetting.AMBULANCE,
    OrganizationKind.LOCAL_AUTHORITY: CareSetting.SOCIAL_CARE,
}


class SignInEventKind(TextChoices):
    """What happened at the door."""

    SUCCESS = "success", "Signed in"
    FAILURE = "failure", "Wrong name or password"
    LOCKOUT = "lockout", "Refused: too many wrong passwords"
    SIGN_OUT = "sign-out", "Signed out"
    TIMED_OUT = "timed-out", "Signed out after a time without use"
    PASSWORD_CHANGED = "password-changed", "Changed password"
    ROLE_CHANGED = "role-changed", "Took up another role"


class SessionEnd(TextChoices):
    """Why the service ended a session; people read it on the sign-in page."""

    IDLE = "idle", "a time without use"
    LIMIT = "limit", "the longest time that a session may last"
