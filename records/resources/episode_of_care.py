"""EpisodeOfCare: a time in which an organization looks after a person."""

from records.codes import RecordSection

from .amounts import period_words
from .headings import section_of
from .narratives import gist
from .people import all_said, said, who
from .reading import (
    all_concept_words,
    coding_of,
    doubts,
    humanize,
    join,
    part,
    read_period,
    rows,
    sensitivity_of,
    word,
)
from .shape import Extract, Presentation, References, Resource


def extract(resource: Resource, references: References) -> Extract:
    return Extract(
        section=section_of(resource, RecordSection.CONTACT_WITH_PROFESSIONALS),
        coding=coding_of(part(resource, "type")),
        status=word(resource, "status"),
        clinical_date=read_period(part(resource, "period")),
        author=who(resource, references, "careManager", "managingOrganization"),
        sensitivity=sensitivity_of(resource),
    )


def present(resource: Resource) -> Presentation:
    kind = all_concept_words(resource, "type")
    status = humanize(word(resource, "status"))
    about = all_said(resource, "diagnosis", "condition")
    return Presentation(
        headline=kind or gist(resource) or "Episode of care",
        detail=join(", ", about, status.lower()),
        rows=rows(
            ("Status", status),
            ("When", period_words(part(resource, "period"))),
            ("About", about),
            ("Manager", said(part(resource, "careManager"), resource)),
            ("Organisation", said(part(resource, "managingOrganization"), resource)),
            ("Team", all_said(resource, "team")),
        ),
        cautions=doubts(resource),
    )
