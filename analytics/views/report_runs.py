"""A run of a report: its page, its files, and counting it again."""

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_POST, require_safe

from accounts.http import SignedInRequest
from analytics.actions.exports import note_export
from analytics.actions.reports import ask_for_recount
from analytics.codes import ReportState
from analytics.measures.publishing import INTERNAL, PUBLICATION, SuppressionPolicy
from analytics.models import Reach, ReportRun
from analytics.presenters.frame import present_frame
from analytics.presenters.report import draw_pdf, write_report
from analytics.presenters.report_frozen import present_frozen
from analytics.presenters.reports import present_recount, present_run, say_by
from analytics.queries.reports import compare_runs, get_run, list_recounts
from core.errors import NotPermittedNow

from .frame import reach_for

PUBLIC: Final = "public"
_PDF: Final = "application/pdf"
_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def report_run_detail(request: SignedInRequest, run_id: UUID) -> HttpResponse:
    """Show a run: its figures, or how it stands against the raw events."""
    reach = reach_for(request)
    run = _get(reach, run_id)
    context: dict[str, object] = {
        "frame": present_frame(path=request.path),
        "definition": run.definition,
        "run": present_run(run, by=say_by(run)),
    }
    if "recount_of" in run.parameters:
        frozen = _get(reach, UUID(run.parameters["recount_of"]))
        context["frozen"] = present_run(frozen)
        if run.state == ReportState.FINISHED:
            context["recount"] = present_recount(frozen, run, compare_runs(frozen, run))
        return render(request, "analytics/reports/recount.html", context)
    if run.state == ReportState.FINISHED:
        context["report"] = present_frozen(run, INTERNAL)
        context["recounts"] = [
            {"run": present_run(each, by=say_by(each)), "is_equal": each.sha256 == run.sha256}
            for each in list_recounts(run)
        ]
    return render(request, "analytics/reports/run.html", context)


@require_safe
def report_run_pdf(request: SignedInRequest, run_id: UUID) -> HttpResponse:
    """Answer with a run as a PDF, for use inside or for publication."""
    reach = reach_for(request)
    run, policy = _get_finished(reach, run_id), _policy(request)
    content = bytes(run.pdf) if policy is INTERNAL and run.pdf else draw_pdf(run, policy)
    return _file(reach, run, policy, content, _PDF)


@require_safe
def report_run_xlsx(request: SignedInRequest, run_id: UUID) -> HttpResponse:
    """Answer with a run as a workbook, for use inside or for publication."""
    reach = reach_for(request)
    run, policy = _get_finished(reach, run_id), _policy(request)
    return _file(reach, run, policy, write_report(run, policy), _XLSX)


@require_POST
def report_rerun(request: SignedInRequest, run_id: UUID) -> HttpResponse:
    """Have a run counted again from raw events."""
    reach = reach_for(request)
    run = _get(reach, run_id)
    try:
        again = ask_for_recount(run=run, by=reach, at=timezone.now())
    except NotPermittedNow as error:
        messages.error(request, str(error))
        return redirect("analytics:report_run_detail", run.pk)
    return redirect("analytics:report_run_detail", again.pk)


def _policy(request: SignedInRequest) -> SuppressionPolicy:
    return PUBLICATION if request.GET.get("version") == PUBLIC else INTERNAL


def _file(
    reach: Reach, run: ReportRun, policy: SuppressionPolicy, content: bytes, content_type: str
) -> HttpResponse:
    """Answer with a file, and note who took it."""
    ending = "pdf" if content_type == _PDF else "xlsx"
    report = present_frozen(run, policy)
    months = f"{run.first_month:%Y-%m}_{run.last_month:%Y-%m}"
    place = str(run.parameters["organization"])
    note_export(
        reach=reach,
        what=f"report-{policy.code}-{ending}",
        selection=f"period={months}&place={place}&run={run.pk}",
        rows=report.rows,
        withheld=report.withheld,
        at=timezone.now(),
    )
    version = "-for-publication" if report.is_public else ""
    name = f"{slugify(run.definition.title) or 'report'}-{months}{version}.{ending}"
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response


def _get(reach: Reach, run_id: UUID) -> ReportRun:
    try:
        return get_run(reach, run_id)
    except ReportRun.DoesNotExist:
        raise Http404 from None


def _get_finished(reach: Reach, run_id: UUID) -> ReportRun:
    run = _get(reach, run_id)
    if run.state != ReportState.FINISHED or "recount_of" in run.parameters:
        raise Http404
    return run
