"""Adoption: who may use the service, who does, who comes back, and which teams never came."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.http import SignedInRequest
from accounts.models import Organization
from analytics.codes import Comparison, Dimension
from analytics.measures.adoption import OF_WEEKS
from analytics.measures.periods import DEFAULT
from analytics.measures.weeks import last_whole_weeks
from analytics.presenters.adoption.frame import only_fields, present_pages
from analytics.presenters.adoption.funnel import NAMES, present_breakdown, present_funnel
from analytics.presenters.adoption.residents import present_kinds, present_residents
from analytics.presenters.adoption.retention import SAID, present_retention
from analytics.presenters.adoption.silent import present_silent_teams
from analytics.presenters.filtering import Choice, FilterField
from analytics.presenters.frame import present_frame
from analytics.presenters.tables import TableView
from analytics.queries.adoption import (
    break_down_funnel,
    count_funnel,
    count_teams,
    list_silent_teams,
)
from analytics.queries.residents import read_peers
from analytics.queries.retention import Months, read_cohorts
from analytics.queries.roster import Roster, read_roster
from analytics.views.asking import Asked, ask
from analytics.views.exporting import export, file_urls
from core.dates import format_day
from training.models.reach import reach_of as training_reach_of

_FILE: Final = "analytics:adoption_file"


@require_safe
def adoption(request: SignedInRequest) -> HttpResponse:
    """Show how far people have come, and how many of the trained are active."""
    asked, roster = _ask_of_people(request)
    by, query = _by(request, asked), asked.selection.query()
    csv_url, xlsx_url = file_urls(_FILE, "steps", query=query)
    by_query = asked.selection.query(by=by.value)
    rows = break_down_funnel(roster, asked.selection, by)
    context = {
        "view": present_funnel(
            count_funnel(roster, asked.selection),
            on=roster.on,
            csv_url=csv_url,
            xlsx_url=xlsx_url,
        ),
        "breakdown": present_breakdown(rows, by, asked.selection, asked.strata),
        "files": file_urls(_FILE, f"steps-by-{by.value}", query=by_query),
        "dimensions": [
            (NAMES[each], f"?{asked.selection.query(by=each.value)}#breakdown", each == by)
            for each in Dimension
        ],
        "filters": asked.filters({"by": by.value}, compares=False),
        "on": format_day(roster.on),
    }
    return _answer(request, asked, "adoption/steps.html", context)


@require_safe
def retention(request: SignedInRequest) -> HttpResponse:
    """Show who came back after their first opening, month by month."""
    asked, months = ask(request), _months(request)
    csv_url, xlsx_url = file_urls(_FILE, "retention", query=asked.selection.query(months=months))
    cohorts = read_cohorts(asked.keys, asked.selection.period, months=months)
    options = [
        Choice(value=Months.CALENDAR, text="Calendar months"),
        Choice(value=Months.ROLLING, text="Rolling months"),
    ]
    counted = FilterField(name="months", label="Count by", options=options, value=months)
    filters = asked.filters({}, compares=False)
    context = {
        "chart_view": present_retention(cohorts, csv_url=csv_url, xlsx_url=xlsx_url),
        "said": SAID[months],
        "filters": replace(filters, fields=[*filters.fields, counted]),
    }
    return _answer(request, asked, "adoption/retention.html", context)


@require_safe
def residents(request: SignedInRequest) -> HttpResponse:
    """Show openings beside residents, organizations beside their peers."""
    asked = _widened(ask(request), keeps_period=True)
    peers = read_peers(asked.reach, asked.selection.period)
    kind = _kind(request, list(peers))
    query = asked.selection.query(kind=kind)
    csv_url, xlsx_url = file_urls(_FILE, "residents", query=query)
    filters = asked.filters({}, compares=False)
    context = {
        "view": present_residents(
            peers[kind],
            kind=kind,
            board=asked.selection.board,
            csv_url=csv_url,
            xlsx_url=xlsx_url,
        )
        if kind
        else None,
        "filters": only_fields(
            filters, ("board", "period"), first=[present_kinds(list(peers), kind)] if kind else []
        ),
    }
    return _answer(request, asked, "adoption/residents.html", context)


@require_safe
def silent_teams(request: SignedInRequest) -> HttpResponse:
    """Show the teams that are trained and did not come in the last weeks."""
    asked, roster = _ask_of_people(request, is_now=True)
    weeks = last_whole_weeks(OF_WEEKS, on=asked.today)
    csv_url, xlsx_url = file_urls(_FILE, "silent-teams", query=asked.selection.query())
    figures = training_reach_of(request.active_role).figures
    trainable = Organization.objects.filter(pk__in=figures).values_list("ods_code", flat=True)
    context = {
        "view": present_silent_teams(
            list_silent_teams(roster, asked.selection),
            of=count_teams(roster, asked.selection),
            trainable=frozenset(trainable),
            csv_url=csv_url,
            xlsx_url=xlsx_url,
        ),
        "weeks": f"{format_day(weeks.first)} to {format_day(weeks.last)}",
        "filters": only_fields(
            asked.filters({}, compares=False), [each.value for each in Dimension]
        ),
        "sees_training": bool(figures),
    }
    return _answer(request, asked, "adoption/silent_teams.html", context)


@require_safe
def adoption_file(request: SignedInRequest, what: str, fmt: str) -> HttpResponse:
    """Answer with a table of adoption as a file."""
    make = _TABLES.get(what)
    if make is None:
        raise Http404
    asked, table, query = make(request)
    return export(request, asked.reach, f"adoption-{what}", query, table, fmt)


_Made = tuple[Asked, TableView, str]


def _steps_table(request: SignedInRequest) -> _Made:
    asked, roster = _ask_of_people(request)
    view = present_funnel(count_funnel(roster, asked.selection), on=roster.on)
    return asked, view.chart.table, asked.selection.query()


def _breakdown_table(by: Dimension) -> Callable[[SignedInRequest], _Made]:
    def make(request: SignedInRequest) -> _Made:
        asked, roster = _ask_of_people(request)
        rows = break_down_funnel(roster, asked.selection, by)
        view = present_breakdown(rows, by, asked.selection, asked.strata)
        return asked, view.table, asked.selection.query(by=by.value)

    return make


def _retention_table(request: SignedInRequest) -> _Made:
    asked, months = ask(request), _months(request)
    cohorts = read_cohorts(asked.keys, asked.selection.period, months=months)
    return asked, present_retention(cohorts).table, asked.selection.query(months=months)


def _residents_table(request: SignedInRequest) -> _Made:
    asked = _widened(ask(request), keeps_period=True)
    peers = read_peers(asked.reach, asked.selection.period)
    kind = _kind(request, list(peers))
    if not kind:
        raise Http404
    view = present_residents(peers[kind], kind=kind, board=asked.selection.board)
    return asked, view.chart.table, asked.selection.query(kind=kind)


def _silent_table(request: SignedInRequest) -> _Made:
    asked, roster = _ask_of_people(request, is_now=True)
    teams = list_silent_teams(roster, asked.selection)
    view = present_silent_teams(teams, of=count_teams(roster, asked.selection), trainable=())
    if view.chart is None:
        raise Http404
    return asked, view.chart.table, asked.selection.query()


_TABLES: Final[dict[str, Callable[[SignedInRequest], _Made]]] = {
    "steps": _steps_table,
    **{f"steps-by-{each.value}": _breakdown_table(each) for each in Dimension},
    "retention": _retention_table,
    "residents": _residents_table,
    "silent-teams": _silent_table,
}


def _ask_of_people(request: SignedInRequest, *, is_now: bool = False) -> tuple[Asked, Roster]:
    """
    Return what is asked for, with who may open records on the last day of it, or today.

    Filters offer the places where people are as well as those where something was done.
    """
    asked = ask(request)
    roster = read_roster(asked.reach, on=asked.today if is_now else asked.selection.period.end)
    asked = asked.with_places(request.GET, roster.places)
    return (_widened(asked, keeps_period=False) if is_now else asked), roster


def _widened(asked: Asked, *, keeps_period: bool) -> Asked:
    """Return it with only those filters that the page has: a board and a period, or no period."""
    selection = replace(asked.selection, comparison=Comparison.NOTHING)
    if keeps_period:
        selection = replace(selection, organization="", setting="", role="")
    else:
        selection = replace(selection, name=DEFAULT)
    return replace(asked, selection=selection)


def _by(request: SignedInRequest, asked: Asked) -> Dimension:
    """Return by what steps are broken down: boards where there are several, if nobody says."""
    value = request.GET.get("by", "")
    if value in Dimension.values:
        return Dimension(value)
    boards = {row.board for row in asked.rows if row.board}
    return Dimension.BOARD if len(boards) > 1 else Dimension.ORGANIZATION


def _months(request: SignedInRequest) -> Months:
    return Months.ROLLING if request.GET.get("months") == Months.ROLLING else Months.CALENDAR


def _kind(request: SignedInRequest, kinds: list[str]) -> str:
    """Return the kind that is asked for, or else the first that there is."""
    value = request.GET.get("kind", "")
    return value if value in kinds else next(iter(kinds), "")


def _answer(
    request: SignedInRequest, asked: Asked, template: str, context: dict[str, Any]
) -> HttpResponse:
    frame = {
        "frame": present_frame(path=request.path),
        "pages": present_pages(path=request.path, selection=asked.selection),
        "path": request.path,
    }
    return render(request, f"analytics/{template}", {**frame, **context})
