"""Tells information governance that patient-identifiable data stood on a ticket."""

from datetime import datetime

from accounts.models import PractitionerRole
from helpdesk.codes import (
    Channel,
    EventKind,
    Impact,
    LinkKind,
    TicketCategory,
    TicketKind,
    Urgency,
)
from helpdesk.models import Ticket, TicketLink
from helpdesk.queries.routing import NoQueue, find_queue

from .opening import Opening, open_ticket
from .recording import Happening, lock_ticket, record

WORDS = (
    "Patient-identifiable data stood on ticket {number} and was removed there, with every copy "
    "that the service held. Decide whether it must be reported, and set the flag for information "
    "governance if so: it starts the 72 hours. Delete the mail in the mailbox itself, too."
)


def tell_governance(ticket: Ticket, *, by: PractitionerRole, at: datetime) -> None:
    """
    Open a ticket in the confidential queue of the region, linked to the one that was redacted.

    Where the redacted ticket is in a confidential queue already, its team has seen it happen.
    """
    if ticket.queue.is_confidential:
        return
    try:
        queue = find_queue(
            category=TicketCategory.SECURITY, region_id=ticket.region_id, is_confidential=True
        )
    except NoQueue:
        return  # it still stands on the list for review
    opening = Opening(
        kind=TicketKind.INCIDENT,
        category=TicketCategory.SECURITY,
        channel=Channel.DESK,
        subject=f"Patient-identifiable data on ticket {ticket.pk}",
        text=WORDS.format(number=ticket.pk),
        organization=ticket.organization,
        impact=Impact.WORK_SOME,
        urgency=Urgency.TODAY,
        queue=queue,
    )
    notice = open_ticket(opening, by=by, at=at)
    TicketLink.objects.create(source=notice, target=ticket, kind=LinkKind.RELATED)
    facts = {"other": ticket.pk, "kind": LinkKind.RELATED}
    record(lock_ticket(notice.pk), Happening(kind=EventKind.LINKED, by=by, facts=facts), at=at)
