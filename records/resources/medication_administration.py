"""MedicationAdministration: medicines that somebody gave, or held back."""

from records.codes import RecordSection

from .amounts import quantity_words, timed_words
from .dosage import dosage_words
from .headings import section_of
from .narratives import gist
from .people import all_said, medicine, who
from .reading import (
    all_concept_words,
    coding_of,
    concept_words,
    doubts,
    humanize,
    join,
    notes_of,
    part,
    read_clinical_date,
    rows,
    sensitivity_of,
    word,
)
from .shape import Extract, Presentation, References, Resource

_STATES = {"completed": "given", "in-progress": "being given", "not-done": "not given"}


def extract(resource: Resource, references: References) -> Extract:
    return Extract(
        section=section_of(resource, RecordSection.MEDICATIONS),
        coding=coding_of(medicine(resource, references)),
        status=word(resource, "status"),
        clinical_date=read_clinical_date(resource, "effective"),
        author=who(resource, references, "performer.actor"),
        sensitivity=sensitivity_of(resource),
    )


def present(resource: Resource) -> Presentation:
    dosage = part(resource, "dosage")
    amount = quantity_words(part(dosage, "dose"))
    spoken = dosage_words(dosage)
    why_not = all_concept_words(resource, "statusReason")
    status = word(resource, "status")
    spoken_state = _STATES.get(status, humanize(status).lower())
    return Presentation(
        headline=coding_of(medicine(resource)).display
        or gist(resource)
        or "Medicine without a name",
        detail=join(": ", spoken_state, amount or spoken),
        rows=rows(
            ("Dose", join(", ", amount, spoken)),
            ("Site", concept_words(dosage, "site")),
            ("Status", humanize(status)),
            ("When", timed_words(resource, "effective")),
            ("Given by", all_said(resource, "performer", "actor")),
            ("Reason", all_concept_words(resource, "reasonCode")),
            ("Notes", notes_of(resource)),
        ),
        cautions=doubts(resource, join(": ", "Not given", why_not) if status == "not-done" else ""),
    )
