"""Change one ticket: its state, who has it, where it is, what it says of itself."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.http import SignedInRequest
from core.errors import NotPermittedNow
from helpdesk.actions.assigning import assign_ticket, move_ticket
from helpdesk.actions.clock_steps import ICO_DECISION
from helpdesk.actions.editing import Details, edit_ticket
from helpdesk.actions.following_up import open_follow_up
from helpdesk.actions.states import change_state
from helpdesk.actions.triaging import GOVERNANCE, SAFETY, Triage, triage_ticket
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
from helpdesk.forms.ticket import AssignForm, DetailsForm, MoveForm, StateForm, TriageForm
from helpdesk.models import Ticket
from helpdesk.queries.people import list_members

from .ticket_frame import FormPage, act, find_for_work, find_ticket, go_back, handle_form


@require_POST
def ticket_state(request: SignedInRequest, number: int) -> HttpResponse:
    form = StateForm(request.POST)
    ticket = find_ticket(request, number)
    state, reason = form.parts() if form.is_valid() else ("", "")
    if state not in TicketState or state == TicketState.MERGED:
        messages.error(request, "Choose what the ticket becomes.")
        return redirect("helpdesk:ticket_detail", number)
    wanted = TicketState(state)

    def change(at: datetime) -> None:
        if ticket.state == wanted == TicketState.WAITING:  # for something else until now
            change_state(
                number=number, state=TicketState.IN_PROGRESS, by=request.active_role, at=at
            )
        change_state(
            number=number,
            state=wanted,
            waiting_reason=reason,
            by=request.active_role,
            at=at,
            text=form.cleaned_data["text"].strip(),
        )

    return act(request, number, change)


@require_POST
def ticket_take(request: SignedInRequest, number: int) -> HttpResponse:
    """Give the ticket to the one who asks."""
    return act(
        request,
        number,
        lambda at: assign_ticket(
            number=number, assignee=request.user, by=request.active_role, at=at
        ),
        "The ticket is yours.",
    )


@require_POST
def ticket_escalate(request: SignedInRequest, number: int) -> HttpResponse:
    """Hand the ticket to the queue of the next tier."""
    queue = find_for_work(request, number).queue.escalates_to

    def change(at: datetime) -> None:
        if queue is None:
            raise NotPermittedNow("This queue has no next tier.")
        move_ticket(number=number, queue=queue, by=request.active_role, at=at)

    return act(request, number, change, f"Handed to {queue.name}." if queue else "")


@require_http_methods(["GET", "POST"])
def ticket_assign(request: SignedInRequest, number: int) -> HttpResponse:
    ticket = find_for_work(request, number)
    members = list_members(ticket, timezone.localdate())
    initial = {"assignee": ticket.assignee_id}
    form = AssignForm(request.POST or None, initial=initial, members=members)

    def change(at: datetime) -> None:
        assignee = form.cleaned_data["assignee"]
        assign_ticket(number=number, assignee=assignee, by=request.active_role, at=at)

    return handle_form(
        request, ticket, form, change, FormPage("Give the ticket to somebody", "Give")
    )


@require_http_methods(["GET", "POST"])
def ticket_move(request: SignedInRequest, number: int) -> HttpResponse:
    ticket = find_for_work(request, number)
    initial = {"queue": ticket.queue.escalates_to_id}
    form = MoveForm(request.POST or None, initial=initial, ticket=ticket)

    def change(at: datetime) -> None:
        given = form.cleaned_data
        move_ticket(
            number=number,
            queue=given["queue"],
            by=request.active_role,
            at=at,
            text=given["text"].strip(),
        )

    return handle_form(request, ticket, form, change, FormPage("Move to another queue", "Move"))


@require_http_methods(["GET", "POST"])
def ticket_edit(request: SignedInRequest, number: int) -> HttpResponse:
    ticket = find_for_work(request, number)
    columns = ("subject", "kind", "category", "component", "external_reference")
    initial = {column: getattr(ticket, column) for column in columns}
    form = DetailsForm(request.POST or None, initial=initial)

    def change(at: datetime) -> None:
        given = form.cleaned_data
        details = Details(
            subject=given["subject"],
            kind=TicketKind(given["kind"]),
            category=TicketCategory(given["category"]),
            component=given["component"],
            removes_component=given["component"] is None,
            external_reference=given["external_reference"],
        )
        edit_ticket(number=number, details=details, by=request.active_role, at=at)

    return handle_form(request, ticket, form, change, FormPage("Change the details", "Save"))


@require_http_methods(["GET", "POST"])
def ticket_triage(request: SignedInRequest, number: int) -> HttpResponse:
    ticket = find_for_work(request, number)
    form = TriageForm(request.POST or None, initial=_triage_of(ticket))

    def change(at: datetime) -> None:
        triage = _read_triage(form.cleaned_data)
        triage_ticket(number=number, triage=triage, by=request.active_role, at=at)

    return handle_form(
        request,
        ticket,
        form,
        change,
        FormPage("Triage", "Save triage", "helpdesk/ticket/triage.html"),
    )


def _triage_of(ticket: Ticket) -> dict[str, object]:
    """Return what is said of a ticket so far; a flag without answers came with it."""
    columns = ("kind", "category", "component", "impact", "urgency")
    stands = {name: getattr(ticket, name) for name in columns}
    safety, governance = ticket.triage.get(SAFETY, []), ticket.triage.get(GOVERNANCE, [])
    if ticket.has_safety_flag and not safety:
        safety = [SafetyQuestion.CALLER]
    if ticket.has_governance_flag and not governance:
        governance = [GovernanceType.CALLER]
    return {
        **stands,
        "override": ticket.priority if ticket.priority_reason else "",
        "reason": ticket.priority_reason,
        "safety": safety,
        "governance": governance,
        "ico_decision": ticket.triage.get(ICO_DECISION, ""),
    }


def _read_triage(given: dict[str, Any]) -> Triage:
    decision = given["ico_decision"]
    return Triage(
        kind=TicketKind(given["kind"]),
        category=TicketCategory(given["category"]),
        component=given["component"],
        impact=Impact(given["impact"]),
        urgency=Urgency(given["urgency"]),
        override=Priority(given["override"]) if given["override"] else None,
        reason=given["reason"],
        safety=[SafetyQuestion(each) for each in given["safety"]],
        governance=[GovernanceType(each) for each in given["governance"]],
        ico_decision=IcoDecision(decision) if decision else None,
    )


@require_POST
def ticket_follow_up(request: SignedInRequest, number: int) -> HttpResponse:
    """Open a new ticket where an old one can no longer be taken up."""
    find_ticket(request, number)
    try:
        new = open_follow_up(
            number=number,
            text=request.POST.get("text", ""),
            by=request.active_role,
            at=timezone.now(),
        )
    except NotPermittedNow as error:
        messages.error(request, str(error))
        return redirect("helpdesk:ticket_detail", number)
    messages.success(request, f"This new ticket follows ticket {number}.")
    return go_back(request, new.number)
