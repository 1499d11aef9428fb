"""A meeting as one reader reads it from top to bottom: items, papers, live sections, own notes."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Prefetch

from governance.codes import FileCheck
from governance.models import AgendaItem, BoardPack, Meeting, Paper, PaperVersion, Reach, ReaderNote


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadPaper:
    """A paper with its newest version that may be opened, if there is one."""

    paper: Paper
    version: PaperVersion | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadItem:
    """An agenda item with its papers and the reader's own note; None where it is withheld."""

    number: str
    item: AgendaItem | None
    papers: list[ReadPaper]
    note: str


def read_items(meeting: Meeting, *, reach: Reach) -> list[ReadItem]:
    """Return the items of a meeting in their order; of withheld ones the number alone."""
    known = {
        item.pk: item
        for item in AgendaItem.objects.visible_to(reach)
        .filter(meeting=meeting)
        .select_related("presenter", "minutes_of__committee")
    }
    papers = _papers(meeting, reach)
    notes = own_notes(meeting.pk, reach=reach)
    every = AgendaItem.objects.filter(meeting=meeting).values_list(
        "pk", "number", "position", "parent__position"
    )
    ordered = sorted(every, key=lambda row: (row[3] or row[2], row[2] if row[3] else 0))
    return [
        ReadItem(
            number=number,
            item=known.get(key),
            papers=papers.get(key, []),
            note=notes.get(key, "") if key in known else "",
        )
        for key, number, _, _ in ordered
        # A single paper may be granted without its item.
        if key in known or number
    ]


def own_notes(meeting_id: UUID, *, reach: Reach) -> dict[UUID, str]:
    """Return the reader's own notes on a meeting, by item."""
    notes = ReaderNote.objects.filter(
        user_id=reach.user_id, item__meeting_id=meeting_id, paper__isnull=True
    )
    return {note.item_id: bytes(note.body).decode() for note in notes}


def frozen_sections(meeting: Meeting, *, reach: Reach) -> Sequence[Mapping[str, Any]]:
    """
    Return the live sections as the newest issued pack froze them, for the committee's own people.

    Somebody who was named for a single item reads that item alone.
    """
    if meeting.committee_id not in reach.committees:
        return []
    issued = BoardPack.objects.filter(meeting=meeting, issued_at__isnull=False)
    pack = issued.order_by("-number").first()
    return [row for row in pack.content["sections"] if row["content"]] if pack else []


def _papers(meeting: Meeting, reach: Reach) -> dict[UUID, list[ReadPaper]]:
    checked = PaperVersion.objects.filter(file_check=FileCheck.CLEAN).defer("content")
    papers = (
        Paper.objects.visible_to(reach)
        .filter(item__meeting=meeting, withdrawn_at__isnull=True)
        .select_related("author")
        .prefetch_related(Prefetch("versions", checked.order_by("-number"), to_attr="checked"))
        .order_by("position")
    )
    found: dict[UUID, list[ReadPaper]] = defaultdict(list)
    for paper in papers:
        newest = next(iter(paper.checked), None)  # type: ignore[attr-defined]  # fetched above
        found[paper.item_id].append(ReadPaper(paper=paper, version=newest))
    return found
