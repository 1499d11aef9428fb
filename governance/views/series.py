"""When a committee meets again and again, and what it takes up each time."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.http import SignedInRequest
from core.dates import LONDON
from core.errors import NotPermittedNow
from governance import permissions
from governance.actions.forward_plan import change_plan_item, create_plan_item, end_plan_item
from governance.actions.series import change_series, create_series
from governance.forms.plan import PlanForm
from governance.forms.series import NewSeriesForm, SeriesForm
from governance.models import ForwardPlanItem, MeetingSeries, Reach
from governance.policies.recurrence import SeriesFacts
from governance.presenters.series import DayShown, present_days, say_series
from governance.queries.committees import get_series, next_meeting_number
from governance.queries.forward_plan import known_plan
from governance.queries.members import people_of
from governance.queries.series import facts_of, next_days

from .frame import reach_for, show
from .loading import load_served

SHOWN_DAYS = 12


@require_http_methods(["GET", "HEAD", "POST"])
def series_new(request: SignedInRequest, code: str) -> HttpResponse:
    """Begin a series; its next days can be looked at before it is kept."""
    reach = reach_for(request)
    committee = load_served(code, reach)
    form = NewSeriesForm(request.POST if request.method == "POST" else None)
    days: list[DayShown] = []
    if form.is_valid():
        if "preview" not in request.POST:
            return _begin(request, committee.pk, committee.code, form, reach)
        days = _days(form.asked())
    context = {
        "form": form,
        "committee": committee,
        "days": days,
        "heading": "Begin a series of meetings",
        "is_new": True,
    }
    return show(request, "committees/series.html", context, reach=reach)


@require_http_methods(["GET", "HEAD", "POST"])
def series_edit(request: SignedInRequest, series_id: UUID) -> HttpResponse:
    """Change a series and its meetings ahead, or end it."""
    reach = reach_for(request)
    series = _series(series_id, reach)
    form = SeriesForm(request.POST if request.method == "POST" else None, series=series)
    asked = facts_of(series)
    if form.is_valid():
        plan = form.plan()
        if "preview" not in request.POST:
            change_series(series_id=series.pk, plan=plan, by=reach, at=timezone.now())
            messages.success(request, "The series is changed, and its meetings ahead with it.")
            return redirect("governance:committee_detail", series.committee.code)
        asked = SeriesFacts(
            rule=series.rule,
            starts_on=series.starts_on,
            ends_on=plan.ends_on,
            holiday_rule=plan.holiday_rule,
            exceptions=plan.exceptions,
        )
    context = {
        "form": form,
        "committee": series.committee,
        "days": _days(asked),
        "heading": f"Change {series.name}",
        "words": say_series(series),
    }
    return show(request, "committees/series.html", context, reach=reach)


@require_http_methods(["GET", "HEAD", "POST"])
def plan_new(request: SignedInRequest, code: str) -> HttpResponse:
    """Put something on the forward plan."""
    reach, at = reach_for(request), timezone.now()
    committee = load_served(code, reach)
    form = PlanForm(
        request.POST if request.method == "POST" else None,
        people=people_of(committee.pk, on=at.astimezone(LONDON).date()),
        next_number=next_meeting_number(committee, at=at),
    )
    if form.is_valid():
        create_plan_item(committee_id=committee.pk, facts=form.facts(), by=reach)
        messages.success(request, "It is on the forward plan.")
        return redirect("governance:committee_detail", committee.code)
    context = {
        "form": form,
        "committee": committee,
        "heading": "Add to the forward plan",
        "verb": "Add it",
    }
    return show(request, "committees/form.html", context, reach=reach)


@require_http_methods(["GET", "HEAD", "POST"])
def plan_edit(request: SignedInRequest, plan_id: UUID) -> HttpResponse:
    """Change something on the forward plan."""
    reach, at = reach_for(request), timezone.now()
    item = _plan_item(plan_id, reach)
    form = PlanForm(
        request.POST if request.method == "POST" else None,
        people=people_of(item.committee_id, on=at.astimezone(LONDON).date()),
        item=item,
    )
    if form.is_valid():
        change_plan_item(plan_id=item.pk, facts=form.facts(), by=reach)
        messages.success(request, "The forward plan is changed.")
        return redirect("governance:committee_detail", item.committee.code)
    context = {"form": form, "committee": item.committee, "item": item}
    return show(request, "committees/plan_edit.html", context, reach=reach)


@require_POST
def plan_end(request: SignedInRequest, plan_id: UUID) -> HttpResponse:
    """Have something come up no more."""
    reach = reach_for(request)
    item = _plan_item(plan_id, reach)
    end_plan_item(plan_id=item.pk, by=reach, at=timezone.now())
    messages.success(request, "It comes up no more.")
    return redirect("governance:committee_detail", item.committee.code)


def _begin(
    request: SignedInRequest, committee_id: UUID, code: str, form: NewSeriesForm, reach: Reach
) -> HttpResponse:
    try:
        create_series(
            committee_id=committee_id,
            rule=form.rule(),
            starts_on=form.cleaned_data["starts_on"],
            plan=form.plan(),
            by=reach,
            at=timezone.now(),
        )
    except NotPermittedNow as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "The series is planned for a year ahead.")
    return redirect("governance:committee_detail", code)


def _days(asked: SeriesFacts) -> list[DayShown]:
    today = timezone.now().astimezone(LONDON).date()
    days = next_days(asked, since=today, most=SHOWN_DAYS)
    return present_days(days, holiday_rule=asked.holiday_rule)


def _series(series_id: UUID, reach: Reach) -> MeetingSeries:
    try:
        return get_series(series_id, reach=reach)
    except MeetingSeries.DoesNotExist as error:
        raise Http404 from error


def _plan_item(plan_id: UUID, reach: Reach) -> ForwardPlanItem:
    try:
        item = known_plan(reach).select_related("committee").get(pk=plan_id)
    except ForwardPlanItem.DoesNotExist as error:
        raise Http404 from error
    permissions.check_serves(reach, item.committee_id)
    return item
