"""
The one place that writes to a ticket: an event, and the ticket's row as its projection.

Whoever calls holds the lock of the ticket (`lock_ticket`) in the transaction of the change.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from accounts.models import PractitionerRole
from helpdesk.codes import EventKind, Visibility
from helpdesk.models import EventText, Ticket, TicketEvent
from helpdesk.tasks import sharing_out

from . import clocks
from .chain import BEGINNING, digest_text, link_of
from .identifiers import clean_mapping, clean_text
from .notifications import notify
from .search_words import add_words

THE_SERVICE: Final = "One Health and Care"


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """
    Something that happens to a ticket, before it is an event.

    `changes` are columns of the ticket's row; `facts` are kept with the event: codes and keys,
    never what somebody wrote. `by` is None where the service itself acts, or where somebody
    without an account wrote, whom `actor_name` then names by their address.
    """

    kind: EventKind
    by: PractitionerRole | None = None
    actor_name: str = ""
    visibility: Visibility = Visibility.INTERNAL
    text: str = ""
    quoted: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)
    changes: Mapping[str, object] = field(default_factory=dict)


def lock_ticket(number: int) -> Ticket:
    """
    Return a ticket that nobody else can change until the transaction ends.

    :raises Ticket.DoesNotExist: there is none with this number
    """
    locked = Ticket.objects.select_for_update(of=("self",)).select_related("queue")
    return locked.get(pk=number)


def record(ticket: Ticket, happening: Happening, *, at: datetime) -> TicketEvent:
    """
    Write down what happens to a locked ticket, and bring its row up to it.

    NHS numbers in words and columns become references here, on every path.
    """
    happening = _clean(happening)
    event = _write_event(ticket, happening, at=at)
    _project(ticket, event, happening)
    add_words(ticket, event, happening.text)
    clocks.follow(ticket, event, happening.changes.keys())
    notify(ticket, event)
    sharing_out.follow(ticket, event)
    return event


def _clean(happening: Happening) -> Happening:
    return replace(
        happening,
        actor_name=clean_text(happening.actor_name),
        text=clean_text(happening.text),
        quoted=clean_text(happening.quoted),
        facts=clean_mapping(happening.facts),
        changes=clean_mapping(happening.changes),
    )


def _write_event(ticket: Ticket, happening: Happening, *, at: datetime) -> TicketEvent:
    by = happening.by
    event = TicketEvent(
        ticket=ticket,
        position=ticket.events_count + 1,
        kind=happening.kind,
        visibility=happening.visibility,
        at=at,
        actor_id=by.user_id if by else None,
        actor_name=str(by.user) if by else happening.actor_name or THE_SERVICE,
        facts=dict(happening.facts),
        text_length=len(happening.text),
        text_digest=digest_text(happening.text),
    )
    event.chain = link_of(event, _latest_link(ticket))
    event.save(force_insert=True)
    if happening.text:
        EventText.objects.create(event=event, body=happening.text, quoted=happening.quoted)
    return event


def _latest_link(ticket: Ticket) -> bytes:
    if ticket.last_event_id is None:
        return BEGINNING
    latest = TicketEvent.objects.values_list("chain", flat=True).get(pk=ticket.last_event_id)
    return bytes(latest)


def _project(ticket: Ticket, event: TicketEvent, happening: Happening) -> None:
    for column, value in happening.changes.items():
        setattr(ticket, column, value)
    ticket.changed_at = event.at
    ticket.last_event_id = event.pk
    if event.visibility == Visibility.PUBLIC:
        ticket.last_public_event_id = event.pk
    ticket.events_count = event.position
    ticket.version += 1
    always = {"changed_at", "last_event_id", "last_public_event_id", "events_count", "version"}
    ticket.save(update_fields=always | set(happening.changes))
