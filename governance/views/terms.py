"""A committee's terms of reference: written, read, and made to hold."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import SignedInRequest
from core.dates import LONDON
from core.errors import NotPermittedNow
from core.markdown import render_markdown
from governance import permissions
from governance.actions.terms import approve_terms, change_terms, create_terms
from governance.codes import TermsState
from governance.forms.terms import ApproveTermsForm, TermsForm
from governance.models import Reach, TermsOfReference
from governance.presenters.committees import present_terms
from governance.queries.committees import get_terms, in_force, list_boards, list_terms, name_boards

from .frame import reach_for, show
from .loading import load_served


@require_http_methods(["GET", "HEAD", "POST"])
def terms_new(request: SignedInRequest, code: str) -> HttpResponse:
    """Write the next version of the terms, beginning with those that hold."""
    reach = reach_for(request)
    committee = load_served(code, reach)
    versions = list_terms(committee, reach=reach)
    posted = request.POST if request.method == "POST" else None
    form = TermsForm(posted, boards=list_boards(), terms=versions[0] if versions else None)
    if form.is_valid():
        try:
            terms = create_terms(committee_id=committee.pk, facts=form.facts(), by=reach)
        except NotPermittedNow as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"Version {terms.number} is kept as a draft.")
            return redirect("governance:terms_detail", terms.pk)
    context = {"form": form, "committee": committee, "heading": "Write terms of reference"}
    return show(request, "committees/terms_edit.html", context, reach=reach)


@require_safe
def terms_detail(request: SignedInRequest, terms_id: UUID) -> HttpResponse:
    """Show a version of the terms, and from when it holds."""
    reach = reach_for(request)
    terms = _terms(terms_id, reach)
    return _draw(request, terms, ApproveTermsForm(), reach)


@require_http_methods(["GET", "HEAD", "POST"])
def terms_edit(request: SignedInRequest, terms_id: UUID) -> HttpResponse:
    """Change a draft."""
    reach = reach_for(request)
    terms = _terms(terms_id, reach)
    permissions.check_serves(reach, terms.committee_id)
    posted = request.POST if request.method == "POST" else None
    if terms.state != TermsState.DRAFT:
        messages.warning(request, "Approved terms are frozen: write the next version.")
        return redirect("governance:terms_detail", terms.pk)
    form = TermsForm(posted, boards=list_boards(), terms=terms)
    if form.is_valid():
        try:
            change_terms(terms_id=terms.pk, facts=form.facts(), by=reach)
        except NotPermittedNow as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"Version {terms.number} is kept as a draft.")
            return redirect("governance:terms_detail", terms.pk)
    context = {
        "form": form,
        "committee": terms.committee,
        "heading": f"Change version {terms.number}",
    }
    return show(request, "committees/terms_edit.html", context, reach=reach)


@require_http_methods(["POST"])
def terms_approve(request: SignedInRequest, terms_id: UUID) -> HttpResponse:
    """Have a draft hold from a day on."""
    reach = reach_for(request)
    terms = _terms(terms_id, reach)
    form = ApproveTermsForm(request.POST)
    if form.is_valid():
        day = form.cleaned_data["effective_from"]
        try:
            approve_terms(terms_id=terms.pk, effective_from=day, by=reach, at=timezone.now())
        except NotPermittedNow as error:
            form.add_error("effective_from", str(error))
        else:
            messages.success(request, f"Version {terms.number} is approved and frozen.")
            return redirect("governance:terms_detail", terms.pk)
    return _draw(request, terms, form, reach)


def _draw(
    request: SignedInRequest, terms: TermsOfReference, form: ApproveTermsForm, reach: Reach
) -> HttpResponse:
    on = timezone.now().astimezone(LONDON).date()
    holding = in_force(list_terms(terms.committee, reach=reach), on=on)
    is_draft = terms.state == TermsState.DRAFT
    context = {
        "committee": terms.committee,
        "terms": terms,
        "shown": present_terms(terms, name_boards(), on=on),
        "is_in_force": holding is not None and holding.pk == terms.pk,
        "text": render_markdown(terms.text),
        "form": form if is_draft and terms.committee_id in reach.serves else None,
    }
    return show(request, "committees/terms.html", context, reach=reach)


def _terms(terms_id: UUID, reach: Reach) -> TermsOfReference:
    try:
        return get_terms(terms_id, reach=reach)
    except TermsOfReference.DoesNotExist as error:
        raise Http404 from error
