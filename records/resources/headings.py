"""Under which heading of the record an entry stands, where its source or a code says so."""

from records.codes import RecordSection

from .reading import part, parts, word
from .shape import Resource

HEADINGS_SYSTEM = "https://fhir.hl7.org.uk/CodeSystem/UKCore-RecordStandardHeadings"

# Codes of the value set that are finer than the headings of the record.
_FINER = {
    "active-medications": RecordSection.MEDICATIONS,
    "advance-decision-to-refuse-treatment": RecordSection.LEGAL_INFORMATION,
    "advance-statement": RecordSection.END_OF_LIFE_CARE,
    "consent-for-information-sharing": RecordSection.LEGAL_INFORMATION,
    "consent-relating-to-child": RecordSection.LEGAL_INFORMATION,
    "deprivation-of-liberty-safeguards-or-equivalent": RecordSection.LEGAL_INFORMATION,
    "discontinued-medications": RecordSection.MEDICATIONS,
    "lasting-power-of-attorney-for-health-and-welfare-or-court-appointed-deputy-or-equivalent": (
        RecordSection.LEGAL_INFORMATION
    ),
    "medical-devices": RecordSection.MEDICATIONS,
    "mental-capacity-assessment": RecordSection.LEGAL_INFORMATION,
    "mental-health-act-or-equivalent-status": RecordSection.LEGAL_INFORMATION,
    "observations": RecordSection.EXAMINATION_FINDINGS,
    "reasonable-adjustments-for-health-and-care-access": RecordSection.INDIVIDUAL_REQUIREMENTS,
    "safety-alerts": RecordSection.ALERTS,
}
_SECTIONS = {section.value: section for section in RecordSection} | _FINER

# Kinds of plan (the pointer types of the National Record Locator, SNOMED CT), and other codes
# that settle where an entry belongs whatever resource carries it.
_BY_CODE = {
    "736253002": RecordSection.CONTINGENCY_PLANS,  # mental health crisis plan
    "887701000000100": RecordSection.CONTINGENCY_PLANS,  # emergency health care plan
    "325691000000100": RecordSection.CONTINGENCY_PLANS,  # contingency plan
    "735324008": RecordSection.CONTINGENCY_PLANS,  # treatment escalation plan
    "1382601000000107": RecordSection.END_OF_LIFE_CARE,  # ReSPECT
    "861421000000109": RecordSection.END_OF_LIFE_CARE,  # end of life co-ordination summary
    "736373009": RecordSection.END_OF_LIFE_CARE,  # end of life care plan
    "736366004": RecordSection.END_OF_LIFE_CARE,  # advance care plan
    "450475007": RecordSection.END_OF_LIFE_CARE,  # for attempted resuscitation
    "450476008": RecordSection.END_OF_LIFE_CARE,  # not for attempted resuscitation
    "1108111000000107": RecordSection.INDIVIDUAL_REQUIREMENTS,  # reasonable adjustment flag
    "1094391000000102": RecordSection.INDIVIDUAL_REQUIREMENTS,  # reasonable adjustment list
    "national-reasonable-adjustment-flag": RecordSection.INDIVIDUAL_REQUIREMENTS,
    "342191000000101": RecordSection.SAFEGUARDING,  # subject to child protection plan
    "child-protection-information-system-flag": RecordSection.SAFEGUARDING,
    "female-genital-mutilation-flag": RecordSection.SAFEGUARDING,
    "902961000000107": RecordSection.SAFEGUARDING,  # family history of FGM
}


def section_of(resource: Resource, default: RecordSection) -> RecordSection:
    """Return the heading that the source gives, else what codes imply, else the default."""
    implied = None
    for concept in parts(resource, "category"):
        for coding in parts(concept, "coding"):
            code = word(coding, "code")
            if word(coding, "system") == HEADINGS_SYSTEM and code in _SECTIONS:
                return _SECTIONS[code]
            implied = implied or _BY_CODE.get(code)
    tagged = _tagged(resource)
    if tagged or implied:
        return tagged or implied or default
    for name in ("code", "type"):
        for coding in parts(part(resource, name), "coding"):
            found = _BY_CODE.get(word(coding, "code"))
            if found:
                return found
    return default


def _tagged(resource: Resource) -> RecordSection | None:
    """Return the heading in the resource's tags, for types that have no category."""
    for tag in parts(part(resource, "meta"), "tag"):
        if word(tag, "system") == HEADINGS_SYSTEM:
            return _SECTIONS.get(word(tag, "code"))
    return None
