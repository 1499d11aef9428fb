"""Checks that the events of tickets are as they were written: their chains, and their words."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter
from typing import Final

from django.db.models import F, QuerySet

from helpdesk.models import Redaction, Ticket, TicketEvent

from .chain import BEGINNING, digest_text, link_of

ROWS_AT_ONCE: Final = 2_000


@dataclass(frozen=True, slots=True)
class Fault:
    """The first event of a ticket that is not as it was written, and what is wrong with it."""

    number: int
    position: int
    what: str


@dataclass(slots=True)
class Verification:
    """What was looked at, and what is wrong."""

    tickets: int = 0
    events: int = 0
    faults: list[Fault] = field(default_factory=list)


def verify_tickets(numbers: Collection[int] = ()) -> Verification:
    """Check the events of some tickets, or of all, in one pass over them."""
    tickets, events = Ticket.objects.all(), TicketEvent.objects.all()
    redacted = Redaction.objects.filter(event__isnull=False)
    if numbers:
        tickets, events = tickets.filter(pk__in=numbers), events.filter(ticket_id__in=numbers)
        redacted = redacted.filter(ticket_id__in=numbers)
    counts = dict(tickets.values_list("pk", "events_count"))
    verifier = _Verifier(frozenset(redacted.values_list("event_id", flat=True)))
    said = Verification(tickets=len(counts))
    seen: set[int] = set()
    for number, chain in groupby(_in_order(events), key=attrgetter("ticket_id")):
        seen.add(number)
        length, fault = verifier.check(chain, expected=counts.get(number, 0))
        said.events += length
        said.faults += [fault] if fault else []
    said.faults += [Fault(number, 1, "it has no events") for number in sorted(counts.keys() - seen)]
    return said


def _in_order(events: QuerySet[TicketEvent]) -> Iterator[TicketEvent]:
    rows = events.annotate(body=F("text__body")).order_by("ticket_id", "position")
    return rows.iterator(chunk_size=ROWS_AT_ONCE)


@dataclass(frozen=True, slots=True)
class _Verifier:
    """Knows which events have lost their words by a redaction."""

    redacted: frozenset[int | None]

    def check(self, chain: Iterator[TicketEvent], *, expected: int) -> tuple[int, Fault | None]:
        """Return how many events a ticket has, and the first fault."""
        previous, length, number, fault = BEGINNING, 0, 0, None
        for event in chain:
            length, number = length + 1, event.ticket_id
            if fault is None and (what := self._fault(event, previous, length)):
                fault = Fault(number, event.position, what)
            previous = bytes(event.chain)
        if fault is None and length != expected:
            fault = Fault(number, length, f"the ticket says that it has {expected} events")
        return length, fault

    def _fault(self, event: TicketEvent, previous: bytes, position: int) -> str:
        if event.position != position:
            return "an event before it is missing"
        if link_of(event, previous) != bytes(event.chain):
            return "it was changed, or one before it"
        return self._fault_of_words(event)

    def _fault_of_words(self, event: TicketEvent) -> str:
        body: str | None = event.body  # type: ignore[attr-defined]  # annotated
        if body is None:
            is_gone = event.text_length and event.pk not in self.redacted
            return "its words are gone, and no redaction says why" if is_gone else ""
        if digest_text(body) != (bytes(event.text_digest) if event.text_digest else None):
            return "its words were changed"
        return ""
