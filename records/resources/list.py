"""List: what a source keeps together, and what it says is missing or why there is nothing."""

from core.dates import count_in_words
from records.codes import RecordSection

from .amounts import date_words
from .headings import section_of
from .lists import empty_reason, section_of_list, warnings
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
    parts,
    read_date,
    read_moment,
    rows,
    sensitivity_of,
    word,
)
from .shape import Coding, Extract, Presentation, References, Resource


def extract(resource: Resource, references: References) -> Extract:
    coding = coding_of(part(resource, "code"))
    return Extract(
        section=section_of(resource, section_of_list(resource) or RecordSection.DOCUMENTS),
        coding=Coding(system=coding.system, code=coding.code, display=_title(resource)),
        status=word(resource, "status"),
        clinical_date=clinical(read_date(resource, "date")),
        recorded_at=read_moment(resource, "date"),
        author=who(resource, references, "source"),
        sensitivity=sensitivity_of(resource),
    )


def _title(resource: Resource) -> str:
    """Return what the list is called."""
    return word(resource, "title") or concept_words(resource, "code") or "List"


def present(resource: Resource) -> Presentation:
    items = parts(resource, "entry")
    nothing = empty_reason(resource)
    how_many = count_in_words(len(items), "item") if items else ""
    return Presentation(
        headline=_title(resource),
        detail=nothing or how_many,
        rows=rows(
            ("Status", humanize(word(resource, "status"))),
            ("Empty because", nothing),
            *[("Item", _item_words(item, resource)) for item in items],
            ("Ordered by", concept_words(resource, "orderedBy")),
            ("Date", date_words(resource, "date")),
            ("Source", said(part(resource, "source"), resource)),
            ("Notes", notes_of(resource)),
        ),
        cautions=doubts(resource, *warnings(resource)),
    )


def _item_words(item: Resource, resource: Resource) -> str:
    """Return one item of a list, as far as the list itself names it."""
    removed = "no longer on the list" if item.get("deleted") is True else ""
    return join(", ", said(part(item, "item"), resource), concept_words(item, "flag"), removed)
