"""Open the reference that stands in place of an NHS number."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.http import SignedInRequest
from core.dates import LONDON
from core.errors import NotPermittedNow
from helpdesk import permissions
from helpdesk.actions.opening_references import SHOWN_FOR, open_reference
from helpdesk.forms.redaction import OpenReferenceForm
from helpdesk.models import sight_of
from helpdesk.queries.references import list_references

from .ticket_frame import find_ticket


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def identifier_open(request: SignedInRequest, number: int, code: str) -> HttpResponse:
    """Ask for a reason, and show the number once; after five minutes the page leaves by itself."""
    at, sight = timezone.now(), sight_of(request.active_role)
    ticket = find_ticket(request, number, sight=sight)
    permissions.check_may_open_references(sight, ticket)
    if code not in list_references(ticket, sight=sight):
        raise Http404
    form = OpenReferenceForm(request.POST if request.method == "POST" else None)
    context: dict[str, object] = {"number": number, "code": code, "form": form}
    if not form.is_valid():
        return render(request, "helpdesk/identifier_open.html", context)
    try:
        opened = open_reference(
            number=number,
            code=code,
            reason=form.cleaned_data["reason"],
            by=request.active_role,
            at=at,
        )
    except NotPermittedNow as error:
        form.add_error("reason", str(error))
        return render(request, "helpdesk/identifier_open.html", context, status=409)
    context["opened"] = opened
    context["until"] = f"{opened.until.astimezone(LONDON):%H:%M}"
    response = render(request, "helpdesk/identifier_opened.html", context)
    ticket_url = reverse("helpdesk:ticket_detail", args=[number])
    response["Refresh"] = f"{SHOWN_FOR.seconds}; url={ticket_url}"
    return response
