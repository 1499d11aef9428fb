"""Log a call: who called, in one line what about, and whether it is solved."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from accounts.models import PractitionerRole
from core.errors import NotPermittedNow
from helpdesk import permissions
from helpdesk.codes import (
    Channel,
    Impact,
    TicketCategory,
    TicketKind,
    TicketState,
    Urgency,
)
from helpdesk.models import Queue, Sight, sight_of
from helpdesk.queries.routing import find_own_queue

from .assigning import assign_ticket
from .identifiers import clean_text
from .opening import Opening
from .states import change_state
from .submitting import Submitted, open_once, subject_from

# Where a ticket's context holds when the call began and ended.
CALL: Final = "call"
ASKING: Final = frozenset(
    {TicketCategory.CONFIGURATION, TicketCategory.TRAINING, TicketCategory.HOW_TO}
)
SOLVED_WORDS: Final = "Solved on the phone."


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """
    A call as the agent logs it.

    `caller` is somebody in their role; who has no account has an `address`, or nothing.
    """

    text: str
    category: TicketCategory
    started_at: datetime
    caller: PractitionerRole | None = None
    address: str = ""
    urgency: Urgency = Urgency.SOON
    could_harm: bool = False
    gone_astray: bool = False
    is_solved: bool = False


@transaction.atomic
def log_call(call: Call, *, token: UUID, by: PractitionerRole, at: datetime) -> Submitted:
    """
    Open a ticket for a call, and resolve it at once where it is solved.

    :raises Forbidden: the actor does not work at the helpdesk
    :raises NotPermittedNow: it is not to be solved on the phone, or not by them
    :raises NoQueue: no queue takes it
    """
    sight = sight_of(by)
    permissions.check_is_staff(sight)
    text = clean_text(call.text)
    opening = Opening(
        kind=TicketKind.SERVICE_REQUEST if call.category in ASKING else TicketKind.INCIDENT,
        category=call.category,
        channel=Channel.PHONE,
        subject=subject_from(text),
        text=text,
        requester=call.caller.user if call.caller else None,
        requester_address=call.address,
        organization=call.caller.organization if call.caller else None,
        impact=Impact.CARE_SOME if call.could_harm else Impact.MINOR,
        urgency=call.urgency,
        queue=_queue_to_solve_in(call, sight) if call.is_solved else None,
        has_safety_flag=call.could_harm,
        has_governance_flag=call.gone_astray,
        context={
            CALL: {"started_at": call.started_at.isoformat(), "ended_at": at.isoformat()},
        },
    )
    submitted = open_once(opening, token=token, by=by, at=at)
    if call.is_solved and submitted.is_new:
        number = submitted.ticket.number
        assign_ticket(number=number, assignee=by.user, by=by, at=at)
        change_state(number=number, state=TicketState.RESOLVED, by=by, at=at, text=SOLVED_WORDS)
    return submitted


def _queue_to_solve_in(call: Call, sight: Sight) -> Queue:
    """
    Return the queue in which somebody solves a call: one of their own.

    :raises NotPermittedNow: others must look at it first, or they work in no queue
    """
    if call.gone_astray:
        raise NotPermittedNow(
            "Information governance must look at this. Log it without “Solved on the phone”."
        )
    queue = find_own_queue(sight, category=call.category)
    if queue is None:
        raise NotPermittedNow("You work in no queue. Log it without “Solved on the phone”.")
    return queue
