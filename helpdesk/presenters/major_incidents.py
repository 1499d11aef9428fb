"""Major incidents in words: for everybody, and for those who run one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from core.dates import (
    TIME,
    count_in_words,
    format_ago,
    format_day,
    format_duration,
    format_short_date,
)
from helpdesk.codes import MajorIncidentState, TicketState
from helpdesk.models import MajorIncident, MajorIncidentUpdate, Ticket
from helpdesk.queries.major_incidents import IncidentRoom, RunningIncident

from .service_status import ALL_REGIONS

STATE_TONES = {
    MajorIncidentState.DECLARED: "red",
    MajorIncidentState.IDENTIFIED: "amber",
    MajorIncidentState.MONITORING: "blue",
    MajorIncidentState.ENDED: "green",
    MajorIncidentState.REVIEWED: "green",
}
NO_REGION = "No region"


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentCard:
    """A running major incident as everybody reads it."""

    number: int
    id: UUID
    title: str
    state: str
    tone: str
    text: str
    told: str
    next_update: str
    parts: str
    joined: str
    has_joined: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateLine:
    """What was told, and when."""

    at: str
    by: str
    state: str
    tone: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildLine:
    """A ticket under a major incident or problem."""

    number: int
    subject: str
    state: str
    organization: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionLine:
    """How much is known of a region: who said “me too”, and how many tickets."""

    name: str
    joined: int
    tickets: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """A major incident for those who run it."""

    card: IncidentCard
    is_running: bool
    is_late: bool
    commander: str
    declared: str
    ended: str
    cadence: str
    national: str
    review_on: str
    review: str
    updates: Sequence[UpdateLine]
    children: Sequence[ChildLine]
    hidden: str
    regions: Sequence[RegionLine]


def present_card(running: RunningIncident, *, at: datetime) -> IncidentCard:
    """Return what everybody reads of a running major incident."""
    latest = running.latest
    return _card(
        running.incident,
        latest,
        joined=running.joined,
        has_joined=running.has_joined,
        at=at,
    )


def _card(
    incident: MajorIncident,
    latest: MajorIncidentUpdate | None,
    *,
    joined: int,
    has_joined: bool,
    at: datetime,
) -> IncidentCard:
    state = MajorIncidentState(incident.state)
    parts = dict.fromkeys(component.name for component in incident.components.all())
    regions = [region.short_name for region in incident.regions.all()] or [ALL_REGIONS]
    return IncidentCard(
        number=incident.ticket_id,
        id=incident.pk,
        title=incident.title,
        state=state.label,
        tone=STATE_TONES[state],
        text=latest.text if latest else "",
        told=format_short_date(latest.at, TIME, now=at) if latest else "",
        next_update=_next_update(incident, at),
        parts=f"{', '.join(parts)}: {', '.join(regions)}",
        joined=count_in_words(joined, "person has", "people have") + " said “me too”"
        if joined
        else "",
        has_joined=has_joined,
    )


def _next_update(incident: MajorIncident, at: datetime) -> str:
    due = incident.next_update_due_at
    if due is None:
        return ""
    if due <= at:
        return f"Update is {format_duration(at - due)} overdue"
    return f"Next update in {format_duration(due - at)}"


def present_room(room: IncidentRoom, *, boards: Mapping[str, str], at: datetime) -> Room:
    """Return a major incident for those who run it; `boards` are names by ODS code."""
    incident = room.incident
    due = incident.next_update_due_at
    latest = room.updates[0] if room.updates else None
    return Room(
        card=_card(incident, latest, joined=room.joined, has_joined=False, at=at),
        is_running=incident.ended_at is None,
        is_late=due is not None and due <= at,
        commander=str(incident.commander),
        declared=f"{format_short_date(incident.declared_at, TIME, now=at)} "
        f"({format_ago(incident.declared_at, now=at)})",
        ended=format_short_date(incident.ended_at, TIME, now=at) if incident.ended_at else "",
        cadence=f"every {incident.cadence_minutes} min",
        national=" · ".join(filter(None, [incident.national_reference, incident.national_route])),
        review_on=format_day(incident.review_on) if incident.review_on else "",
        review=incident.review,
        updates=[_present_update(update, at=at) for update in room.updates],
        children=[present_child(child) for child in room.children],
        hidden=hidden_in_words(room.hidden_children),
        regions=_regions(room, boards),
    )


def _present_update(update: MajorIncidentUpdate, *, at: datetime) -> UpdateLine:
    state = MajorIncidentState(update.state)
    return UpdateLine(
        at=format_short_date(update.at, TIME, now=at),
        by=str(update.by),
        state=state.label,
        tone=STATE_TONES[state],
        text=update.text,
    )


def present_child(child: Ticket) -> ChildLine:
    """Return a ticket as a line under its problem, with what a cascade would do to it."""
    state = TicketState(child.state)
    return ChildLine(
        number=child.number,
        subject=child.subject,
        state=state.label,
        organization=child.organization.short_name if child.organization else "",
        after=_after_cascade(child, state),
    )


def _after_cascade(child: Ticket, state: TicketState) -> str:
    if child.is_open:
        return "Will be resolved"
    if state == TicketState.RESOLVED:
        return "Is told, and stays resolved"
    return f"Left out: it is {state.label.lower()}"


def hidden_in_words(number: int) -> str:
    """Say that there are tickets which the viewer may not see."""
    return f"And {count_in_words(number, 'ticket')} that you may not see." if number else ""


def _regions(room: IncidentRoom, boards: Mapping[str, str]) -> list[RegionLine]:
    tickets: dict[str, int] = {}
    for child in room.children:
        code = child.region.ods_code if child.region else ""
        tickets[code] = tickets.get(code, 0) + 1
    codes = sorted(set(tickets) | set(room.joined_by_region), key=lambda code: boards.get(code, ""))
    return [
        RegionLine(
            name=boards.get(code, NO_REGION),
            joined=room.joined_by_region.get(code, 0),
            tickets=tickets.get(code, 0),
        )
        for code in codes
    ]
