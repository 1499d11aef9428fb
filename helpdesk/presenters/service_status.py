"""The parts of the service in words, and their last 90 days as a line."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from core.dates import LONDON, TIME, count_in_words, format_duration, format_short_date
from helpdesk.codes import ComponentStatus
from helpdesk.models import StatusNotice
from helpdesk.queries.service_status import DAYS_SHOWN, SEVERITY, ComponentHistory

ALL_REGIONS = "All regions"
TONES = {
    ComponentStatus.OPERATIONAL: "green",
    ComponentStatus.DEGRADED: "amber",
    ComponentStatus.DISRUPTED: "red",
    ComponentStatus.MAINTENANCE: "blue",
}
TROUBLE = (ComponentStatus.DISRUPTED, ComponentStatus.DEGRADED)


@dataclass(frozen=True, slots=True, kw_only=True)
class DayMark:
    """A day of the line on which something was the matter; `x` counts from the oldest day."""

    x: int
    tone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedWork:
    """Work that is ahead."""

    id: UUID
    when: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ComponentLine:
    """A part of the service as its line on the page shows it."""

    id: UUID
    name: str
    description: str
    status: str
    tone: str
    text: str
    since: str
    planned: Sequence[PlannedWork]
    marks: Sequence[DayMark]
    past: str
    notice_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionStatus:
    """The parts of the service of one region, and whether all is well."""

    name: str
    lines: Sequence[ComponentLine]
    summary: str
    is_well: bool
    is_own: bool = False


def present_regions(
    histories: Sequence[ComponentHistory], *, own_board: UUID | None, at: datetime
) -> list[RegionStatus]:
    """Return the regions: what all share first, then the viewer's own, then the others."""
    grouped: dict[UUID | None, list[ComponentHistory]] = {}
    for history in histories:
        grouped.setdefault(history.component.region_id, []).append(history)
    order = sorted(grouped, key=lambda region: (region is not None, region != own_board))
    return [_present_region(grouped[region], region, own_board, at) for region in order]


def _present_region(
    histories: Sequence[ComponentHistory],
    region_id: UUID | None,
    own_board: UUID | None,
    at: datetime,
) -> RegionStatus:
    lines = [present_component(history, at=at) for history in histories]
    region = histories[0].component.region
    ailing = [line for line in lines if line.status != ComponentStatus.OPERATIONAL.label]
    return RegionStatus(
        name=region.short_name if region else ALL_REGIONS,
        lines=lines,
        summary=f"{len(ailing)} of {len(lines)} need attention" if ailing else "All working",
        is_well=not ailing,
        is_own=region_id is not None and region_id == own_board,
    )


def present_component(history: ComponentHistory, *, at: datetime) -> ComponentLine:
    """Return one part of the service as it is now and was."""
    standing = history.standing(at)
    status = ComponentStatus(standing.status) if standing else ComponentStatus.OPERATIONAL
    component = history.component
    return ComponentLine(
        id=component.pk,
        name=component.name,
        description=component.description,
        status=status.label,
        tone=TONES[status],
        text=_said(standing),
        since=_since(standing, at) if standing else "",
        planned=[
            PlannedWork(id=each.pk, when=_when(each), text=each.text)
            for each in history.planned(at)
        ],
        marks=_marks(history.notices, at),
        past=_past_in_words(history.notices, at),
        notice_id=standing.pk if standing and not standing.major_incident_id else None,
    )


def _said(notice: StatusNotice | None) -> str:
    """Return what is said of a part; of a major incident, which one: its words stand above."""
    if notice is None:
        return ""
    incident = notice.major_incident
    return f"Part of the major incident: {incident.title}" if incident else notice.text


def _since(notice: StatusNotice, at: datetime) -> str:
    incident = notice.major_incident
    starts_at = incident.declared_at if incident else notice.starts_at
    began = format_short_date(starts_at, TIME, now=at)
    ends = f", until {format_short_date(notice.ends_at, TIME, now=at)}" if notice.ends_at else ""
    return f"since {began}{ends}"


def _when(notice: StatusNotice) -> str:
    start, end = notice.starts_at.astimezone(LONDON), notice.ends_at
    words = f"{start.day} {start:%b}, {start:%H:%M}"
    return f"{words} to {end.astimezone(LONDON):%H:%M}" if end else f"from {words}"


def _marks(notices: Sequence[StatusNotice], at: datetime) -> list[DayMark]:
    """Return the days with trouble or work, each with the worst that it saw."""
    today = at.astimezone(LONDON).date()
    worst: dict[int, ComponentStatus] = {}
    for notice in notices:
        status = ComponentStatus(notice.status)
        if notice.starts_at > at or status == ComponentStatus.OPERATIONAL:
            continue
        ended = min(notice.ends_at or at, at).astimezone(LONDON).date()
        day = max(notice.starts_at.astimezone(LONDON).date(), today - timedelta(DAYS_SHOWN - 1))
        while day <= ended:
            x = DAYS_SHOWN - 1 - (today - day).days
            worst[x] = min(status, worst.get(x, status), key=SEVERITY.index)
            day += timedelta(1)
    return [DayMark(x=x, tone=TONES[status]) for x, status in sorted(worst.items())]


def _past_in_words(notices: Sequence[StatusNotice], at: datetime) -> str:
    """Return what the line shows: on how many days there was trouble, and how long in all."""
    since = at - timedelta(DAYS_SHOWN)
    spans = [
        (max(notice.starts_at, since), min(notice.ends_at or at, at))
        for notice in notices
        if notice.starts_at <= at and ComponentStatus(notice.status) in TROUBLE
    ]
    times = _joined(spans)
    if not times:
        return f"No trouble in {DAYS_SHOWN} days"
    length = sum((end - start for start, end in times), timedelta(0))
    return f"{count_in_words(len(times), 'time')}, {format_duration(length)} in all"


def _joined(spans: Sequence[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    """Return the spans with those made one that touch or overlap."""
    joined: list[tuple[datetime, datetime]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
