"""What stands between somebody and the record until they are trained, and the ways on."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.http import SignedInRequest, safe_address
from core.errors import NotPermittedNow
from core.record_gate import Standing, StandingState
from records.actions.passages import open_passage
from records.forms import EmergencyForm
from records.http import RecordPass, evaluate, keep_pass, no_training_needed, pass_of
from records.presenters.gate import present_banner, present_gate


def record_gate(request: HttpRequest) -> dict[str, object]:
    """Give pages that show something of a record the line about the reader's training."""
    opened = pass_of(request)
    if opened is None or not getattr(request, "shows_record", False):
        return {}
    on = timezone.localdate()
    return {"record_gate": present_banner(opened.standing, opened=opened, on=on)}


@no_training_needed
@never_cache
@require_safe
def training_needed(request: SignedInRequest) -> HttpResponse:
    """Say what somebody must do before the record opens; whoever may go on goes on."""
    next_page = safe_address(request, request.GET.get("next", ""))
    standing = evaluate(request)
    if pass_of(request) is not None:
        return redirect(_record_page(next_page))
    return _show(request, standing, EmergencyForm(), next_page=next_page)


@no_training_needed
@require_POST
def training_continue(request: SignedInRequest) -> HttpResponse:
    """Let somebody through whose training is overdue, once for the session."""
    next_page = safe_address(request, request.POST.get("next", ""))
    standing = evaluate(request)
    if standing.state == StandingState.GRACE and pass_of(request) is None:
        keep_pass(request, RecordPass(standing=standing))
    if pass_of(request) is not None:
        return redirect(_record_page(next_page))
    return _show(request, standing, EmergencyForm(), next_page=next_page)


@no_training_needed
@require_POST
def emergency_open(request: SignedInRequest) -> HttpResponse:
    """Open the record in an emergency to somebody whose training has lapsed."""
    next_page = safe_address(request, request.POST.get("next", ""))
    standing = evaluate(request)
    if pass_of(request) is not None:
        return redirect(_record_page(next_page))
    form = EmergencyForm(request.POST)
    if not form.is_valid():
        return _show(request, standing, form, next_page=next_page)
    try:
        passage = open_passage(
            role=request.active_role,
            emergency=form.emergency,
            session_key=request.session.session_key or "",
            at=timezone.now(),
        )
    except NotPermittedNow as error:
        messages.error(request, str(error))
        return _show(request, standing, form, next_page=next_page, status=409)
    keep_pass(request, RecordPass(standing=standing, passage_id=passage.pk))
    return redirect(_record_page(next_page))


def _show(
    request: SignedInRequest,
    standing: Standing,
    form: EmergencyForm,
    *,
    next_page: str,
    status: int = 200,
) -> HttpResponse:
    is_record = next_page.startswith(reverse("records:patient_list"))
    context = {
        "gate": present_gate(standing),
        "form": form,
        "next": next_page,
        "way_on": reverse("home") if is_record or not next_page else next_page,
    }
    return render(request, "records/training_needed.html", context, status=status)


def _record_page(next_page: str) -> str:
    """Return where somebody wanted to go, or where records are found if they did not say."""
    elsewhere = ("", reverse("home"), reverse("records:training_needed"))
    return reverse("records:patient_list") if next_page in elsewhere else next_page
