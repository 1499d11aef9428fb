"""Composition: a document of coded sections, such as a discharge summary."""

from records.codes import RecordSection

from .amounts import date_words
from .headings import section_of
from .lists import empty_reason, warnings
from .narratives import narrative
from .people import all_said, said, who
from .reading import (
    clinical,
    coding_of,
    concept_words,
    doubts,
    humanize,
    join,
    part,
    parts,
    read_date,
    read_moment,
    read_period,
    rows,
    sensitivity_of,
    word,
)
from .shape import Extract, Presentation, References, Resource

_DEEPEST = 3


def extract(resource: Resource, references: References) -> Extract:
    period = read_period(part(part(resource, "event"), "period"))
    return Extract(
        section=section_of(resource, RecordSection.DOCUMENTS),
        coding=coding_of(part(resource, "type")),
        status=word(resource, "status"),
        clinical_date=period or clinical(read_date(resource, "date")),
        recorded_at=read_moment(resource, "date"),
        author=who(resource, references, "author", "custodian"),
        sensitivity=sensitivity_of(resource),
    )


def present(resource: Resource) -> Presentation:
    title, kind = word(resource, "title"), concept_words(resource, "type")
    status = word(resource, "status")
    author = all_said(resource, "author")
    missing = [text for section in parts(resource, "section") for text in warnings(section)]
    return Presentation(
        headline=title or kind or "Document without a title",
        detail=kind if kind != title and title else author,
        rows=rows(
            *[pair for section in parts(resource, "section") for pair in _section_rows(section, 0)],
            ("Status", humanize(status)),
            ("Written", date_words(resource, "date")),
            ("Written by", author),
            ("Kept by", said(part(resource, "custodian"), resource)),
        ),
        cautions=doubts(resource, "Not final" if status == "preliminary" else "", *missing),
    )


def _section_rows(section: Resource, depth: int) -> list[tuple[str, str]]:
    """Return a section of the document and the sections inside it, each in plain words."""
    title = word(section, "title") or concept_words(section, "code") or "Section"
    body = narrative(section) or all_said(section, "entry") or empty_reason(section)
    found = [(title, body)]
    if depth < _DEEPEST:
        for inner in parts(section, "section"):
            found += [
                (join(": ", title, label), text) for label, text in _section_rows(inner, depth + 1)
            ]
    return found
