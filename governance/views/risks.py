"""The register of risks, one risk, and what a committee tolerates."""

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import SignedInRequest
from accounts.models import User
from core.access import allowed
from core.errors import NotPermittedNow
from core.markdown import render_markdown
from governance import permissions
from governance.actions.risks import change_risk, open_risk, set_appetite
from governance.codes import RiskCategory, RiskState, ScoreKind
from governance.forms.risks import (
    ONLY,
    STATES,
    AppetiteForm,
    RiskForm,
    ScoreFields,
    read_risk_filters,
)
from governance.models import Committee, Reach, Risk
from governance.presenters import action_items as present_actions
from governance.presenters import risks as present
from governance.queries.committee_people import people_of
from governance.queries.risk_register import (
    StandingRisk,
    get_risk,
    list_appetites,
    list_linked_actions,
    list_register_committees,
    list_risk_events,
    list_risks,
)
from governance.queries.standing_actions import stand

from .choices import carry_out, chosen_in
from .frame import reach_for, show
from .risk_offers import offers_for


@require_safe
def risk_list(request: SignedInRequest) -> HttpResponse:
    """Show the risks of one committee: on the matrix, and in a list with the gravest first."""
    reach, filters = reach_for(request), read_risk_filters(request.GET)
    committees = list_register_committees(reach)
    committee = _choose(committees, filters.committee)
    on = timezone.localdate()
    rows = list_risks(committee, filters, reach=reach, on=on) if committee else []
    context = {
        "committee": committee,
        "committees": [(each.code, each.name) for each in committees],
        "filters": filters,
        "categories": [("", "All"), *RiskCategory.choices],
        "states": STATES,
        "only": ONLY,
        "risks": present.present_risks(rows),
        "heat": present.present_heat(row for row in rows if row.risk.state != RiskState.CLOSED),
        "heat_columns": present.heat_columns(),
        "serves": committee is not None and committee.pk in reach.serves,
    }
    return show(request, "risks/list.html", context, reach=reach)


@require_http_methods(["GET", "HEAD", "POST"])
def risk_new(request: SignedInRequest, code: str) -> HttpResponse:
    """Enter a risk with its initial score."""
    reach = reach_for(request)
    committee = served_committee(code, reach)
    data = request.POST if request.method == "POST" else None
    people = people_of(committee.pk, on=timezone.localdate())
    form, score = RiskForm(data, people=people), ScoreFields(data)
    if data and form.is_valid() & score.is_valid():
        try:
            risk = open_risk(
                committee_id=committee.pk,
                words=form.words(),
                score=score.score(ScoreKind.INITIAL),
                by=reach,
                at=timezone.now(),
            )
        except NotPermittedNow as error:
            form.add_error(None, str(error))
        else:
            return redirect("governance:risk_detail", risk.pk)
    context = {"form": form, "score": score, "committee": committee}
    return show(request, "risks/edit.html", context, reach=reach)


@require_http_methods(["GET", "HEAD", "POST"])
def risk_edit(request: SignedInRequest, risk_id: UUID) -> HttpResponse:
    """Change what is said of a risk."""
    reach = reach_for(request)
    risk = _find(risk_id, reach).risk
    permissions.check_may_change_risk(reach, risk)
    form = RiskForm(
        request.POST if request.method == "POST" else None,
        people=_people(risk),
        risk=risk,
        may_hide=risk.committee_id in reach.serves,
    )
    if form.is_valid():
        try:
            change_risk(risk_id=risk.pk, words=form.words(), by=reach, at=timezone.now())
        except NotPermittedNow as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "The risk is changed.")
            still_known = Risk.objects.visible_to(reach).filter(pk=risk.pk).exists()
            if not still_known:
                return redirect("governance:risk_list")
            return redirect("governance:risk_detail", risk.pk)
    context = {"form": form, "risk": risk, "committee": risk.committee}
    return show(request, "risks/edit.html", context, reach=reach)


@require_http_methods(["GET", "HEAD", "POST"])
def risk_detail(request: SignedInRequest, risk_id: UUID) -> HttpResponse:
    """Show a risk with its scores, controls and actions, and let its owner act on it."""
    reach, on = reach_for(request), timezone.localdate()
    row = _find(risk_id, reach)
    offers = offers_for(request, row.risk, reach)
    if chosen_in(request) and carry_out(request, offers):
        return redirect("governance:risk_detail", risk_id)
    linked = stand(list_linked_actions(row.risk, reach=reach), reach=reach, on=on)
    context = {
        "line": present.present_risk(row),
        "risk": row.risk,
        "controls": render_markdown(row.risk.controls),
        "scores": present.present_scores(row.scores),
        "actions": present_actions.present_actions(linked, on=on),
        "events": present.present_register_events(list_risk_events(row.risk)),
        "forms": {name: offer.form for name, offer in offers.items()},
        "may_edit": allowed(permissions.check_may_change_risk, reach, row.risk)
        and row.risk.state != RiskState.CLOSED,
        "failed": chosen_in(request),
    }
    return show(request, "risks/detail.html", context, reach=reach)


@require_http_methods(["GET", "HEAD", "POST"])
def risk_appetite(request: SignedInRequest, code: str) -> HttpResponse:
    """Say what a committee tolerates; members read it in the register."""
    reach = reach_for(request)
    committee = served_committee(code, reach)
    appetites = list_appetites(committee)
    data = request.POST if request.method == "POST" else None
    form = AppetiteForm(data, appetites=appetites)
    if form.is_valid():
        with transaction.atomic():
            for category in RiskCategory:
                set_appetite(
                    committee_id=committee.pk,
                    category=category,
                    most=form.cleaned_data[category.value],
                    words="",
                    by=reach,
                )
        messages.success(request, "Kept. What is above the appetite stands out in the register.")
        return redirect("governance:risk_list")
    context = {"form": form, "committee": committee}
    return show(request, "risks/appetite.html", context, reach=reach)


def served_committee(code: str, reach: Reach) -> Committee:
    """
    Return a committee whose registers a viewer keeps.

    :raises Http404: they may not know of it
    :raises Forbidden: they may, but do not serve it
    """
    committee = Committee.objects.filter(pk__in=reach.committees, code=code).first()
    if committee is None:
        raise Http404
    permissions.check_serves(reach, committee.pk)
    return committee


def _choose(committees: Sequence[Committee], code: str) -> Committee | None:
    named = [each for each in committees if each.code == code]
    return next(iter([*named, *committees]), None)


def _people(risk: Risk) -> QuerySet[User]:
    sits = people_of(risk.committee_id, on=timezone.localdate())
    either = User.objects.filter(Q(pk__in=sits.values("pk")) | Q(pk=risk.owner_id))
    return either.order_by("display_name", "username")


def _find(risk_id: UUID, reach: Reach) -> StandingRisk:
    try:
        return get_risk(risk_id, reach=reach, on=timezone.localdate())
    except Risk.DoesNotExist as error:
        raise Http404 from error
