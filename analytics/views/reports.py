"""Reports: what they are of, when they run, and what was run."""

from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import SignedInRequest
from accounts.models import Organization
from analytics import permissions
from analytics.actions.reports import ask_for_run, define_report
from analytics.forms.reports import ReportForm, RunForm, initial_of
from analytics.models import Reach, ReportDefinition
from analytics.presenters.frame import present_frame
from analytics.presenters.report_sections import SECTIONS
from analytics.presenters.reports import (
    present_definition,
    present_definitions,
    present_run,
    say_by,
)
from analytics.queries.reports import get_definition, last_runs, list_definitions, list_runs
from core.access import allowed
from core.errors import NotPermittedNow

from .frame import reach_for

_INVALID = 422


@require_safe
def report_list(request: SignedInRequest) -> HttpResponse:
    """List the reports of figures that the viewer may see."""
    reach = reach_for(request)
    definitions = list_definitions(reach)
    context = {
        "frame": present_frame(path=request.path),
        "reports": present_definitions(definitions, last_runs(definitions)),
        "can_edit": reach.edits,
        "can_see_exports": allowed(permissions.check_may_see_exports, reach),
    }
    return render(request, "analytics/reports/list.html", context)


@require_safe
def report_detail(request: SignedInRequest, definition_id: UUID) -> HttpResponse:
    """Show a report with its runs, and let analysts run it."""
    reach = reach_for(request)
    return _detail(request, reach, _get(reach, definition_id), _run_form())


@require_POST
def report_run(request: SignedInRequest, definition_id: UUID) -> HttpResponse:
    """Ask for a run."""
    reach, at = reach_for(request), timezone.now()
    definition = _get(reach, definition_id)
    form = RunForm(request.POST, today=timezone.localdate(at))
    if not form.is_valid():
        return _detail(request, reach, definition, form, status=_INVALID)
    try:
        run = ask_for_run(definition=definition, period=form.period(), by=reach, at=at)
    except NotPermittedNow as error:
        messages.error(request, str(error))
        return redirect("analytics:report_detail", definition.pk)
    return redirect("analytics:report_run_detail", run.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def report_new(request: SignedInRequest) -> HttpResponse:
    """Let an analyst define a report."""
    reach = reach_for(request)
    permissions.check_may_edit(reach)
    return _edit(request, reach, None)


@require_http_methods(["GET", "HEAD", "POST"])
def report_edit(request: SignedInRequest, definition_id: UUID) -> HttpResponse:
    """Let an analyst change a report."""
    reach = reach_for(request)
    permissions.check_may_edit(reach)
    return _edit(request, reach, _get(reach, definition_id))


def _edit(
    request: SignedInRequest, reach: Reach, definition: ReportDefinition | None
) -> HttpResponse:
    form = ReportForm(
        request.POST if request.method == "POST" else None,
        initial=initial_of(definition) if definition else None,
        organizations=_organizations(reach),
        sees_all=reach.sees_all,
        sections=[(key, kind.title) for key, kind in SECTIONS.items()],
    )
    if request.method == "POST" and form.is_valid():
        try:
            kept = define_report(terms=form.terms(), by=reach, definition=definition)
        except NotPermittedNow as error:
            form.add_error("organization", str(error))
        else:
            messages.success(request, f"“{kept.title}” is kept.")
            return redirect("analytics:report_detail", kept.pk)
    context = {"frame": present_frame(path=request.path), "form": form, "definition": definition}
    status = _INVALID if form.errors else 200
    return render(request, "analytics/reports/edit.html", context, status=status)


def _detail(
    request: SignedInRequest,
    reach: Reach,
    definition: ReportDefinition,
    form: RunForm,
    *,
    status: int = 200,
) -> HttpResponse:
    runs = [present_run(run, by=say_by(run)) for run in list_runs(definition)]
    context = {
        "frame": present_frame(path=request.path),
        "report": present_definition(definition, None),
        "runs": runs,
        "is_waiting": any(run.is_waiting for run in runs),
        "can_edit": reach.edits,
        "form": form,
    }
    return render(request, "analytics/reports/detail.html", context, status=status)


def _run_form() -> RunForm:
    return RunForm(today=timezone.localdate(), initial={"length": "1"})


def _organizations(reach: Reach) -> QuerySet[Organization]:
    organizations = Organization.objects.order_by("short_name")
    if reach.organizations is None:
        return organizations
    return organizations.filter(pk__in=reach.organizations)


def _get(reach: Reach, definition_id: UUID) -> ReportDefinition:
    try:
        return get_definition(reach, definition_id)
    except ReportDefinition.DoesNotExist:
        raise Http404 from None
