"""The timeline of a ticket: what people wrote as cards, what changed as quiet lines together."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from core.dates import TIME, count_in_words, format_date, format_short_date
from helpdesk.codes import Channel, EventKind, Visibility
from helpdesk.models import Attachment, Ticket, TicketEvent

from .attachments import FileLine, present_file
from .changes import describe

# Changes of one person within this time are one line.
TOGETHER: Final = timedelta(minutes=10)

CARDS: Final = {
    EventKind.OPENED: "asked",
    EventKind.MESSAGE: "wrote",
    EventKind.REPLY: "replied",
    EventKind.NOTE: "noted",
    EventKind.BROADCAST: "told everybody affected",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """Something that somebody wrote. `tone`: caller, desk or note."""

    id: int
    tone: str
    who: str
    did: str
    when: str
    when_full: str
    body: str
    quoted: str = ""
    removed: str = ""
    own_number: int | None = None
    files: Sequence[FileLine] = ()
    is_quiet: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Changes of one person at one time, in words."""

    id: int
    who: str
    when: str
    when_full: str
    changes: Sequence[str]
    own_number: int | None = None
    is_quiet: bool = True


@dataclass(slots=True)
class _Lines:
    """Changes that may yet become one line."""

    first: TicketEvent | None = None
    words: list[str] = field(default_factory=list)

    def takes(self, event: TicketEvent) -> bool:
        first = self.first
        return first is None or (
            first.actor_name == event.actor_name
            and first.ticket_id == event.ticket_id
            and first.at - event.at <= TOGETHER
        )


def present_timeline(
    events: Iterable[TicketEvent],
    *,
    ticket: Ticket,
    at: datetime,
    known: Collection[int] = (),
    files: Iterable[Attachment] = (),
) -> list[Card | Line]:
    """
    Return events, the newest first, as cards and lines.

    `known` are the numbers of other tickets that the viewer may know of; others are not named.
    `files` are those of the ticket, of which each stands with its event.
    """
    by_event: dict[int, list[FileLine]] = {}
    for file in files:
        by_event.setdefault(file.event_id, []).append(present_file(file, leads=False, at=at))
    shown: list[Card | Line] = []
    lines = _Lines()
    for event in events:
        if event.kind in CARDS or event.pk in by_event:
            _flush(lines, shown, ticket, at)
            shown.append(_card(event, ticket, at, by_event.get(event.pk, ())))
            continue
        words = describe(event, {*known, ticket.pk})
        if event.ticket_id != ticket.pk and event.kind == EventKind.MERGED:
            continue  # the ticket that it was merged into says so itself
        if not words:
            continue
        if not lines.takes(event):
            _flush(lines, shown, ticket, at)
        lines.first = lines.first or event
        lines.words.insert(0, words)
        if body := _body(event):
            lines.words[0] += f": {body}"
    _flush(lines, shown, ticket, at)
    return shown


def _flush(lines: _Lines, shown: list[Card | Line], ticket: Ticket, at: datetime) -> None:
    if lines.first is None:
        return
    event = lines.first
    shown.append(
        Line(
            id=event.pk,
            who=event.actor_name,
            when=format_short_date(event.at, TIME, now=at),
            when_full=format_date(event.at, TIME),
            changes=list(dict.fromkeys(lines.words)),
            own_number=_own_number(event, ticket),
        )
    )
    lines.first, lines.words = None, []


def _card(event: TicketEvent, ticket: Ticket, at: datetime, files: Sequence[FileLine]) -> Card:
    kind = EventKind(event.kind)
    body = _body(event)
    removed = ""
    if event.text_length and not body:
        removed = f"▇▇▇ {count_in_words(event.text_length, 'character')} were removed."
    return Card(
        id=event.pk,
        tone=_tone(event),
        who=event.actor_name,
        did=_did(kind, ticket),
        when=format_short_date(event.at, TIME, now=at),
        when_full=format_date(event.at, TIME),
        body=body,
        quoted=event.text.quoted if body else "",
        removed=removed,
        own_number=_own_number(event, ticket),
        files=files,
    )


def _did(kind: EventKind, ticket: Ticket) -> str:
    """Return what somebody did who wrote; a ticket that nobody asked for was opened by the desk."""
    if kind == EventKind.OPENED and ticket.requester_id is None and ticket.channel == Channel.DESK:
        return "opened it"
    return CARDS.get(kind, "attached")


def _tone(event: TicketEvent) -> str:
    if event.visibility == Visibility.INTERNAL:
        return "note"
    return "desk" if event.kind in (EventKind.REPLY, EventKind.BROADCAST) else "caller"


def _body(event: TicketEvent) -> str:
    text = getattr(event, "text", None)
    return text.body if text is not None else ""


def _own_number(event: TicketEvent, ticket: Ticket) -> int | None:
    return event.ticket_id if event.ticket_id != ticket.pk else None
