"""Who is party to an agreement, and who has signed for it."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.http import SignedInRequest
from core.errors import NotPermittedNow
from governance import permissions
from governance.actions.agreement_parties import add_party, record_signature, remove_party
from governance.codes import AgreementState
from governance.forms.agreements import PartyForm, SignatureForm
from governance.models import AgreementParty, Reach, SharingAgreement
from governance.queries.agreements import find_organizations

from .agreements import find_agreement
from .frame import reach_for, show


@require_http_methods(["GET", "HEAD", "POST"])
def party_new(request: SignedInRequest, agreement_id: UUID) -> HttpResponse:
    """Find an organization by its name or code, and make it party to a draft."""
    reach = reach_for(request)
    agreement = _kept_by(agreement_id, reach)
    if agreement.state != AgreementState.DRAFT:
        return _frozen(request, agreement)
    words = request.GET.get("q", "").strip()[:80]
    parties = [party.organization_id for party in agreement.parties.all()]
    found = find_organizations(words, but_not=parties)
    form = PartyForm(request.POST if request.method == "POST" else None, found=found)
    if form.is_valid():
        try:
            party = add_party(
                agreement_id=agreement.pk,
                organization=form.cleaned_data["organization"],
                roles=form.roles(),
                by=reach,
            )
        except NotPermittedNow as error:
            form.add_error("organization", str(error))
        else:
            messages.success(request, f"{party.organization.name} is a party now.")
            return redirect("governance:agreement_detail", agreement.pk)
    context = {"agreement": agreement, "form": form, "words": words, "found": found}
    return show(request, "agreements/party_new.html", context, reach=reach)


@require_http_methods(["GET", "HEAD", "POST"])
def party_sign(request: SignedInRequest, agreement_id: UUID, party_id: UUID) -> HttpResponse:
    """Record who signed for a party."""
    reach = reach_for(request)
    agreement = _kept_by(agreement_id, reach)
    if agreement.state != AgreementState.DRAFT:
        return _frozen(request, agreement)
    party = _party(agreement, party_id)
    posted = request.POST if request.method == "POST" else None
    known = {"signatory": party.signatory, "signed_on": party.signed_on}
    form = SignatureForm(posted, initial=known)
    if form.is_valid():
        try:
            record_signature(
                agreement_id=agreement.pk,
                party_id=party.pk,
                by=reach,
                at=timezone.now(),
                **form.cleaned_data,
            )
        except NotPermittedNow as error:
            form.add_error("signed_on", str(error))
        else:
            messages.success(request, f"The signature for {party.organization.name} is recorded.")
            return redirect("governance:agreement_detail", agreement.pk)
    context = {"agreement": agreement, "party": party, "form": form}
    return show(request, "agreements/party_sign.html", context, reach=reach)


@require_POST
def party_remove(request: SignedInRequest, agreement_id: UUID, party_id: UUID) -> HttpResponse:
    """Take a party out of a draft."""
    reach = reach_for(request)
    agreement = _kept_by(agreement_id, reach)
    if agreement.state != AgreementState.DRAFT:
        return _frozen(request, agreement)
    party = _party(agreement, party_id)
    try:
        remove_party(agreement_id=agreement.pk, party_id=party.pk, by=reach)
    except NotPermittedNow as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"{party.organization.name} is no party any more.")
    return redirect("governance:agreement_detail", agreement.pk)


def _kept_by(agreement_id: UUID, reach: Reach) -> SharingAgreement:
    agreement = find_agreement(agreement_id, reach)
    permissions.check_serves(reach, agreement.committee_id)
    return agreement


def _frozen(request: SignedInRequest, agreement: SharingAgreement) -> HttpResponse:
    """Lead back from a form that is shut, and say why."""
    messages.warning(request, "Parties and signatures of a signed agreement stay as they were.")
    return redirect("governance:agreement_detail", agreement.pk)


def _party(agreement: SharingAgreement, party_id: UUID) -> AgreementParty:
    found = [party for party in agreement.parties.all() if party.pk == party_id]
    if not found:
        raise Http404
    return found[0]
