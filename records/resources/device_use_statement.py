"""DeviceUseStatement: equipment and adaptations that a person uses."""

from records.codes import RecordSection

from .amounts import date_words, timed_words
from .headings import section_of
from .narratives import gist
from .people import said, who
from .reading import (
    all_concept_words,
    coding_of,
    concept_words,
    contained,
    doubts,
    humanize,
    join,
    notes_of,
    part,
    read_clinical_date,
    read_moment,
    resolve_in,
    rows,
    sensitivity_of,
    word,
)
from .shape import Coding, Extract, Presentation, References, Resource

_QUIET_STATUSES = ("active", "")


def extract(resource: Resource, references: References) -> Extract:
    device = resolve_in(resource, part(resource, "device"), references)
    coding = coding_of(part(device, "type")) if device else Coding()
    return Extract(
        section=section_of(resource, RecordSection.EQUIPMENT_AND_ADAPTATIONS),
        coding=Coding(
            system=coding.system,
            code=coding.code,
            display=who(resource, references, "device") or coding.display,
        ),
        status=word(resource, "status"),
        clinical_date=read_clinical_date(resource, "timing"),
        recorded_at=read_moment(resource, "recordedOn"),
        author=who(resource, references, "source"),
        sensitivity=sensitivity_of(resource),
    )


def present(resource: Resource) -> Presentation:
    status = word(resource, "status")
    reason = all_concept_words(resource, "reasonCode")
    state = "" if status in _QUIET_STATUSES else humanize(status).lower()
    inner = contained(resource, word(part(resource, "device"), "reference"))
    device = said(part(resource, "device"), resource)
    kind = concept_words(inner, "type") if inner else ""
    return Presentation(
        headline=device or kind or gist(resource) or "Equipment without a name",
        detail=join(", ", reason, state),
        rows=rows(
            ("Status", humanize(status)),
            ("Kind", kind if kind != device else ""),
            ("Used", timed_words(resource, "timing")),
            ("Reason", reason),
            ("Site", concept_words(resource, "bodySite")),
            ("Recorded", date_words(resource, "recordedOn")),
            ("Reported by", said(part(resource, "source"), resource)),
            ("Notes", notes_of(resource)),
        ),
        cautions=doubts(resource),
    )
