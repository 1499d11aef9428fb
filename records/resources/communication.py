"""Communication: something that was said or sent about a person's care."""

from records.codes import RecordSection

from .amounts import date_words, value_words
from .headings import section_of
from .narratives import gist
from .people import all_said, said, who
from .reading import (
    all_concept_words,
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
    sent = read_date(resource, "sent") or read_date(resource, "received")
    return Extract(
        section=section_of(resource, RecordSection.CONTACT_WITH_PROFESSIONALS),
        coding=coding_of(part(resource, "topic") or part(resource, "category")),
        status=word(resource, "status"),
        clinical_date=clinical(sent),
        recorded_at=read_moment(resource, "received"),
        author=who(resource, references, "sender"),
        sensitivity=sensitivity_of(resource),
    )


def present(resource: Resource) -> Presentation:
    topic = concept_words(resource, "topic") or all_concept_words(resource, "category")
    payload = "\n".join(
        filter(None, (value_words(item, "content") for item in parts(resource, "payload")))
    )
    return Presentation(
        headline=topic or gist(resource) or "Communication",
        detail=payload,
        rows=rows(
            ("Message", payload),
            ("Status", join(": ", humanize(word(resource, "status")), _why_not(resource))),
            ("Sent", date_words(resource, "sent")),
            ("Received", date_words(resource, "received")),
            ("From", said(part(resource, "sender"), resource)),
            ("To", all_said(resource, "recipient")),
            ("How", all_concept_words(resource, "medium")),
            ("Reason", all_concept_words(resource, "reasonCode")),
            ("Notes", notes_of(resource)),
        ),
        cautions=doubts(resource, "Not sent" if word(resource, "status") == "not-done" else ""),
    )


def _why_not(resource: Resource) -> str:
    """Return why the communication stands as it does."""
    return concept_words(resource, "statusReason")
