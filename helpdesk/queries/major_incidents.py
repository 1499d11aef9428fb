"""Major incidents: what everybody may know of those that run, and the room of those who run one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from accounts.models import User
from helpdesk.codes import EventKind, ParticipantKind
from helpdesk.models import (
    MajorIncident,
    MajorIncidentUpdate,
    Sight,
    Ticket,
    TicketEvent,
    TicketParticipant,
)

MOST_PAST: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningIncident:
    """A running major incident as everybody may know it, and whether the viewer has joined."""

    incident: MajorIncident
    latest: MajorIncidentUpdate | None
    joined: int
    has_joined: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentRoom:
    """A major incident for those who run it. Tickets are those that the viewer sees."""

    incident: MajorIncident
    updates: Sequence[MajorIncidentUpdate]
    children: Sequence[Ticket]
    hidden_children: int
    joined_by_region: Mapping[str, int]

    @property
    def joined(self) -> int:
        """How many said “me too”."""
        return sum(self.joined_by_region.values())


def running_incidents() -> QuerySet[MajorIncident]:
    """Return the major incidents that have not ended, the latest first."""
    return MajorIncident.objects.filter(ended_at__isnull=True).order_by("-declared_at")


def list_running_titles(*, sight: Sight) -> list[str]:
    """Return what runs in the viewer's region, or in all, in a line each."""
    here = Q(regions__isnull=True) | Q(regions=sight.board_id)
    running = running_incidents() if sight.board_id is None else running_incidents().filter(here)
    return list(running.values_list("title", flat=True).distinct())


def list_running(*, sight: Sight) -> list[RunningIncident]:
    """Return what everybody may know of the major incidents that run."""
    latest = MajorIncidentUpdate.objects.filter(major_incident=OuterRef("pk")).order_by("-at")
    incidents = list(
        running_incidents()
        .annotate(latest_id=Subquery(latest.values("pk")[:1]))
        .prefetch_related("components", "regions")
    )
    updates = MajorIncidentUpdate.objects.in_bulk([each.latest_id for each in incidents])
    watchers = TicketParticipant.objects.filter(
        ticket__in=[each.ticket_id for each in incidents], kind=ParticipantKind.WATCHER
    )
    own = set(watchers.filter(user_id=sight.user_id).values_list("ticket_id", flat=True))
    joined = count_joined([each.ticket_id for each in incidents])
    return [
        RunningIncident(
            incident=incident,
            latest=updates.get(incident.latest_id),
            joined=sum(joined.get(incident.ticket_id, {}).values()),
            has_joined=incident.ticket_id in own,
        )
        for incident in incidents
    ]


def count_joined(numbers: Sequence[int]) -> dict[int, dict[str, int]]:
    """Return how many said “me too” on tickets, by the ODS code of their region."""
    if not numbers:
        return {}
    said = TicketEvent.objects.filter(
        ticket__in=numbers, kind=EventKind.PARTICIPANT_CHANGED, facts__me_too=True
    )
    counted: dict[int, dict[str, int]] = {}
    rows = said.values_list("ticket_id", "facts__region").annotate(number=Count("pk"))
    for ticket, region, number in rows.order_by("ticket_id", "-number"):
        counted.setdefault(ticket, {})[region or ""] = number
    return counted


def get_incident(number: int, *, sight: Sight) -> MajorIncident:
    """
    Return the major incident of a ticket, for staff who see the ticket.

    :raises MajorIncident.DoesNotExist: there is none, or they may not know of it
    """
    tickets = Ticket.objects.filter(sight.as_staff())
    incidents = MajorIncident.objects.filter(ticket__in=tickets)
    return incidents.select_related("ticket__queue", "commander").get(ticket_id=number)


def read_room(number: int, *, sight: Sight) -> IncidentRoom:
    """
    Return all that those who run a major incident look at.

    :raises MajorIncident.DoesNotExist: there is none, or the viewer may not know of it
    """
    incident = get_incident(number, sight=sight)
    children = list(list_children(incident.ticket, sight=sight))
    updates = incident.updates.select_related("by").order_by("-at")
    return IncidentRoom(
        incident=incident,
        updates=list(updates),
        children=children,
        hidden_children=incident.ticket.children.count() - len(children),
        joined_by_region=count_joined([number]).get(number, {}),
    )


def list_children(parent: Ticket, *, sight: Sight) -> QuerySet[Ticket]:
    """Return the tickets under one that a viewer sees as staff, those that are open first."""
    seen = Ticket.objects.filter(sight.as_staff(), parent=parent)
    return seen.select_related("organization", "region", "requester").order_by("-number")


def list_possible_commanders(incident: MajorIncident) -> QuerySet[User]:
    """Return who works in the queue of a major incident."""
    return User.objects.filter(
        practitioner_roles__queue_memberships__queue=incident.ticket.queue, is_active=True
    ).distinct()


def list_past() -> QuerySet[MajorIncident]:
    """Return the major incidents that ended last."""
    ended = MajorIncident.objects.filter(ended_at__isnull=False)
    return ended.order_by("-ended_at")[:MOST_PAST]


def list_declared(*, first: date, last: date, board_id: UUID | None) -> list[MajorIncident]:
    """
    Return the major incidents that were declared from one day in London to another, in order.

    Of a board: those of its region and of all; None is every region. Their titles are as everybody
    reads them.
    """
    declared = MajorIncident.objects.filter(declared_at__date__range=(first, last))
    if board_id is not None:
        declared = declared.filter(Q(regions__isnull=True) | Q(regions=board_id)).distinct()
    return list(declared.order_by("declared_at"))
