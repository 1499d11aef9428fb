"""DocumentReference: letters, scans and other documents."""

from records.codes import RecordSection

from .amounts import date_words, period_words
from .attachments import shown, take
from .headings import section_of
from .people import all_said, said, who
from .reading import (
    ENTERED_IN_ERROR,
    all_concept_words,
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
from .shape import Extract, Presentation, References, Resource, TakenAttachment


def extract(resource: Resource, references: References) -> Extract:
    period = read_period(part(part(resource, "context"), "period"))
    return Extract(
        section=section_of(resource, RecordSection.DOCUMENTS),
        coding=coding_of(part(resource, "type")),
        status=_status(resource),
        clinical_date=period or clinical(read_date(resource, "date")),
        recorded_at=read_moment(resource, "date"),
        author=who(resource, references, "author", "custodian"),
        sensitivity=sensitivity_of(resource),
    )


def _status(resource: Resource) -> str:
    """Return the status of the reference, unless the document itself is in error."""
    if word(resource, "docStatus") == ENTERED_IN_ERROR:
        return ENTERED_IN_ERROR
    return word(resource, "status")


def _holders(resource: Resource) -> list[Resource]:
    """Return the Attachments of a document's renditions."""
    return [part(content, "attachment") for content in parts(resource, "content")]


def take_attachments(resource: Resource, references: References) -> list[TakenAttachment]:
    """
    Take the document's bytes out of the resource, or out of the Binary that it points at.

    :raises UnreadableValue: the bytes are not base64
    """
    path = "DocumentReference.content.attachment.data"
    return take(_holders(resource), resource, references, path)


def present(resource: Resource) -> Presentation:
    kind = concept_words(resource, "type")
    holders = _holders(resource)
    title = next((word(holder, "title") for holder in holders if word(holder, "title")), "")
    described = word(resource, "description")
    context = part(resource, "context")
    headline = title or kind or described or "Document without a title"
    return Presentation(
        headline=headline,
        detail=next((text for text in (described, kind) if text and text != headline), ""),
        rows=rows(
            ("Kind", kind),
            ("Description", described),
            ("Status", join(", ", humanize(_status(resource)), _document_status(resource))),
            ("About", period_words(part(context, "period"))),
            ("Event", all_concept_words(context, "event")),
            ("Written", date_words(resource, "date")),
            ("Written by", all_said(resource, "author")),
            ("Approved by", said(part(resource, "authenticator"), resource)),
            ("Kept by", said(part(resource, "custodian"), resource)),
            ("Setting", concept_words(context, "practiceSetting")),
        ),
        cautions=doubts(resource, *_cautions(resource)),
        attachments=shown(holders, headline),
    )


def _document_status(resource: Resource) -> str:
    """Return the state of the document itself, in small letters."""
    return humanize(word(resource, "docStatus")).lower()


def _cautions(resource: Resource) -> list[str]:
    """Return why a reader should look for another document."""
    found = []
    if word(resource, "docStatus") == "preliminary":
        found.append("Not final")
    if word(resource, "docStatus") == ENTERED_IN_ERROR:
        found.append("Entered in error")
    if word(resource, "status") == "superseded":
        found.append("Replaced by a newer document")
    return found
