"""Sharing agreements: what is in force, what runs out, and how they are written and ended."""

from datetime import date
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import SignedInRequest
from core.access import allowed
from core.errors import NotPermittedNow
from core.feed_notices import feed_notices
from core.markdown import render_markdown
from governance import permissions
from governance.actions.agreements import (
    change_agreement,
    create_agreement,
    end_agreement,
    renew_agreement,
    sign_agreement,
)
from governance.codes import AgreementStanding, AgreementState
from governance.forms.agreements import AgreementForm, EndForm
from governance.models import Committee, Reach, SharingAgreement
from governance.presenters.agreements import (
    AgreementLine,
    present_agreement,
    present_agreements,
)
from governance.queries import agreements as queries
from records.queries.feeds import list_feed_names

from .agreement_frame import register_tabs, require_reader, served_committee
from .frame import reach_for, show

MOST_SHOWN: Final = 200
_URGENT: Final = frozenset({AgreementStanding.EXPIRING, AgreementStanding.EXPIRED})


@require_safe
def agreement_list(request: SignedInRequest) -> HttpResponse:
    """List the agreements, and the feeds that none covers."""
    reach, on = reach_for(request), timezone.localdate()
    require_reader(reach)
    lines = present_agreements(queries.list_agreements(reach), on=on)
    groups = _groups(lines)
    shown = request.GET.get("show", "")
    shown = shown if shown in groups else "current"
    context = {
        "registers": register_tabs("agreements"),
        "shown": shown,
        "counts": {name: len(group) for name, group in groups.items()},
        "lines": groups[shown][:MOST_SHOWN],
        "most": MOST_SHOWN if len(groups[shown]) > MOST_SHOWN else 0,
        "feeds": _feeds_to_cover(on),
        "may_write": bool(reach.serves),
    }
    return show(request, "agreements/agreement_list.html", context, reach=reach)


def _groups(lines: list[AgreementLine]) -> dict[str, list[AgreementLine]]:
    past = [each for each in lines if each.is_replaced or each.stands == AgreementStanding.ENDED]
    current = [each for each in lines if each not in past]
    urgent = [each for each in current if each.stands in _URGENT]
    return {"current": current, "urgent": urgent, "past": past}


def _feeds_to_cover(on: date) -> list[dict[str, object]]:
    """Return the active feeds of which there is something to say, with what it is."""
    names = [feed for feed in list_feed_names() if feed.is_active]
    notices = feed_notices([feed.code for feed in names], on=on)
    return [{"feed": feed, "notices": notices[feed.code]} for feed in names if notices[feed.code]]


@require_safe
def agreement_detail(request: SignedInRequest, agreement_id: UUID) -> HttpResponse:
    """Show an agreement whole."""
    reach, on = reach_for(request), timezone.localdate()
    agreement = find_agreement(agreement_id, reach)
    names = {feed.code: feed.organization for feed in list_feed_names()}
    decision = queries.known_decision(agreement, reach=reach)
    view = present_agreement(agreement, feed_names=names, decision=decision, on=on)
    may_write = allowed(permissions.check_serves, reach, agreement.committee_id)
    context = {
        "agreement": view,
        "purposes": render_markdown(agreement.purposes),
        "assessment": agreement.impact_assessment,
        "versions": present_agreements(queries.list_versions(agreement, reach=reach), on=on),
        "may_write": may_write,
        "missing": queries.lacks(agreement, on=on) if view.is_draft else [],
    }
    return show(request, "agreements/agreement.html", context, reach=reach)


@require_safe
def agreement_new(request: SignedInRequest) -> HttpResponse:
    """Ask whose agreement it is to be, where somebody serves several committees."""
    reach = reach_for(request)
    committees = list(queries.served_committees(reach))
    if len(committees) == 1:
        return redirect("governance:agreement_new_of", committees[0].code)
    if not committees:
        raise Http404
    context = {"committees": committees, "what": "agreement"}
    return show(request, "agreements/choose_committee.html", context, reach=reach)


