"""Encounter: contacts, attendances and stays."""

from records.codes import RecordSection

from .amounts import period_words, quantity_words
from .headings import section_of
from .narratives import gist
from .people import all_said, said, who
from .reading import (
    all_concept_words,
    coding_of,
    concept_words,
    doubts,
    extension,
    humanize,
    join,
    part,
    parts,
    read_period,
    rows,
    sensitivity_of,
    word,
)
from .shape import Coding, Extract, Presentation, References, Resource

_CLASSES = {
    "AMB": "Outpatient or surgery visit",
    "EMER": "Emergency attendance",
    "FLD": "Contact outside a care setting",
    "HH": "Home visit",
    "IMP": "Inpatient stay",
    "ACUTE": "Acute inpatient stay",
    "NONAC": "Inpatient stay",
    "OBSENC": "Observation stay",
    "PRENC": "Pre-admission",
    "SS": "Day case",
    "VR": "Remote contact",
}
_STAYS = frozenset({"IMP", "ACUTE", "NONAC", "OBSENC", "PRENC", "SS"})
_UNREMARKABLE = ("finished", "unknown", "")


def extract(resource: Resource, references: References) -> Extract:
    is_stay = word(part(resource, "class"), "code") in _STAYS
    default = (
        RecordSection.ADMISSION_DETAILS if is_stay else RecordSection.CONTACT_WITH_PROFESSIONALS
    )
    return Extract(
        section=section_of(resource, default),
        coding=_kind(resource),
        status=word(resource, "status"),
        clinical_date=read_period(part(resource, "period")),
        author=who(resource, references, "participant.individual", "serviceProvider"),
        sensitivity=sensitivity_of(resource),
    )


def _kind(resource: Resource) -> Coding:
    """Return what kind of encounter it was: its type, else its service, else its class."""
    for name in ("type", "serviceType"):
        found = coding_of(part(resource, name))
        if found.display:
            return found
    setting = part(resource, "class")
    return Coding(
        system=word(setting, "system"), code=word(setting, "code"), display=_class_words(resource)
    )


def _class_words(resource: Resource) -> str:
    """Return the setting of an encounter in words."""
    setting = part(resource, "class")
    code = word(setting, "code")
    return _CLASSES.get(code, "") or word(setting, "display") or code


def present(resource: Resource) -> Presentation:
    kind, setting = _kind(resource).display, _class_words(resource)
    status = word(resource, "status")
    reason = all_concept_words(resource, "reasonCode") or all_said(resource, "reasonReference")
    stay = part(resource, "hospitalization")
    state = "" if status in _UNREMARKABLE else humanize(status).lower()
    return Presentation(
        headline=kind or gist(resource) or "Contact",
        detail=join(", ", reason, state) or (setting if setting != kind else ""),
        rows=rows(
            ("When", period_words(part(resource, "period"))),
            ("Setting", setting),
            ("Status", humanize(status)),
            ("Reason", reason),
            ("Service", concept_words(resource, "serviceType")),
            ("Seen by", all_said(resource, "participant", "individual")),
            ("Organisation", said(part(resource, "serviceProvider"), resource)),
            ("Place", all_said(resource, "location", "location")),
            ("Admitted from", concept_words(stay, "admitSource")),
            ("Admission method", _extended(resource, "AdmissionMethod")),
            ("Discharge method", _extended(resource, "DischargeMethod")),
            ("Discharged to", concept_words(stay, "dischargeDisposition")),
            ("Legal status", _extended(resource, "LegalStatus")),
            ("Outcome", _extended(resource, "OutcomeOfAttendance")),
            ("Diagnoses", all_said(resource, "diagnosis", "condition")),
            ("Length", quantity_words(part(resource, "length"))),
        ),
        cautions=doubts(resource, "Cancelled" if status == "cancelled" else ""),
    )


def _extended(resource: Resource, name: str) -> str:
    """Return what a UK Core extension of the encounter or of its stay says."""
    for holder in (resource, part(resource, "hospitalization")):
        found = extension(holder, f"UKCore-{name}")
        words = concept_words(found, "valueCodeableConcept") or _inner_words(found)
        if words:
            return words
    return ""


def _inner_words(outer: Resource) -> str:
    """Return what the first coded extension inside an extension says."""
    inside = (concept_words(inner, "valueCodeableConcept") for inner in parts(outer, "extension"))
    return next(filter(None, inside), "")
