"""What is written down for everybody: answers, how the service is, major incidents that run."""

from uuid import UUID

from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.exceptions import ParseError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from accounts.api import viewer_of
from helpdesk.actions.articles import (
    ArticleWords,
    publish_article,
    retire_article,
    write_article,
)
from helpdesk.actions.major_incidents import (
    Declaration,
    Update,
    declare_major_incident,
    end_major_incident,
    post_update,
)
from helpdesk.actions.service_status import Said, set_status
from helpdesk.api import serializers
from helpdesk.api.calls import checked, known_number
from helpdesk.codes import (
    ArticleAudience,
    ComponentStatus,
    MajorIncidentState,
    TicketCategory,
)
from helpdesk.models import sight_of
from helpdesk.queries.articles import get_article, list_articles
from helpdesk.queries.major_incidents import list_running
from helpdesk.queries.service_status import list_components, list_histories

SLUG = OpenApiParameter("slug", OpenApiTypes.STR, OpenApiParameter.PATH)
KEY = OpenApiParameter("id", OpenApiTypes.UUID, OpenApiParameter.PATH)


class ArticleViewSet(ViewSet):
    """Answers that the viewer may read."""

    lookup_field = "slug"

    @extend_schema(
        parameters=[OpenApiParameter("q", str, description="Words to search for")],
        responses=serializers.ArticleLine(many=True),
    )
    def list(self, request: Request) -> Response:
        words = request.query_params.get("q", "")
        found = list_articles(sight=sight_of(viewer_of(request)), words=words)
        return Response(serializers.ArticleLine(found, many=True).data)

    @extend_schema(
        parameters=[SLUG],
        responses=serializers.Article,
    )
    def retrieve(self, request: Request, slug: str) -> Response:
        article = get_article(slug, sight=sight_of(viewer_of(request)))
        return Response(serializers.Article(article).data)

    @extend_schema(request=serializers.NewArticle, responses={201: serializers.ArticleLine})
    def create(self, request: Request) -> Response:
        asked = checked(serializers.NewArticle, request)
        slug = asked.pop("slug")
        words = ArticleWords(**{**asked, "category": TicketCategory(asked["category"])})
        article = write_article(words=words, slug=slug, by=viewer_of(request), at=timezone.now())
        answer = serializers.ArticleLine(article).data
        return Response(answer, status=status.HTTP_201_CREATED)

    @extend_schema(
        parameters=[SLUG],
        request=serializers.NewAudience,
        responses=serializers.ArticleLine,
    )
    @action(detail=True, methods=["post"])
    def publish(self, request: Request, slug: str) -> Response:
        audience = ArticleAudience(checked(serializers.NewAudience, request)["audience"])
        by, at = viewer_of(request), timezone.now()
        article = publish_article(slug=slug, audience=audience, by=by, at=at)
        return Response(serializers.ArticleLine(article).data)

    @extend_schema(parameters=[SLUG], request=None, responses=serializers.ArticleLine)
    @action(detail=True, methods=["post"])
    def retire(self, request: Request, slug: str) -> Response:
        article = retire_article(slug=slug, by=viewer_of(request))
        return Response(serializers.ArticleLine(article).data)


class StatusViewSet(ViewSet):
    """How each part of the service is now."""

    @extend_schema(responses=serializers.ComponentState(many=True))
    def list(self, request: Request) -> Response:  # noqa: ARG002 - the same for everybody
        at = timezone.now()
        rows = []
        for each in list_histories(at):
            notice, region = each.standing(at), each.component.region
            rows.append(
                {
                    "code": each.component.code,
                    "name": each.component.name,
                    "region": region.ods_code if region else None,
                    "status": notice.status if notice else ComponentStatus.OPERATIONAL,
                    "text": notice.text if notice else "",
                    "since": notice.starts_at if notice else None,
                }
            )
        return Response(serializers.ComponentState(rows, many=True).data)

    @extend_schema(request=serializers.NewStatus, responses={204: None})
    def create(self, request: Request) -> Response:
        asked = checked(serializers.NewStatus, request)
        said = Said(
            status=ComponentStatus(asked["status"]),
            text=asked["text"],
            starts_at=asked["starts_at"],
            ends_at=asked["ends_at"],
        )
        component = list_components().get(code=asked["component"])
        set_status(component=component, said=said, by=viewer_of(request), at=timezone.now())
        return Response(status=status.HTTP_204_NO_CONTENT)


class IncidentViewSet(ViewSet):
    """Major incidents that run, as everybody may know them; and for the desk, to run them."""

    lookup_value_regex = "[0-9a-f-]{36}"

    @extend_schema(responses=serializers.RunningIncidentLine(many=True))
    def list(self, request: Request) -> Response:
        running = list_running(sight=sight_of(viewer_of(request)))
        return Response(serializers.RunningIncidentLine(running, many=True).data)

    @extend_schema(request=serializers.NewIncident, responses={201: serializers.NewIncidentMade})
    def create(self, request: Request) -> Response:
        asked = checked(serializers.NewIncident, request)
        components = list(list_components().filter(code__in=asked["components"]))
        if len(components) != len(set(asked["components"])):
            raise ParseError("There is no such component.")
        incident = declare_major_incident(
            number=known_number(request, str(asked["ticket"])),
            declaration=Declaration(
                title=asked["title"],
                text=asked["text"],
                status=ComponentStatus(asked["status"]),
                components=components,
                cadence_minutes=asked["cadence_minutes"],
            ),
            by=viewer_of(request),
            at=timezone.now(),
        )
        answer = serializers.NewIncidentMade(incident).data
        return Response(answer, status=status.HTTP_201_CREATED)

    @extend_schema(parameters=[KEY], request=serializers.NewUpdate, responses={204: None})
    @action(detail=True, methods=["post"])
    def updates(self, request: Request, pk: str) -> Response:
        asked = checked(serializers.NewUpdate, request)
        update = Update(
            state=MajorIncidentState(asked["state"]),
            status=ComponentStatus(asked["status"]),
            text=asked["text"],
        )
        by, at = viewer_of(request), timezone.now()
        post_update(incident_id=UUID(pk), update=update, by=by, at=at)
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(
        parameters=[KEY], request=serializers.NewEnd, responses=serializers.NewIncidentMade
    )
    @action(detail=True, methods=["post"])
    def end(self, request: Request, pk: str) -> Response:
        asked, by = checked(serializers.NewEnd, request), viewer_of(request)
        incident = end_major_incident(incident_id=UUID(pk), **asked, by=by, at=timezone.now())
        return Response(serializers.NewIncidentMade(incident).data)
