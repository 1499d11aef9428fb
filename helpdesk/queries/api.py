"""Rows of tickets and events as the API gives them."""

from collections.abc import Mapping
from typing import Any, TypeAlias

from helpdesk.models import Queue, Sight, Ticket, TicketClock, TicketEvent

# What a query gives as values has no type that a checker knows.
Row: TypeAlias = dict[str, Any]

LINE = (
    "number", "kind", "category", "state", "waiting_reason", "subject", "priority", "queue__code",
    "assignee__username", "organization__ods_code", "has_safety_flag", "has_governance_flag",
    "opened_at", "changed_at", "due_at",
)  # fmt: skip
DETAIL = (
    *LINE, "impact", "urgency", "channel", "requester__username", "component__code",
    "external_reference", "merged_into_id", "parent_id", "responded_at", "resolved_at",
    "closed_at", "version", "last_public_event_id",
)  # fmt: skip
EVENT = ("id", "position", "kind", "visibility", "at", "actor_name", "facts", "text__body")


def list_ticket_rows(
    *, sight: Sight, filters: Mapping[str, object], before: int | None, most: int
) -> list[Row]:
    """Return tickets with the newest number first, below a number."""
    tickets = Ticket.objects.within(sight).filter(**filters)
    if before is not None:
        tickets = tickets.filter(number__lt=before)
    return list(tickets.order_by("-number").values(*LINE)[:most])


def get_ticket_row(number: int, *, sight: Sight) -> Row:
    """
    Return a ticket.

    :raises Ticket.DoesNotExist: there is none, or the viewer may not know of it
    """
    row: Row = Ticket.objects.within(sight).values(*DETAIL).get(pk=number)
    return row


def list_event_rows(number: int, *, sight: Sight, after: int, most: int) -> list[Row]:
    """
    Return what happened to a ticket after a position, oldest first, as far as one may read it.

    :raises Ticket.DoesNotExist: there is none, or the viewer may not know of it
    """
    get_ticket_row(number, sight=sight)
    events = TicketEvent.objects.within(sight).filter(ticket_id=number, position__gt=after)
    return list(events.order_by("position").values(*EVENT)[:most])


def list_clock_rows(number: int, *, sight: Sight) -> list[TicketClock]:
    """
    Return the clocks of a ticket.

    :raises Ticket.DoesNotExist: there is none, or the viewer may not know of it
    """
    get_ticket_row(number, sight=sight)
    return list(TicketClock.objects.filter(ticket_id=number).order_by("metric"))


def get_queue(code: str) -> Queue:
    """
    Return a queue that takes tickets.

    :raises Queue.DoesNotExist: there is none
    """
    return Queue.objects.get(code=code, is_active=True)
