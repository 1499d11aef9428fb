"""Flag: what everybody who meets a person should know first."""

from records.codes import RecordSection

from .amounts import period_words
from .headings import HEADINGS_SYSTEM, section_of
from .narratives import gist
from .people import said, who
from .reading import (
    coding_of,
    concept_words,
    doubts,
    extension,
    humanize,
    join,
    notes_of,
    part,
    parts,
    read_period,
    rows,
    sensitivity_of,
    word,
)
from .shape import Extract, Presentation, References, Resource

_QUIET_STATUSES = ("active", "")


def extract(resource: Resource, references: References) -> Extract:
    return Extract(
        section=section_of(resource, RecordSection.ALERTS),
        coding=coding_of(part(resource, "code")),
        status=word(resource, "status"),
        clinical_date=read_period(part(resource, "period")),
        author=who(resource, references, "author"),
        sensitivity=sensitivity_of(resource),
    )


def present(resource: Resource) -> Presentation:
    status = word(resource, "status")
    kind = _kind_words(resource)
    notes = notes_of(extension(resource, "Extension-FlagNotes"), "valueAnnotation")
    headline = concept_words(resource, "code") or gist(resource) or kind or "Alert"
    state = "" if status in _QUIET_STATUSES else humanize(status).lower()
    return Presentation(
        headline=headline,
        detail=join(", ", notes or (kind if kind != headline else ""), state),
        rows=rows(
            ("Kind", kind),
            ("Status", humanize(status)),
            ("In force", period_words(part(resource, "period"))),
            ("Raised by", said(part(resource, "author"), resource)),
            ("Notes", notes),
        ),
        cautions=doubts(resource, "No longer in force" if status == "inactive" else ""),
    )


def _kind_words(resource: Resource) -> str:
    """Return the categories that say more than the heading they stand under."""
    kinds = (coding_of(concept) for concept in parts(resource, "category"))
    return ", ".join(
        kind.display for kind in kinds if kind.display and kind.system != HEADINGS_SYSTEM
    )
