"""Problems: what stands behind tickets, what is known of it, and one answer for all."""

import re
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import SignedInRequest
from core.access import allowed
from core.errors import NotPermittedNow
from helpdesk import permissions
from helpdesk.actions.broadcasts import start_broadcast
from helpdesk.actions.parts import put_under, take_out
from helpdesk.actions.problems import open_problem, write_known_error
from helpdesk.forms.problems import BroadcastForm, KnownErrorForm, ProblemForm
from helpdesk.models import Broadcast, KnownError, Ticket, sight_of
from helpdesk.presenters.problems import present_broadcast, present_delivery, present_problem
from helpdesk.queries.problems import (
    Problem,
    get_broadcast,
    get_staff_ticket,
    list_broadcasts,
    list_deliveries,
    read_problem,
)

NUMBER = re.compile(r"[1-9][0-9]{0,17}", re.ASCII)


@require_safe
def problem_detail(request: SignedInRequest, number: int) -> HttpResponse:
    """Show what is known of a problem, and the tickets under it."""
    return _show(request, _read(request, number))


@require_http_methods(["GET", "HEAD", "POST"])
def problem_open(request: SignedInRequest, number: int) -> HttpResponse:
    """Open a problem behind a ticket."""
    ticket = _get_ticket(request, number)
    permissions.check_may_work_on(sight_of(request.active_role), ticket)
    posted = request.POST if request.method == "POST" else None
    form = ProblemForm(posted, initial={"title": ticket.subject})
    if form.is_valid():
        try:
            problem = open_problem(
                number=number, **form.cleaned_data, by=request.active_role, at=timezone.now()
            )
        except NotPermittedNow as error:
            form.add_error(None, str(error))
        else:
            return redirect("helpdesk:problem_detail", problem.number)
    return render(request, "helpdesk/problem_open.html", {"form": form, "ticket": ticket})


@require_POST
def problem_known_error(request: SignedInRequest, number: int) -> HttpResponse:
    """Keep what is known of a problem."""
    problem = _read(request, number)
    form = KnownErrorForm(request.POST)
    if not form.is_valid():
        return _show(request, problem, known_form=form)
    try:
        write_known_error(
            number=number,
            known=KnownError(**form.cleaned_data),
            by=request.active_role,
            at=timezone.now(),
        )
    except NotPermittedNow as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Kept, and shown on every ticket under it.")
    return redirect("helpdesk:problem_detail", number)


@require_POST
def problem_broadcast(request: SignedInRequest, number: int) -> HttpResponse:
    """Send one answer to all tickets under a problem."""
    problem = _read(request, number)
    form = BroadcastForm(request.POST)
    if not form.is_valid():
        return _show(request, problem, broadcast_form=form)
    try:
        broadcast = start_broadcast(
            number=number, **form.cleaned_data, by=request.active_role, at=timezone.now()
        )
    except NotPermittedNow as error:
        messages.error(request, str(error))
        return _show(request, problem, broadcast_form=form)
    return redirect("helpdesk:broadcast_detail", broadcast.pk)


@require_safe
def broadcast_detail(request: SignedInRequest, broadcast_id: UUID) -> HttpResponse:
    """Show how far a broadcast is, ticket by ticket."""
    at, sight = timezone.now(), sight_of(request.active_role)
    try:
        broadcast = get_broadcast(broadcast_id, sight=sight)
    except Broadcast.DoesNotExist as error:
        raise Http404 from error
    counted = list_broadcasts(broadcast.parent).get(pk=broadcast.pk)
    deliveries = [present_delivery(each) for each in list_deliveries(broadcast, sight=sight)]
    context = {
        "broadcast": present_broadcast(counted, at=at),
        "parent": broadcast.parent,
        "deliveries": deliveries,
        "hidden": getattr(counted, "total", 0) - len(deliveries),
        "waiting": getattr(counted, "waiting", 0),
        "total": getattr(counted, "total", 0),
    }
    return render(request, "helpdesk/broadcast_detail.html", context)


@require_POST
def ticket_put_under(request: SignedInRequest, number: int) -> HttpResponse:
    """Put a ticket under the problem or major incident that was chosen, or take it from there."""
    _get_ticket(request, number)
    parent = request.POST.get("parent", "")
    by, at = request.active_role, timezone.now()
    try:
        if not parent:
            take_out(number=number, by=by, at=at)
        elif NUMBER.fullmatch(parent):
            put_under(number=number, parent=int(parent), by=by, at=at)
    except NotPermittedNow as error:
        messages.error(request, str(error))
    return redirect("helpdesk:ticket_detail", number)


def _get_ticket(request: SignedInRequest, number: int) -> Ticket:
    try:
        return get_staff_ticket(number, sight=sight_of(request.active_role))
    except Ticket.DoesNotExist as error:
        raise Http404 from error


def _read(request: SignedInRequest, number: int) -> Problem:
    try:
        return read_problem(number, sight=sight_of(request.active_role))
    except Ticket.DoesNotExist as error:
        raise Http404 from error


def _show(
    request: SignedInRequest,
    problem: Problem,
    *,
    known_form: KnownErrorForm | None = None,
    broadcast_form: BroadcastForm | None = None,
) -> HttpResponse:
    sight, known = sight_of(request.active_role), problem.known
    initial = {
        "title": known.title if known else problem.ticket.subject,
        "root_cause": known.root_cause if known else "",
        "workaround": known.workaround if known else "",
        "is_published": known.is_published if known else False,
    }
    context = {
        "room": present_problem(problem, at=timezone.now()),
        "known_form": known_form or KnownErrorForm(initial=initial),
        "broadcast_form": broadcast_form or BroadcastForm(),
        "may_work": allowed(permissions.check_may_work_on, sight, problem.ticket),
    }
    return render(request, "helpdesk/problem_detail.html", context)
