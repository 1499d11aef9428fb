"""The bytes of files that have passed the virus check."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.viewsets import ViewSet

from accounts.api import viewer_of
from helpdesk.queries.attachments import open_attachment


class FileViewSet(ViewSet):
    """Files of tickets; one that waits for its check, or is held, is refused with the reason."""

    @extend_schema(
        parameters=[OpenApiParameter("id", OpenApiTypes.UUID, OpenApiParameter.PATH)],
        responses={(200, "application/octet-stream"): OpenApiTypes.BINARY},
    )
    def retrieve(self, request: Request, pk: str) -> HttpResponse:
        try:
            key = UUID(pk)
        except ValueError:
            raise NotFound from None
        opened = open_attachment(key, viewer=viewer_of(request))
        response = HttpResponse(opened.content, content_type="application/octet-stream")
        name = opened.attachment.name
        response["Content-Disposition"] = content_disposition_header(True, name)  # noqa: FBT003
        response["Content-Security-Policy"] = "default-src 'none'; sandbox"
        response["Cache-Control"] = "private, no-store"
        return response
