"""Goal: what a person and those around them want to reach."""

from records.codes import RecordSection

from .amounts import date_words, timed_words, value_words
from .headings import section_of
from .narratives import gist
from .people import all_said, said, who
from .reading import (
    ENTERED_IN_ERROR,
    clinical,
    coding_of,
    concept_words,
    doubts,
    humanize,
    join,
    notes_of,
    part,
    parts,
    read_date,
    read_moment,
    rows,
    sensitivity_of,
    word,
)
from .shape import Extract, Presentation, References, Resource


def extract(resource: Resource, references: References) -> Extract:
    return Extract(
        section=section_of(resource, RecordSection.CARE_AND_SUPPORT_PLAN),
        coding=coding_of(part(resource, "description")),
        status=word(resource, "lifecycleStatus"),
        clinical_date=clinical(read_date(resource, "startDate")),
        recorded_at=read_moment(resource, "statusDate"),
        author=who(resource, references, "expressedBy"),
        sensitivity=sensitivity_of(resource),
    )


def present(resource: Resource) -> Presentation:
    status = word(resource, "lifecycleStatus")
    reached = concept_words(resource, "achievementStatus")
    return Presentation(
        headline=concept_words(resource, "description") or gist(resource) or "Goal",
        detail=reached.lower() or humanize(status).lower(),
        rows=rows(
            ("Status", humanize(status)),
            ("Reached", reached),
            ("Priority", concept_words(resource, "priority")),
            ("Started", timed_words(resource, "start")),
            *[("Target", _target_words(target)) for target in parts(resource, "target")],
            ("About", all_said(resource, "addresses")),
            ("Expressed by", said(part(resource, "expressedBy"), resource)),
            ("Notes", notes_of(resource)),
        ),
        cautions=doubts(resource, "Entered in error" if status == ENTERED_IN_ERROR else ""),
    )


def _target_words(target: Resource) -> str:
    """Return what is to be reached, and by when."""
    by_when = date_words(target, "dueDate")
    what = join(" ", concept_words(target, "measure"), value_words(target, "detail"))
    return join(" ", what, f"by {by_when}" if by_when else "")
