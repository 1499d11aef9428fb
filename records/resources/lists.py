"""What the headings of lists and documents mean, and what is missing from a list, in words."""

from collections.abc import Iterator

from records.codes import RecordSection

from .reading import codes_in, concept_words, first_code, parts, word
from .shape import Resource

_WARNINGS = {
    "confidential-items": "Some items are left out because they are confidential",
    "data-in-transit": "Some items are left out: the record is on its way from another practice",
    "data-awaiting-filing": "Some items are left out: they wait to be filed at the source",
}
_EMPTY_REASONS = {
    "no-content-recorded": "The source holds nothing under this heading",
    "nilknown": "None known",
    "notasked": "Nobody has asked",
    "withheld": "The source withholds what it has",
    "unavailable": "The source could not give what it has",
    "notstarted": "Not started yet",
    "closed": "The list is closed",
}
# What lists are of: example codes of FHIR, SNOMED CT headings as GP systems send them, LOINC.
_SECTIONS = {
    "alerts": RecordSection.ALERTS,
    "adverserxns": RecordSection.ALLERGIES,
    "allergies": RecordSection.ALLERGIES,
    "886921000000105": RecordSection.ALLERGIES,
    "1103671000000101": RecordSection.ALLERGIES,
    "48765-2": RecordSection.ALLERGIES,
    "medications": RecordSection.MEDICATIONS,
    "933361000000108": RecordSection.MEDICATIONS,
    "10160-0": RecordSection.MEDICATIONS,
    "problems": RecordSection.PROBLEMS,
    "717711000000103": RecordSection.PROBLEMS,
    "11450-4": RecordSection.PROBLEMS,
    "887191000000108": RecordSection.INVESTIGATION_RESULTS,
    "30954-2": RecordSection.INVESTIGATION_RESULTS,
    "1102181000000102": RecordSection.VACCINATIONS,
    "11369-6": RecordSection.VACCINATIONS,
    "1149501000000101": RecordSection.CONTACT_WITH_PROFESSIONALS,
    "325851000000107": RecordSection.CONTACT_WITH_PROFESSIONALS,
    "792931000000107": RecordSection.REFERRAL_DETAILS,
    "47519-4": RecordSection.PROCEDURES_AND_THERAPIES,
    "plans": RecordSection.PLAN_AND_REQUESTED_ACTIONS,
    "protocols": RecordSection.PLAN_AND_REQUESTED_ACTIONS,
    "worklist": RecordSection.PLAN_AND_REQUESTED_ACTIONS,
    "waiting": RecordSection.REFERRAL_DETAILS,
}


def section_of_list(resource: Resource) -> RecordSection | None:
    """Return which heading a list is of."""
    found = (_SECTIONS.get(code) for code in codes_in(resource, "code"))
    return next(filter(None, found), None)


def empty_reason(resource: Resource) -> str:
    """Return why a list or section holds nothing, in a sentence."""
    known = _EMPTY_REASONS.get(first_code(resource, "emptyReason"))
    return known or concept_words(resource, "emptyReason")


def warnings(resource: Resource) -> tuple[str, ...]:
    """Return what a source says is missing from its list, in sentences (UK Core list warnings)."""
    codes = dict.fromkeys(_warning_codes(resource))
    return tuple(_WARNINGS[code] for code in codes if code in _WARNINGS)


def _warning_codes(resource: Resource) -> Iterator[str]:
    """Yield the codes of a list's extensions, however their value is typed."""
    for extension in parts(resource, "extension"):
        yield word(extension, "valueCode")
        yield from codes_in(extension, "valueCodeableConcept")
        for coding in parts(extension, "valueCoding"):
            yield word(coding, "code")
