"""FamilyMemberHistory: what runs in the family."""

from records.codes import RecordSection

from .amounts import date_words, timed_words, value_words
from .headings import section_of
from .narratives import gist
from .people import said
from .reading import (
    all_concept_words,
    capitalized,
    clinical,
    coding_of,
    concept_words,
    doubts,
    extension,
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


def extract(resource: Resource, references: References) -> Extract:  # noqa: ARG001  same shape for every type
    first = part(part(resource, "condition"), "code")
    return Extract(
        section=section_of(resource, RecordSection.FAMILY_HISTORY),
        coding=coding_of(first or part(resource, "relationship")),
        status=word(resource, "status"),
        clinical_date=clinical(read_date(resource, "date")),
        recorded_at=read_moment(resource, "date"),
        author=said(part(extension(resource, "recorder"), "valueReference")),
        sensitivity=sensitivity_of(resource),
    )


def present(resource: Resource) -> Presentation:
    relative = concept_words(resource, "relationship")
    conditions = [_condition_words(item) for item in parts(resource, "condition")]
    named = ", ".join(
        filter(None, (concept_words(i, "code") for i in parts(resource, "condition")))
    )
    died = value_words(resource, "deceased")
    return Presentation(
        headline=capitalized(join(": ", relative, named)) or gist(resource) or "Family history",
        detail=word(resource, "name"),
        rows=rows(
            ("Relative", join(", ", relative, word(resource, "name"))),
            ("Sex", concept_words(resource, "sex")),
            *[("Condition", words) for words in conditions],
            ("Born", timed_words(resource, "born")),
            ("Age", value_words(resource, "age")),
            ("Died", died),
            ("Status", humanize(word(resource, "status"))),
            ("Reason asked", all_concept_words(resource, "reasonCode")),
            ("Recorded", date_words(resource, "date")),
            ("Notes", notes_of(resource)),
        ),
        cautions=doubts(resource),
    )


def _condition_words(condition: Resource) -> str:
    """Return one condition of a relative: what, when it began, what came of it."""
    return join(
        ", ",
        concept_words(condition, "code"),
        timed_words(condition, "onset"),
        concept_words(condition, "outcome"),
        notes_of(condition),
    )
