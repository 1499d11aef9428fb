"""Say that tickets belong together."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from accounts.models import PractitionerRole
from core.errors import NotPermittedNow
from helpdesk import permissions
from helpdesk.codes import EventKind, LinkKind
from helpdesk.models import Sight, Ticket, TicketEvent, TicketLink, sight_of

from .recording import Happening, lock_ticket, record


def lock_tickets(numbers: Iterable[int]) -> dict[int, Ticket]:
    """
    Return tickets that nobody else can change, locked in the order of their numbers.

    :raises Ticket.DoesNotExist: there is none with one of the numbers
    """
    return {number: lock_ticket(number) for number in sorted(set(numbers))}


def find_other(number: int, sight: Sight) -> Ticket:
    """
    Return another ticket that the actor reads as staff do.

    :raises NotPermittedNow: there is none, or they may not know of it
    """
    found = Ticket.objects.filter(sight.as_staff(), pk=number).first()
    if found is None:
        raise NotPermittedNow(f"There is no ticket {number} that you may link to.")
    return found


@transaction.atomic
def link_tickets(
    *, number: int, other: int, kind: LinkKind, by: PractitionerRole, at: datetime
) -> TicketEvent | None:
    """
    Link a ticket to another; None where they are linked so already. Both say it.

    :raises Forbidden: the actor does not work in the first ticket's queue
    :raises NotPermittedNow: they may not know of the other, or it is the same
    """
    first, second = _lock_both(number, other, by)
    back = TicketLink.objects.filter(source=second, target=first, kind=kind)
    if kind == LinkKind.RELATED and back.exists():  # which reads the same both ways
        return None
    _, is_new = TicketLink.objects.get_or_create(source=first, target=second, kind=kind)
    if not is_new:
        return None
    return _record_on_both(EventKind.LINKED, first, second, kind, by=by, at=at)


@transaction.atomic
def unlink_tickets(
    *, number: int, other: int, kind: LinkKind, by: PractitionerRole, at: datetime
) -> TicketEvent | None:
    """
    Take a link away, whichever of the two it was made from; None where there is none.

    :raises Forbidden: the actor does not work in the first ticket's queue
    :raises NotPermittedNow: they may not know of the other
    """
    first, second = _lock_both(number, other, by)
    there = TicketLink.objects.filter(source=first, target=second, kind=kind)
    back = TicketLink.objects.filter(source=second, target=first, kind=kind)
    if not there.delete()[0] + back.delete()[0]:
        return None
    return _record_on_both(EventKind.UNLINKED, first, second, kind, by=by, at=at)


def _lock_both(number: int, other: int, by: PractitionerRole) -> tuple[Ticket, Ticket]:
    sight = sight_of(by)
    find_other(other, sight)
    if number == other:
        raise NotPermittedNow("That is this ticket itself.")
    locked = lock_tickets([number, other])
    permissions.check_may_work_on(sight, locked[number])
    return locked[number], locked[other]


def _record_on_both(
    what: EventKind,
    first: Ticket,
    second: Ticket,
    kind: LinkKind,
    *,
    by: PractitionerRole,
    at: datetime,
) -> TicketEvent:
    there = Happening(kind=what, by=by, facts={"other": second.number, "kind": kind})
    event = record(first, there, at=at)
    back = Happening(
        kind=what, by=by, facts={"other": first.number, "kind": kind, "is_from_other": True}
    )
    record(second, back, at=at)
    return event
