"""A meeting as one reader reads it: every item with its papers, and their own note beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.safestring import SafeString

from core.dates import count_in_words
from core.markdown import render_markdown
from core.times import say_moment
from governance.codes import Purpose, Visibility
from governance.models import AgendaItem
from governance.queries.reading import ReadItem, ReadPaper


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperPart:
    """A paper inside the reader: its text, or a link to its file."""

    key: UUID
    title: str
    by: str
    text: SafeString | None
    file_url: str
    file_words: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemPart:
    """An item inside the reader; `title` is empty where it is withheld."""

    anchor: str
    number: str
    key: UUID | None
    title: str
    purpose: str
    visibility: str
    presenter: str
    text: SafeString | None
    papers: list[PaperPart]
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartPart:
    """A chart of a section: where its picture is, what it shows, and its data as a table."""

    url: str
    alternative: str
    table: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionPart:
    """A live section inside the reader, as the pack froze it."""

    title: str
    summary: str
    source: str
    figures: Sequence[Mapping[str, Any]]
    charts: list[ChartPart]
    tables: Sequence[Mapping[str, Any]]


def present_sections(rows: Sequence[Mapping[str, Any]], meeting_id: UUID) -> list[SectionPart]:
    """Return the live sections as the reader shows them."""
    return [
        SectionPart(
            title=row["title"],
            summary=row["content"]["summary"],
            source=row["content"]["source"],
            figures=row["content"]["figures"],
            charts=[
                ChartPart(
                    url=reverse("governance:reader_chart", args=[meeting_id, row["key"], place]),
                    alternative=chart["alternative"],
                    table=chart["table"],
                )
                for place, chart in enumerate(row["content"]["charts"])
            ],
            tables=row["content"]["tables"],
        )
        for row in rows
    ]


def present_reading(items: Sequence[ReadItem]) -> list[ItemPart]:
    """Return the items of a meeting as the reader shows them."""
    return [_present(each, place) for place, each in enumerate(items, start=1)]


def _present(each: ReadItem, place: int) -> ItemPart:
    item = each.item
    return ItemPart(
        anchor=f"item-{place}",
        number=each.number,
        key=item.pk if item else None,
        title=item.title if item else "",
        purpose=Purpose(item.purpose).label if item else "",
        visibility=_visibility(item),
        presenter=_presenter(item),
        text=render_markdown(item.body) if item and item.body else None,
        papers=[_paper(paper) for paper in each.papers],
        note=each.note,
    )


def _visibility(item: AgendaItem | None) -> str:
    """Return a word where not everybody reads the item; open ones need none."""
    if item is None or item.visibility == Visibility.OPEN:
        return ""
    return "Private" if item.visibility == Visibility.PRIVATE else "Restricted"


def _presenter(item: AgendaItem | None) -> str:
    if item is None:
        return ""
    return str(item.presenter) if item.presenter else item.presenter_name


def _paper(each: ReadPaper) -> PaperPart:
    version, paper = each.version, each.paper
    is_file = bool(version and version.file_name)
    late = " · sent late" if version and version.is_late else ""
    return PaperPart(
        key=paper.pk,
        title=paper.title,
        by=str(paper.author) if paper.author else "",
        text=render_markdown(version.body) if version and version.body else None,
        file_url=reverse("governance:paper_file", args=[version.pk]) if version and is_file else "",
        file_words=f"PDF, {count_in_words(version.pages, 'page')}" if version else "",
        note=(
            f"Version {version.number}, {say_moment(version.sent_at)}{late}"
            if version
            else "Waits for the virus check. It opens once it is checked."
        ),
    )
