"""Help: what somebody has asked for, and what they can ask for."""

import re
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import SignedInRequest
from helpdesk.actions.attachments import UnfitFile
from helpdesk.actions.request_drafts import drop_draft, keep_draft
from helpdesk.actions.requests import submit_request
from helpdesk.forms.requests import KEPT_FIELDS, LONGEST_TEXT, RequestForm
from helpdesk.models import RequestType, Ticket, sight_of
from helpdesk.presenters.portal import (
    present_choices,
    present_confirmation,
    present_own_ticket,
)
from helpdesk.queries import portal
from helpdesk.queries.tickets import get_ticket

MOST_AT_FIRST = 8
LINES_A_PAGE = 50
NUMBER = re.compile(r"[1-9][0-9]{0,17}", re.ASCII)
OWN, ORGANIZATION = "mine", "organisation"


@require_safe
def home(request: SignedInRequest) -> HttpResponse:
    """Show what waits for the person, what they asked for, and what they can ask for."""
    at, sight = timezone.now(), sight_of(request.active_role)
    own = portal.list_first(portal.own_tickets(sight), at=at, most=MOST_AT_FIRST)
    theirs = portal.organization_tickets(sight)
    context = {
        "own": [present_own_ticket(ticket, at=at) for ticket in own],
        "is_contact": sight.is_contact,
        "organization": request.active_role.organization.short_name,
        "theirs": [
            present_own_ticket(ticket, at=at, is_own=False)
            for ticket in portal.list_first(theirs, at=at, most=MOST_AT_FIRST)
        ],
        "groups": present_choices(portal.list_request_types()),
        "is_staff": sight.is_staff,
    }
    return render(request, "helpdesk/portal/home.html", context)


@require_safe
def own_tickets(request: SignedInRequest) -> HttpResponse:
    """List what somebody asked for, or their organization, page by page."""
    at, sight = timezone.now(), sight_of(request.active_role)
    whose, which = request.GET.get("whose", OWN), request.GET.get("which", portal.OPEN)
    before = request.GET.get("before", "")
    if whose not in (OWN, ORGANIZATION) or which not in portal.WHICH:
        raise Http404
    if whose == ORGANIZATION and not sight.is_contact:
        raise Http404
    kept = portal.own_tickets(sight) if whose == OWN else portal.organization_tickets(sight)
    tickets = portal.list_page(
        kept,
        which=which,
        before=int(before) if NUMBER.fullmatch(before) else None,
        most=LINES_A_PAGE + 1,
    )
    shown = tickets[:LINES_A_PAGE]
    older = {"whose": whose, "which": which, "before": shown[-1].number if shown else ""}
    context = {
        "lines": [present_own_ticket(ticket, at=at, is_own=whose == OWN) for ticket in shown],
        "whose": whose,
        "which": which,
        "organization": request.active_role.organization.short_name,
        "is_contact": sight.is_contact,
        "older_url": f"?{urlencode(older)}" if len(tickets) > LINES_A_PAGE else "",
    }
    return render(request, "helpdesk/portal/own_tickets.html", context)


@require_safe
def request_choose(request: SignedInRequest) -> HttpResponse:
    """Show what somebody can ask for, and nothing else."""
    groups = present_choices(portal.list_request_types())
    return render(request, "helpdesk/portal/request_choose.html", {"groups": groups})


@require_http_methods(["GET", "HEAD", "POST"])
def request_new(request: SignedInRequest, code: str) -> HttpResponse:
    """Ask for something: one form, one ticket, however often it is sent."""
    request_type = _find_type(code)
    draft = portal.find_draft(code, user_id=request.user.pk) if request.method != "POST" else {}
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = RequestForm(*sent, request_type=request_type, initial=draft)
    if form.is_valid():
        try:
            submitted = submit_request(
                form.request,
                request_type=request_type,
                token=form.cleaned_data["token"],
                by=request.active_role,
                at=timezone.now(),
            )
        except UnfitFile as error:
            form.add_error("attached", str(error))
        else:
            return redirect("helpdesk:request_sent", submitted.ticket.number)
    context = {
        "form": form,
        "type": request_type,
        "back_url": reverse("helpdesk:home"),
        "kept_fields": KEPT_FIELDS,
        "is_draft": bool(draft),
    }
    return render(request, "helpdesk/portal/request_new.html", context)


@require_POST
def request_keep(request: SignedInRequest, code: str) -> HttpResponse:
    """Keep what is typed in a form, or forget it where the person begins anew."""
    _find_type(code)
    if "forget" in request.POST:
        drop_draft(form=code, by=request.user)
        return redirect("helpdesk:request_new", code)
    typed = {name: request.POST.get(name, "")[:LONGEST_TEXT] for name in KEPT_FIELDS}
    has_words = any(typed[name].strip() for name in ("text", "subject"))
    keep_draft(form=code, answers=typed if has_words else {}, by=request.user)
    return HttpResponse("Kept for you" if has_words else "")


def _find_type(code: str) -> RequestType:
    """Return what is asked for, or answer that there is no such thing."""
    try:
        return portal.get_request_type(code)
    except RequestType.DoesNotExist as error:
        raise Http404 from error


@require_safe
def request_sent(request: SignedInRequest, number: int) -> HttpResponse:
    """Say what happens next with a ticket that was just opened."""
    at, sight = timezone.now(), sight_of(request.active_role)
    try:
        ticket = get_ticket(number, sight=sight)
    except Ticket.DoesNotExist as error:
        raise Http404 from error
    sent = present_confirmation(ticket, answer_due=portal.find_answer_due(ticket), at=at)
    return render(request, "helpdesk/portal/request_sent.html", {"sent": sent})
