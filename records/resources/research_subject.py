"""ResearchSubject: a person's part in a study."""

from records.codes import RecordSection

from .amounts import period_words
from .headings import section_of
from .people import said, who
from .reading import doubts, humanize, part, parts, read_period, rows, sensitivity_of, word
from .shape import Coding, Extract, Presentation, References, Resource


def extract(resource: Resource, references: References) -> Extract:
    return Extract(
        section=section_of(resource, RecordSection.PARTICIPATION_IN_RESEARCH),
        coding=Coding(display=who(resource, references, "study") or "Research study"),
        status=word(resource, "status"),
        clinical_date=read_period(part(resource, "period")),
        sensitivity=sensitivity_of(resource),
    )


def present(resource: Resource) -> Presentation:
    status = humanize(word(resource, "status"))
    return Presentation(
        headline=said(part(resource, "study"), resource) or "Research study",
        detail=status.lower(),
        rows=rows(
            ("Status", status),
            ("Taking part", period_words(part(resource, "period"))),
            *[("Study number", word(item, "value")) for item in parts(resource, "identifier")],
            ("Assigned to", word(resource, "assignedArm")),
            ("Received", word(resource, "actualArm")),
        ),
        cautions=doubts(resource),
    )
