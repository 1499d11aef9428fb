"""Tables of the other pages in the API: each with the rows that its file has."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import NotFound, ParseError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from analytics.api import serializers
from analytics.api.asking import (
    BY,
    FILTERS,
    reach_for,
    read_by,
    read_call,
    read_call_of_people,
)
from analytics.codes import Basis
from analytics.forms.benefit_desk import read_desk
from analytics.measures.control import BY_CODE as CHARTS_BY_CODE
from analytics.measures.control import CHARTS
from analytics.measures.periods import DEFAULT
from analytics.models import BenefitClaim
from analytics.presenters import claims, control
from analytics.presenters.adoption.funnel import present_breakdown, present_funnel
from analytics.presenters.adoption.residents import present_residents
from analytics.presenters.adoption.retention import present_retention
from analytics.presenters.adoption.silent import present_silent_teams
from analytics.presenters.benefits import present_register_table
from analytics.presenters.tables import TableView
from analytics.queries.adoption import (
    break_down_funnel,
    count_funnel,
    count_teams,
    list_silent_teams,
)
from analytics.queries.control import read_standings
from analytics.queries.marks import find_place
from analytics.queries.residents import read_peers
from analytics.queries.retention import Months, read_cohorts


def _steps(request: Request) -> TableView:
    call, roster = read_call_of_people(request)
    funnel = count_funnel(roster, call.selection)
    return present_funnel(funnel, on=roster.on).chart.table


def _steps_by(request: Request) -> TableView:
    (call, roster), by = read_call_of_people(request), read_by(request)
    rows = break_down_funnel(roster, call.selection, by)
    return present_breakdown(rows, by, call.selection, call.strata).table


def _retention(request: Request) -> TableView:
    call = read_call(request)
    asked = request.query_params.get("months", Months.CALENDAR)
    if asked not in list(Months):
        raise ParseError("Months are counted as calendar or as rolling ones.")
    period = call.selection.period
    return present_retention(read_cohorts(call.keys, period, months=Months(asked))).table


def _residents(request: Request) -> TableView:
    call = read_call(request)
    peers = read_peers(call.reach, call.selection.period)
    kind = request.query_params.get("kind", next(iter(peers), ""))
    if kind not in peers:
        raise NotFound
    found = present_residents(peers[kind], kind=kind, board=call.selection.board)
    return found.chart.table


def _silent_teams(request: Request) -> TableView:
    call, roster = read_call_of_people(request, on=timezone.localdate())
    selection = replace(call.selection, name=DEFAULT)
    teams = list_silent_teams(roster, selection)
    view = present_silent_teams(teams, of=count_teams(roster, selection), trainable=())
    if view.chart is None:
        return TableView(caption="Silent teams", headings=[], rows=[])
    return view.chart.table


def _control(request: Request) -> TableView:
    call = read_call(request)
    place = find_place(call.selection, call.reach)
    standings = read_standings(CHARTS, call.selection, call.strata, place=place, today=call.today)
    return control.tabulate_watched(standings)


def _control_chart(request: Request) -> TableView:
    call, code = read_call(request), request.query_params.get("chart", "")
    if code not in CHARTS_BY_CODE:
        raise ParseError(f"Say which chart: {', '.join(CHARTS_BY_CODE)}.")
    [standing] = read_standings(
        [CHARTS_BY_CODE[code]],
        call.selection,
        call.strata,
        place=find_place(call.selection, call.reach),
        today=call.today,
    )
    return control.tabulate(standing)


def _benefits(request: Request) -> TableView:
    asked = request.query_params
    desk = read_desk(asked, reach_for(request), at=timezone.now())
    named = [each.code for each in desk.register.scenarios]
    if asked.get("scenario", "") not in ("", *named):
        raise ParseError(f"There is no such scenario: there are {', '.join(named)}.")
    if asked.get("basis", "") not in ("", *Basis.values):
        raise ParseError(f"Openings are taken as {' or '.join(Basis.values)}.")
    return present_register_table(desk.reckoned())


def _claims(request: Request) -> TableView:
    reach_for(request)
    found = list(BenefitClaim.objects.order_by("said_on", "code"))
    return claims.present_verdict_table(claims.present_verdicts(found))


TABLES: Final[Mapping[str, Callable[[Request], TableView]]] = {
    "steps": _steps,
    "steps-by": _steps_by,
    "retention": _retention,
    "residents": _residents,
    "silent-teams": _silent_teams,
    "control": _control,
    "control-chart": _control_chart,
    "benefits": _benefits,
    "claims": _claims,
}


class TableViewSet(ViewSet):
    """Adoption, control charts and benefits, as tables."""

    lookup_field = "what"
    lookup_value_regex = "[-a-z]{1,30}"

    @extend_schema(
        parameters=[
            OpenApiParameter("what", str, OpenApiParameter.PATH, enum=list(TABLES)),
            *FILTERS,
            BY,
            OpenApiParameter("months", str, enum=list(Months), description="Of retention"),
            OpenApiParameter("kind", str, description="Of residents: a kind of organisation"),
            OpenApiParameter("chart", str, enum=list(CHARTS_BY_CODE), description="Of a chart"),
            OpenApiParameter("scenario", str, description="Of benefits"),
            OpenApiParameter("basis", str, enum=Basis.values, description="Of benefits"),
        ],
        responses=serializers.TableOut,
    )
    def retrieve(self, request: Request, what: str) -> Response:
        reach_for(request)
        if what not in TABLES:
            raise NotFound
        return Response(serializers.table_data(TABLES[what](request)))
