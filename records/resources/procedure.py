"""Procedure: what was done to or with a person."""

from records.codes import RecordSection

from .amounts import timed_words
from .headings import section_of
from .narratives import gist
from .people import all_said, said, who
from .reading import (
    all_concept_words,
    coding_of,
    concept_words,
    doubts,
    humanize,
    join,
    notes_of,
    part,
    read_clinical_date,
    rows,
    sensitivity_of,
    word,
)
from .shape import Extract, Presentation, References, Resource

_QUIET_STATUSES = ("completed", "unknown", "")


def extract(resource: Resource, references: References) -> Extract:
    return Extract(
        section=section_of(resource, RecordSection.PROCEDURES_AND_THERAPIES),
        coding=coding_of(part(resource, "code")),
        status=word(resource, "status"),
        clinical_date=read_clinical_date(resource, "performed"),
        author=who(resource, references, "performer.actor", "recorder", "asserter"),
        sensitivity=sensitivity_of(resource),
    )


def present(resource: Resource) -> Presentation:
    status = word(resource, "status")
    site = all_concept_words(resource, "bodySite")
    state = "" if status in _QUIET_STATUSES else humanize(status).lower()
    why_not = concept_words(resource, "statusReason")
    return Presentation(
        headline=concept_words(resource, "code") or gist(resource) or "Procedure without a name",
        detail=join(", ", site, state),
        rows=rows(
            ("Status", humanize(status)),
            ("When", timed_words(resource, "performed")),
            ("Site", site),
            ("Reason", _reason(resource)),
            ("Outcome", concept_words(resource, "outcome")),
            ("Complications", all_concept_words(resource, "complication")),
            ("Follow up", all_concept_words(resource, "followUp")),
            ("Done by", all_said(resource, "performer", "actor")),
            ("Place", said(part(resource, "location"), resource)),
            ("Notes", notes_of(resource)),
        ),
        cautions=doubts(resource, join(": ", "Not done", why_not) if status == "not-done" else ""),
    )


def _reason(resource: Resource) -> str:
    """Return why it was done."""
    named = all_said(resource, "reasonReference")
    return all_concept_words(resource, "reasonCode") or named
