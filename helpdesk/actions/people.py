"""Say who takes part in a ticket, and who follows it."""

from datetime import datetime

from django.db import transaction

from accounts.models import PractitionerRole, User
from helpdesk import permissions
from helpdesk.codes import EventKind, ParticipantKind
from helpdesk.models import Ticket, TicketEvent, TicketParticipant, sight_of

from .recording import Happening, lock_ticket, record


@transaction.atomic
def change_participant(
    *,
    number: int,
    user: User,
    kind: ParticipantKind,
    takes_part: bool,
    by: PractitionerRole,
    at: datetime,
) -> TicketEvent | None:
    """
    Have somebody take part in a ticket, watch it, or no longer; None where nothing changes.

    Staff may watch what they see; only members of the queue let others take part.

    :raises Forbidden: the actor may not
    """
    ticket = lock_ticket(number)
    sight = sight_of(by)
    own_watch = kind == ParticipantKind.WATCHER and user.pk == by.user_id
    if not (own_watch and Ticket.objects.within(sight).filter(pk=number).exists()):
        permissions.check_may_work_on(sight, ticket)
    existing = TicketParticipant.objects.filter(ticket=ticket, user=user, kind=kind)
    if existing.exists() == takes_part:
        return None
    if takes_part:
        TicketParticipant.objects.create(ticket=ticket, user=user, kind=kind)
    else:
        existing.delete()
    facts = {"user": str(user.pk), "name": str(user), "kind": kind, "takes_part": takes_part}
    happening = Happening(kind=EventKind.PARTICIPANT_CHANGED, by=by, facts=facts)
    return record(ticket, happening, at=at)
