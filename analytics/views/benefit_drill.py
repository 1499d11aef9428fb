"""From a pound to the openings that it rests on."""

from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.http import SignedInRequest
from analytics.codes import Dimension
from analytics.forms.benefit_desk import BenefitDesk
from analytics.presenters import benefit_drill as present
from analytics.presenters.benefits import Choice, present_rows
from analytics.presenters.charting import ChartView
from analytics.presenters.frame import present_frame
from analytics.presenters.tables import TableView
from analytics.queries.benefit_drill import read_drill
from analytics.queries.benefits import Reckoned
from analytics.views.exporting import export, file_urls

from .benefit_desk import open_desk
from .benefits import choices_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What a drill shows of a benefit."""

    desk: BenefitDesk
    reckoned: Reckoned
    by: Dimension
    chart: ChartView
    table: TableView


@require_safe
def accesses(request: SignedInRequest, code: str) -> HttpResponse:
    """Show the openings of a benefit by month, and by organisation or role."""
    shown = _drill(request, code)
    desk, reckoned = shown.desk, shown.reckoned
    query = desk.wish.query(by=shown.by.value)
    line = next(row for row in present_rows(desk.reckoned(), desk.wish) if row.code == code)
    context = {
        "desk": desk,
        "frame": present_frame(path=request.path),
        "profile": reckoned.profile,
        "is_fixed": reckoned.is_fixed,
        "line": line,
        "each": present.pounds_an_opening(reckoned.line) if reckoned.line else None,
        "chart": shown.chart,
        "table": shown.table,
        "by": [
            Choice(
                label=f"By {words.lower()}",
                url="?" + desk.wish.query(by=each.value),
                is_current=each == shown.by,
            )
            for each, words in present.WAYS.items()
        ],
        "files": file_urls("analytics:accesses_file", code, "parts", query=query),
        **choices_of(desk),
    }
    return render(request, "analytics/benefits/accesses.html", context)


@require_safe
def accesses_file(request: SignedInRequest, code: str, what: str, fmt: str) -> HttpResponse:
    """Answer with the openings of a benefit as a file."""
    shown = _drill(request, code)
    tables = {"months": shown.chart.table, "parts": shown.table}
    if what not in tables:
        raise Http404
    query = shown.desk.wish.query(by=shown.by.value, benefit=code)
    return export(request, shown.desk.reach, f"benefit-openings-{what}", query, tables[what], fmt)


def _drill(request: SignedInRequest, code: str) -> Shown:
    desk = open_desk(request)
    reckoned = desk.benefit(code)
    if not reckoned.profile.care_setting:
        raise Http404
    wanted = request.GET.get("by", "")
    by = Dimension(wanted) if wanted in present.WAYS else Dimension.ORGANIZATION
    drill = read_drill(
        code,
        desk.register.groups(),
        desk.strata,
        by=by,
        use=desk.use,
        basis=desk.wish.basis,
    )
    urls = file_urls("analytics:accesses_file", code, "months", query=desk.wish.query())
    return Shown(
        desk=desk,
        reckoned=reckoned,
        by=by,
        chart=present.present_months(drill, reckoned.profile.title, urls),
        table=present.present_parts(drill, by, reckoned.line, desk.wish.basis),
    )
