"""Earlier learning: sending a claim with evidence, the trainer's list, and their decision."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import SignedInRequest
from core.access import allowed
from core.errors import NotPermittedNow
from training import permissions
from training.actions.prior_learning import (
    KINDS,
    UnfitEvidence,
    accept_claim,
    present_term,
    refuse_claim,
    send_claim,
)
from training.forms.prior_learning import AcceptForm, ClaimForm, RefuseForm
from training.models import PriorLearning, Reach, reach_of
from training.policies import check_claim_waits, check_evidence_is_open
from training.presenters import prior_learning as present
from training.presenters.frame import present_frame
from training.queries.prior_learning import (
    get_claim,
    list_decided,
    list_waiting,
    read_evidence,
)

# The answer is no page of ours: nothing in it runs, loads or reaches anything.
SANDBOX = "default-src 'none'; sandbox"
ACCEPT, REFUSE = "accept", "refuse"


@require_http_methods(["GET", "HEAD", "POST"])
def claim_new(request: SignedInRequest) -> HttpResponse:
    """Send what was learned elsewhere to the trainers."""
    form = ClaimForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            send_claim(claim=form.claim(), learner=request.active_role, at=timezone.now())
        except UnfitEvidence as error:
            form.add_error("evidence", str(error))
        except NotPermittedNow as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Sent. You are told by mail once a trainer has decided.")
            return redirect("training:award_list")
    frame = present_frame(reach_of(request.active_role), path=request.path)
    return render(request, "training/claim_new.html", {"frame": frame, "form": form})


@require_safe
def evidence_list(request: SignedInRequest) -> HttpResponse:
    """List the claims that wait for a trainer, and those that were decided last."""
    reach = reach_of(request.active_role)
    permissions.check_is_trainer(reach)
    context = {
        "frame": present_frame(reach, path=request.path),
        "waiting": present.present_claims(list_waiting(reach=reach)),
        "decided": present.present_claims(list_decided(reach=reach)),
    }
    return render(request, "training/evidence_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def claim_detail(request: SignedInRequest, claim_id: UUID) -> HttpResponse:
    """Show a claim to whoever sent it, and let a trainer decide about it."""
    reach = reach_of(request.active_role)
    claim = _find(claim_id, reach=reach)
    may_decide = allowed(permissions.check_may_decide_claim, reach, claim)
    is_open = may_decide and allowed(check_claim_waits, claim)
    term = present_term(claim) if is_open else None
    asks_last_day = is_open and term is None
    choice = request.POST.get("choice", "") if request.method == "POST" else ""
    accept = AcceptForm(request.POST if choice == ACCEPT else None, asks_last_day=asks_last_day)
    refuse = RefuseForm(request.POST if choice == REFUSE else None)
    if choice and _decide(request, claim, reach, accept=accept, refuse=refuse):
        return redirect("training:evidence_list")
    context = {
        "frame": present_frame(reach, path=request.path),
        "claim": present.present_claim(claim),
        "term": present.present_term(term),
        "forms": {"accept": accept, "refuse": refuse} if is_open else None,
        "is_own": claim.user_id == request.user.pk,
        "may_accept": allowed(check_evidence_is_open, claim),
        "failed": choice,
    }
    return render(request, "training/claim_detail.html", context)


@require_safe
def evidence(request: SignedInRequest, claim_id: UUID) -> HttpResponse:
    """Answer the file of a claim to keep; it never opens as a page of ours."""
    claim = _find(claim_id, reach=reach_of(request.active_role))
    try:
        check_evidence_is_open(claim)
    except NotPermittedNow as error:
        messages.error(request, str(error))
        return redirect("training:claim_detail", claim.pk)
    # Its name holds no person's name: files are left lying about.
    name = f"evidence-{claim.competency.code}.{KINDS[claim.content_type]}"
    return HttpResponse(
        read_evidence(claim),
        content_type="application/octet-stream",
        headers={
            "Content-Disposition": content_disposition_header(as_attachment=True, filename=name)
            or "attachment",
            "Content-Security-Policy": SANDBOX,
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "no-store",
        },
    )


def _decide(
    request: SignedInRequest,
    claim: PriorLearning,
    reach: Reach,
    *,
    accept: AcceptForm,
    refuse: RefuseForm,
) -> bool:
    """Carry out the decision that was sent, and return whether it was made."""
    at = timezone.now()
    form: AcceptForm | RefuseForm = accept if accept.is_bound else refuse
    if not form.is_valid():
        return False
    try:
        if accept.is_bound:
            accept_claim(claim_id=claim.pk, by=reach, at=at, last_day=accept.last_day_named())
        else:
            reason = refuse.cleaned_data["reason"]
            refuse_claim(claim_id=claim.pk, by=reach, at=at, reason=reason)
    except NotPermittedNow as error:
        form.add_error(None, str(error))
        return False
    messages.success(request, "Decided. Whoever sent it is told by mail.")
    return True


def _find(claim_id: UUID, *, reach: Reach) -> PriorLearning:
    """
    Return a claim that an address names.

    :raises Http404: there is none that the viewer may know of
    """
    try:
        return get_claim(claim_id, reach=reach)
    except PriorLearning.DoesNotExist as error:
        raise Http404 from error
