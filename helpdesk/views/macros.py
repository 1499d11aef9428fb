"""Macros: use one on a ticket after reading what it does, and write them."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.http import SignedInRequest
from core.access import allowed
from core.errors import DomainError, NotPermittedNow
from helpdesk import permissions
from helpdesk.actions.macros import apply_macro, fill, set_macro_active, write_macro
from helpdesk.forms.macros import MacroForm, stands_as
from helpdesk.models import Macro, MacroVersion, sight_of
from helpdesk.presenters.macros import present_macro
from helpdesk.presenters.ticket_head import present_head
from helpdesk.queries.macros import (
    get_macro_version,
    list_all_macros,
    list_macros_for,
    list_versions,
)

from .ticket_frame import CONFLICT, find_for_work, go_back


@require_GET
def ticket_macros(request: SignedInRequest, number: int) -> HttpResponse:
    """Offer the macros that fit a ticket."""
    ticket = find_for_work(request, number)
    context = {
        "head": present_head(ticket, at=timezone.now()),
        "macros": [present_macro(each) for each in list_macros_for(ticket)],
    }
    return render(request, "helpdesk/ticket/macros.html", context)


@require_http_methods(["GET", "POST"])
def ticket_macro(request: SignedInRequest, number: int, version_id: UUID) -> HttpResponse:
    """Show what a macro would say and do, and do it."""
    ticket, by = find_for_work(request, number), request.active_role
    try:
        version = get_macro_version(version_id, ticket=ticket)
    except MacroVersion.DoesNotExist as error:
        raise Http404 from error
    text, error_words, status = fill(version.text, ticket=ticket, by=by), "", 200
    if request.method == "POST":
        text = request.POST.get("text", "")
        seen = request.POST.get("last_seen", "")
        try:
            apply_macro(
                number=number,
                version=version,
                text=text,
                by=by,
                at=timezone.now(),
                last_seen_event_id=int(seen) if seen.isascii() and seen.isdigit() else None,
            )
        except NotPermittedNow as error:
            error_words, status = str(error), CONFLICT
        else:
            step = f" Next: {version.next_step}." if version.next_step else ""
            messages.success(request, f"{version.macro.name}: done.{step}")
            return go_back(request, number)
    context = {
        "head": present_head(ticket, at=timezone.now()),
        "macro": present_macro(version, text=text),
        "text": text,
        "error": error_words,
        "last_seen": ticket.last_public_event_id or 0,
    }
    return render(request, "helpdesk/ticket/macro.html", context, status=status)


@require_GET
def macro_list(request: SignedInRequest) -> HttpResponse:
    sight = sight_of(request.active_role)
    permissions.check_is_staff(sight)
    context = {
        "macros": [present_macro(each) for each in list_all_macros()],
        "leads": allowed(permissions.check_leads_a_queue, sight),
    }
    return render(request, "helpdesk/macros/list.html", context)


@require_http_methods(["GET", "POST"])
def macro_edit(request: SignedInRequest, code: str = "") -> HttpResponse:
    """Write a new macro, or the next version of one."""
    sight = sight_of(request.active_role)
    permissions.check_leads_a_queue(sight)
    macro = get_object_or_404(Macro, code=code) if code else None
    versions = list_versions(macro) if macro else []
    initial = stands_as(versions[0]) if versions else None
    form = MacroForm(request.POST or None, initial=initial, sight=sight)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            write_macro(
                code=macro.code if macro else _free_code(form.code()),
                name=form.cleaned_data["name"],
                queue=form.cleaned_data["queue"],
                words=form.words(),
                by=request.active_role,
            )
        except DomainError as error:
            form.add_error(None, str(error))
            status = CONFLICT
        else:
            messages.success(request, "Saved. The versions before stay as they were.")
            return redirect("helpdesk:macro_list")
    context = {
        "form": form,
        "macro": macro,
        "versions": [present_macro(each) for each in versions],
    }
    return render(request, "helpdesk/macros/edit.html", context, status=status)


@require_POST
def macro_switch(request: SignedInRequest, code: str) -> HttpResponse:
    """Offer a macro, or no longer."""
    macro = get_object_or_404(Macro, code=code)
    is_active = request.POST.get("offer") == "yes"
    set_macro_active(macro=macro, is_active=is_active, by=request.active_role)
    return redirect("helpdesk:macro_list")


def _free_code(code: str) -> str:
    """Return a code that no macro has."""
    code = code or "macro"
    taken = set(Macro.objects.filter(code__startswith=code[:50]).values_list("code", flat=True))
    if code not in taken:
        return code
    numbered = (f"{code[:50]}-{number}" for number in range(2, len(taken) + 3))
    return next(each for each in numbered if each not in taken)
