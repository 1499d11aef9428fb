"""A section's entries, newest first under the months they fall in; and one entry whole."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from core.dates import MONTH, TIME, YEAR, Precision, format_date
from records.codes import RecordSection
from records.queries.record import (
    ENDED_STATUSES,
    ENTRIES_A_PAGE,
    STANDING_SECTIONS,
    EntryPage,
    SectionPage,
)
from records.queries.rows import ENTERED_IN_ERROR, EntryRow
from records.resources.shape import Row

from .entries import EntryLine, present, present_line
from .links import section_url
from .sources import other_sources_words, withheld_reasons

# With fewer, headings by month would take more room than what stands beneath them.
ENTRIES_A_MONTH = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryGroup:
    """Entries under one heading of time."""

    title: str
    entries: list[EntryLine]


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionView:
    """A page of a section as it is shown; `empty` says why there is nothing."""

    title: str
    groups: list[EntryGroup]
    withheld: list[str]
    empty: str
    empty_next: str
    first: int
    last: int
    total: int
    previous_url: str
    next_url: str


def present_section(found: SectionPage, *, at: datetime) -> SectionView:
    """Return a page of a section in words."""
    head, section = found.head, found.section
    first = (found.page - 1) * ENTRIES_A_PAGE + 1
    url = section_url(head.patient.pk, section)
    empty, empty_next = ("", "") if found.entries else _why_empty(found)
    return SectionView(
        title=section.label,
        groups=_group(found.entries, found, at),
        withheld=withheld_reasons(head, section),
        empty=empty,
        empty_next=empty_next,
        first=first,
        last=first + len(found.entries) - 1,
        total=max(found.total, first + len(found.entries) - 1),
        previous_url=f"{url}?page={found.page - 1}" if found.page > 1 else "",
        next_url=f"{url}?page={found.page + 1}" if found.page < found.pages else "",
    )


def _group(entries: Iterable[EntryRow], found: SectionPage, at: datetime) -> list[EntryGroup]:
    head, entries = found.head, list(entries)
    months = {_month(entry) for entry in entries}
    precision = MONTH if len(entries) >= ENTRIES_A_MONTH * len(months) else YEAR
    return [
        EntryGroup(
            title=title,
            entries=[
                present_line(entry, patient_id=head.patient.pk, sources=head.sources, at=at)
                for entry in some
            ],
        )
        for title, some in groupby(entries, key=lambda entry: _heading(entry, precision, at))
    ]


def _month(entry: EntryRow) -> str:
    return format_date(entry.clinical_start, MONTH) if entry.clinical_start else ""


def _heading(entry: EntryRow, precision: Precision, at: datetime) -> str:
    """Return whether an entry still holds, or the month or year that it falls in."""
    if entry.status == ENTERED_IN_ERROR:
        return "Entered in error"
    if entry.section in STANDING_SECTIONS:
        return "Ended" if entry.status in ENDED_STATUSES else "Current"
    if entry.clinical_start is None:
        return "Without a date"
    if entry.clinical_start > at:
        return "Coming"
    is_year = entry.clinical_precision == YEAR
    return format_date(entry.clinical_start, YEAR if is_year else precision)


def _why_empty(found: SectionPage) -> tuple[str, str]:
    """Say why a section shows nothing, and what follows from that."""
    head, section = found.head, found.section
    if section not in head.scope.full_sections:
        return (
            f"Your role does not include {section.label.lower()}.",
            "Ask your organisation's privacy officer if your work needs it.",
        )
    if head.withheld.get(section):
        return ("Everything here is withheld from you.", "The reasons stand above.")
    if found.page > 1:
        return ("There is no such page.", "Go back to the first page of this section.")
    return (
        "No source has sent anything for this section. This does not mean that there is nothing.",
        other_sources_words(head),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class StateOfEntry:
    """An earlier state of an entry, and until when it was the current one."""

    title: str
    headline: str
    detail: str
    rows: list[Row]


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryView:
    """An entry whole, with its earlier states."""

    title: str
    line: EntryLine
    section_title: str
    section_url: str
    states: list[StateOfEntry]


def present_entry_page(found: EntryPage, *, at: datetime) -> EntryView:
    """Return one entry whole, in words."""
    head, entry = found.head, found.entry
    line = present_line(entry, patient_id=head.patient.pk, sources=head.sources, at=at)
    return EntryView(
        title=line.headline,
        line=line,
        section_title=RecordSection(entry.section).label,
        section_url=section_url(head.patient.pk, entry.section),
        states=[_state(version) for version in found.versions],
    )


def _state(version: EntryRow) -> StateOfEntry:
    shown = present(version)
    return StateOfEntry(
        title=f"As received {format_date(version.received_at, TIME)}",
        headline=shown.headline,
        detail=shown.detail,
        rows=list(shown.rows),
    )
