"""AdverseEvent: harm, or what might have become harm, in the course of care."""

from records.codes import RecordSection

from .amounts import date_words
from .headings import section_of
from .narratives import gist
from .people import said, who
from .reading import (
    all_concept_words,
    clinical,
    coding_of,
    concept_words,
    doubts,
    humanize,
    join,
    part,
    read_date,
    read_moment,
    rows,
    sensitivity_of,
    word,
)
from .shape import Extract, Presentation, References, Resource


def extract(resource: Resource, references: References) -> Extract:
    return Extract(
        section=section_of(resource, RecordSection.RISK_INFORMATION),
        coding=coding_of(part(resource, "event") or part(resource, "category")),
        status=word(resource, "actuality"),
        clinical_date=clinical(read_date(resource, "date") or read_date(resource, "detected")),
        recorded_at=read_moment(resource, "recordedDate"),
        author=who(resource, references, "recorder"),
        sensitivity=sensitivity_of(resource),
    )


def present(resource: Resource) -> Presentation:
    kind = all_concept_words(resource, "category")
    seriousness = concept_words(resource, "seriousness")
    is_potential = word(resource, "actuality") == "potential"
    return Presentation(
        headline=concept_words(resource, "event") or gist(resource) or kind or "Adverse event",
        detail=join(", ", seriousness.lower(), concept_words(resource, "outcome").lower()),
        rows=rows(
            ("Kind", kind),
            ("Seriousness", seriousness),
            ("Severity", concept_words(resource, "severity")),
            ("Outcome", concept_words(resource, "outcome")),
            ("Happened", date_words(resource, "date")),
            ("Found", date_words(resource, "detected")),
            ("Recorded", date_words(resource, "recordedDate")),
            ("Recorded by", said(part(resource, "recorder"), resource)),
            ("Actuality", humanize(word(resource, "actuality"))),
        ),
        cautions=doubts(resource, "Might have happened, did not" if is_potential else ""),
    )
