"""The list of sections beside a record, with what each holds for this viewer."""

from dataclasses import dataclass
from uuid import UUID

from records.codes import RecordSection as S
from records.queries.head import RecordHead

from .links import section_url, summary_url

# In the order that a clinician looks; everything that is not named falls under the last group.
GROUPS: tuple[tuple[str, tuple[S, ...]], ...] = (
    ("", (S.INVESTIGATION_RESULTS, S.MEDICATIONS, S.DOCUMENTS)),
    (
        "Health",
        (
            S.PROBLEMS,
            S.ALLERGIES,
            S.CONTACT_WITH_PROFESSIONALS,
            S.ADMISSION_DETAILS,
            S.DISCHARGE_DETAILS,
            S.FUTURE_APPOINTMENTS,
            S.REFERRAL_DETAILS,
            S.PROCEDURES_AND_THERAPIES,
            S.EXAMINATION_FINDINGS,
            S.VACCINATIONS,
            S.INVESTIGATIONS_REQUESTED,
            S.PREGNANCY_STATUS,
            S.FAMILY_HISTORY,
        ),
    ),
    (
        "Care and support",
        (
            S.CARE_AND_SUPPORT_PLAN,
            S.PLAN_AND_REQUESTED_ACTIONS,
            S.CONTINGENCY_PLANS,
            S.END_OF_LIFE_CARE,
            S.ADDITIONAL_SUPPORT_PLANS,
            S.SERVICES_AND_CARE,
            S.SAFEGUARDING,
            S.ALERTS,
            S.INDIVIDUAL_REQUIREMENTS,
            S.ASSESSMENTS,
            S.RISK_INFORMATION,
            S.FORMULATION,
            S.ABOUT_ME,
            S.SOCIAL_CONTEXT,
            S.PRIMARY_SUPPORT_REASON,
            S.EQUIPMENT_AND_ADAPTATIONS,
            S.LEGAL_INFORMATION,
        ),
    ),
    (
        "The person",
        (S.PROFESSIONAL_CONTACTS, S.PERSONAL_CONTACTS, S.PARTICIPATION_IN_RESEARCH),
    ),
)
# Their absence is an answer that people look for, so they stand there even when empty.
ALWAYS_SHOWN = {
    S.INVESTIGATION_RESULTS,
    S.MEDICATIONS,
    S.DOCUMENTS,
    S.PROBLEMS,
    S.ALLERGIES,
    S.CONTACT_WITH_PROFESSIONALS,
    S.SAFEGUARDING,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionLink:
    """A section to go to, with how many entries the viewer may see there."""

    label: str
    url: str
    count: int | None
    is_current: bool
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionGroup:
    """Sections that belong together."""

    title: str
    links: list[SectionLink]


def present_navigation(head: RecordHead, current: str) -> list[SectionGroup]:
    """Return the groups of sections that hold something; `current` is a section or "summary"."""
    patient_id = head.patient.pk
    groups = [
        SectionGroup(
            title=title,
            links=[
                _link(section, patient_id, head, current)
                for section in sections
                if _is_shown(section, head)
            ],
        )
        for title, sections in GROUPS
    ]
    summary = SectionLink(
        label="Summary",
        url=summary_url(patient_id),
        count=None,
        is_current=current == "summary",
    )
    if not head.scope.is_personal_only:
        groups[0].links.insert(0, summary)
    details = S.PERSON_DEMOGRAPHICS
    groups[-1].links.append(
        SectionLink(
            label=details.label,
            url=section_url(patient_id, details),
            count=None,
            is_current=current == details,
        )
    )
    return [group for group in groups if group.links]


def _is_shown(section: S, head: RecordHead) -> bool:
    """
    Whether a section is listed.

    Beyond the viewer's role only those are that every record lists: that a section holds
    something can itself be a secret.
    """
    if section in ALWAYS_SHOWN:
        return True
    holds_something = bool(head.visible[section] or head.withheld.get(section))
    return holds_something and section in head.scope.full_sections


def _link(section: S, patient_id: UUID, head: RecordHead, current: str) -> SectionLink:
    is_withheld = section not in head.scope.full_sections or (
        not head.visible[section] and section in head.withheld
    )
    return SectionLink(
        label=section.label,
        url=section_url(patient_id, section),
        count=None if is_withheld else head.visible[section],
        is_current=current == section,
        note="withheld" if is_withheld else "",
    )
