"""What a ticket belongs to and holds: links, merges, files, and what is taken out of it."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from accounts.api import viewer_of
from helpdesk import permissions
from helpdesk.actions.attachments import NewFile, attach_files
from helpdesk.actions.deadlines import set_deadline
from helpdesk.actions.editing import Details, edit_ticket
from helpdesk.actions.linking import link_tickets, unlink_tickets
from helpdesk.actions.macros import apply_macro, fill
from helpdesk.actions.merging import merge_tickets, unmerge_ticket
from helpdesk.actions.parts import put_under, take_out
from helpdesk.actions.redaction import Chosen, Grounds, redact
from helpdesk.api import serializers
from helpdesk.api.calls import checked, done, known_number, known_ticket
from helpdesk.codes import LinkKind, Metric, RedactionCategory, Visibility
from helpdesk.models import sight_of
from helpdesk.queries.attachments import list_attachments
from helpdesk.queries.macros import get_macro_version, list_macros_for


class TicketParts(ViewSet):
    """The half of a ticket's addresses that is about other tickets, files and redaction."""

    @extend_schema(request=serializers.NewDetails, responses=serializers.Done)
    @action(detail=True, methods=["post"])
    def details(self, request: Request, number: str) -> Response:
        event = edit_ticket(
            number=known_number(request, number),
            details=Details(**checked(serializers.NewDetails, request)),
            by=viewer_of(request),
            at=timezone.now(),
        )
        return done(event)

    @extend_schema(request=serializers.NewLink, responses=serializers.Done)
    @action(detail=True, methods=["post"])
    def links(self, request: Request, number: str) -> Response:
        asked = checked(serializers.NewLink, request)
        change = link_tickets if asked["is_linked"] else unlink_tickets
        event = change(
            number=known_number(request, number),
            other=asked["other"],
            kind=LinkKind(asked["kind"]),
            by=viewer_of(request),
            at=timezone.now(),
        )
        return done(event)

    @extend_schema(request=serializers.NewMerge, responses=serializers.Done)
    @action(detail=True, methods=["post"])
    def merge(self, request: Request, number: str) -> Response:
        into = checked(serializers.NewMerge, request)["into"]
        event = merge_tickets(
            source=known_number(request, number),
            target=known_number(request, str(into)),
            by=viewer_of(request),
            at=timezone.now(),
        )
        return done(event)

    @extend_schema(request=None, responses=serializers.Done)
    @action(detail=True, methods=["post"])
    def unmerge(self, request: Request, number: str) -> Response:
        known = known_number(request, number)
        return done(unmerge_ticket(source=known, by=viewer_of(request), at=timezone.now()))

    @extend_schema(request=serializers.NewParent, responses=serializers.Done)
    @action(detail=True, methods=["post"])
    def parent(self, request: Request, number: str) -> Response:
        known, by, at = known_number(request, number), viewer_of(request), timezone.now()
        parent = checked(serializers.NewParent, request)["part_of"]
        if parent is None:
            return done(take_out(number=known, by=by, at=at))
        return done(put_under(number=known, parent=parent, by=by, at=at))

    @extend_schema(request=serializers.NewDeadline, responses=serializers.Done)
    @action(detail=True, methods=["post"])
    def deadline(self, request: Request, number: str) -> Response:
        asked = checked(serializers.NewDeadline, request)
        event = set_deadline(
            number=known_number(request, number),
            metric=Metric(asked["metric"]),
            due_at=asked["due_at"],
            reason=asked["reason"],
            by=viewer_of(request),
            at=timezone.now(),
        )
        return done(event)

    @extend_schema(request=serializers.NewRedaction, responses=serializers.Done)
    @action(detail=True, methods=["post"])
    def redactions(self, request: Request, number: str) -> Response:
        asked = checked(serializers.NewRedaction, request)
        removed = redact(
            number=known_number(request, number),
            chosen=Chosen(
                events=asked["events"],
                attachments=asked["attachments"],
                has_subject=asked["subject"],
            ),
            grounds=Grounds(category=RedactionCategory(asked["category"]), reason=asked["reason"]),
            by=viewer_of(request),
            at=timezone.now(),
        )
        return done(removed.event)

    @extend_schema(responses=serializers.File(many=True))
    @action(detail=True)
    def files(self, request: Request, number: str) -> Response:
        known = known_number(request, number)
        found = list_attachments(known, sight=sight_of(viewer_of(request)))
        return Response(serializers.File(found, many=True).data)

    @extend_schema(request=serializers.NewFileForm, responses=serializers.Done)
    @action(detail=True, methods=["post"], parser_classes=[MultiPartParser])
    def attach(self, request: Request, number: str) -> Response:
        asked = checked(serializers.NewFileForm, request)
        event = attach_files(
            number=known_number(request, number),
            files=[NewFile(asked["file"].name, asked["file"].read())],
            visibility=Visibility(asked["visibility"]),
            by=viewer_of(request),
            at=timezone.now(),
        )
        return done(event)

    @extend_schema(responses=serializers.MacroLine(many=True))
    @action(detail=True)
    def macros(self, request: Request, number: str) -> Response:
        ticket, viewer = known_ticket(request, number), viewer_of(request)
        permissions.check_may_work_on(sight_of(viewer), ticket)
        versions = list_macros_for(ticket)
        for version in versions:
            version.text = fill(version.text, ticket=ticket, by=viewer)
        return Response(serializers.MacroLine(versions, many=True).data)

    @extend_schema(request=serializers.UsedMacro, responses={204: None})
    @macros.mapping.post
    def use_macro(self, request: Request, number: str) -> Response:
        asked, ticket = checked(serializers.UsedMacro, request), known_ticket(request, number)
        apply_macro(
            number=ticket.number,
            version=get_macro_version(asked["macro"], ticket=ticket),
            text=asked["text"],
            by=viewer_of(request),
            at=timezone.now(),
            last_seen_event_id=asked.get("last_seen_event"),
        )
        return Response(status=status.HTTP_204_NO_CONTENT)
