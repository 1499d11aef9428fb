"""The log of actions of one's committees, as a page and as a file; and what a meeting reviews."""

from io import BytesIO
from typing import Final
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.http import SignedInRequest
from core.spreadsheets import csv_lines, write_xlsx
from governance.codes import ActionState
from governance.forms.action_items import ALL, read_action_filters
from governance.models import Meeting
from governance.presenters import action_items as present
from governance.queries.action_log import (
    PAGE_SIZE,
    ActionFilters,
    find_actions,
    list_for_file,
    review_actions,
)
from governance.queries.committee_people import list_committees

from .frame import reach_for, show

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def action_list(request: SignedInRequest) -> HttpResponse:
    """Show the actions that a viewer may know of, narrowed as the address says."""
    reach, on = reach_for(request), timezone.localdate()
    filters = read_action_filters(request.GET)
    page = find_actions(filters, reach=reach, on=on)
    committees = list_committees(reach)
    first = (page.page - 1) * PAGE_SIZE + 1
    context = {
        "actions": present.present_actions(page.rows, on=on),
        "counts": present.present_counts(page.counts, filters),
        "filters": filters,
        "committees": [("", "All"), *((each.code, each.name) for each in committees)],
        "served": [each for each in committees if each.pk in reach.serves],
        "states": [*ActionState.choices, (ALL, "All")],
        "total": page.total,
        "first": first,
        "last": first + len(page.rows) - 1,
        "previous": _page_url(filters, page.page - 1) if page.page > 1 else "",
        "next": _page_url(filters, page.page + 1) if first + PAGE_SIZE <= page.total else "",
        "file_query": urlencode(present.kept_filters(filters)),
    }
    return show(request, "actions/log.html", context, reach=reach)


@require_safe
def action_file(request: SignedInRequest, kind: str) -> HttpResponseBase:
    """Answer with all actions that the address asks for, for a spreadsheet."""
    reach, on = reach_for(request), timezone.localdate()
    rows = list_for_file(read_action_filters(request.GET), reach=reach, on=on)
    cells = (present.cells_of(row) for row in rows)
    headers = {
        "Content-Disposition": f'attachment; filename="actions-{on:%Y-%m-%d}.{kind}"',
        "Cache-Control": "no-store",
    }
    if kind == "csv":
        lines = csv_lines(present.COLUMNS, cells)
        return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=headers)
    if kind != "xlsx":
        raise Http404
    file = BytesIO()
    write_xlsx(present.COLUMNS, cells, to=file, title="Actions")
    return HttpResponse(file.getvalue(), content_type=XLSX, headers=headers)


@require_safe
def meeting_actions(request: SignedInRequest, meeting_id: UUID) -> HttpResponse:
    """Show what a meeting goes through: open actions, and those closed since the last one."""
    reach, on = reach_for(request), timezone.localdate()
    meetings = Meeting.objects.visible_to(reach).select_related("committee")
    meeting = meetings.filter(pk=meeting_id).first()
    if meeting is None:
        raise Http404
    review = review_actions(meeting, reach=reach, on=on)
    context = {
        "meeting": meeting,
        "open": present.present_actions(review.open, on=on),
        "closed": present.present_actions(review.closed, on=on),
    }
    return show(request, "actions/review.html", context, reach=reach)


def _page_url(filters: ActionFilters, page: int) -> str:
    return f"?{urlencode(present.kept_filters(filters, page=page))}"
