"""Report a problem with an entry of a record, from the entry itself."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.http import SignedInRequest
from helpdesk.actions.entry_reports import (
    SealBroken,
    capture,
    report_entry,
    seal,
    unseal,
)
from helpdesk.forms.entry_reports import EntryReportForm
from helpdesk.presenters.record_context import entry_facts
from records.http import shows_record
from records.queries.reporting import refer_to_entry


@shows_record
@require_http_methods(["GET", "HEAD", "POST"])
def entry_report(request: SignedInRequest, patient_id: UUID, entry_id: UUID) -> HttpResponse:
    """Say what will be sent, and send it with what the person says is wrong."""
    viewer, form = request.active_role, EntryReportForm(request.POST or None)
    captured: dict[str, str] | None = None
    if request.method == "POST":
        try:
            captured = unseal(
                request.POST.get("sealed", ""),
                viewer=viewer,
                patient_id=patient_id,
                entry_id=entry_id,
            )
        except SealBroken as error:
            messages.warning(request, str(error))
        else:
            if form.is_valid():
                submitted = report_entry(
                    form.report,
                    captured=captured,
                    token=form.cleaned_data["token"],
                    by=viewer,
                    at=timezone.now(),
                )
                return redirect("helpdesk:request_sent", submitted.ticket.number)
    if captured is None:
        captured = _capture(request, patient_id, entry_id)
    context = {
        "form": form,
        "sealed": seal(captured, viewer=viewer),
        "facts": entry_facts(captured),
        "role": viewer,
        "patient_id": patient_id,
        "entry_id": entry_id,
    }
    return render(request, "helpdesk/portal/entry_report.html", context)


def _capture(request: SignedInRequest, patient_id: UUID, entry_id: UUID) -> dict[str, str]:
    """Return what is known of an entry that the person sees, or answer that there is none."""
    viewer, at = request.active_role, timezone.now()
    try:
        reference = refer_to_entry(patient_id, entry_id, viewer=viewer, at=at)
    except ObjectDoesNotExist as error:
        raise Http404 from error
    return capture(reference, viewer=viewer, agent=request.headers.get("User-Agent", ""), at=at)
