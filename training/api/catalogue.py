"""Courses and sessions in the API: what one may find and book, as the pages show it."""

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from accounts.api import viewer_of
from training.api import serializers
from training.codes import DeliveryMode
from training.models import reach_of
from training.queries.bookings import get_session
from training.queries.catalogue import CourseWish, get_course, list_courses, list_sessions

LONGEST_WORDS = 200


class CourseViewSet(ViewSet):
    """Courses that the viewer may take."""

    lookup_field = "code"
    lookup_value_regex = "[-a-zA-Z0-9_]{1,60}"

    @extend_schema(
        parameters=[
            OpenApiParameter("q", str, description="Words of the name, summary or competency"),
            OpenApiParameter("mode", str, enum=DeliveryMode.values),
        ],
        responses=serializers.CourseLine(many=True),
    )
    def list(self, request: Request) -> Response:
        asked = request.query_params
        mode = asked.get("mode", "")
        if mode and mode not in DeliveryMode:
            raise ValidationError({"mode": [f"There is no mode “{mode[:20]}”."]})
        wish = CourseWish(words=asked.get("q", "").replace("\x00", "")[:LONGEST_WORDS], mode=mode)
        found = list_courses(wish, viewer=viewer_of(request), at=timezone.now())
        versions = [each.version for each in found]
        return Response(serializers.CourseLine(versions, many=True).data)

    @extend_schema(responses=serializers.CourseDetail)
    def retrieve(self, request: Request, code: str) -> Response:
        version = get_course(code, viewer=viewer_of(request))
        return Response(serializers.CourseDetail(version).data)


class SessionViewSet(ViewSet):
    """Sessions that the viewer may find, with the places that are left."""

    lookup_field = "number"
    lookup_value_regex = "[0-9]{1,18}"

    @extend_schema(
        parameters=[
            OpenApiParameter("course", str, required=True, description="The code of the course")
        ],
        responses=serializers.SessionLine(many=True),
    )
    def list(self, request: Request) -> Response:
        viewer = viewer_of(request)
        version = get_course(_code(request), viewer=viewer)
        sessions = list_sessions([version.course_id], viewer, at=timezone.now())
        return Response(serializers.SessionLine(sessions, many=True).data)

    @extend_schema(responses=serializers.SessionLine)
    def retrieve(self, request: Request, number: str) -> Response:
        session = get_session(int(number), reach=reach_of(viewer_of(request)))
        return Response(serializers.SessionLine(session).data)


def _code(request: Request) -> str:
    """
    Return the course that is asked for.

    :raises ValidationError: none is
    """
    code = request.query_params.get("course", "").replace("\x00", "")
    if not code:
        raise ValidationError({"course": ["Say of which course."]})
    return code
