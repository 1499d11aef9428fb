"""The grid of compliance and an organization's figures in words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from accounts.codes import JobRole, OrganizationKind
from core.dates import count_in_words, format_day
from training.queries.compliance import Grid, GridFilters, Line, Share, Skill, Taken

# From these percentages on a figure is good, or fair; below, it is marked as low (ours).
GOOD: Final = 95
FAIR: Final = 85
# What each word means, for people who read the figures and for those who check them.
TERMS: Final[Mapping[str, str]] = {
    "Compliant": "Current, or due for renewal but not run out: of those in scope on the day.",
    "In scope": "People of whom a rule asks it, in a role that they held on the day. Somebody with "
    "two roles counts once in each organisation and role.",
    "Due": "Compliant still; the time to renew has begun.",
    "In grace": "Run out, and may work on for the days of grace. Not compliant.",
    "Lapsed": "Run out, and the grace is over.",
    "Never trained": "Nothing that stands was ever awarded.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A percentage with its counts, and the list behind it; without one, nobody is in scope."""

    percent: str
    counts: str
    tone: str
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """How a percentage has moved: an arrow, and the same in words."""

    arrow: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GridRow:
    """An organization or a job role with its figures."""

    label: str
    note: str
    url: str
    all: Figure
    trend: Trend | None
    cells: Sequence[Figure | None]
    lowest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GridPage:
    """A grid with its column headings, its rows and its sum."""

    columns: Sequence[str]
    rows: Sequence[GridRow]
    total: GridRow | None
    counted: str
    compared: str


def percent_of(share: Share) -> int:
    """Return whole percent; 100 only where nobody is missing, and 0 only where everybody is."""
    if share.compliant in (0, share.in_scope):
        return round(share.ratio * 100)
    return min(99, max(1, round(share.ratio * 100)))


def present_grid(grid: Grid, filters: GridFilters) -> GridPage:
    """Return the grid, each figure with the organization behind it."""
    narrowed = f"role={filters.job_role}" if filters.job_role else ""
    rows = [
        _row(
            line,
            grid.skills,
            label=place.name,
            note=OrganizationKind(place.kind).label,
            url=_url(place.ods_code, narrowed),
        )
        for place, line in grid.rows
    ]
    total = None
    if rows:
        label = count_in_words(len(rows), "organisation")
        total = _row(grid.total, grid.skills, label="All", note=label, url="")
    return GridPage(
        columns=[skill.name for skill in grid.skills],
        rows=rows,
        total=total,
        counted=say_counted(grid.taken),
        compared=say_compared(grid.taken, trend_days=filters.trend_days),
    )


def present_job_roles(
    lines: Mapping[str, Line], skills: Sequence[Skill], *, ods_code: str
) -> list[GridRow]:
    """Return an organization's figures by job role, by name."""
    rows = [
        _row(
            line,
            skills,
            label=JobRole(job_role).label,
            note="",
            url=_url(ods_code, f"role={job_role}"),
        )
        for job_role, line in lines.items()
    ]
    return sorted(rows, key=lambda row: row.label)


def present_sum(line: Line, skills: Sequence[Skill], *, ods_code: str) -> GridRow:
    """Return the sum of an organization."""
    return _row(line, skills, label="All roles", note="", url=_url(ods_code, ""))


def say_counted(taken: Taken) -> str:
    """Return of which day the figures are."""
    return "" if taken.on is None else f"Counted on {format_day(taken.on)}."


def say_compared(taken: Taken, *, trend_days: int) -> str:
    """Return with which day they are compared, or why with none."""
    if taken.before is None:
        return f"No figures from {trend_days} days before to compare with."
    return f"Arrows compare with {format_day(taken.before)}."


def present_trend(now: Share, before: Share | None) -> Trend | None:
    """Return how a share has moved, in points; None where there is nothing to compare with."""
    if before is None or not before.in_scope or not now.in_scope:
        return None
    points = percent_of(now) - percent_of(before)
    if points == 0:
        return Trend(arrow="→", words="no change")
    words = f"{count_in_words(abs(points), 'point')} {'up' if points > 0 else 'down'}"
    return Trend(arrow="↑" if points > 0 else "↓", words=words)


def _row(line: Line, skills: Sequence[Skill], *, label: str, note: str, url: str) -> GridRow:
    return GridRow(
        label=label,
        note=note,
        url=url,
        all=present_share(line.all, url=url),
        trend=present_trend(line.all, line.before),
        cells=[
            present_share(share, url=_narrow(url, skill.code))
            if (share := line.cells.get(skill.id))
            else None
            for skill in skills
        ],
        lowest=_say_lowest(line.cells, skills),
    )


def present_share(share: Share, *, url: str = "") -> Figure:
    """Return a share as people read it."""
    percent = percent_of(share)
    return Figure(
        percent=f"{percent} %",
        counts=f"{share.compliant:,} of {share.in_scope:,}",
        tone="good" if percent >= GOOD else "fair" if percent >= FAIR else "low",
        url=url,
    )


def _say_lowest(cells: Mapping[UUID, Share], skills: Iterable[Skill]) -> str:
    """Return what stands worst, for narrow screens that have no room for all."""
    shares = [(percent_of(cells[skill.id]), skill.name) for skill in skills if skill.id in cells]
    percent, name = min(shares, default=(100, ""))
    return "" if percent >= GOOD else f"Lowest: {name}, {percent} %"


def _url(ods_code: str, query: str) -> str:
    url = reverse("training:compliance_organization", args=[ods_code])
    return f"{url}?{query}" if query else url


def _narrow(url: str, code: str) -> str:
    """Return the address of a list narrowed to those who lack one competency."""
    if not url:
        return ""
    sign = "&" if "?" in url else "?"
    return f"{url}{sign}{urlencode({'competency': code, 'status': 'open'})}#people"
