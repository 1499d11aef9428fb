"""How the service is used: the page that most people come for."""

from collections.abc import Callable, Mapping
from typing import Final

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_safe

from accounts.http import SignedInRequest
from analytics.codes import Dimension
from analytics.measures.measure import Measure
from analytics.measures.periods import add_months, month_of
from analytics.measures.registry import BY_CODE
from analytics.measures.use import OPENINGS
from analytics.presenters.frame import present_frame
from analytics.presenters.overview import (
    TILES,
    note_tiles,
    present_breakdown,
    present_breakdown_table,
    present_tiles,
)
from analytics.presenters.overview_chart import present_chart, present_months
from analytics.presenters.tables import TableView
from analytics.presenters.today import present_today
from analytics.presenters.wish import Wish
from analytics.queries.marks import find_place, list_annotations
from analytics.queries.selection import list_strata
from analytics.queries.today import read_today
from analytics.queries.use import UseFigures, is_of_use, read_use

from .asking import Asked, ask
from .exporting import export
from .frame import reach_for

# The tables that leave as files.
_TABLES: Final[Mapping[str, Callable[[UseFigures, Wish], TableView]]] = {
    "use": present_months,
    "use-by": present_breakdown_table,
}


@require_safe
def overview(request: SignedInRequest) -> HttpResponse:
    """Show the figures of a selection."""
    asked = ask(request)
    wish, dropped = _read_wish(request, asked)
    figures = _read_figures(wish, tiles=TILES)
    last = wish.so_far or wish.selection.period.last
    annotations = list_annotations(
        find_place(wish.selection, asked.reach),
        asked.reach,
        first=wish.selection.period.first,
        last=add_months(last, 1),
    )
    context = {
        "frame": present_frame(path=request.path),
        "filters": asked.filters(
            {"measure": wish.measure.code, "by": wish.by.value}, dropped=dropped
        ),
        "tiles": present_tiles(figures, wish),
        "tiles_note": note_tiles(figures, wish),
        "chart": present_chart(figures, wish, annotations),
        "breakdown": present_breakdown(figures, wish),
        "today": present_today(read_today([row.id for row in asked.strata], on=asked.today)),
    }
    return render(request, "analytics/overview.html", context)


@require_safe
def today(request: SignedInRequest) -> HttpResponse:
    """Show the day so far, by itself: what the overview reads again each minute."""
    strata = list_strata(reach_for(request))
    counted = read_today([row.id for row in strata], on=timezone.localdate())
    context = {"frame": present_frame(path=request.path), "today": present_today(counted)}
    return render(request, "analytics/today.html", context)


@require_GET
def use_export(request: SignedInRequest, what: str, fmt: str) -> HttpResponse:
    """
    Answer with a table of the overview as a file.

    :raises Http404: there is no such table
    """
    if what not in _TABLES:
        raise Http404
    asked = ask(request)
    wish, _ = _read_wish(request, asked)
    table = _TABLES[what](_read_figures(wish, tiles=()), wish)
    return export(request, asked.reach, f"{what}-{wish.measure.code}", wish.query(), table, fmt)


def _read_wish(request: SignedInRequest, asked: Asked) -> tuple[Wish, list[str]]:
    """Return what the page shows of a selection, and what of the address was left out."""
    dropped = []
    measure = BY_CODE.get(request.GET.get("measure") or OPENINGS.code)
    if measure is None or not is_of_use(measure):
        dropped.append("There is no such measure of use.")
        measure = OPENINGS
    by = request.GET.get("by", "")
    if by and by not in Dimension.values:
        dropped.append("Figures cannot be broken down by that.")
        by = ""
    last_over = add_months(month_of(asked.today), -1)
    ends_now = asked.selection.period.last == last_over
    wish = Wish(
        selection=asked.selection,
        measure=measure,
        by=Dimension(by) if by else _natural(asked),
        strata=asked.strata,
        so_far=month_of(asked.today) if ends_now else None,
        begins=asked.begins,
    )
    return wish, dropped


def _natural(asked: Asked) -> Dimension:
    """Return by what a selection is broken down where nobody says: boards, then organizations."""
    for dimension in (Dimension.BOARD, Dimension.ORGANIZATION):
        if len({row.value(dimension) for row in asked.rows}) > 1:
            return dimension
    return Dimension.JOB_ROLE


def _read_figures(wish: Wish, *, tiles: tuple[Measure, ...]) -> UseFigures:
    return read_use(
        wish.selection,
        wish.by,
        wish.strata,
        tiles=tiles,
        chosen=wish.measure,
        so_far=wish.so_far,
    )
