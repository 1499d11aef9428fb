"""Papers in words: a line below an item, and the page of one paper with its versions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.urls import reverse
from django.utils.safestring import SafeString

from core.dates import LONDON, TIME, count_in_words, format_date, format_short_day
from core.markdown import render_markdown
from governance.codes import FileCheck
from governance.models import Paper, PaperVersion

_TONES: Final = {FileCheck.WAITING: "amber", FileCheck.CLEAN: "green"}


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperTag:
    """A word beside a paper, as the tag component wants it."""

    text: str
    tone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperLine:
    """A paper below its item; `file_url` opens its newest PDF, and is empty where it may not."""

    title: str
    url: str
    file_url: str
    facts: str
    tags: list[PaperTag]


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionLine:
    """A version of a paper: who sent it when, and what changed."""

    name: str
    sent: str
    sent_by: str
    what_changed: str
    size: str
    file_url: str
    text_url: str
    tags: list[PaperTag]


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperPage:
    """A paper with its versions; `text` is what the one that is shown says, if it is no file."""

    title: str
    meeting: str
    author: str
    withdrawn: str
    versions: list[VersionLine]
    text: SafeString | None
    text_name: str


def present_papers(papers: Iterable[Paper]) -> dict[UUID, list[PaperLine]]:
    """Return the papers of `queries.papers.list_papers` as lines, by the item that they are of."""
    lines: dict[UUID, list[PaperLine]] = {}
    for paper in papers:
        lines.setdefault(paper.item_id, []).append(_line(paper))
    return lines


def present_paper(
    paper: Paper, versions: Sequence[PaperVersion], *, shown: int | None, may_open: bool
) -> PaperPage:
    """Return a paper as its page shows it; `shown` is the version whose text is read."""
    stands = paper.withdrawn_at is None or may_open
    texts = [version for version in versions if version.body and stands]
    chosen = next((each for each in texts if each.number == shown), None)
    read = chosen or next(iter(texts[:1] if versions and versions[0].body else []), None)
    meeting = paper.item.meeting
    return PaperPage(
        title=paper.title,
        meeting=f"{meeting.committee.name}, {format_date(meeting.starts_at)}",
        author=str(paper.author or ""),
        withdrawn=format_date(paper.withdrawn_at) if paper.withdrawn_at else "",
        versions=[_version(each, paper, stands=stands) for each in versions],
        text=render_markdown(read.body) if read else None,
        text_name=f"Version {read.number}" if read else "",
    )


def _line(paper: Paper) -> PaperLine:
    newest = next(iter(paper.versions.all()), None)
    tags, facts, file_url = [], "", ""
    if paper.withdrawn_at is not None:
        tags.append(PaperTag(text="Withdrawn", tone="red"))
    elif newest is not None:
        sent = format_short_day(newest.sent_at.astimezone(LONDON).date())
        facts = f"{_size(newest)}, version {newest.number}, {sent}"
        file_url = _file_url(newest)
        tags = _tags(newest)
    return PaperLine(
        title=paper.title,
        url=reverse("governance:paper_detail", args=[paper.pk]),
        file_url=file_url,
        facts=facts,
        tags=tags,
    )


def _version(version: PaperVersion, paper: Paper, *, stands: bool) -> VersionLine:
    page = reverse("governance:paper_detail", args=[paper.pk])
    return VersionLine(
        name=f"Version {version.number}",
        sent=format_date(version.sent_at, TIME),
        sent_by=str(version.sent_by),
        what_changed=version.what_changed,
        size=_size(version),
        file_url=_file_url(version) if stands else "",
        text_url=f"{page}?version={version.number}" if version.body and stands else "",
        tags=_tags(version),
    )


def _size(version: PaperVersion) -> str:
    """Return what a version is: text, or a PDF of so many pages."""
    return f"PDF, {count_in_words(version.pages, 'page')}" if version.file_name else "Text"


def _file_url(version: PaperVersion) -> str:
    if not version.file_name or version.file_check != FileCheck.CLEAN:
        return ""
    return reverse("governance:paper_file", args=[version.pk])


def _tags(version: PaperVersion) -> list[PaperTag]:
    tags = [PaperTag(text="Late", tone="amber")] if version.is_late else []
    check = FileCheck(version.file_check)
    if check != FileCheck.CLEAN:
        tags.append(PaperTag(text=check.label, tone=_TONES.get(check, "red")))
    return tags
