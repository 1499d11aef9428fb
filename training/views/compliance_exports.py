"""Compliance as files for a spreadsheet: short ones at once, long ones in the background."""

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.http import SignedInRequest
from core.errors import NotPermittedNow
from training.actions.exports import ask_for_export, open_export, write_table
from training.codes import ExportFormat
from training.forms.compliance import read_format, read_wish
from training.models import ComplianceExport, reach_of
from training.presenters.exports import present_export
from training.presenters.frame import present_frame
from training.queries.export_rows import FIGURES, open_table

MOST_AT_ONCE: Final = 5_000
_CONTENT_TYPES: Final = {
    ExportFormat.CSV: "text/csv; charset=utf-8",
    ExportFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@require_POST
def compliance_export(request: SignedInRequest) -> HttpResponse:
    """Answer with a file, or have it made where it has many rows."""
    at, reach = timezone.now(), reach_of(request.active_role)
    wish, file_format = read_wish(request.POST), read_format(request.POST)
    table = open_table(wish, reach=reach, on=timezone.localdate(at))
    rows = table.first(MOST_AT_ONCE + 1)
    if len(rows) > MOST_AT_ONCE:
        export = ask_for_export(wish=wish, file_format=file_format, by=reach, at=at)
        return redirect("training:compliance_export_detail", export.pk)
    content = write_table(table, rows, file_format)
    return _file(content, file_format, name=f"{wish.what}-{timezone.localdate(at):%Y-%m-%d}")


@require_safe
def compliance_export_detail(request: SignedInRequest, export_id: UUID) -> HttpResponse:
    """Say how far a file is."""
    context = {
        "frame": present_frame(reach_of(request.active_role), path=request.path),
        "export": present_export(_get(request, export_id)),
    }
    return render(request, "training/compliance/export.html", context)


@require_safe
def compliance_export_file(request: SignedInRequest, export_id: UUID) -> HttpResponse:
    """Answer with a file that was made in the background."""
    export = _get(request, export_id)
    try:
        content = open_export(export, by=reach_of(request.active_role))
    except NotPermittedNow as error:
        messages.error(request, str(error))
        return redirect("training:compliance_export_detail", export.pk)
    what = export.filters.get("wish", {}).get("what", FIGURES)
    day = timezone.localdate(export.asked_at)
    return _file(content, ExportFormat(export.format), name=f"{what}-{day:%Y-%m-%d}")


def _get(request: SignedInRequest, export_id: UUID) -> ComplianceExport:
    exports = ComplianceExport.objects.filter(user_id=request.active_role.user_id)
    export = exports.filter(pk=export_id).first()
    if export is None:
        raise Http404
    return export


def _file(content: bytes, file_format: ExportFormat, *, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=_CONTENT_TYPES[file_format])
    response["Content-Disposition"] = f'attachment; filename="compliance-{name}.{file_format}"'
    response["Cache-Control"] = "no-store"
    return response
