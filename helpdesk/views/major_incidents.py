"""A major incident: the room of those who run it, and “me too” for everybody else."""

from datetime import timedelta
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
from helpdesk.actions.incident_command import Command, set_command, write_review
from helpdesk.actions.joining import join_major_incident
from helpdesk.actions.major_incidents import (
    Declaration,
    Update,
    declare_major_incident,
    end_major_incident,
    post_update,
)
from helpdesk.codes import ComponentStatus, MajorIncidentState
from helpdesk.forms.major_incidents import (
    CommandForm,
    DeclareForm,
    EndForm,
    ReviewForm,
    UpdateForm,
)
from helpdesk.models import MajorIncident, Sight, Ticket, sight_of
from helpdesk.presenters.major_incidents import present_room
from helpdesk.queries.major_incidents import get_incident, list_possible_commanders, read_room
from helpdesk.queries.problems import get_staff_ticket
from helpdesk.queries.service_status import list_board_names, list_components

REVIEW_AFTER = timedelta(days=10)


@require_http_methods(["GET", "HEAD", "POST"])
def major_incident_declare(request: SignedInRequest, number: int) -> HttpResponse:
    """Declare a major incident because of a ticket."""
    sight = sight_of(request.active_role)
    try:
        ticket = get_staff_ticket(number, sight=sight)
    except Ticket.DoesNotExist as error:
        raise Http404 from error
    permissions.check_may_work_on(sight, ticket)
    posted = request.POST if request.method == "POST" else None
    initial = {"components": [ticket.component_id]}
    form = DeclareForm(posted, components=list_components(), initial=initial)
    if form.is_valid():
        known = {name: value for name, value in form.cleaned_data.items() if name != "is_sure"}
        known["components"] = list(known["components"])
        known["status"] = ComponentStatus(known["status"])
        try:
            incident = declare_major_incident(
                number=number,
                declaration=Declaration(**known),
                by=request.active_role,
                at=timezone.now(),
            )
        except NotPermittedNow as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Declared. Everybody reads it within 15 seconds.")
            return redirect("helpdesk:major_incident", incident.ticket_id)
    context = {"form": form, "ticket": ticket}
    return render(request, "helpdesk/major_incident_declare.html", context)


@require_safe
def major_incident(request: SignedInRequest, number: int) -> HttpResponse:
    """Show what is known, when the next update is due, who is on it, and whom it affects."""
    return _show_room(request, number, UpdateForm(initial=_as_it_is(request, number)))


@require_POST
def major_incident_update(request: SignedInRequest, number: int) -> HttpResponse:
    incident = _get(request, number)
    form = UpdateForm(request.POST)
    if not form.is_valid():
        return _show_room(request, number, form)
    update = Update(
        state=MajorIncidentState(form.cleaned_data["state"]),
        status=ComponentStatus(form.cleaned_data["status"]),
        text=form.cleaned_data["text"],
        is_for_strangers=form.cleaned_data["is_for_strangers"],
    )
    try:
        post_update(
            incident_id=incident.pk, update=update, by=request.active_role, at=timezone.now()
        )
    except NotPermittedNow as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Told: above every page, on the status page and on each ticket.")
    return redirect("helpdesk:major_incident", number)


@require_http_methods(["GET", "HEAD", "POST"])
def major_incident_command(request: SignedInRequest, number: int) -> HttpResponse:
    """Hand over command, change the rhythm of updates, or note the national escalation."""
    incident = _get(request, number)
    permissions.check_may_run(sight_of(request.active_role), incident)
    posted = request.POST if request.method == "POST" else None
    form = CommandForm(
        posted,
        people=list_possible_commanders(incident),
        initial={
            "commander": incident.commander_id,
            "cadence_minutes": incident.cadence_minutes,
            "national_reference": incident.national_reference,
            "national_route": incident.national_route,
        },
    )
    if form.is_valid():
        try:
            set_command(
                incident_id=incident.pk,
                command=Command(**form.cleaned_data),
                by=request.active_role,
                at=timezone.now(),
            )
        except NotPermittedNow as error:
            form.add_error(None, str(error))
        else:
            return redirect("helpdesk:major_incident", number)
    context = {"form": form, "incident": incident}
    return render(request, "helpdesk/major_incident_command.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def major_incident_end(request: SignedInRequest, number: int) -> HttpResponse:
    """End it, after a look at what becomes of each ticket under it."""
    at, incident = timezone.now(), _get(request, number)
    permissions.check_may_run(sight_of(request.active_role), incident)
    posted = request.POST if request.method == "POST" else None
    form = EndForm(posted, initial={"review_on": timezone.localdate(at) + REVIEW_AFTER})
    if form.is_valid():
        try:
            end_major_incident(
                incident_id=incident.pk, **form.cleaned_data, by=request.active_role, at=at
            )
        except NotPermittedNow as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Ended. Whoever joined or has a ticket is told.")
            return redirect("helpdesk:major_incident", number)
    room = read_room(number, sight=sight_of(request.active_role))
    context = {"form": form, "room": present_room(room, boards={}, at=at)}
    return render(request, "helpdesk/major_incident_end.html", context)


@require_POST
def major_incident_review(request: SignedInRequest, number: int) -> HttpResponse:
    incident = _get(request, number)
    form = ReviewForm(request.POST)
    try:
        write_review(
            incident_id=incident.pk,
            review=form.cleaned_data["review"] if form.is_valid() else "",
            by=request.active_role,
            at=timezone.now(),
        )
    except NotPermittedNow as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "The review is kept.")
    return redirect("helpdesk:major_incident", number)


@require_POST
def major_incident_join(request: SignedInRequest, incident_id: UUID) -> HttpResponse:
    """Say “me too”, from whichever page."""
    try:
        join_major_incident(incident_id=incident_id, by=request.active_role, at=timezone.now())
    except MajorIncident.DoesNotExist as error:
        raise Http404 from error
    except NotPermittedNow as error:
        messages.error(request, f"{error} If it still does not work for you, tell the helpdesk.")
    else:
        messages.success(
            request, "You are counted, and told when it is solved. You need no ticket of your own."
        )
    return redirect("helpdesk:status")


def _get(request: SignedInRequest, number: int) -> MajorIncident:
    try:
        return get_incident(number, sight=sight_of(request.active_role))
    except MajorIncident.DoesNotExist as error:
        raise Http404 from error


def _as_it_is(request: SignedInRequest, number: int) -> dict[str, object]:
    """Return what the form of an update starts with: where the incident stands now."""
    incident = _get(request, number)
    standing = incident.notices.filter(ends_at__isnull=True).first()
    return {
        "state": incident.state,
        "status": standing.status if standing else ComponentStatus.OPERATIONAL,
        "is_for_strangers": standing.is_for_strangers if standing else False,
    }


def _show_room(request: SignedInRequest, number: int, form: UpdateForm) -> HttpResponse:
    at, sight = timezone.now(), sight_of(request.active_role)
    try:
        room = read_room(number, sight=sight)
    except MajorIncident.DoesNotExist as error:
        raise Http404 from error
    context = {
        "room": present_room(room, boards=list_board_names(), at=at),
        "form": form,
        "review_form": ReviewForm(),
        "may_run": _may_run(sight, room.incident),
    }
    return render(request, "helpdesk/major_incident.html", context)


def _may_run(sight: Sight, incident: MajorIncident) -> bool:
    return allowed(permissions.check_may_run, sight, incident)
