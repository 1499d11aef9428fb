"""Who commands a major incident, where it was escalated to, and what was learnt from it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from accounts.models import PractitionerRole, User
from core.errors import NotPermittedNow
from helpdesk import permissions, policies
from helpdesk.codes import EventKind, MajorIncidentState
from helpdesk.models import MajorIncident, QueueMembership, sight_of

from .identifiers import clean_text
from .major_incidents import lock_incident
from .recording import Happening, lock_ticket, record


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """Who commands, how often everybody is told, and where it was escalated to."""

    commander: User
    cadence_minutes: int
    national_reference: str = ""
    national_route: str = ""


@transaction.atomic
def set_command(
    *, incident_id: UUID, command: Command, by: PractitionerRole, at: datetime
) -> MajorIncident:
    """
    Say who commands, how often everybody is told, and where it was escalated to.

    :raises Forbidden: the actor does not run it
    :raises NotPermittedNow: it has ended, or the commander does not work in its queue
    """
    incident = lock_incident(incident_id)
    permissions.check_may_run(sight_of(by), incident)
    policies.check_incident_runs(incident)
    commander, queue = command.commander, incident.ticket.queue
    if not QueueMembership.objects.filter(role__user=commander, queue=queue).exists():
        raise NotPermittedNow(f"{commander} does not work in the queue of this incident.")
    since_told = (incident.next_update_due_at or at) - timedelta(minutes=incident.cadence_minutes)
    incident.commander, incident.cadence_minutes = commander, command.cadence_minutes
    incident.next_update_due_at = since_told + timedelta(minutes=command.cadence_minutes)
    incident.national_reference = clean_text(command.national_reference.strip())[:60]
    incident.national_route = clean_text(command.national_route.strip())[:200]
    incident.save()
    facts = {
        "incident": str(incident.pk),
        "commander": str(commander.pk),
        "commander_name": str(commander),
        "cadence_minutes": command.cadence_minutes,
        "national_reference": incident.national_reference,
    }
    ticket = lock_ticket(incident.ticket_id)
    record(ticket, Happening(kind=EventKind.MAJOR_INCIDENT, by=by, facts=facts), at=at)
    return incident


@transaction.atomic
def write_review(
    *, incident_id: UUID, review: str, by: PractitionerRole, at: datetime
) -> MajorIncident:
    """
    Keep what was learnt from a major incident that has ended.

    :raises Forbidden: the actor does not run it
    :raises NotPermittedNow: it has not ended, or there are no words
    """
    incident = lock_incident(incident_id)
    permissions.check_may_run(sight_of(by), incident)
    words = clean_text(review.strip())
    if incident.ended_at is None or not words:
        raise NotPermittedNow("The review is written after the incident has ended, in words.")
    incident.state, incident.review = MajorIncidentState.REVIEWED, words
    incident.save(update_fields=["state", "review", "updated_at"])
    ticket = lock_ticket(incident.ticket_id)
    facts = {"incident": str(incident.pk), "state": MajorIncidentState.REVIEWED}
    happening = Happening(kind=EventKind.MAJOR_INCIDENT, by=by, text=words, facts=facts)
    record(ticket, happening, at=at)
    return incident
