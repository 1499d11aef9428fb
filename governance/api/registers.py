"""Decisions and actions in the API."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.exceptions import ParseError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.viewsets import ViewSet

from core.dates import LONDON
from governance.actions.action_changes import add_to_action, finish_action, move_due_date
from governance.api import serializers
from governance.api.meetings import MOST, reach_for, read_key, read_page
from governance.codes import ActionEventKind, ActionState
from governance.models import ActionItem, Decision, Reach
from governance.queries.action_log import list_events
from governance.queries.decisions import list_known
from governance.queries.standing_actions import known_actions, rag_of_action


class DecisionViewSet(ViewSet):
    """Decisions that the viewer may know of, the newest first."""

    lookup_field = "decision_id"
    lookup_value_regex = "[-0-9a-f]{36}"

    @extend_schema(
        parameters=[
            OpenApiParameter("committee", str, description="The code of a committee"),
            OpenApiParameter("page", int, description="From 1; 200 decisions a page"),
        ],
        responses=serializers.DecisionLine(many=True),
    )
    def list(self, request: Request) -> Response:
        reach = reach_for(request)
        decisions = Decision.objects.visible_to(reach)
        if committee := request.query_params.get("committee", "").replace("\x00", ""):
            decisions = decisions.filter(committee__code=committee)
        rows = decisions.select_related("committee", "supersedes", "superseded_by")
        page = read_page(request)
        ordered = list(rows.order_by("-decided_at", "pk")[(page - 1) * MOST : page * MOST])
        return Response(serializers.DecisionLine(_told(ordered, reach), many=True).data)

    @extend_schema(responses=serializers.DecisionLine)
    def retrieve(self, request: Request, decision_id: str) -> Response:
        reach = reach_for(request)
        decisions = Decision.objects.visible_to(reach)
        rows = decisions.select_related("committee", "supersedes", "superseded_by")
        found = _told([rows.get(pk=read_key(decision_id))], reach)
        return Response(serializers.DecisionLine(found[0]).data)


class ActionViewSet(ViewSet):
    """Actions that the viewer may know of, the next due first."""

    lookup_field = "action_id"
    lookup_value_regex = "[-0-9a-f]{36}"

    @extend_schema(
        parameters=[
            OpenApiParameter("committee", str, description="The code of a committee"),
            OpenApiParameter("state", str, enum=ActionState.values),
            OpenApiParameter("own", bool, description="Only those that the viewer is to do"),
            OpenApiParameter("page", int, description="From 1; 200 actions a page"),
        ],
        responses=serializers.ActionLine(many=True),
    )
    def list(self, request: Request) -> Response:
        asked, reach = request.query_params, reach_for(request)
        actions = known_actions(reach)
        if committee := asked.get("committee", "").replace("\x00", ""):
            actions = actions.filter(committee__code=committee)
        if state := asked.get("state", ""):
            if state not in ActionState:
                raise ParseError("There is no such state.")
            actions = actions.filter(state=state)
        if asked.get("own", "") in ("1", "true"):
            actions = actions.filter(owner_id=reach.user_id)
        page = read_page(request)
        rows = actions.order_by("due_on", "pk")[(page - 1) * MOST : page * MOST]
        today = timezone.now().astimezone(LONDON).date()
        lines = [_line(each, on=today) for each in rows]
        return Response(serializers.ActionLine(lines, many=True).data)

    @extend_schema(responses=serializers.ActionLine)
    def retrieve(self, request: Request, action_id: str) -> Response:
        return _answer(read_key(action_id), reach=reach_for(request))

    @extend_schema(responses=serializers.ActionEventLine(many=True))
    @action(detail=True)
    def events(self, request: Request, action_id: str) -> Response:
        """Answer with what happened to an action, the last first."""
        found = known_actions(reach_for(request)).get(pk=read_key(action_id))
        events = list_events(found)
        return Response(serializers.ActionEventLine(events, many=True).data)

    @extend_schema(request=serializers.ActionDone, responses=serializers.ActionLine)
    @action(detail=True, methods=["post"])
    def done(self, request: Request, action_id: str) -> Response:
        """Close an action as done, with what shows it: its owner, chair and secretary."""
        said = _said(serializers.ActionDone(data=request.data))
        reach, key = reach_for(request), read_key(action_id)
        finish_action(action_id=key, words=said["words"], by=reach, at=timezone.now())
        return _answer(key, reach=reach)

    @extend_schema(request=serializers.ActionNote, responses=serializers.ActionLine)
    @action(detail=True, methods=["post"])
    def note(self, request: Request, action_id: str) -> Response:
        """Add a note or evidence to an action: its owner, chair and secretary."""
        said = _said(serializers.ActionNote(data=request.data))
        reach, key = reach_for(request), read_key(action_id)
        kind = ActionEventKind(said["kind"])
        add_to_action(action_id=key, kind=kind, words=said["words"], by=reach, at=timezone.now())
        return _answer(key, reach=reach)

    @extend_schema(request=serializers.ActionMove, responses=serializers.ActionLine)
    @action(detail=True, methods=["post"])
    def move(self, request: Request, action_id: str) -> Response:
        """Give an action another due date, with the reason; a later one is counted."""
        said = _said(serializers.ActionMove(data=request.data))
        reach, key = reach_for(request), read_key(action_id)
        move_due_date(
            action_id=key,
            due_on=said["due_on"],
            reason=said["reason"],
            by=reach,
            at=timezone.now(),
        )
        return _answer(key, reach=reach)


def _told(decisions: list[Decision], reach: Reach) -> list[Decision]:
    """Leave out which decision one supersedes where the viewer may not know of that."""
    known = list_known([each.supersedes_id for each in decisions], reach)
    for decision in decisions:
        if decision.supersedes_id not in known:
            decision.supersedes = None
    return decisions


def _said(sent: BaseSerializer[object]) -> Mapping[str, Any]:
    """
    Return what was sent.

    :raises ValidationError: something is missing, or is not what it should be
    """
    sent.is_valid(raise_exception=True)
    said: Mapping[str, Any] = sent.validated_data
    return said


def _answer(action_id: UUID, *, reach: Reach) -> Response:
    found = known_actions(reach).get(pk=action_id)
    today = timezone.now().astimezone(LONDON).date()
    return Response(serializers.ActionLine(_line(found, on=today)).data)


def _line(found: ActionItem, *, on: date) -> dict[str, object]:
    return {"action": found, "rag": rag_of_action(found, on=on).value}
