"""Triage a ticket in one step: what it is, how much it matters, what it may have done."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.models import PractitionerRole
from core.errors import NotPermittedNow
from helpdesk import permissions, policies
from helpdesk.codes import (
    GovernanceType,
    IcoDecision,
    Impact,
    Priority,
    SafetyQuestion,
    TicketCategory,
    TicketKind,
    TicketState,
    Urgency,
)
from helpdesk.models import ServiceComponent, Ticket, sight_of

from .clock_steps import ICO_DECISION
from .editing import Details, edit_ticket
from .recording import lock_ticket
from .states import change_state
from .triage import set_flags, set_priority

SAFETY, GOVERNANCE = "safety", "governance"


@dataclass(frozen=True, slots=True, kw_only=True)
class Triage:
    """What somebody at the desk says of a ticket once they have read it."""

    kind: TicketKind
    category: TicketCategory
    component: ServiceComponent | None
    impact: Impact
    urgency: Urgency
    override: Priority | None = None
    reason: str = ""
    safety: Collection[SafetyQuestion] = ()
    governance: Collection[GovernanceType] = ()
    ico_decision: IcoDecision | None = None


@transaction.atomic
def triage_ticket(*, number: int, triage: Triage, by: PractitionerRole, at: datetime) -> Ticket:
    """
    Write down what triage found, each part of it as an event only where it changes something.

    A new ticket is triaged from then on; answers on safety and governance set the flags.

    :raises Forbidden: the actor does not work in the queue, or may not clear a flag
    :raises NotPermittedNow: the ticket is done, or an override has no reason
    """
    ticket = lock_ticket(number)
    permissions.check_may_work_on(sight_of(by), ticket)
    policies.check_is_open(ticket)
    details = Details(
        kind=triage.kind,
        category=triage.category,
        component=triage.component,
        removes_component=triage.component is None,
    )
    edit_ticket(number=number, details=details, by=by, at=at)
    _set_priority(ticket, triage, by=by, at=at)
    if ticket.state == TicketState.NEW:
        change_state(number=number, state=TicketState.TRIAGED, by=by, at=at)
    _set_flags(ticket, triage, by=by, at=at)  # last, because it may take the ticket elsewhere
    return lock_ticket(number)


def _set_priority(ticket: Ticket, triage: Triage, *, by: PractitionerRole, at: datetime) -> None:
    made = policies.priority_of(triage.impact, triage.urgency)
    wanted = triage.override or made
    if wanted != made and not triage.reason.strip():
        raise NotPermittedNow("Say why the priority is not what impact and urgency make.")
    reason = triage.reason.strip()[:200] if wanted != made else ""
    stands = (ticket.impact, ticket.urgency, ticket.priority, ticket.priority_reason)
    if stands == (triage.impact, triage.urgency, wanted, reason):
        return
    set_priority(
        number=ticket.number,
        impact=triage.impact,
        urgency=triage.urgency,
        override=triage.override,
        reason=reason,
        by=by,
        at=at,
    )


def _set_flags(ticket: Ticket, triage: Triage, *, by: PractitionerRole, at: datetime) -> None:
    answers: dict[str, object] = {
        SAFETY: sorted(triage.safety),
        GOVERNANCE: sorted(triage.governance),
    }
    if triage.governance and triage.ico_decision:
        answers[ICO_DECISION] = triage.ico_decision.value
    flags = bool(triage.safety), bool(triage.governance)
    known = {
        key: ticket.triage.get(key, default)
        for key, default in ((SAFETY, []), (GOVERNANCE, []), (ICO_DECISION, None))
    }
    wanted = {ICO_DECISION: known[ICO_DECISION], **answers}
    if flags == (ticket.has_safety_flag, ticket.has_governance_flag) and known == wanted:
        return
    set_flags(
        number=ticket.number,
        has_safety_flag=flags[0],
        has_governance_flag=flags[1],
        triage=answers,
        by=by,
        at=at,
    )
