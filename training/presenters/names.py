"""Lists of names in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from core.dates import format_short_day
from training.codes import ComplianceStatus
from training.queries.names import PAGE_SIZE, NamePage, OpenItem, PersonLine

from .standing import TONES


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenRow:
    """Something that somebody must do."""

    skill: str
    status: str
    tone: str
    day: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NameRow:
    """Somebody in a list of names."""

    name: str
    role: str
    url: str
    counts: str
    open: Sequence[OpenRow]


@dataclass(frozen=True, slots=True, kw_only=True)
class NameList:
    """A page of names, and where it stands in the list."""

    rows: Sequence[NameRow]
    first: int
    last: int
    total: int
    has_more: bool


def present_names(page: NamePage, *, number: int) -> NameList:
    """Return a page of names."""
    skipped = (number - 1) * PAGE_SIZE
    return NameList(
        rows=[_row(line) for line in page.lines],
        first=skipped + 1,
        last=skipped + len(page.lines),
        total=page.total,
        has_more=skipped + len(page.lines) < page.total,
    )


def _row(line: PersonLine) -> NameRow:
    return NameRow(
        name=line.name,
        role=line.title,
        url=reverse("training:person_detail", args=[line.role_id]),
        counts=f"{line.compliant} of {line.needed}",
        open=[_open_row(each) for each in line.open],
    )


def _open_row(item: OpenItem) -> OpenRow:
    status = ComplianceStatus(item.status)
    day = ""
    if item.valid_until is not None:
        verb = "until" if status == ComplianceStatus.DUE else "ran out"
        day = f"{verb} {format_short_day(item.valid_until)}"
    return OpenRow(skill=item.skill, status=status.label, tone=TONES[status], day=day)
