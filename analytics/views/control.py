"""Control charts: those that are watched, and one of them."""

from collections.abc import Sequence
from dataclasses import replace

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.http import SignedInRequest
from analytics.codes import Dimension
from analytics.measures.control import BY_CODE, CHARTS, ControlChart
from analytics.measures.steps import end_of
from analytics.presenters import control as present
from analytics.presenters.charting import EventMark, list_marks
from analytics.presenters.control_words import explain, say_direction, say_settings
from analytics.presenters.filtering import FilterView
from analytics.presenters.frame import present_frame
from analytics.queries.control import Standing, read_standings
from analytics.queries.marks import Place, find_place, list_annotations
from analytics.views.asking import Asked, ask
from analytics.views.exporting import export, file_urls

_PLACES = frozenset({Dimension.BOARD.value, Dimension.ORGANIZATION.value})


@require_safe
def control(request: SignedInRequest) -> HttpResponse:
    """Show the charts that are watched, with how many flags are to be expected."""
    asked = ask(request)
    standings = _stand(CHARTS, asked, place_of(asked))
    query = query_of(asked)
    context = {
        "frame": present_frame(path=reverse("analytics:control")),
        "filters": filters_of(asked),
        "charts": present.present_watched(standings, query=query),
        "budget": present.present_budget(standings),
        "files_urls": file_urls("analytics:control_file", query=query),
        "query": query,
    }
    return render(request, "analytics/control/list.html", context)


@require_safe
def control_file(request: SignedInRequest, fmt: str) -> HttpResponse:
    """Give the list of charts as a file."""
    asked = ask(request)
    table = present.tabulate_watched(_stand(CHARTS, asked, place_of(asked)))
    return export(request, asked.reach, "control-charts", query_of(asked), table, fmt)


@require_safe
def control_chart(request: SignedInRequest, code: str) -> HttpResponse:
    """Show one chart: its limits, its flags, what happened meanwhile, and what it is to reach."""
    chart, asked = chart_of(code), ask(request)
    place, query = place_of(asked), query_of(asked)
    [standing] = _stand([chart], asked, place)
    files = file_urls("analytics:control_chart_file", chart.code, query=query)
    marks = _marks(standing, asked, place)
    context = {
        "frame": present_frame(path=reverse("analytics:control")),
        "filters": filters_of(asked),
        "chart": chart,
        "place": place,
        "view": present.present_chart(standing, marks, files=files),
        "line": present.present_watched([standing], query=query)[0],
        "sentences": explain(standing),
        "direction": say_direction(chart),
        "settings": say_settings(chart),
        "rebases": present.present_rebases(standing.rebases),
        "removed": present.present_rebases(standing.removed),
        "may_keep": asked.reach.edits and place is not None,
        "query": query,
    }
    return render(request, "analytics/control/chart.html", context)


@require_safe
def chart_file(request: SignedInRequest, code: str, fmt: str) -> HttpResponse:
    """Give the points of a chart as a file."""
    chart, asked = chart_of(code), ask(request)
    [standing] = _stand([chart], asked, place_of(asked))
    what = f"control-{chart.code}"
    return export(request, asked.reach, what, query_of(asked), present.tabulate(standing), fmt)


def chart_of(code: str) -> ControlChart:
    """
    Return the chart of a code.

    :raises Http404: there is none
    """
    if code not in BY_CODE:
        raise Http404
    return BY_CODE[code]


def place_of(asked: Asked) -> Place | None:
    """Return the place whose figures are asked for."""
    return find_place(asked.selection, asked.reach)


def query_of(asked: Asked) -> str:
    """Return the filters as the query of an address; these pages have a period of their own."""
    return asked.selection.query(period="", compare="")


def filters_of(asked: Asked) -> FilterView:
    """Return the filters of these pages: whose figures, for the time is the chart's."""
    view = asked.filters(compares=False)
    fields = [
        each for each in view.fields if each.name in _PLACES or _is_set(each.value, each.name)
    ]
    chips = [each for each in view.chips if not each.label.startswith("Period")]
    return replace(view, fields=fields, months=[], chips=chips)


def _is_set(value: str, name: str) -> bool:
    return bool(value) and name in {each.value for each in Dimension}


def _stand(charts: Sequence[ControlChart], asked: Asked, place: Place | None) -> list[Standing]:
    return read_standings(charts, asked.selection, asked.strata, place=place, today=asked.today)


def _marks(standing: Standing, asked: Asked, place: Place | None) -> list[EventMark]:
    """Return what happened while the chart runs; nothing where none is drawn."""
    plotted = standing.series.plotted
    if standing.missing or not plotted:
        return []
    span = {"first": plotted[0].start, "last": end_of(standing.chart.step, plotted[-1].start)}
    return list_marks(list_annotations(place, asked.reach, **span), **span)
