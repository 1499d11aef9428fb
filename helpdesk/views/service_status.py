"""How the service is: for everybody who is signed in, and for leads to say it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.http import SignedInRequest
from core.errors import NotPermittedNow
from helpdesk import permissions
from helpdesk.actions.service_status import Said, set_status, withdraw_notice
from helpdesk.codes import ComponentStatus
from helpdesk.forms.service_status import StatusForm
from helpdesk.models import StatusNotice, sight_of
from helpdesk.presenters.major_incidents import present_card
from helpdesk.presenters.service_status import present_regions
from helpdesk.queries.major_incidents import list_running
from helpdesk.queries.problems import list_published_errors
from helpdesk.queries.service_status import list_components, list_histories


@require_GET
def status(request: SignedInRequest) -> HttpResponse:
    at, sight = timezone.now(), sight_of(request.active_role)
    context = {
        "regions": present_regions(list_histories(at), own_board=sight.board_id, at=at),
        "incidents": [present_card(each, at=at) for each in list_running(sight=sight)],
        "known_errors": list(list_published_errors()),
        "may_say": bool(sight.led_queues),
        "is_staff": sight.is_staff,
    }
    return render(request, "helpdesk/status.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def status_set(request: SignedInRequest) -> HttpResponse:
    at = timezone.now()
    permissions.check_leads_a_queue(sight_of(request.active_role))
    components = list_components()
    asked = {"component": request.GET.get("component", "")}
    posted = request.POST if request.method == "POST" else None
    form = StatusForm(posted, components=components, initial=asked)
    if form.is_valid():
        starts_at, ends_at = form.moments()
        said = Said(
            status=ComponentStatus(form.cleaned_data["status"]),
            text=form.cleaned_data["text"],
            starts_at=starts_at,
            ends_at=ends_at,
            is_for_strangers=form.cleaned_data["is_for_strangers"],
        )
        try:
            set_status(
                component=form.cleaned_data["component"], said=said, by=request.active_role, at=at
            )
        except NotPermittedNow as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Everybody reads it within 15 seconds.")
            return redirect("helpdesk:status")
    return render(request, "helpdesk/status_set.html", {"form": form})


@require_POST
def status_withdraw(request: SignedInRequest, notice_id: UUID) -> HttpResponse:
    notices = StatusNotice.objects.select_related("major_incident")
    notice = get_object_or_404(notices, pk=notice_id)
    try:
        withdraw_notice(notice=notice, by=request.active_role, at=timezone.now())
    except NotPermittedNow as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Withdrawn. It stays in the last 90 days.")
    return redirect("helpdesk:status")
