"""Problems: what stands behind a ticket, what is under one, and what is known of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from helpdesk.codes import DeliveryState, TicketKind
from helpdesk.models import (
    Broadcast,
    BroadcastDelivery,
    KnownError,
    MajorIncident,
    Sight,
    Ticket,
)

from .major_incidents import list_children

MOST_OFFERED: Final = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemPart:
    """What stands behind a ticket, for its page."""

    ticket: Ticket
    parent: Ticket | None
    incident: MajorIncident | None
    is_incident: bool
    known: KnownError | None
    children: int
    offered: Sequence[Ticket]


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A problem with all that is known of it and under it, as far as the viewer sees."""

    ticket: Ticket
    known: KnownError | None
    children: Sequence[Ticket]
    hidden_children: int
    broadcasts: Sequence[Broadcast]


def get_staff_ticket(number: int, *, sight: Sight) -> Ticket:
    """
    Return a ticket that the viewer sees as staff.

    :raises Ticket.DoesNotExist: there is none, or they do not
    """
    return Ticket.objects.filter(sight.as_staff()).select_related("queue").get(pk=number)


def read_problem_part(ticket: Ticket, *, sight: Sight) -> ProblemPart:
    """Return what stands behind a ticket that the viewer sees as staff."""
    seen = Ticket.objects.filter(sight.as_staff())
    parent = seen.filter(pk=ticket.parent_id).first() if ticket.parent_id else None
    behind = [number for number in (ticket.number, parent and parent.number) if number]
    incident = MajorIncident.objects.filter(ticket_id__in=behind).first()
    known = KnownError.objects.filter(problem_id__in=behind).first()
    return ProblemPart(
        ticket=ticket,
        parent=parent,
        incident=incident,
        is_incident=incident is not None and incident.ticket_id == ticket.number,
        known=known,
        children=ticket.children.count(),
        offered=() if ticket.parent_id else list_parents_offered(ticket, sight=sight),
    )


def list_parents_offered(ticket: Ticket, *, sight: Sight) -> list[Ticket]:
    """Return the open problems and major incidents that a ticket could come under."""
    seen = Ticket.objects.filter(sight.as_staff()).open().exclude(pk=ticket.number)
    parents = seen.filter(Q(kind=TicketKind.PROBLEM) | Q(major_incident__ended_at__isnull=True))
    parents = parents.filter(Q(kind=TicketKind.PROBLEM) | Q(major_incident__isnull=False))
    return list(parents.order_by("-changed_at")[:MOST_OFFERED])


def read_problem(number: int, *, sight: Sight) -> Problem:
    """
    Return a problem for staff who see it.

    :raises Ticket.DoesNotExist: there is none, or they may not know of it
    """
    seen = Ticket.objects.filter(sight.as_staff(), kind=TicketKind.PROBLEM)
    ticket = seen.select_related("queue", "assignee").get(pk=number)
    children = list(list_children(ticket, sight=sight))
    return Problem(
        ticket=ticket,
        known=KnownError.objects.filter(problem=ticket).first(),
        children=children,
        hidden_children=ticket.children.count() - len(children),
        broadcasts=list(list_broadcasts(ticket)),
    )


def list_broadcasts(parent: Ticket) -> QuerySet[Broadcast]:
    """Return what was sent to all tickets under one, the latest first, with how far it is."""
    return (
        Broadcast.objects.filter(parent=parent)
        .select_related("by__user")
        .annotate(
            total=Count("deliveries"),
            written=Count("deliveries", filter=Q(deliveries__state=DeliveryState.DONE)),
            waiting=Count("deliveries", filter=Q(deliveries__state=DeliveryState.WAITING)),
        )
        .order_by("-at")
    )


def get_broadcast(broadcast_id: UUID, *, sight: Sight) -> Broadcast:
    """
    Return a broadcast for staff who see the ticket above.

    :raises Broadcast.DoesNotExist: there is none, or they may not know of it
    """
    seen = Ticket.objects.filter(sight.as_staff())
    found = Broadcast.objects.filter(parent__in=seen).select_related("parent", "by__user")
    return found.get(pk=broadcast_id)


def list_deliveries(broadcast: Broadcast, *, sight: Sight) -> QuerySet[BroadcastDelivery]:
    """Return what became of a broadcast on the tickets that a viewer sees."""
    seen = Ticket.objects.filter(sight.as_staff())
    deliveries = broadcast.deliveries.filter(ticket__in=seen)
    return deliveries.select_related("ticket__organization").order_by("ticket_id")


def list_published_errors() -> QuerySet[KnownError]:
    """Return what callers may read of known errors that are not mended yet, the latest first."""
    published = KnownError.objects.filter(
        is_published=True, closed_at__isnull=True, problem__is_restricted=False
    )
    return published.exclude(workaround="").order_by("-updated_at")


def find_workaround(ticket: Ticket) -> KnownError | None:
    """Return what a caller may read of the known error behind their ticket."""
    if ticket.parent_id is None:
        return None
    return list_published_errors().filter(problem_id=ticket.parent_id).first()
