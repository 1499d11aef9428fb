"""Measures and their figures in the API."""

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
    without_comparison,
)
from analytics.codes import FactKind
from analytics.measures.publishing import INTERNAL, published_events, published_people
from analytics.measures.registry import BY_CODE, MEASURES
from analytics.measures.use import MEASURES as OF_USE
from analytics.queries.marks import find_place, list_annotations
from analytics.queries.selection import list_strata
from analytics.queries.today import SHOWN, read_today
from analytics.queries.use import is_of_use, read_use

_CODES: dict[FactKind, str] = {each.kind: each.code for each in OF_USE if each.kind}
_USABLE = [each.code for each in MEASURES if is_of_use(each)]


class MeasureViewSet(ViewSet):
    """Every measure that there is: what a figure counts."""

    lookup_field = "code"
    lookup_value_regex = "[-a-z0-9]{1,60}"

    @extend_schema(responses=serializers.MeasureLine(many=True))
    def list(self, request: Request) -> Response:
        reach_for(request)
        return Response(serializers.MeasureLine(MEASURES, many=True).data)

    @extend_schema(responses=serializers.MeasureDetail)
    def retrieve(self, request: Request, code: str) -> Response:
        reach_for(request)
        if code not in BY_CODE:
            raise NotFound
        return Response(serializers.MeasureDetail(BY_CODE[code]).data)


class FigureViewSet(ViewSet):
    """Figures of use: a measure in a selection, as the overview shows it."""

    @extend_schema(
        operation_id="analytics_figures",
        parameters=[OpenApiParameter("measure", str, required=True, enum=_USABLE), BY, *FILTERS],
        responses=serializers.FiguresOut,
    )
    def list(self, request: Request) -> Response:
        call, by = read_call(request), read_by(request)
        code = request.query_params.get("measure", "")
        if code not in _USABLE:
            raise ParseError("There is no such measure of use.")
        measure, selection = BY_CODE[code], without_comparison(call)
        figures = read_use(selection, by, call.strata, tiles=(), chosen=measure, so_far=None)
        named = {row.value(by) for row in call.strata if selection.fits(row)}
        found = {
            "measure": measure.code,
            "version": measure.version,
            "first_month": selection.period.first,
            "last_month": selection.period.last,
            "by": by.value,
            "total": figures.total(measure, selection.period),
            "months": [
                {"month": month, "figure": figures.month(measure, month)}
                for month in selection.period.months()
            ],
            "groups": [
                {"code": name, "figure": figures.group(measure, name)} for name in sorted(named)
            ],
        }
        return Response(serializers.FiguresOut(found).data)


class TodayViewSet(ViewSet):
    """The day so far, of all that whoever calls may see."""

    @extend_schema(operation_id="analytics_today", responses=serializers.TodayOut)
    def list(self, request: Request) -> Response:
        strata = [row.id for row in list_strata(reach_for(request))]
        today = read_today(strata, on=timezone.localdate())
        found = {
            "taken_at": today.taken_at,
            "active_people": published_people(today.active, INTERNAL).n,
            "figures": [
                {
                    "measure": _CODES[kind],
                    "so_far": published_events(today.counts[kind], INTERNAL).n,
                    "week_before": published_events(today.week_before[kind], INTERNAL).n,
                }
                for kind in SHOWN
            ],
        }
        return Response(serializers.TodayOut(found).data)


class AnnotationViewSet(ViewSet):
    """What charts mark: go-lives, incidents, training, decisions."""

    @extend_schema(parameters=FILTERS, responses=serializers.AnnotationLine(many=True))
    def list(self, request: Request) -> Response:
        call = read_call(request)
        period = call.selection.period
        place = find_place(call.selection, call.reach)
        marks = list_annotations(place, call.reach, first=period.first, last=period.end)
        return Response(serializers.AnnotationLine(marks, many=True).data)
