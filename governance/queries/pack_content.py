"""What a board pack holds: agenda, papers and what changed, as plain data that can be frozen."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from governance.codes import FileCheck, MeetingMode, Purpose
from governance.models import AgendaItem, BoardPack, Meeting, Paper, PaperVersion
from governance.policies.agendas import PlannedLine, lay_out
from governance.policies.packs import PackChanges, PaperIssue, compare_packs

from .agendas import read_slots

Row = dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class PackDraft:
    """What goes into a pack: its content, and the versions that it holds."""

    content: Row
    versions: Sequence[PaperVersion]


def find_pack_before(pack: BoardPack) -> BoardPack | None:
    """Return the pack that a pack replaces: the last one of its meeting that was issued."""
    earlier = BoardPack.objects.filter(meeting_id=pack.meeting_id, number__lt=pack.number)
    return earlier.filter(issued_at__isnull=False).order_by("-number").first()


def find_last_cut(meeting: Meeting) -> datetime | None:
    """Return when the figures of the committee's previous meeting were cut, if they were."""
    packs = BoardPack.objects.filter(
        meeting__committee_id=meeting.committee_id,
        meeting__starts_at__lt=meeting.starts_at,
        issued_at__isnull=False,
    )
    return packs.order_by("-issued_at").values_list("issued_at", flat=True).first()


def draft_content(pack: BoardPack, sections: Sequence[Row], *, at: datetime) -> PackDraft:
    """Return what a pack holds at a moment; `sections` are the live figures, made before."""
    meeting, before = pack.meeting, find_pack_before(pack)
    slots, _ = read_slots(meeting)
    lines = lay_out(slots, starts_at=meeting.starts_at)
    items = {item.pk: item for item in meeting.items.select_related("presenter")}
    papers = list(
        Paper.objects.filter(item__in=list(items), withdrawn_at__isnull=True).select_related(
            "author"
        )
    )
    versions = _latest_clean(papers)
    changes = _changes(before, versions.values())
    rows = [
        _item_row(
            items[line.key],
            line,
            [
                _paper_row(paper, versions.get(paper.pk), changes)
                for paper in papers
                if paper.item_id == line.key
            ],
        )
        for line in lines
    ]
    content: Row = {
        "committee": {"name": meeting.committee.name, "reference": meeting.committee.reference},
        "meeting": _meeting_row(meeting),
        "number": pack.number,
        "replaces": before.number if before else None,
        "cut": at.isoformat(),
        "items": rows,
        "removed": _removed_rows(changes),
        "sections": list(sections),
    }
    return PackDraft(content=content, versions=list(versions.values()))


def _meeting_row(meeting: Meeting) -> Row:
    return {
        "id": str(meeting.pk),
        "number": meeting.number,
        "starts_at": meeting.starts_at.isoformat(),
        "ends_at": meeting.ends_at.isoformat(),
        "mode": MeetingMode(meeting.mode).label,
        "place": meeting.place,
    }


def _item_row(item: AgendaItem, line: PlannedLine, papers: Sequence[Row]) -> Row:
    return {
        "id": str(item.pk),
        "number": line.number,
        "level": 2 if line.is_below else 1,
        "title": item.title,
        "body": item.body,
        "purpose": Purpose(item.purpose).label,
        "minutes": line.minutes,
        "starts_at": line.starts_at.isoformat(),
        "presenter": str(item.presenter) if item.presenter else item.presenter_name,
        "wants_paper": item.wants_paper,
        "papers": papers,
    }


def _paper_row(paper: Paper, version: PaperVersion | None, changes: PackChanges) -> Row:
    """Return a paper as the pack holds it; one that has no checked version stands by its title."""
    row: Row = {
        "id": str(paper.pk),
        "title": paper.title,
        "author": str(paper.author) if paper.author else "",
        "replaces": changes.replaced.get(paper.pk),
        "is_added": paper.pk in changes.added and version is not None,
        "version": None,
    }
    if version is None:
        return row
    file = bytes(version.content) if version.content else b""
    return row | {
        "version": version.number,
        "version_id": str(version.pk),
        "body": version.body,
        "file_sha256": hashlib.sha256(file).hexdigest() if file else "",
        "sha256": version.sha256,
        "is_late": version.is_late,
        "what_changed": version.what_changed,
        "sent_at": version.sent_at.isoformat(),
    }


def _latest_clean(papers: Iterable[Paper]) -> dict[UUID, PaperVersion]:
    """Return the newest version of each of some papers that has passed the virus check."""
    versions = PaperVersion.objects.filter(paper__in=list(papers), file_check=FileCheck.CLEAN)
    return {
        version.paper_id: version
        for version in versions.order_by("paper_id", "-number").distinct("paper_id")
    }


def _changes(before: BoardPack | None, versions: Iterable[PaperVersion]) -> PackChanges:
    """Return what changed since the pack before; nothing is new in a first pack."""
    now = [PaperIssue(paper=each.paper_id, number=each.number) for each in versions]
    if before is None:
        return compare_packs(now, now)
    held = before.papers.values_list("version__paper_id", "version__number")
    return compare_packs([PaperIssue(paper=key, number=number) for key, number in held], now)


def _removed_rows(changes: PackChanges) -> list[Mapping[str, object]]:
    papers = Paper.objects.filter(pk__in=changes.removed).select_related("item")
    return [
        {"id": str(paper.pk), "title": paper.title, "item": paper.item.number}
        for paper in papers.order_by("item__position", "position")
    ]
