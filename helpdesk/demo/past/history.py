"""Writes two years of tickets into an empty helpdesk."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import cache
from typing import Final
from uuid import UUID

from django.db import transaction

from core.nhs_number import with_check_digit
from helpdesk.actions.identifiers import clean_text
from helpdesk.actions.measuring import measure_tickets
from helpdesk.actions.reporting import add_up_weeks
from helpdesk.models import (
    ClockEvent,
    EventText,
    Queue,
    RequestType,
    SatisfactionRequest,
    ServiceComponent,
    Ticket,
    TicketClock,
    TicketEvent,
    TicketLink,
    TicketParticipant,
)
from helpdesk.queries.routing import find_queue

from .copying import copy_rows, keep_keys, next_key, write_words
from .joins import join_stories
from .people import list_callers, list_lines
from .rows import Rows, number_stories, write_rows
from .telling import tell_stories
from .world import Line, World

TICKETS: Final = 6_000
SEED: Final = 3
FIRST_NUMBER: Final = 100_001
VIEWER: Final = "record-viewer"


@transaction.atomic
def load_history(
    *, at: datetime, tickets: int = TICKETS, seed: int = SEED, references: Sequence[str] = ()
) -> int:
    """Fill a helpdesk that has no tickets yet, and return how many it has got."""
    if Ticket.objects.exists():
        return 0
    stories = tell_stories(
        make_world(), tickets=tickets, until=at, seed=seed, references=references
    )
    number_stories(stories, first=FIRST_NUMBER)
    first_event = next_key("helpdesk_ticketevent", "id")
    joins = join_stories(stories, until=at, seed=seed)
    rows = write_rows(stories, until=at, first_event=first_event)
    rows.links = joins.links
    rows.participants += joins.participants
    copy_all(rows)
    measure_tickets()
    add_up_weeks(at=at, weeks=None)
    add_up_weeks(at=at, weeks=None)
    return len(rows.tickets)


def make_references() -> list[str]:
    """Return what stands in texts in place of invented NHS numbers, made as for any text."""
    numbers = (with_check_digit(f"9990{serial:05}") for serial in range(1, 40))
    return [clean_text(number.formatted) for number in numbers if number is not None]


def make_world() -> World:
    """Return whom and what the helpdesk is made of, as the desk is set up."""
    lines = list_lines(Queue.objects.order_by("position"))
    return World(
        callers=list_callers(),
        lines=lines,
        route=_router(lines.values()),
        request_types=dict(RequestType.objects.values_list("code", "pk")),
        components=_components(),
    )


def _components() -> dict[str, UUID]:
    """Return the parts of the service: those of a region by what they are and its key."""
    rows = ServiceComponent.objects.values_list("code", "region_id", "pk")
    return {
        f"{VIEWER}:{region}" if code.startswith(VIEWER) else code: key for code, region, key in rows
    }


def _router(lines: Iterable[Line]) -> Callable[[str, UUID | None, bool], Line]:
    by_code = {line.code: line for line in lines}

    @cache
    def route(category: str, region_id: UUID | None, is_confidential: bool) -> Line:  # noqa: FBT001 — a key of the cache
        queue = find_queue(category=category, region_id=region_id, is_confidential=is_confidential)
        return by_code[queue.code]

    return route


def copy_all(rows: Rows) -> None:
    """Write all rows, and have the next ticket and event follow them."""
    copy_rows(Ticket, rows.tickets)
    copy_rows(TicketEvent, rows.events)
    copy_rows(EventText, rows.texts)
    copy_rows(TicketParticipant, rows.participants)
    copy_rows(TicketLink, rows.links)
    copy_rows(SatisfactionRequest, rows.answers)
    copy_rows(TicketClock, rows.clocks)
    first = next_key("helpdesk_clockevent", "id")
    for key, event in enumerate(rows.clock_events, start=first):
        event.id = key
    copy_rows(ClockEvent, rows.clock_events)
    keep_keys("helpdesk_clockevent", "id", first + len(rows.clock_events))
    keep_keys("helpdesk_ticket", "number", max(ticket.number for ticket in rows.tickets))
    keep_keys("helpdesk_ticketevent", "id", rows.events[-1].id)
    write_words([ticket.number for ticket in rows.tickets])
