"""Turns stories into rows: each ticket as the projection of its events, chained as they are."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from operator import attrgetter
from typing import Final

from helpdesk.actions.chain import BEGINNING, digest_text, link_of
from helpdesk.codes import ParticipantKind, Visibility
from helpdesk.models import (
    ClockEvent,
    EventText,
    SatisfactionRequest,
    Ticket,
    TicketClock,
    TicketEvent,
    TicketLink,
    TicketParticipant,
)

from .clock_rows import Clocks
from .world import Answer, Step, Story

ANSWER_WITHIN: Final = timedelta(days=14)


@dataclass(slots=True, kw_only=True)
class Rows:
    """What is written of stories, ready to be copied."""

    tickets: list[Ticket] = field(default_factory=list)
    events: list[TicketEvent] = field(default_factory=list)
    texts: list[EventText] = field(default_factory=list)
    participants: list[TicketParticipant] = field(default_factory=list)
    answers: list[SatisfactionRequest] = field(default_factory=list)
    links: list[TicketLink] = field(default_factory=list)
    clocks: list[TicketClock] = field(default_factory=list)
    clock_events: list[ClockEvent] = field(default_factory=list)


def number_stories(stories: list[Story], *, first: int) -> None:
    """Give stories their numbers, in the order in which they were opened."""
    stories.sort(key=attrgetter("opened_at"))
    for number, story in enumerate(stories, start=first):
        story.number = number


def write_rows(stories: Sequence[Story], *, until: datetime, first_event: int) -> Rows:
    """Return the rows of stories as far as they have come by a moment."""
    rows = Rows()
    begun = [story for story in stories if story.opened_at <= until]
    tickets = {story.number: Ticket(**_opened(story)) for story in begun}
    chains, clocks = dict.fromkeys(tickets, BEGINNING), Clocks()
    for event_id, (story, step) in enumerate(_in_order(begun, until), start=first_event):
        ticket = tickets[story.number]
        event = _event(event_id, ticket, step)
        event.chain = chains[story.number] = link_of(event, chains[story.number])
        rows.events.append(event)
        if step.text:
            rows.texts.append(EventText(event_id=event_id, body=step.text, quoted=step.quoted))
        _project(ticket, event, step)
        clocks.follow(ticket, event, [column.removesuffix("_id") for column in step.changes])
    _end_clocks(rows, clocks, tickets, until)
    rows.tickets = list(tickets.values())
    rows.participants = [_requester(story) for story in begun]
    rows.answers = [
        _asked(story, story.answer, until)
        for story in begun
        if story.answer and story.answer.asked_at <= until
    ]
    return rows


def _end_clocks(rows: Rows, clocks: Clocks, tickets: Mapping[int, Ticket], until: datetime) -> None:
    """Have the clocks stand as they do at a moment, and tickets be due with the first of theirs."""
    for number, clock in clocks.end(until):
        ticket = tickets[number]
        dues = [due for due in (ticket.due_at, clock.due_at) if due]
        ticket.due_at = min(dues, default=None)
        rows.clocks.append(clock)
    rows.clock_events = sorted(clocks.events(), key=attrgetter("at"))


def _opened(story: Story) -> dict[str, object]:
    opened_at = story.opened_at
    return {"number": story.number, **story.columns, "changed_at": opened_at}


def _in_order(stories: Sequence[Story], until: datetime) -> Iterator[tuple[Story, Step]]:
    """Return the steps taken by a moment, of all stories, in the order in which they were taken."""
    taken = [
        (step.at, story.number, position, story, step)
        for story in stories
        for position, step in enumerate(story.steps)
        if step.at <= until
    ]
    taken.sort(key=lambda one: one[:3])
    return ((story, step) for *_, story, step in taken)


def _event(event_id: int, ticket: Ticket, step: Step) -> TicketEvent:
    return TicketEvent(
        id=event_id,
        ticket_id=ticket.number,
        position=ticket.events_count + 1,
        kind=step.kind.value,
        visibility=step.visibility.value,
        at=step.at,
        actor_id=step.actor_id,
        actor_name=step.actor_name,
        facts=step.facts,
        text_length=len(step.text),
        text_digest=digest_text(step.text),
    )


def _project(ticket: Ticket, event: TicketEvent, step: Step) -> None:
    """Bring a ticket up to an event, as `actions.recording` does."""
    for column, value in step.changes.items():
        setattr(ticket, column, value)
    ticket.changed_at = event.at
    ticket.last_event_id = event.id
    if step.visibility == Visibility.PUBLIC:
        ticket.last_public_event_id = event.id
    ticket.events_count = event.position
    ticket.version += 1


def _requester(story: Story) -> TicketParticipant:
    caller = story.caller
    return TicketParticipant(
        ticket_id=story.number,
        user_id=caller.user_id,
        address="" if caller.user_id else caller.address,
        kind=ParticipantKind.REQUESTER.value,
    )


def _asked(story: Story, answer: Answer, until: datetime) -> SatisfactionRequest:
    """Return the question how it went, and the answer if it was given by then."""
    is_answered = answer.answered_at is not None and answer.answered_at <= until
    return SatisfactionRequest(
        ticket_id=story.number,
        user_id=story.caller.user_id,
        token_digest=sha256(f"never sent: {story.number}".encode()).digest(),
        asked_at=answer.asked_at,
        expires_at=answer.asked_at + ANSWER_WITHIN,
        answered_at=answer.answered_at if is_answered else None,
        score=answer.score if is_answered else None,
        comment=answer.comment if is_answered else "",
    )
