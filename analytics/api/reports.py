"""Reports and their runs in the API."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from analytics.api import serializers
from analytics.api.asking import reach_for
from analytics.codes import ReportState
from analytics.measures.publishing import INTERNAL
from analytics.presenters.report_frozen import present_frozen
from analytics.queries.reports import (
    get_definition,
    get_run,
    list_definitions,
    list_recounts,
    list_runs,
)


class ReportViewSet(ViewSet):
    """Reports of figures that whoever calls may see."""

    lookup_field = "report_id"
    lookup_value_regex = "[-0-9a-f]{36}"

    @extend_schema(responses=serializers.ReportLine(many=True))
    def list(self, request: Request) -> Response:
        found = list_definitions(reach_for(request))
        return Response(serializers.ReportLine(found, many=True).data)

    @extend_schema(responses=serializers.ReportDetail)
    def retrieve(self, request: Request, report_id: str) -> Response:
        definition = get_definition(reach_for(request), _key(report_id))
        line = serializers.ReportLine(definition).data
        runs = serializers.RunLine(list_runs(definition), many=True).data
        return Response({**line, "runs": runs})


class RunViewSet(ViewSet):
    """Runs of reports, frozen."""

    lookup_field = "run_id"
    lookup_value_regex = "[-0-9a-f]{36}"

    @extend_schema(responses=serializers.RunDetail)
    def retrieve(self, request: Request, run_id: str) -> Response:
        run = get_run(reach_for(request), _key(run_id))
        if "recount_of" in run.parameters:
            raise NotFound
        is_finished = run.state == ReportState.FINISHED
        parts = present_frozen(run, INTERNAL).parts if is_finished else ()
        tables = [table for part in parts for table in part.words.all_tables]
        again = [
            each.sha256 == run.sha256
            for each in list_recounts(run)
            if each.state == ReportState.FINISHED
        ]
        line = serializers.RunLine(run).data
        found = {"tables": serializers.tables_data(tables), "recounted_equal": again}
        return Response({**line, **found})


def _key(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFound from None
