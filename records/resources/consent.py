"""Consent: what a person allows or refuses, and other legal standing."""

from records.codes import RecordSection

from .amounts import date_words, period_words
from .attachments import shown, take
from .headings import HEADINGS_SYSTEM, section_of
from .narratives import gist
from .people import all_said, who
from .reading import (
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
from .shape import Coding, Extract, Presentation, References, Resource, TakenAttachment

_PROVISIONS = {"permit": "allowed", "deny": "refused"}
_QUIET_STATUSES = ("active", "")


def extract(resource: Resource, references: References) -> Extract:
    period = read_period(part(part(resource, "provision"), "period"))
    return Extract(
        section=section_of(resource, RecordSection.LEGAL_INFORMATION),
        coding=_subject_matter(resource),
        status=word(resource, "status"),
        clinical_date=period or clinical(read_date(resource, "dateTime")),
        recorded_at=read_moment(resource, "dateTime"),
        author=who(resource, references, "organization", "performer"),
        sensitivity=sensitivity_of(resource),
    )


def _subject_matter(resource: Resource) -> Coding:
    """Return what the consent is about, beyond its heading."""
    kinds = [coding_of(concept) for concept in parts(resource, "category")]
    scope = coding_of(part(resource, "scope"))
    for kind in (*kinds, scope):
        if kind.display and kind.system != HEADINGS_SYSTEM:
            return kind
    return kinds[0] if kinds else scope


def take_attachments(resource: Resource, references: References) -> list[TakenAttachment]:
    """
    Take the signed document out of the resource.

    :raises UnreadableValue: its bytes are not base64
    """
    holders = parts(resource, "sourceAttachment")
    return take(holders, resource, references, "Consent.sourceAttachment.data")


def present(resource: Resource) -> Presentation:
    provision = part(resource, "provision")
    answer = _PROVISIONS.get(word(provision, "type"), "")
    status = word(resource, "status")
    headline = _subject_matter(resource).display or gist(resource) or "Consent"
    state = "" if status in _QUIET_STATUSES else humanize(status).lower()
    return Presentation(
        headline=headline,
        detail=join(", ", answer, state),
        rows=rows(
            ("Status", humanize(status)),
            ("Answer", humanize(answer)),
            ("Scope", concept_words(resource, "scope")),
            ("In force", period_words(part(provision, "period"))),
            ("Covers", all_concept_words(provision, "code")),
            ("Given", date_words(resource, "dateTime")),
            ("Given by", all_said(resource, "performer")),
            ("Held by", all_said(resource, "organization")),
        ),
        cautions=doubts(resource),
        attachments=shown(parts(resource, "sourceAttachment"), headline),
    )
