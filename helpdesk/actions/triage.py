"""Say how much a ticket matters: impact and urgency, safety and information governance."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from accounts.models import PractitionerRole
from core.errors import NotPermittedNow
from helpdesk import permissions, policies
from helpdesk.codes import EventKind, Impact, Priority, Urgency
from helpdesk.models import TicketEvent, sight_of
from helpdesk.queries.routing import find_queue

from .identifiers import clean_text
from .recording import Happening, lock_ticket, record


@transaction.atomic
def set_priority(  # noqa: PLR0913 — both axes, and an override with its reason
    *,
    number: int,
    impact: Impact,
    urgency: Urgency,
    by: PractitionerRole,
    at: datetime,
    override: Priority | None = None,
    reason: str = "",
) -> TicketEvent:
    """
    Set impact and urgency, and the priority that they make, or another one with a reason.

    :raises Forbidden: the actor does not work in the ticket's queue
    :raises NotPermittedNow: the ticket is done, or the override has no reason
    """
    ticket = lock_ticket(number)
    permissions.check_may_work_on(sight_of(by), ticket)
    policies.check_is_open(ticket)
    made = policies.priority_of(impact, urgency)
    overrides = override is not None and override != made
    if overrides and not reason.strip():
        raise NotPermittedNow("Say why the priority is not what impact and urgency make.")
    priority = override if overrides and override else made
    happening = Happening(
        kind=EventKind.PRIORITY_SET,
        by=by,
        facts={
            "from": ticket.priority,
            "to": priority,
            "impact": impact,
            "urgency": urgency,
            "overrides": overrides,
        },
        text=reason.strip() if overrides else "",
        changes={
            "impact": impact,
            "urgency": urgency,
            "priority": priority,
            "priority_reason": clean_text(reason.strip())[:200] if overrides else "",
        },
    )
    return record(ticket, happening, at=at)


@transaction.atomic
def set_flags(
    *,
    number: int,
    has_safety_flag: bool,
    has_governance_flag: bool,
    triage: Mapping[str, object],
    by: PractitionerRole,
    at: datetime,
) -> TicketEvent:
    """
    Set or clear the flags for clinical safety and information governance, with the answers.

    A ticket with an information-governance flag is restricted and goes to the confidential queue
    of its region; the flag can only be cleared by somebody who leads the queue.

    :raises Forbidden: the actor may not
    """
    ticket = lock_ticket(number)
    sight = sight_of(by)
    permissions.check_may_work_on(sight, ticket)
    if ticket.has_governance_flag and not has_governance_flag:
        permissions.check_may_lead(sight, ticket)
    queue = ticket.queue
    if has_governance_flag and not queue.is_confidential:
        queue = find_queue(
            category=ticket.category, region_id=ticket.region_id, is_confidential=True
        )
    happening = Happening(
        kind=EventKind.FLAGGED,
        by=by,
        facts={
            "safety": has_safety_flag,
            "governance": has_governance_flag,
            "triage": dict(triage),
            "queue": queue.code,
        },
        changes={
            "has_safety_flag": has_safety_flag,
            "has_governance_flag": has_governance_flag,
            "triage": {**ticket.triage, **triage},
            "queue": queue,
            "assignee": ticket.assignee if queue == ticket.queue else None,
            "is_restricted": has_governance_flag or queue.is_confidential,
        },
    )
    return record(ticket, happening, at=at)
