"""What the desk is set up with: queues, what callers can ask for, parts of the service."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from accounts.api import viewer_of
from helpdesk.api import serializers
from helpdesk.models import sight_of
from helpdesk.queries.reference import (
    list_component_rows,
    list_queue_rows,
    list_request_type_rows,
)


class QueueViewSet(ViewSet):
    """The queues, for those who work at the helpdesk."""

    @extend_schema(responses=serializers.QueueLine(many=True))
    def list(self, request: Request) -> Response:
        rows = list_queue_rows(sight=sight_of(viewer_of(request)))
        return Response(serializers.QueueLine(rows, many=True).data)


class RequestTypeViewSet(ViewSet):
    """What callers can ask for."""

    @extend_schema(responses=serializers.RequestTypeLine(many=True))
    def list(self, request: Request) -> Response:  # noqa: ARG002 - the same for everybody
        return Response(serializers.RequestTypeLine(list_request_type_rows(), many=True).data)


class ComponentViewSet(ViewSet):
    """The parts of the service."""

    @extend_schema(responses=serializers.ComponentLine(many=True))
    def list(self, request: Request) -> Response:  # noqa: ARG002 - the same for everybody
        return Response(serializers.ComponentLine(list_component_rows(), many=True).data)
