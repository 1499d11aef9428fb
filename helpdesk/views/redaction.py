"""Remove what should not stand on a ticket, and review what was removed."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import SignedInRequest
from core.errors import NotPermittedNow
from helpdesk import permissions
from helpdesk.actions.redaction import redact as redact_ticket
from helpdesk.actions.redaction import review_redactions
from helpdesk.forms.redaction import RedactForm
from helpdesk.models import sight_of
from helpdesk.presenters.redaction import (
    describe_category,
    describe_left,
    describe_removed,
    present_copies,
    present_doomed,
    present_redactions,
    present_targets,
)
from helpdesk.queries.redaction import count_copies, list_redactable, list_redactions

from .ticket_frame import find_ticket, go_back


@require_http_methods(["GET", "HEAD", "POST"])
def redact(request: SignedInRequest, number: int) -> HttpResponse:
    """Choose what to remove, look at all of it once more, and remove it."""
    at, sight = timezone.now(), sight_of(request.active_role)
    ticket = find_ticket(request, number, sight=sight)
    permissions.check_may_redact(sight, ticket)
    redactable = list_redactable(ticket, sight=sight)
    targets = present_targets(redactable, at=at)
    sent = request.POST if request.method == "POST" else None
    form = RedactForm(sent, targets=targets, initial={"targets": request.GET.getlist("target")})
    context: dict[str, object] = {"number": number, "form": form, "has_targets": bool(targets)}
    if not form.is_valid() or "back" in request.POST:
        return render(request, "helpdesk/redact.html", context)
    if "confirm" in request.POST:
        try:
            removed = redact_ticket(
                number=number,
                chosen=form.chosen(),
                grounds=form.grounds(),
                by=request.active_role,
                at=at,
            )
        except NotPermittedNow as error:
            form.add_error(None, str(error))
            return render(request, "helpdesk/redact.html", context, status=409)
        messages.success(request, describe_removed(removed))
        if removed.left:
            messages.warning(request, describe_left(removed))
        return go_back(request, number)
    context["doomed"] = present_doomed(redactable, form.cleaned_data["targets"], at=at)
    context["copies"] = present_copies(count_copies(ticket))
    context["category"] = describe_category(form.cleaned_data["category"])
    return render(request, "helpdesk/redact_confirm.html", context)


@require_safe
def redaction_list(request: SignedInRequest) -> HttpResponse:
    """List what was removed because it identified patients, for the review of each quarter."""
    sight = sight_of(request.active_role)
    permissions.check_reviews_redactions(sight)
    is_reviewed = "reviewed" in request.GET
    found = list_redactions(sight=sight, is_reviewed=is_reviewed)
    context = {
        "lines": present_redactions(found, at=timezone.now()),
        "is_reviewed": is_reviewed,
    }
    return render(request, "helpdesk/redaction_list.html", context)


@require_POST
def redaction_review(request: SignedInRequest) -> HttpResponse:
    keys = [int(key) for key in request.POST.getlist("key") if key.isascii() and key.isdigit()]
    count = review_redactions(keys=keys, by=request.active_role, at=timezone.now())
    if count:
        messages.success(request, f"{count} marked as reviewed.")
    else:
        messages.error(request, "Tick what you have reviewed first.")
    return redirect("helpdesk:redaction_list")
