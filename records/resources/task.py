"""Task: something that somebody is asked to do for a person."""

from records.codes import RecordSection

from .amounts import date_words, period_words
from .headings import section_of
from .narratives import gist
from .people import said, who
from .reading import (
    clinical,
    coding_of,
    concept_words,
    doubts,
    humanize,
    join,
    notes_of,
    part,
    read_date,
    read_moment,
    read_period,
    rows,
    sensitivity_of,
    word,
)
from .shape import Coding, Extract, Presentation, References, Resource


def extract(resource: Resource, references: References) -> Extract:
    coding = coding_of(part(resource, "code"))
    authored = clinical(read_date(resource, "authoredOn"))
    return Extract(
        section=section_of(resource, RecordSection.PLAN_AND_REQUESTED_ACTIONS),
        coding=Coding(
            system=coding.system,
            code=coding.code,
            display=coding.display or word(resource, "description"),
        ),
        status=word(resource, "status"),
        clinical_date=read_period(part(resource, "executionPeriod")) or authored,
        recorded_at=read_moment(resource, "authoredOn"),
        author=who(resource, references, "requester"),
        sensitivity=sensitivity_of(resource),
    )


def present(resource: Resource) -> Presentation:
    status = word(resource, "status")
    code, described = concept_words(resource, "code"), word(resource, "description")
    return Presentation(
        headline=code or described or gist(resource) or "Task",
        detail=join(", ", described if code else "", humanize(status).lower()),
        rows=rows(
            ("Status", join(": ", humanize(status), concept_words(resource, "statusReason"))),
            ("Stage", concept_words(resource, "businessStatus")),
            ("Priority", humanize(word(resource, "priority"))),
            ("Reason", concept_words(resource, "reasonCode")),
            ("Asked for", date_words(resource, "authoredOn")),
            ("Asked for by", said(part(resource, "requester"), resource)),
            ("With", said(part(resource, "owner"), resource)),
            ("Done", period_words(part(resource, "executionPeriod"))),
            ("About", said(part(resource, "focus"), resource)),
            ("Notes", notes_of(resource)),
        ),
        cautions=doubts(resource),
    )
