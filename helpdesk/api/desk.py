"""The desk's own tools: saved lists, changes of many tickets, figures, and mail that waits."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import timedelta
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
from core.api import whole_number
from helpdesk import permissions
from helpdesk.actions.bulk import choose_changes, freeze_selection, start_bulk, start_undo
from helpdesk.actions.bulk_steps import Change
from helpdesk.actions.mail_trays import (
    attach_to_ticket,
    dismiss_mail,
    open_ticket_from,
    retry_mail,
)
from helpdesk.actions.saved_views import delete_saved_view, save_view
from helpdesk.api import serializers
from helpdesk.api.calls import checked, find_person
from helpdesk.codes import Visibility
from helpdesk.models import sight_of
from helpdesk.queries.api import get_queue
from helpdesk.queries.bulk import get_bulk_change
from helpdesk.queries.desk import list_saved_views
from helpdesk.queries.mail import INCOMING, list_incoming
from helpdesk.queries.report import Scope, make_report

KEY = OpenApiParameter("id", OpenApiTypes.UUID, OpenApiParameter.PATH)
UUIDS = "[0-9a-f-]{36}"
PARTS = ("queue", "region", "category")
MOST_WEEKS = 104
MOST_PAGES = 10_000


class SavedViewViewSet(ViewSet):
    """Lists that somebody keeps, and those of the whole desk."""

    lookup_value_regex = UUIDS

    @extend_schema(responses=serializers.SavedViewLine(many=True))
    def list(self, request: Request) -> Response:
        sight = sight_of(viewer_of(request))
        permissions.check_is_staff(sight)
        return Response(serializers.SavedViewLine(list_saved_views(sight), many=True).data)

    @extend_schema(request=serializers.NewSavedView, responses={201: serializers.SavedViewLine})
    def create(self, request: Request) -> Response:
        view = save_view(**checked(serializers.NewSavedView, request), by=viewer_of(request))
        answer = serializers.SavedViewLine(view).data
        return Response(answer, status=status.HTTP_201_CREATED)

    @extend_schema(parameters=[KEY], responses={204: None})
    def destroy(self, request: Request, pk: str) -> Response:
        delete_saved_view(view_id=UUID(pk), by=viewer_of(request))
        return Response(status=status.HTTP_204_NO_CONTENT)


class BulkChangeViewSet(ViewSet):
    """Changes of many tickets, carried out by a worker with a result for each; one's own alone."""

    lookup_value_regex = UUIDS

    @extend_schema(request=serializers.NewBulkChange, responses={202: serializers.BulkChangeState})
    def create(self, request: Request) -> Response:
        asked, by = checked(serializers.NewBulkChange, request), viewer_of(request)
        bulk = freeze_selection(numbers=asked["numbers"], by=by, at=timezone.now())
        choose_changes(
            bulk=bulk,
            changes=[_by_key(each) for each in asked["changes"]],
            text=asked["text"],
            visibility=Visibility(asked["visibility"]),
        )
        start_bulk(bulk_id=bulk.pk, by=by)
        bulk.refresh_from_db()
        answer = serializers.BulkChangeState(bulk).data
        return Response(answer, status=status.HTTP_202_ACCEPTED)

    @extend_schema(parameters=[KEY], responses=serializers.BulkChangeState)
    def retrieve(self, request: Request, pk: str) -> Response:
        bulk = get_bulk_change(UUID(pk), viewer=viewer_of(request))
        return Response(serializers.BulkChangeState(bulk).data)

    @extend_schema(parameters=[KEY], request=None, responses={202: serializers.BulkChangeState})
    @action(detail=True, methods=["post"])
    def undo(self, request: Request, pk: str) -> Response:
        viewer = viewer_of(request)
        bulk = get_bulk_change(UUID(pk), viewer=viewer)
        start_undo(bulk_id=bulk.pk, by=viewer, at=timezone.now())
        bulk.refresh_from_db()
        answer = serializers.BulkChangeState(bulk).data
        return Response(answer, status=status.HTTP_202_ACCEPTED)


