"""Say who works on a ticket, and in which queue."""

from datetime import datetime

from django.db import transaction

from accounts.models import PractitionerRole, User
from core.errors import Forbidden, NotPermittedNow
from helpdesk import permissions, policies
from helpdesk.codes import EventKind, TicketState
from helpdesk.models import Queue, QueueMembership, Ticket, TicketEvent, sight_of

from .recording import Happening, lock_ticket, record


@transaction.atomic
def assign_ticket(
    *, number: int, assignee: User | None, by: PractitionerRole | None, at: datetime
) -> TicketEvent | None:
    """
    Give a ticket to a member of its queue, or to nobody; None where it is theirs already.

    A new ticket that somebody takes counts as triaged.

    :raises Forbidden: the actor, or the new assignee, does not work in the ticket's queue
    :raises NotPermittedNow: the ticket is done
    """
    ticket = lock_ticket(number)
    if by is not None:
        permissions.check_may_work_on(sight_of(by), ticket)
    policies.check_is_open(ticket)
    if ticket.assignee_id == (assignee.pk if assignee else None):
        return None
    if assignee is not None:
        _check_works_in_queue(assignee, ticket)
    facts = {
        "from": str(ticket.assignee_id or ""),
        "to": str(assignee.pk) if assignee else "",
        "to_name": str(assignee or ""),
    }
    changes: dict[str, object] = {"assignee": assignee}
    if assignee is not None and ticket.state == TicketState.NEW:
        changes["state"] = TicketState.TRIAGED
        facts["state"] = TicketState.TRIAGED
    happening = Happening(kind=EventKind.ASSIGNED, by=by, facts=facts, changes=changes)
    return record(ticket, happening, at=at)


def _check_works_in_queue(user: User, ticket: Ticket) -> None:
    memberships = QueueMembership.objects.filter(role__user=user, queue=ticket.queue)
    if ticket.is_restricted:
        memberships = memberships.filter(sees_restricted=True)
    if not memberships.exists():
        raise Forbidden(f"{user} does not work in the queue {ticket.queue.name}.")


@transaction.atomic
def move_ticket(
    *, number: int, queue: Queue, by: PractitionerRole | None, at: datetime, text: str = ""
) -> TicketEvent:
    """
    Hand a ticket to another queue, where nobody has it yet. It stays as restricted as it was.

    :raises Forbidden: the actor does not work in the ticket's queue
    :raises NotPermittedNow: it is there already, or done, or an open queue may not have it
    """
    ticket = lock_ticket(number)
    if by is not None:
        permissions.check_may_work_on(sight_of(by), ticket)
    policies.check_is_open(ticket)
    if ticket.queue_id == queue.pk:
        raise NotPermittedNow(f"The ticket is in the queue {queue.name} already.")
    happening = Happening(
        kind=EventKind.MOVED,
        by=by,
        text=text,
        facts=moving(ticket.queue, queue),
        changes={
            "queue": queue,
            "assignee": None,
            "is_restricted": ticket.has_governance_flag or queue.is_confidential,
        },
    )
    return record(ticket, happening, at=at)


def moving(here: Queue, there: Queue) -> dict[str, object]:
    """Return what an event says of a move: the codes, and what the queues were called then."""
    return {
        "from": here.code,
        "from_name": here.name,
        "to": there.code,
        "to_name": there.name,
    }
