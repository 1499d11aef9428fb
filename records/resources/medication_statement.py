"""MedicationStatement: medicines that a person takes, took, or does not take."""

from records.codes import RecordSection

from .amounts import date_words, timed_words
from .dosage import dosages_words
from .headings import section_of
from .narratives import gist
from .people import medicine, said, who
from .reading import (
    all_concept_words,
    coding_of,
    concept_words,
    doubts,
    extension,
    humanize,
    join,
    notes_of,
    part,
    read_clinical_date,
    read_moment,
    rows,
    sensitivity_of,
    word,
)
from .shape import Extract, Presentation, References, Resource

_QUIET_STATUSES = ("active", "")
_LAST_ISSUE = "Extension-UKCore-MedicationStatementLastIssueDate"


def extract(resource: Resource, references: References) -> Extract:
    return Extract(
        section=section_of(resource, RecordSection.MEDICATIONS),
        coding=coding_of(medicine(resource, references)),
        status=word(resource, "status"),
        clinical_date=read_clinical_date(resource, "effective"),
        recorded_at=read_moment(resource, "dateAsserted"),
        author=who(resource, references, "informationSource"),
        sensitivity=sensitivity_of(resource),
    )


def present(resource: Resource) -> Presentation:
    status = word(resource, "status")
    dose = dosages_words(resource, "dosage")
    state = "" if status in _QUIET_STATUSES else humanize(status).lower()
    return Presentation(
        headline=coding_of(medicine(resource)).display
        or gist(resource)
        or "Medicine without a name",
        detail=join(", ", dose.rstrip("."), state),
        rows=rows(
            ("Dose", dose),
            ("Status", join(": ", humanize(status), all_concept_words(resource, "statusReason"))),
            ("Setting", concept_words(resource, "category")),
            ("Taken", timed_words(resource, "effective")),
            ("Last issued", date_words(extension(resource, _LAST_ISSUE), "valueDateTime")),
            ("Reason", all_concept_words(resource, "reasonCode")),
            ("Recorded", date_words(resource, "dateAsserted")),
            ("Reported by", said(part(resource, "informationSource"), resource)),
            ("Notes", notes_of(resource)),
        ),
        cautions=doubts(resource, "Not taken" if status == "not-taken" else ""),
    )
