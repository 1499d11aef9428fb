"""The log of clinical hazards, one hazard, and its controls."""

from uuid import UUID

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import SignedInRequest
from accounts.models import User
from core.errors import NotPermittedNow
from governance import permissions
from governance.actions.hazards import change_hazard, keep_control, open_hazard
from governance.codes import HazardState
from governance.forms.hazards import ONLY, STATES, ControlForm, HazardForm, read_hazard_filters
from governance.models import Committee, Hazard, HazardControl, Reach
from governance.policies.hazard_matrix import ACCEPTABILITY
from governance.presenters import hazards as present
from governance.presenters.risks import present_register_events
from governance.queries.committee_people import is_safety_officer, people_of
from governance.queries.hazard_log import (
    StandingHazard,
    get_control,
    get_hazard,
    list_hazard_committees,
    list_hazard_events,
    list_hazards,
)

from .choices import carry_out, chosen_in
from .frame import reach_for, show
from .hazard_offers import offers_for


@require_safe
def hazard_list(request: SignedInRequest) -> HttpResponse:
    """Show the hazards of one committee: in a list with the gravest first, and on their matrix."""
    reach, filters, on = reach_for(request), read_hazard_filters(request.GET), timezone.localdate()
    committees = list_hazard_committees(reach)
    named = [each for each in committees if each.code == filters.committee]
    committee = next(iter([*named, *committees]), None)
    rows = list_hazards(committee, filters, reach=reach, on=on) if committee else []
    live = [row for row in rows if row.hazard.state == HazardState.OPEN]
    context = {
        "committee": committee,
        "committees": [(each.code, each.name) for each in committees],
        "filters": filters,
        "states": STATES,
        "only": ONLY,
        "hazards": present.present_hazards(rows),
        "matrix": present.present_matrix(live),
        "matrix_columns": present.matrix_columns(),
        "meanings": ACCEPTABILITY,
        "may_open": committee is not None and _may_open(committee, reach),
    }
    return show(request, "hazards/list.html", context, reach=reach)


@require_http_methods(["GET", "HEAD", "POST"])
def hazard_new(request: SignedInRequest, code: str) -> HttpResponse:
    """Enter a hazard."""
    reach = reach_for(request)
    committee = Committee.objects.filter(pk__in=reach.committees, code=code).first()
    if committee is None:
        raise Http404
    if not _may_open(committee, reach):
        permissions.check_serves(reach, committee.pk)
    people = people_of(committee.pk, on=timezone.localdate())
    form = HazardForm(request.POST if request.method == "POST" else None, people=people)
    if form.is_valid():
        try:
            hazard = open_hazard(
                committee_id=committee.pk, words=form.words(), by=reach, at=timezone.now()
            )
        except NotPermittedNow as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "The hazard is entered. Assess its initial risk next.")
            return redirect("governance:hazard_detail", hazard.pk)
    context = {"form": form, "committee": committee}
    return show(request, "hazards/edit.html", context, reach=reach)


@require_http_methods(["GET", "HEAD", "POST"])
def hazard_edit(request: SignedInRequest, hazard_id: UUID) -> HttpResponse:
    """Change what is said of a hazard."""
    reach = reach_for(request)
    hazard = _changeable(hazard_id, reach)
    form = HazardForm(
        request.POST if request.method == "POST" else None, people=_people(hazard), hazard=hazard
    )
    if form.is_valid():
        try:
            change_hazard(hazard_id=hazard.pk, words=form.words(), by=reach, at=timezone.now())
        except NotPermittedNow as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "The hazard is changed.")
            return redirect("governance:hazard_detail", hazard.pk)
    context = {"form": form, "hazard": hazard, "committee": hazard.committee}
    return show(request, "hazards/edit.html", context, reach=reach)


@require_http_methods(["GET", "HEAD", "POST"])
def hazard_detail(request: SignedInRequest, hazard_id: UUID) -> HttpResponse:
    """Show a hazard with controls, assessments and sign-off, and let those who may act on it."""
    reach = reach_for(request)
    row = _find(hazard_id, reach)
    offers = offers_for(request, row, reach)
    if chosen_in(request) and carry_out(request, offers):
        return redirect("governance:hazard_detail", hazard_id)
    hazard = row.hazard
    context = {
        "line": present.present_hazard(row),
        "hazard": hazard,
        "controls": present.present_controls(hazard.controls.all()),
        "assessments": present.present_assessments(hazard.assessments.all()),
        "sign_offs": present.present_sign_offs(hazard.sign_offs.all()),
        "events": present_register_events(list_hazard_events(hazard)),
        "forms": {name: offer.form for name, offer in offers.items()},
        "failed": chosen_in(request),
    }
    return show(request, "hazards/detail.html", context, reach=reach)


@require_http_methods(["GET", "HEAD", "POST"])
def control_edit(request: SignedInRequest, hazard_id: UUID, control_id: UUID) -> HttpResponse:
    """Change a control: where it is realised, and since when."""
    reach = reach_for(request)
    hazard = _changeable(hazard_id, reach)
    try:
        control = get_control(hazard, control_id)
    except HazardControl.DoesNotExist as error:
        raise Http404 from error
    form = ControlForm(request.POST if request.method == "POST" else None, control=control)
    if form.is_valid():
        try:
            keep_control(
                hazard_id=hazard.pk,
                control_id=control.pk,
                words=form.words(),
                by=reach,
                at=timezone.now(),
            )
        except NotPermittedNow as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "The control is changed.")
            return redirect("governance:hazard_detail", hazard.pk)
    context = {"form": form, "hazard": hazard}
    return show(request, "hazards/control.html", context, reach=reach)


def _may_open(committee: Committee, reach: Reach) -> bool:
    on = timezone.localdate()
    return committee.pk in reach.serves or is_safety_officer(reach.user_id, committee.pk, on=on)


def _changeable(hazard_id: UUID, reach: Reach) -> Hazard:
    hazard = _find(hazard_id, reach).hazard
    officer = is_safety_officer(reach.user_id, hazard.committee_id, on=timezone.localdate())
    permissions.check_may_change_hazard(reach, hazard, is_officer=officer)
    return hazard


def _people(hazard: Hazard) -> QuerySet[User]:
    sits = people_of(hazard.committee_id, on=timezone.localdate())
    either = User.objects.filter(Q(pk__in=sits.values("pk")) | Q(pk=hazard.owner_id))
    return either.order_by("display_name", "username")


def _find(hazard_id: UUID, reach: Reach) -> StandingHazard:
    try:
        return get_hazard(hazard_id, reach=reach, on=timezone.localdate())
    except Hazard.DoesNotExist as error:
        raise Http404 from error
