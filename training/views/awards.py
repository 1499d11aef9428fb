"""Certificates: one's own, those of others, one as a file, and taking one back."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import SignedInRequest
from accounts.models import PractitionerRole
from core.access import allowed
from core.errors import NotPermittedNow
from training import permissions
from training.actions.awarding import revoke_award
from training.forms.awards import RevokeForm
from training.models import Award, Reach, reach_of
from training.policies import check_is_not_revoked
from training.presenters.awards import present_award, present_awards
from training.presenters.certificate import draw_certificate
from training.presenters.frame import present_frame
from training.presenters.prior_learning import present_claims
from training.queries.awards import get_award, list_awards
from training.queries.prior_learning import list_own_claims


@require_safe
def award_list(request: SignedInRequest) -> HttpResponse:
    """Show somebody what they hold, and what became of what they claimed."""
    on, reach = timezone.localdate(), reach_of(request.active_role)
    awards = list_awards(request.user.pk, reach=reach, on=on)
    context = {
        "frame": present_frame(reach, path=request.path),
        "held": present_awards(awards, on=on),
        "claims": present_claims(list_own_claims(request.user.pk)),
    }
    return render(request, "training/award_list.html", context)


@require_safe
def person_awards(request: SignedInRequest, role_id: UUID) -> HttpResponse:
    """Show what somebody within reach holds."""
    on, reach = timezone.localdate(), reach_of(request.active_role)
    roles = PractitionerRole.objects.select_related("user", "organization")
    role = get_object_or_404(roles, pk=role_id, organization__in=reach.people)
    context = {
        "frame": present_frame(reach, path=request.path),
        "held": present_awards(list_awards(role.user_id, reach=reach, on=on), on=on),
        "person": f"{role.user}",
        "where": f"{role.title}, {role.organization.short_name}",
    }
    return render(request, "training/person_awards.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def award_detail(request: SignedInRequest, award_id: UUID) -> HttpResponse:
    """Show an award, and let a trainer who reaches its holder take it back with a reason."""
    at, reach = timezone.now(), reach_of(request.active_role)
    award = _find(award_id, reach=reach, on=timezone.localdate(at))
    may_revoke = allowed(permissions.check_may_revoke, reach, award)
    form = RevokeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            revoke_award(award_id=award.pk, reason=form.cleaned_data["reason"], by=reach, at=at)
        except NotPermittedNow as error:
            form.add_error("reason", str(error))
        else:
            messages.success(request, "Revoked. Its holder is told by mail, and the reason why.")
            return redirect("training:award_detail", award.pk)
    context = {
        "frame": present_frame(reach, path=request.path),
        "award": present_award(award, on=timezone.localdate(at)),
        "is_own": award.user_id == request.user.pk,
        "form": form if may_revoke and award.revoked_at is None else None,
        "errors": form.errors,
    }
    return render(request, "training/award_detail.html", context)


@require_safe
def certificate(request: SignedInRequest, award_id: UUID) -> HttpResponse:
    """Answer the certificate of an award as a PDF; a revoked one is not given out any more."""
    award = _find(award_id, reach=reach_of(request.active_role), on=timezone.localdate())
    try:
        check_is_not_revoked(award)
    except NotPermittedNow as error:
        messages.error(request, str(error))
        return redirect("training:award_detail", award.pk)
    # Its name holds no person's name: files are left lying about.
    name = f"certificate-{award.competency.code}-{award.completed_on.isoformat()}.pdf"
    return HttpResponse(
        draw_certificate(award),
        content_type="application/pdf",
        headers={
            "Content-Disposition": content_disposition_header(as_attachment=True, filename=name)
            or "attachment",
            "Cache-Control": "no-store",
        },
    )


def _find(award_id: UUID, *, reach: Reach, on: date) -> Award:
    """
    Return an award that an address names.

    :raises Http404: there is none that the viewer may know of
    """
    try:
        return get_award(award_id, reach=reach, on=on)
    except Award.DoesNotExist as error:
        raise Http404 from error
