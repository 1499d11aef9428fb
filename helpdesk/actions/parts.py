"""
Put a ticket under another: as a part of it, or under the problem or major incident behind it.

There is one level: what has tickets under it is under none. So an answer to all of them reaches
each once, and there are no rings.
"""

from datetime import datetime
from typing import Final

from django.db import transaction

from accounts.models import PractitionerRole
from core.access import allowed
from helpdesk import permissions, policies
from helpdesk.codes import EventKind
from helpdesk.models import Sight, Ticket, TicketEvent, sight_of

from .linking import find_other, lock_tickets
from .recording import Happening, record

# What the other ticket is to the one on which it is written down.
PARENT: Final = "parent"
CHILD: Final = "child"


@transaction.atomic
def put_under(
    *, number: int, parent: int, by: PractitionerRole, at: datetime
) -> TicketEvent | None:
    """
    Put a ticket under another one; None where it is there already. Both say it.

    :raises Forbidden: the actor does not work on the ticket, nor on a problem or major incident
        that it is to come under
    :raises NotPermittedNow: they may not know of one of them, it is under another one, either has
        ended, or there would be two levels
    """
    sight = sight_of(by)
    below, above = _lock(number, parent, sight)
    _check_may_bind(sight, below, above)
    if below.parent_id == above.number:
        return None
    policies.check_can_be_part(below, of=above)
    return write_under(below, above, by=by, at=at)


def write_under(below: Ticket, above: Ticket, *, by: PractitionerRole, at: datetime) -> TicketEvent:
    """Write down on two locked tickets that one is now under the other."""
    return _record_on_both(EventKind.LINKED, below, above, parent=above, by=by, at=at)


@transaction.atomic
def take_out(*, number: int, by: PractitionerRole, at: datetime) -> TicketEvent | None:
    """
    Take a ticket from under another one; None where it is under none that the actor may know of.

    :raises Forbidden: the actor works on neither, as for putting it there
    :raises NotPermittedNow: they may not know of the ticket
    """
    sight = sight_of(by)
    parent = find_other(number, sight).parent_id
    if parent is None or not Ticket.objects.filter(sight.as_staff(), pk=parent).exists():
        return None
    below, above = _lock(number, parent, sight)
    _check_may_bind(sight, below, above)
    if below.parent_id != above.number:
        return None
    return _record_on_both(EventKind.UNLINKED, below, above, parent=None, by=by, at=at)


def _lock(number: int, parent: int, sight: Sight) -> tuple[Ticket, Ticket]:
    for each in (number, parent):
        find_other(each, sight)
    locked = lock_tickets([number, parent])
    return locked[number], locked[parent]


def _check_may_bind(sight: Sight, below: Ticket, above: Ticket) -> None:
    """
    Require somebody who works on the ticket, or on the problem or major incident above it.

    :raises Forbidden: they do not
    """
    gathers = allowed(policies.check_can_have_children, above)
    if gathers and allowed(permissions.check_may_work_on, sight, above):
        return
    permissions.check_may_work_on(sight, below)


def _record_on_both(
    what: EventKind,
    below: Ticket,
    above: Ticket,
    *,
    parent: Ticket | None,
    by: PractitionerRole,
    at: datetime,
) -> TicketEvent:
    there = Happening(
        kind=what,
        by=by,
        facts={"other": above.number, "kind": PARENT},
        changes={"parent": parent},
    )
    event = record(below, there, at=at)
    back = Happening(kind=what, by=by, facts={"other": below.number, "kind": CHILD})
    record(above, back, at=at)
    return event
