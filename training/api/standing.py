"""What one must hold and holds, certificates to check, and figures of compliance."""

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from accounts.api import viewer_of
from training import permissions
from training.actions.verify_codes import read_code
from training.api import serializers
from training.models import Award, reach_of
from training.presenters.awards import present_checked
from training.queries.awards import find_by_code, list_awards
from training.queries.compliance import Grid, GridFilters, Line, Place, read_grid
from training.queries.requirements import standing_of


class StandingViewSet(ViewSet):
    """How the viewer stands to all that their role needs."""

    @extend_schema(responses=serializers.StandingLine(many=True))
    def list(self, request: Request) -> Response:
        standings = standing_of(viewer_of(request), on=timezone.localdate())
        return Response(serializers.StandingLine(standings, many=True).data)


class AwardViewSet(ViewSet):
    """The viewer's own awards."""

    @extend_schema(responses=serializers.AwardLine(many=True))
    def list(self, request: Request) -> Response:
        viewer = viewer_of(request)
        awards = list_awards(viewer.user_id, reach=reach_of(viewer), on=timezone.localdate())
        return Response(serializers.AwardLine(awards, many=True).data)


class VerifyViewSet(ViewSet):
    """A certificate by the code that it prints."""

    lookup_field = "code"
    lookup_value_regex = "[-0-9A-Za-z ]{1,40}"

    @extend_schema(responses=serializers.Certificate)
    def retrieve(self, request: Request, code: str) -> Response:  # noqa: ARG002 - for anybody
        award = find_by_code(read_code(code))
        if award is None:
            raise Award.DoesNotExist
        checked = present_checked(award, is_named=False, on=timezone.localdate())
        return Response(serializers.Certificate(checked).data)


class ComplianceViewSet(ViewSet):
    """How training stands in figures, for those who may follow it."""

    @extend_schema(
        parameters=[
            OpenApiParameter("board", str, description="The ODS code of a board"),
            OpenApiParameter("kind", str, description="A kind of organisation"),
            OpenApiParameter("job_role", str, description="A job role"),
        ],
        responses=serializers.Compliance,
    )
    def list(self, request: Request) -> Response:
        reach = reach_of(viewer_of(request))
        permissions.check_may_read_figures(reach)
        asked = serializers.ComplianceQuery(data=request.query_params)
        asked.is_valid(raise_exception=True)
        filters = GridFilters(by_name=True, **asked.validated_data)
        grid = read_grid(filters, reach=reach, on=timezone.localdate())
        figures = {
            "counted_on": grid.taken.on,
            "organizations": [_figures(grid, place, line) for place, line in grid.rows],
        }
        return Response(serializers.Compliance(figures).data)


def _figures(grid: Grid, place: Place, line: Line) -> dict[str, object]:
    return {
        "organization": place.ods_code,
        "name": place.name,
        "kind": place.kind,
        "board": place.board,
        "in_scope": line.all.in_scope,
        "compliant": line.all.compliant,
        "competencies": [
            {
                "competency": skill.code,
                "in_scope": line.cells[skill.id].in_scope,
                "compliant": line.cells[skill.id].compliant,
            }
            for skill in grid.skills
            if skill.id in line.cells
        ],
    }
