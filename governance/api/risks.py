"""The registers of risks and of clinical hazards in the API."""

from datetime import date

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ParseError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from core.dates import LONDON
from governance.api.meetings import MOST, reach_for, read_key, read_page
from governance.api.risk_serializers import HazardLine, RiskDetail, RiskLine
from governance.codes import HazardState, RiskState
from governance.queries.hazard_log import get_hazard, known_hazards, stand_hazards
from governance.queries.risk_register import (
    get_risk,
    known_risks,
    list_linked_actions,
    stand_risks,
)

COMMITTEE = OpenApiParameter("committee", str, description="The code of a committee")


class RiskViewSet(ViewSet):
    """Risks that the viewer may know of, by committee and number."""

    lookup_field = "risk_id"
    lookup_value_regex = "[-0-9a-f]{36}"

    @extend_schema(
        parameters=[
            COMMITTEE,
            OpenApiParameter("state", str, enum=RiskState.values),
            OpenApiParameter("page", int, description="From 1; 200 risks a page"),
        ],
        responses=RiskLine(many=True),
    )
    def list(self, request: Request) -> Response:
        found = known_risks(reach_for(request)).filter(**_asked(request, RiskState))
        page = read_page(request)
        ordered = found.order_by("committee__code", "number")
        rows = stand_risks(ordered[(page - 1) * MOST : page * MOST], on=_today())
        return Response(RiskLine(rows, many=True).data)

    @extend_schema(responses=RiskDetail)
    def retrieve(self, request: Request, risk_id: str) -> Response:
        reach = reach_for(request)
        row = get_risk(read_key(risk_id), reach=reach, on=_today())
        actions = list_linked_actions(row.risk, reach=reach)
        facts = {"risk": row, "scores": row.scores, "actions": actions}
        return Response(RiskDetail(facts).data)


class HazardViewSet(ViewSet):
    """Clinical hazards that the viewer may know of, by committee and number."""

    lookup_field = "hazard_id"
    lookup_value_regex = "[-0-9a-f]{36}"

    @extend_schema(
        parameters=[
            COMMITTEE,
            OpenApiParameter("state", str, enum=HazardState.values),
            OpenApiParameter("page", int, description="From 1; 200 hazards a page"),
        ],
        responses=HazardLine(many=True),
    )
    def list(self, request: Request) -> Response:
        found = known_hazards(reach_for(request)).filter(**_asked(request, HazardState))
        page = read_page(request)
        ordered = found.order_by("committee__code", "number")
        rows = stand_hazards(ordered[(page - 1) * MOST : page * MOST], on=_today())
        return Response(HazardLine(rows, many=True).data)

    @extend_schema(responses=HazardLine)
    def retrieve(self, request: Request, hazard_id: str) -> Response:
        row = get_hazard(read_key(hazard_id), reach=reach_for(request), on=_today())
        return Response(HazardLine(row).data)


def _asked(request: Request, states: type[RiskState] | type[HazardState]) -> dict[str, str]:
    """
    Return how a register is narrowed.

    :raises ParseError: there is no such state
    """
    narrowed = {}
    if committee := request.query_params.get("committee", "").replace("\x00", ""):
        narrowed["committee__code"] = committee
    if state := request.query_params.get("state", ""):
        if state not in states:
            raise ParseError("There is no such state.")
        narrowed["state"] = state
    return narrowed


def _today() -> date:
    return timezone.now().astimezone(LONDON).date()
