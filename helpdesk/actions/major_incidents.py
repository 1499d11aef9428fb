"""Run a major incident: declare it, say what is known, end it, look back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction

from accounts.models import Organization, PractitionerRole
from core.errors import NotPermittedNow
from helpdesk import permissions, policies
from helpdesk.codes import (
    Channel,
    ComponentStatus,
    EventKind,
    Impact,
    MajorIncidentState,
    TicketKind,
    TicketState,
    Urgency,
    Visibility,
)
from helpdesk.models import (
    MajorIncident,
    MajorIncidentUpdate,
    ServiceComponent,
    Ticket,
    sight_of,
)

from .assigning import assign_ticket
from .broadcasts import send_to_children
from .identifiers import clean_text
from .incident_notices import Told, tell_status
from .opening import Opening, open_ticket
from .parts import write_under
from .recording import Happening, lock_ticket, record
from .states import change_state

ENDS: Final = (MajorIncidentState.ENDED, MajorIncidentState.REVIEWED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """What is known when a major incident is declared. Title and text are read by everybody."""

    title: str
    text: str
    status: ComponentStatus
    components: Sequence[ServiceComponent]
    organizations: Sequence[Organization] = ()
    cadence_minutes: int = 30
    is_for_strangers: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """What is known now, and how the components are."""

    state: MajorIncidentState
    status: ComponentStatus
    text: str
    is_for_strangers: bool = False


@transaction.atomic
def declare_major_incident(
    *, number: int, declaration: Declaration, by: PractitionerRole, at: datetime
) -> MajorIncident:
    """
    Declare a major incident because of a ticket, which comes under it.

    It gets a ticket of its own, on which only the desk writes: whoever joins reads that one, and
    so nothing that another caller wrote.

    :raises Forbidden: the actor does not work on the ticket
    :raises NotPermittedNow: the ticket is restricted, has ended, or is under another one
    """
    source = lock_ticket(number)
    permissions.check_may_work_on(sight_of(by), source)
    policies.check_is_open(source)
    policies.check_may_be_published(source)
    title, text = clean_text(declaration.title.strip()), clean_text(declaration.text.strip())
    if not title or not text or not declaration.components:
        raise NotPermittedNow("Say what is the matter, and with which part of the service.")
    ticket = _open_own_ticket(source, title, text, declaration, by=by, at=at)
    incident = MajorIncident.objects.create(
        ticket=ticket,
        title=title,
        commander=by.user,
        cadence_minutes=declaration.cadence_minutes,
        next_update_due_at=at + timedelta(minutes=declaration.cadence_minutes),
        declared_at=at,
    )
    incident.components.set(declaration.components)
    incident.regions.set({c.region for c in declaration.components if c.region is not None})
    incident.organizations.set(declaration.organizations)
    policies.check_can_be_part(source, of=ticket)
    write_under(source, ticket, by=by, at=at)
    _write_update(incident, MajorIncidentState.DECLARED, text, by=by, at=at)
    facts = {"incident": str(incident.pk), "state": MajorIncidentState.DECLARED}
    record(ticket, Happening(kind=EventKind.MAJOR_INCIDENT, by=by, facts=facts), at=at)
    told = Told(status=declaration.status, text=text, is_for_strangers=declaration.is_for_strangers)
    tell_status(incident, told, by=by, at=at)
    send_to_children(ticket, text=text, resolves=False, by=by, at=at)
    return incident


def _open_own_ticket(
    source: Ticket,
    title: str,
    text: str,
    declaration: Declaration,
    *,
    by: PractitionerRole,
    at: datetime,
) -> Ticket:
    opening = Opening(
        kind=TicketKind.INCIDENT,
        category=source.category,  # type: ignore[arg-type]  # as the column holds it
        channel=Channel.DESK,
        subject=title,
        text=text,
        impact=Impact.CARE_WIDE,
        urgency=Urgency.NOW,
        queue=source.queue,
        component=declaration.components[0],
        has_safety_flag=source.has_safety_flag,
    )
    opened = open_ticket(opening, by=by, at=at)
    assign_ticket(number=opened.number, assignee=by.user, by=by, at=at)
    change_state(number=opened.number, state=TicketState.IN_PROGRESS, by=by, at=at)
    return lock_ticket(opened.number)


@transaction.atomic
def post_update(
    *, incident_id: UUID, update: Update, by: PractitionerRole, at: datetime
) -> MajorIncidentUpdate:
    """
    Tell everybody what is known: on the status page, above every page, and on each ticket.

    :raises Forbidden: the actor does not run it
    :raises NotPermittedNow: it has ended, or there are no words
    """
    incident = lock_incident(incident_id)
    permissions.check_may_run(sight_of(by), incident)
    policies.check_incident_runs(incident)
    text = clean_text(update.text.strip())
    if not text:
        raise NotPermittedNow("Say what is known now, even if nothing has changed.")
    if update.state in ENDS:
        raise NotPermittedNow("To end it, use “End the incident”.")
    ticket = lock_ticket(incident.ticket_id)
    incident.state = update.state
    incident.next_update_due_at = at + timedelta(minutes=incident.cadence_minutes)
    incident.save(update_fields=["state", "next_update_due_at", "updated_at"])
    happening = Happening(
        kind=EventKind.MAJOR_INCIDENT,
        by=by,
        visibility=Visibility.PUBLIC,
        text=text,
        facts={"incident": str(incident.pk), "state": update.state},
    )
    record(ticket, happening, at=at)
    told = Told(status=update.status, text=text, is_for_strangers=update.is_for_strangers)
    tell_status(incident, told, by=by, at=at)
    send_to_children(ticket, text=text, resolves=False, by=by, at=at)
    return _write_update(incident, update.state, text, by=by, at=at)


@transaction.atomic
def end_major_incident(
    *,
    incident_id: UUID,
    text: str,
    review_on: date,
    resolves: bool,
    by: PractitionerRole,
    at: datetime,
) -> MajorIncident:
    """
    End a major incident: all is said to work again, and who joined is told so.

    With `resolves` the tickets under it are resolved too.

    :raises Forbidden: the actor does not run it
    :raises NotPermittedNow: it has ended, or there are no words
    """
    incident = lock_incident(incident_id)
    permissions.check_may_run(sight_of(by), incident)
    policies.check_incident_runs(incident)
    words = clean_text(text.strip())
    if not words:
        raise NotPermittedNow("Say how it ended, and what people should do now.")
    ticket = lock_ticket(incident.ticket_id)
    incident.state, incident.ended_at = MajorIncidentState.ENDED, at
    incident.next_update_due_at, incident.review_on = None, review_on
    incident.save(
        update_fields=["state", "ended_at", "next_update_due_at", "review_on", "updated_at"]
    )
    happening = Happening(
        kind=EventKind.BROADCAST,
        by=by,
        visibility=Visibility.PUBLIC,
        text=words,
        facts={"incident": str(incident.pk), "state": MajorIncidentState.ENDED},
    )
    record(ticket, happening, at=at)
    tell_status(incident, None, by=by, at=at)
    send_to_children(ticket, text=words, resolves=resolves, by=by, at=at)
    _write_update(incident, MajorIncidentState.ENDED, words, by=by, at=at)
    if ticket.is_open:
        change_state(
            number=ticket.number,
            state=TicketState.RESOLVED,
            by=by,
            at=at,
            visibility=Visibility.INTERNAL,
        )
    return incident


def _write_update(
    incident: MajorIncident,
    state: MajorIncidentState,
    text: str,
    *,
    by: PractitionerRole,
    at: datetime,
) -> MajorIncidentUpdate:
    return MajorIncidentUpdate.objects.create(
        major_incident=incident, at=at, by=by.user, state=state, text=text
    )


def lock_incident(incident_id: UUID) -> MajorIncident:
    """
    Return a major incident that nobody else can change until the transaction ends.

    :raises MajorIncident.DoesNotExist: there is none
    """
    locked = MajorIncident.objects.select_for_update(of=("self",))
    return locked.select_related("ticket__queue").get(pk=incident_id)
