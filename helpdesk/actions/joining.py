"""Somebody says “me too” to a major incident, and those who run it are held to their word."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.models import PractitionerRole
from helpdesk import policies
from helpdesk.codes import EventKind, ParticipantKind
from helpdesk.models import MajorIncident, QueueMembership, TicketEvent, TicketParticipant

from .major_incidents import lock_incident
from .recording import Happening, lock_ticket, record


@transaction.atomic
def join_major_incident(
    *, incident_id: UUID, by: PractitionerRole, at: datetime
) -> TicketEvent | None:
    """
    Have somebody follow a running major incident; None where they do already.

    As a watcher they read what the desk says to everybody and can write nothing, so that no one
    who joined reads what another one wrote.

    :raises MajorIncident.DoesNotExist: there is none
    :raises NotPermittedNow: it has ended
    """
    incident = lock_incident(incident_id)
    policies.check_incident_runs(incident)
    ticket = lock_ticket(incident.ticket_id)
    _, is_new = TicketParticipant.objects.get_or_create(
        ticket=ticket, user=by.user, kind=ParticipantKind.WATCHER
    )
    if not is_new:
        return None
    board = by.organization.board
    facts = {
        "user": str(by.user_id),
        "name": str(by.user),
        "kind": ParticipantKind.WATCHER,
        "takes_part": True,
        "me_too": True,
        "organization": by.organization.ods_code,
        "region": board.ods_code if board else "",
    }
    return record(ticket, Happening(kind=EventKind.PARTICIPANT_CHANGED, by=by, facts=facts), at=at)


def list_overdue_incidents(at: datetime) -> list[UUID]:
    """Return the running major incidents of which everybody should have been told more by now."""
    late = MajorIncident.objects.filter(ended_at__isnull=True, next_update_due_at__lte=at)
    return list(late.values_list("pk", flat=True))


@transaction.atomic
def tell_overdue(incident_id: UUID, *, at: datetime) -> TicketEvent | None:
    """Tell commander and leads, once for each update that is due, that it is; None if done."""
    incident = lock_incident(incident_id)
    due = incident.next_update_due_at
    if incident.ended_at is not None or due is None or due > at:
        return None
    if incident.overdue_told_at is not None and incident.overdue_told_at >= due:
        return None
    incident.overdue_told_at = at
    incident.save(update_fields=["overdue_told_at", "updated_at"])
    leads = QueueMembership.objects.filter(queue=incident.ticket.queue, is_lead=True)
    told = dict.fromkeys([incident.commander_id, *leads.values_list("role__user_id", flat=True)])
    facts = {
        "about": "update-overdue",
        "due": due.isoformat(),
        "tell": [str(user) for user in told],
    }
    ticket = lock_ticket(incident.ticket_id)
    return record(ticket, Happening(kind=EventKind.ESCALATED, facts=facts), at=at)