@require_http_methods(["GET", "HEAD", "POST"])
def agreement_new_of(request: SignedInRequest, code: str) -> HttpResponse:
    """Write a new agreement of a committee."""
    reach = reach_for(request)
    return _edit(request, reach, served_committee(code, reach), None)


@require_http_methods(["GET", "HEAD", "POST"])
def agreement_edit(request: SignedInRequest, agreement_id: UUID) -> HttpResponse:
    """Change a draft."""
    reach = reach_for(request)
    agreement = find_agreement(agreement_id, reach)
    permissions.check_serves(reach, agreement.committee_id)
    if agreement.state != AgreementState.DRAFT:
        messages.warning(request, "A signed agreement stays as it was: make its next version.")
        return redirect("governance:agreement_detail", agreement.pk)
    return _edit(request, reach, agreement.committee, agreement)


def _edit(
    request: SignedInRequest,
    reach: Reach,
    committee: Committee,
    agreement: SharingAgreement | None,
) -> HttpResponse:
    at = timezone.now()
    form = AgreementForm(
        request.POST if request.method == "POST" else None,
        committee=committee,
        reach=reach,
        on=timezone.localdate(at),
        feeds=list_feed_names(),
        agreement=agreement,
    )
    if form.is_valid():
        try:
            kept = _save(form, reach, committee, agreement)
        except NotPermittedNow as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{kept.reference} is kept as a draft.")
            return redirect("governance:agreement_detail", kept.pk)
    context = {"form": form, "committee": committee, "agreement": agreement}
    return show(request, "agreements/agreement_edit.html", context, reach=reach)


def _save(
    form: AgreementForm, reach: Reach, committee: Committee, agreement: SharingAgreement | None
) -> SharingAgreement:
    at = timezone.now()
    if agreement is None:
        return create_agreement(committee_id=committee.pk, facts=form.facts(), by=reach, at=at)
    return change_agreement(agreement_id=agreement.pk, facts=form.facts(), by=reach, at=at)


@require_POST
def agreement_sign(request: SignedInRequest, agreement_id: UUID) -> HttpResponse:
    """Bring an agreement into force."""
    reach = reach_for(request)
    find_agreement(agreement_id, reach)
    try:
        sign_agreement(agreement_id=agreement_id, by=reach, at=timezone.now())
    except NotPermittedNow as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "The agreement is signed and frozen.")
    return redirect("governance:agreement_detail", agreement_id)


@require_POST
def agreement_renew(request: SignedInRequest, agreement_id: UUID) -> HttpResponse:
    """Begin the next version of an agreement."""
    reach = reach_for(request)
    find_agreement(agreement_id, reach)
    try:
        copy = renew_agreement(agreement_id=agreement_id, by=reach, at=timezone.now())
    except NotPermittedNow as error:
        messages.error(request, str(error))
        return redirect("governance:agreement_detail", agreement_id)
    messages.success(request, f"Version {copy.version} is a draft: check it, and have it signed.")
    return redirect("governance:agreement_edit", copy.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def agreement_end(request: SignedInRequest, agreement_id: UUID) -> HttpResponse:
    """End an agreement before its time."""
    reach = reach_for(request)
    agreement = find_agreement(agreement_id, reach)
    permissions.check_serves(reach, agreement.committee_id)
    form = EndForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            end_agreement(
                agreement_id=agreement.pk, by=reach, at=timezone.now(), **form.cleaned_data
            )
        except NotPermittedNow as error:
            form.add_error("ended_on", str(error))
        else:
            messages.success(request, "The end is recorded.")
            return redirect("governance:agreement_detail", agreement.pk)
    context = {"form": form, "agreement": agreement}
    return show(request, "agreements/agreement_end.html", context, reach=reach)


def find_agreement(agreement_id: UUID, reach: Reach) -> SharingAgreement:
    """
    Return an agreement that somebody may read.

    :raises Http404: there is none, or they may not
    """
    try:
        return queries.get_agreement(agreement_id, reach=reach)
    except SharingAgreement.DoesNotExist as error:
        raise Http404 from error
