"""Set the deadline of a clock by hand."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from accounts.models import PractitionerRole
from core.errors import NotPermittedNow
from helpdesk import permissions
from helpdesk.codes import EventKind, Metric
from helpdesk.models import TicketEvent, sight_of

from .clocks import set_manually
from .recording import Happening, lock_ticket, record

FARTHEST: Final = timedelta(days=366)


@transaction.atomic
def set_deadline(
    *,
    number: int,
    metric: Metric,
    due_at: datetime,
    reason: str,
    by: PractitionerRole,
    at: datetime,
) -> TicketEvent:
    """
    Set a deadline by hand, which nothing moves but the next one set by hand.

    :raises Forbidden: the actor does not lead the ticket's queue
    :raises NotPermittedNow: it is over or too far away, has no reason, or the clock does not run
    """
    ticket = lock_ticket(number)
    permissions.check_may_lead(sight_of(by), ticket)
    if not at < due_at <= at + FARTHEST:
        raise NotPermittedNow("A deadline lies in the future, and within a year.")
    if not reason.strip():
        raise NotPermittedNow("Say why the deadline is another one.")
    happening = Happening(
        kind=EventKind.DEADLINE_SET,
        by=by,
        text=reason.strip(),
        facts={"metric": metric, "due_at": due_at.isoformat()},
    )
    event = record(ticket, happening, at=at)
    set_manually(ticket, metric, due_at, event)
    return event
