"""Open a new ticket where an old one was closed too long ago to be taken up again."""

from datetime import datetime

from django.db import transaction

from accounts.models import PractitionerRole
from core.errors import NotPermittedNow
from helpdesk import permissions, policies
from helpdesk.codes import (
    Channel,
    EventKind,
    Impact,
    LinkKind,
    TicketCategory,
    TicketKind,
    TicketState,
    Urgency,
)
from helpdesk.models import Ticket, TicketLink, sight_of

from .opening import Opening, open_ticket
from .recording import Happening, lock_ticket, record


@transaction.atomic
def open_follow_up(*, number: int, text: str, by: PractitionerRole, at: datetime) -> Ticket:
    """
    Open a ticket that follows one which was closed, for the same caller, and link the two.

    :raises Forbidden: the actor neither works on the old one nor takes part in it
    :raises NotPermittedNow: the old one can still be reopened, or nothing was written
    """
    old = lock_ticket(number)
    permissions.check_may_write_to(sight_of(by), old)
    if old.state != TicketState.CLOSED or policies.is_within_reopening_window(old, at=at):
        raise NotPermittedNow("This ticket can still be taken up again.")
    if not text.strip():
        raise NotPermittedNow("Write something first.")
    opening = Opening(
        kind=TicketKind(old.kind),
        category=TicketCategory(old.category),
        channel=Channel.PORTAL if by.user_id == old.requester_id else Channel.DESK,
        subject=old.subject,
        text=text.strip(),
        requester=old.requester or by.user,
        organization=old.organization,
        impact=Impact(old.impact),
        urgency=Urgency(old.urgency),
        component=old.component,
        has_governance_flag=old.has_governance_flag,
        has_safety_flag=old.has_safety_flag,
        external_reference=old.external_reference,
    )
    new = open_ticket(opening, by=by, at=at)
    TicketLink.objects.create(source=new, target=old, kind=LinkKind.FOLLOW_UP)
    facts = {"other": old.number, "kind": LinkKind.FOLLOW_UP}
    record(new, Happening(kind=EventKind.LINKED, by=by, facts=facts), at=at)
    back = {"other": new.number, "kind": LinkKind.FOLLOW_UP, "is_from_other": True}
    record(old, Happening(kind=EventKind.LINKED, by=by, facts=back), at=at)
    return new