def _by_key(step: Mapping[str, str]) -> Change:
    """Return a step with the key of whom or what it names by a user name or a queue's code."""
    field, value = step["field"], step["value"]
    if field == "assignee" and value:
        value = str(find_person(value).pk)
    if field == "queue":
        value = str(get_queue(value).pk)
    return Change(field=field, value=value)


class ReportViewSet(ViewSet):
    """How the desk does, week by week and by queue, region or category, for what one sees."""

    @extend_schema(
        parameters=[
            OpenApiParameter("by", str, enum=PARTS),
            OpenApiParameter("weeks", int, description=f"At most {MOST_WEEKS}"),
        ],
        responses=OpenApiTypes.OBJECT,
    )
    def list(self, request: Request) -> Response:
        sight = sight_of(viewer_of(request))
        permissions.check_is_staff(sight)
        by = request.query_params.get("by", "queue")
        if by not in PARTS:
            raise ParseError(f"by must be one of {', '.join(PARTS)}.")
        text = request.query_params.get("weeks", "13")
        number = whole_number(text, name="weeks", most=MOST_WEEKS)
        today = timezone.localdate()
        monday = today - timedelta(days=today.weekday())
        weeks = [monday - timedelta(weeks=each) for each in range(number)]
        report = make_report(Scope(), by=by, weeks=weeks, sight=sight)
        return Response(
            {
                "weeks": {day.isoformat(): asdict(each) for day, each in report.weeks.items()},
                "parts": {name: asdict(each) for name, each in report.parts.items()},
            }
        )


class MailViewSet(ViewSet):
    """Mail in the trays, for those who may read it; what it says is read on its page."""

    lookup_value_regex = UUIDS

    @extend_schema(
        parameters=[
            OpenApiParameter("tab", str, enum=list(INCOMING)),
            OpenApiParameter("page", int),
        ],
        responses=serializers.MailLine(many=True),
    )
    def list(self, request: Request) -> Response:
        sight = sight_of(viewer_of(request))
        permissions.check_is_staff(sight)
        tab = request.query_params.get("tab", next(iter(INCOMING)))
        if tab not in INCOMING:
            raise ParseError(f"tab must be one of {', '.join(INCOMING)}.")
        page = request.query_params.get("page", "1")
        number = max(1, whole_number(page, name="page", most=MOST_PAGES))
        found = list_incoming(tab, sight=sight, page=number)
        return Response(serializers.MailLine(found, many=True).data)

    @extend_schema(parameters=[KEY], request=serializers.MailToTicket, responses=None)
    @action(detail=True, methods=["post"])
    def attach(self, request: Request, pk: str) -> Response:
        number = checked(serializers.MailToTicket, request)["ticket"]
        by, at = viewer_of(request), timezone.now()
        attach_to_ticket(message_id=UUID(pk), number=number, by=by, at=at)
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(parameters=[KEY], request=None, responses=None)
    @action(detail=True, methods=["post"])
    def open(self, request: Request, pk: str) -> Response:
        open_ticket_from(message_id=UUID(pk), by=viewer_of(request), at=timezone.now())
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(parameters=[KEY], request=serializers.MailReason, responses=None)
    @action(detail=True, methods=["post"])
    def dismiss(self, request: Request, pk: str) -> Response:
        reason = checked(serializers.MailReason, request)["reason"]
        dismiss_mail(message_id=UUID(pk), reason=reason, by=viewer_of(request))
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(parameters=[KEY], request=None, responses=None)
    @action(detail=True, methods=["post"])
    def retry(self, request: Request, pk: str) -> Response:
        retry_mail(message_id=UUID(pk), by=viewer_of(request), at=timezone.now())
        return Response(status=status.HTTP_204_NO_CONTENT)
