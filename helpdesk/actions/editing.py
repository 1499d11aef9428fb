"""Put right what a ticket says of itself: subject, kind, category, component, their reference."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.models import PractitionerRole
from core.errors import NotPermittedNow
from helpdesk import permissions, policies
from helpdesk.codes import EventKind, TicketCategory, TicketKind
from helpdesk.models import ServiceComponent, Ticket, TicketEvent, sight_of

from .identifiers import clean_text
from .opening import LONGEST_SUBJECT
from .recording import Happening, lock_ticket, record
from .search_words import rebuild_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What a ticket is to say of itself; None leaves something as it is."""

    subject: str | None = None
    kind: TicketKind | None = None
    category: TicketCategory | None = None
    component: ServiceComponent | None = None
    removes_component: bool = False
    external_reference: str | None = None


@transaction.atomic
def edit_ticket(
    *, number: int, details: Details, by: PractitionerRole, at: datetime
) -> TicketEvent | None:
    """
    Change the details of a ticket; None where all of them are so already.

    The subject that it had becomes the words of the event, so that it can be redacted.

    :raises Forbidden: the actor does not work in the ticket's queue
    :raises NotPermittedNow: the ticket has ended, or would have no subject
    """
    ticket = lock_ticket(number)
    permissions.check_may_work_on(sight_of(by), ticket)
    policies.check_is_not_ended(ticket)
    if details.subject is not None and not details.subject.strip():
        raise NotPermittedNow("A ticket needs a subject.")
    changes = _changes(ticket, details)
    if not changes:
        return None
    happening = Happening(
        kind=EventKind.EDITED,
        by=by,
        text=ticket.subject if "subject" in changes else "",
        facts=_facts(ticket, changes),
        changes=changes,
    )
    event = record(ticket, happening, at=at)
    if "subject" in changes:
        rebuild_words([ticket.number])
    return event


def _changes(ticket: Ticket, details: Details) -> dict[str, object]:
    wanted: dict[str, object] = {}
    if details.subject is not None:
        wanted["subject"] = clean_text(details.subject.strip())[:LONGEST_SUBJECT]
    if details.kind is not None:
        wanted["kind"] = details.kind
    if details.category is not None:
        wanted["category"] = details.category
    if details.external_reference is not None:
        wanted["external_reference"] = clean_text(details.external_reference.strip())[:60]
    changes = {
        column: value for column, value in wanted.items() if getattr(ticket, column) != value
    }
    component = details.component
    is_said = component is not None or details.removes_component
    if is_said and ticket.component_id != (component.pk if component else None):
        changes["component"] = component
    return changes


def _facts(ticket: Ticket, changes: dict[str, object]) -> dict[str, object]:
    """Return which details change, with codes from what to what; nothing that somebody typed."""
    facts: dict[str, object] = {"fields": sorted(changes)}
    for column in ("kind", "category"):
        if column in changes:
            facts[column] = [getattr(ticket, column), str(changes[column])]
    if isinstance(component := changes.get("component"), ServiceComponent):
        facts["component"] = component.code
    return facts
