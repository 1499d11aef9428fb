"""What answers say about questions, for those who write them."""

import csv

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.http import SignedInRequest
from core.spreadsheets import BYTE_ORDER_MARK
from training.presenters.items import COLUMNS, item_rows, present_items
from training.queries.authoring import get_course
from training.queries.items import analyse_items

from .authoring import find, frame_of, reach_in


@require_safe
def item_analysis(request: SignedInRequest, code: str) -> HttpResponse:
    """Show how hard each question is, and whether it tells those who know from those who do not."""
    reach = reach_in(request)
    course = find(get_course, code, reach=reach)
    context = frame_of(request, reach, course) | {"page": present_items(analyse_items(course))}
    return render(request, "training/authoring/item_analysis.html", context)


@require_safe
def item_analysis_csv(request: SignedInRequest, code: str) -> HttpResponse:
    """Answer the same as CSV, one row for each option."""
    course = find(get_course, code, reach=reach_in(request))
    name = f"questions-{course.code}-{timezone.localdate():%Y-%m-%d}.csv"
    response = HttpResponse(
        BYTE_ORDER_MARK,
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "no-store",
        },
    )
    writer = csv.writer(response)
    writer.writerow(COLUMNS)
    writer.writerows(item_rows(analyse_items(course)))
    return response
