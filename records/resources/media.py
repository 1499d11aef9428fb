"""Media: pictures, recordings and films of or for a person."""

from records.codes import RecordSection

from .amounts import timed_words
from .attachments import shown, take
from .headings import section_of
from .narratives import gist
from .people import said, who
from .reading import (
    all_concept_words,
    coding_of,
    concept_words,
    doubts,
    humanize,
    notes_of,
    part,
    parts,
    read_clinical_date,
    read_moment,
    rows,
    sensitivity_of,
    word,
)
from .shape import Coding, Extract, Presentation, References, Resource, TakenAttachment


def extract(resource: Resource, references: References) -> Extract:
    coding = _kind(resource)
    return Extract(
        section=section_of(resource, RecordSection.DOCUMENTS),
        coding=coding,
        status=word(resource, "status"),
        clinical_date=read_clinical_date(resource, "created"),
        recorded_at=read_moment(resource, "issued"),
        author=who(resource, references, "operator"),
        sensitivity=sensitivity_of(resource),
    )


def _kind(resource: Resource) -> Coding:
    """Return how the picture was made, or of what type it is."""
    return coding_of(part(resource, "modality") or part(resource, "type"))


def take_attachments(resource: Resource, references: References) -> list[TakenAttachment]:
    """
    Take the picture or recording out of the resource.

    :raises UnreadableValue: its bytes are not base64
    """
    return take(parts(resource, "content"), resource, references, "Media.content.data")


def present(resource: Resource) -> Presentation:
    title = word(part(resource, "content"), "title")
    kind = _kind(resource).display
    headline = title or kind or gist(resource) or "Picture or recording"
    return Presentation(
        headline=headline,
        detail=kind if kind != headline else "",
        rows=rows(
            ("Kind", kind),
            ("Status", humanize(word(resource, "status"))),
            ("Made", timed_words(resource, "created")),
            ("View", concept_words(resource, "view")),
            ("Part of body", concept_words(resource, "bodySite")),
            ("Reason", all_concept_words(resource, "reasonCode")),
            ("Made by", said(part(resource, "operator"), resource)),
            ("Device", word(resource, "deviceName")),
            ("Notes", notes_of(resource)),
        ),
        cautions=doubts(resource),
        attachments=shown(parts(resource, "content"), headline),
    )
