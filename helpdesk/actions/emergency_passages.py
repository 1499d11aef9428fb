"""Have the desk look after somebody who used emergency access: their training has lapsed."""

from django.db import transaction

from accounts.models import PractitionerRole
from core.dates import TIME, format_date
from core.record_gate import PassageTold
from helpdesk.codes import Channel, Impact, TicketCategory, TicketKind, Urgency

from .opening import Opening, open_ticket

# Where a ticket's context holds the key of the passage that it is about.
PASSAGE = "emergency_passage"


@transaction.atomic
def open_ticket_for_passage(told: PassageTold, *, role: PractitionerRole) -> None:
    """
    Open a ticket for training in the queue of the person's board, in their name.

    :raises NoQueue: no queue takes it
    """
    lapsed = ", ".join(told.competencies)
    text = (
        f"{role.title} at {role.organization.name} opened records by emergency access on "
        f"{format_date(told.at, TIME)}.\n\n"
        f"Reason: {told.reason}.\nIn their words: {told.words}\n\n"
        f"Lapsed training: {lapsed}. Help them to renew it."
    )
    opening = Opening(
        kind=TicketKind.SERVICE_REQUEST,
        category=TicketCategory.TRAINING,
        channel=Channel.RECORD,
        subject="Emergency access with lapsed training",
        text=text,
        requester=role.user,
        organization=role.organization,
        impact=Impact.WORK_SOME,
        urgency=Urgency.TODAY,
        context={PASSAGE: str(told.passage_id)},
    )
    open_ticket(opening, by=None, at=told.at)
