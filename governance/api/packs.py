"""Board packs in the API: which there are, and one's own PDF of each."""

from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from governance.actions.personal_packs import open_personal_pack
from governance.api import serializers
from governance.api.meetings import MOST, reach_for, read_key, read_page
from governance.queries.packs import known_packs, with_own

SANDBOX = "default-src 'none'; sandbox"


class PackViewSet(ViewSet):
    """Packs of the meetings that the viewer may know of, the newest first."""

    lookup_field = "pack_id"
    lookup_value_regex = "[-0-9a-f]{36}"

    @extend_schema(
        parameters=[
            OpenApiParameter("meeting", OpenApiTypes.UUID, description="The key of a meeting"),
            OpenApiParameter("page", int, description="From 1; 200 packs a page"),
        ],
        responses=serializers.PackLine(many=True),
    )
    def list(self, request: Request) -> Response:
        reach = reach_for(request)
        packs = known_packs(reach).order_by("-asked_at", "pk")
        if meeting := request.query_params.get("meeting", ""):
            packs = packs.filter(meeting_id=read_key(meeting))
        page = read_page(request)
        rows = with_own(packs[(page - 1) * MOST : page * MOST], reach=reach)
        return Response(serializers.PackLine(rows, many=True).data)

    @extend_schema(responses={(200, "application/pdf"): OpenApiTypes.BINARY})
    @action(detail=True)
    def pdf(self, request: Request, pack_id: str) -> HttpResponse:
        """Answer with the viewer's own PDF, and nobody else's; that it was opened is noted."""
        own = open_personal_pack(
            pack_id=read_key(pack_id), by=reach_for(request), at=timezone.now()
        )
        name = f"board-pack-{own.pack.meeting.committee.code}-{own.pack.number}.pdf"
        return HttpResponse(
            own.pdf,
            content_type="application/pdf",
            headers={
                "Content-Disposition": content_disposition_header(as_attachment=True, filename=name)
                or "attachment",
                "Content-Security-Policy": SANDBOX,
                "X-Content-Type-Options": "nosniff",
                "Cache-Control": "private, no-store",
            },
        )
