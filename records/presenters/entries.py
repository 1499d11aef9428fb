"""One entry in words, with where and when it comes from."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import cast
from uuid import UUID

from core.dates import TIME, Precision, format_date, format_short_date
from records.queries.head import Source
from records.queries.rows import ENTERED_IN_ERROR, EntryRow
from records.resources import catalogue
from records.resources.shape import Presentation, Row

from .links import document_url, entry_url, report_url

AUTHOR = "Author"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """A short word set apart by a tone that says the same."""

    text: str
    tone: str = "plain"


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A page to go to, in words."""

    text: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryLine:
    """An entry as a list shows it, with its detail on demand."""

    date: str
    headline: str
    detail: str
    source: str
    recorded: str
    tags: list[Tag]
    cautions: tuple[str, ...]
    rows: list[Row]
    links: list[Link]
    url: str
    report_url: str
    is_withdrawn: bool


def present(entry: EntryRow) -> Presentation:
    """
    Return an entry in words.

    Its stored words stand where the resource alone has none, as where a medicine was only named
    by a reference.
    """
    shown = catalogue.MODULES[entry.resource_type].present(entry.resource)
    if entry.display and not shown.name:
        shown = replace(shown, headline=entry.display)
    return _without_repeats(shown)


def _without_repeats(shown: Presentation) -> Presentation:
    """Return a presentation whose detail does not say the headline again."""
    headline, detail = shown.headline.casefold(), shown.detail.casefold()
    if detail == headline:
        return replace(shown, detail="")
    if detail.startswith(f"{headline},"):
        return replace(shown, headline=shown.detail, detail="")
    return shown


def date_words(entry: EntryRow, *, at: datetime) -> str:
    """Return the clinical date as a table has it, or nothing where the source gave none."""
    if entry.clinical_start is None:
        return ""
    precision = cast(Precision, entry.clinical_precision)
    return format_short_date(entry.clinical_start, precision, now=at)


def source_name(entry: EntryRow, sources: Mapping[UUID, Source]) -> str:
    """Return the short name of the organization that sent an entry."""
    source = sources.get(entry.feed_id)
    return source.organization_name if source else "Source not known"


def present_line(
    entry: EntryRow, *, patient_id: UUID, sources: Mapping[UUID, Source], at: datetime
) -> EntryLine:
    """Return an entry as a line of a list."""
    shown = present(entry)
    on = date_words(entry, at=at)
    recorded = format_short_date(entry.recorded_at, TIME, now=at) if entry.recorded_at else ""
    return EntryLine(
        date=on or "No date",
        headline=shown.headline,
        detail=shown.detail.removesuffix(f", {shown.flag}") if shown.flag else shown.detail,
        source=source_name(entry, sources),
        recorded="" if on and recorded.startswith(on) else recorded,
        tags=[Tag(text=shown.flag, tone="red")] if shown.flag else [],
        cautions=shown.cautions,
        rows=_unrepeated([*shown.rows, *provenance_rows(entry, sources)]),
        links=document_links(entry, shown, patient_id=patient_id),
        url=entry_url(patient_id, entry.id),
        report_url=report_url(patient_id, entry.id),
        is_withdrawn=entry.status == ENTERED_IN_ERROR,
    )


def _unrepeated(rows: list[Row]) -> list[Row]:
    """Return rows without the author where an earlier row names them in a fuller way."""
    named = {row.value for row in rows if row.label != AUTHOR}
    return [row for row in rows if row.label != AUTHOR or row.value not in named]


def provenance_rows(entry: EntryRow, sources: Mapping[UUID, Source]) -> list[Row]:
    """Return where an entry comes from and when it reached us (PRSB Provenance v1.2)."""
    facts = [
        (AUTHOR, entry.author),
        ("Source", source_name(entry, sources)),
        ("Recorded", format_date(entry.recorded_at, TIME) if entry.recorded_at else ""),
        ("Received", format_date(entry.received_at, TIME)),
        ("Code", entry.code),
        ("Id at the source", entry.source_id),
    ]
    return [Row(label=label, value=value) for label, value in facts if value]


def document_links(entry: EntryRow, shown: Presentation, *, patient_id: UUID) -> list[Link]:
    """Return links to the documents that an entry carries and that we hold."""
    return [
        Link(
            text=f"Read {attachment.title or 'the document'}",
            url=document_url(patient_id, entry.id, attachment.key),
        )
        for attachment in shown.attachments
        if attachment.key
    ]
