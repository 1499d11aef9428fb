"""ImagingStudy: that pictures were taken, of what and how; the pictures stay at their source."""

from core.dates import count_in_words
from records.codes import RecordSection

from .amounts import date_words
from .headings import section_of
from .narratives import gist
from .people import all_said, said, who
from .reading import (
    all_concept_words,
    capitalized,
    clinical,
    coding_of,
    doubts,
    humanize,
    join,
    notes_of,
    part,
    parts,
    read_date,
    rows,
    sensitivity_of,
    word,
)
from .shape import Coding, Extract, Presentation, References, Resource


def extract(resource: Resource, references: References) -> Extract:
    coding = coding_of(part(resource, "procedureCode"))
    return Extract(
        section=section_of(resource, RecordSection.INVESTIGATION_RESULTS),
        coding=Coding(system=coding.system, code=coding.code, display=_title(resource)),
        status=word(resource, "status"),
        clinical_date=clinical(read_date(resource, "started")),
        author=who(resource, references, "interpreter", "referrer"),
        sensitivity=sensitivity_of(resource),
    )


def _title(resource: Resource) -> str:
    """Return what was pictured: the procedure, the description, or the way and the part of body."""
    named = coding_of(part(resource, "procedureCode")).display or word(resource, "description")
    series = part(resource, "series")
    built = join(" ", word(part(series, "modality"), "display"), _body_part(series).lower())
    return capitalized(named or built or gist(resource) or "Imaging study")


def _body_part(series: Resource) -> str:
    """Return which part of the body a series shows."""
    return word(part(series, "bodySite"), "display")


def present(resource: Resource) -> Presentation:
    series = parts(resource, "series")
    ways = ", ".join(
        dict.fromkeys(filter(None, (word(part(item, "modality"), "display") for item in series)))
    )
    return Presentation(
        headline=_title(resource),
        detail=ways,
        rows=rows(
            ("Status", humanize(word(resource, "status"))),
            ("Taken", date_words(resource, "started")),
            ("Description", word(resource, "description")),
            *[("Series", _series_words(item)) for item in series],
            ("Reason", all_concept_words(resource, "reasonCode")),
            ("Asked for by", said(part(resource, "referrer"), resource)),
            ("Interpreted by", all_said(resource, "interpreter")),
            ("Place", said(part(resource, "location"), resource)),
            ("Notes", notes_of(resource)),
        ),
        cautions=doubts(resource),
    )


def _series_words(series: Resource) -> str:
    """Return one series: how, of what, and how many pictures."""
    count = series.get("numberOfInstances")
    return join(
        ", ",
        word(part(series, "modality"), "display") or word(part(series, "modality"), "code"),
        _body_part(series),
        word(series, "description"),
        count_in_words(count, "picture") if isinstance(count, int) else "",
    )
