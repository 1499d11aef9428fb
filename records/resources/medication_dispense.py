"""MedicationDispense: medicines that a pharmacy handed over."""

from records.codes import RecordSection

from .amounts import date_words, quantity_words
from .dosage import dosages_words
from .headings import section_of
from .narratives import gist
from .people import all_said, medicine, who
from .reading import (
    clinical,
    coding_of,
    concept_words,
    doubts,
    humanize,
    join,
    notes_of,
    part,
    read_date,
    read_moment,
    rows,
    sensitivity_of,
    word,
)
from .shape import Extract, Presentation, References, Resource


def extract(resource: Resource, references: References) -> Extract:
    handed = read_date(resource, "whenHandedOver") or read_date(resource, "whenPrepared")
    return Extract(
        section=section_of(resource, RecordSection.MEDICATIONS),
        coding=coding_of(medicine(resource, references)),
        status=word(resource, "status"),
        clinical_date=clinical(handed),
        recorded_at=read_moment(resource, "whenPrepared"),
        author=who(resource, references, "performer.actor"),
        sensitivity=sensitivity_of(resource),
    )


def present(resource: Resource) -> Presentation:
    amount = quantity_words(part(resource, "quantity"))
    dose = dosages_words(resource, "dosageInstruction")
    return Presentation(
        headline=coding_of(medicine(resource)).display
        or gist(resource)
        or "Medicine without a name",
        detail=join(", ", f"dispensed {amount}" if amount else "dispensed", dose),
        rows=rows(
            ("Dose", dose),
            ("Status", humanize(word(resource, "status"))),
            ("Quantity", amount),
            ("Supply lasts", quantity_words(part(resource, "daysSupply"))),
            ("Prepared", date_words(resource, "whenPrepared")),
            ("Handed over", date_words(resource, "whenHandedOver")),
            ("Dispensed by", all_said(resource, "performer", "actor")),
            ("Not done because", concept_words(resource, "statusReasonCodeableConcept")),
            ("Notes", notes_of(resource)),
        ),
        cautions=doubts(
            resource, "Not dispensed" if word(resource, "status") == "declined" else ""
        ),
    )
