"""MedicationRequest: medicines that somebody prescribed or plans to give."""

from records.codes import RecordSection

from .amounts import date_words, period_words, quantity_words
from .dosage import dosages_words
from .headings import section_of
from .narratives import gist
from .people import medicine, said, who
from .reading import (
    all_concept_words,
    clinical,
    coding_of,
    concept_words,
    doubts,
    humanize,
    join,
    notes_of,
    part,
    read_date,
    rows,
    sensitivity_of,
    word,
)
from .shape import Extract, Presentation, References, Resource

_QUIET_STATUSES = ("active", "")


def extract(resource: Resource, references: References) -> Extract:
    authored = read_date(resource, "authoredOn")
    return Extract(
        section=section_of(resource, RecordSection.MEDICATIONS),
        coding=coding_of(medicine(resource, references)),
        status=word(resource, "status"),
        clinical_date=clinical(authored),
        recorded_at=authored.start if authored else None,
        author=who(resource, references, "requester", "recorder"),
        sensitivity=sensitivity_of(resource),
    )


def present(resource: Resource) -> Presentation:
    status = word(resource, "status")
    dose = dosages_words(resource, "dosageInstruction")
    supply = part(resource, "dispenseRequest")
    state = "" if status in _QUIET_STATUSES else humanize(status).lower()
    return Presentation(
        headline=coding_of(medicine(resource)).display
        or gist(resource)
        or "Medicine without a name",
        detail=join(", ", dose.rstrip("."), state),
        rows=rows(
            ("Dose", dose),
            ("Status", join(": ", humanize(status), concept_words(resource, "statusReason"))),
            ("Kind", humanize(word(resource, "intent"))),
            ("Course", concept_words(resource, "courseOfTherapyType")),
            ("Reason", _reason(resource)),
            ("Prescribed", date_words(resource, "authoredOn")),
            ("Prescribed by", said(part(resource, "requester"), resource)),
            ("Quantity", quantity_words(part(supply, "quantity"))),
            ("Supply lasts", quantity_words(part(supply, "expectedSupplyDuration"))),
            ("Valid", period_words(part(supply, "validityPeriod"))),
            ("Notes", notes_of(resource)),
        ),
        cautions=doubts(
            resource, "Do not give this medicine" if resource.get("doNotPerform") is True else ""
        ),
    )


def _reason(resource: Resource) -> str:
    """Return what the medicine is for."""
    named = said(part(resource, "reasonReference"), resource)
    return all_concept_words(resource, "reasonCode") or named
