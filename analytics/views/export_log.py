"""Who took figures away: for analysts and privacy officers."""

from collections.abc import Sequence
from urllib.parse import parse_qsl

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.http import SignedInRequest
from analytics.forms.filters import read_selection
from analytics.measures.publishing import INTERNAL
from analytics.models import ExportLine, reach_of
from analytics.presenters.export_log import present_differences, present_exports
from analytics.presenters.frame import present_frame
from analytics.queries.export_log import (
    Taken,
    export_scope,
    find_differences,
    list_exports,
    taken,
)
from analytics.queries.selection import StratumRow, find_first_month, keys_of, list_strata_of


@require_safe
def export_log(request: SignedInRequest) -> HttpResponse:
    """Show the files of the last 90 days, and pairs of them that few people stand between."""
    at = timezone.now()
    reach = reach_of(request.active_role, on=timezone.localdate(at))
    scope = export_scope(reach)
    lines = list_exports(scope, at=at)
    differences = find_differences(_read(lines, list_strata_of(scope)), INTERNAL)
    context = {
        "frame": [] if reach.is_empty else present_frame(path=request.path),
        "lines": present_exports(lines, differences),
        "differences": present_differences(differences),
    }
    return render(request, "analytics/reports/export_log.html", context)


def _read(lines: Sequence[ExportLine], strata: Sequence[StratumRow]) -> list[Taken]:
    """Return what the filters of files stood for on the day on which they were taken."""
    begins = find_first_month()
    if begins is None:
        return []
    boards = {row.board for row in strata}
    files = []
    for line in lines:
        query = dict(parse_qsl(line.selection))
        # A report is of a place and all below it.
        place = query.pop("place", "")
        if place:
            query["board" if place in boards else "organization"] = place
        selection = read_selection(query, strata, today=timezone.localdate(line.at), begins=begins)
        files.append(taken(line, keys_of(selection, strata), selection.period))
    return files
