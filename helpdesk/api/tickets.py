"""Tickets in the API: lists, one ticket, and each change as an address of its own."""

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api import viewer_of
from core.api import whole_number
from helpdesk import permissions
from helpdesk.actions.assigning import assign_ticket, move_ticket
from helpdesk.actions.opening import Opening, open_ticket
from helpdesk.actions.people import change_participant
from helpdesk.actions.states import change_state
from helpdesk.actions.triage import set_flags, set_priority
from helpdesk.actions.writing import write_message, write_note, write_reply
from helpdesk.api import serializers
from helpdesk.api.calls import checked, done, find_person, known_number
from helpdesk.api.ticket_parts import TicketParts
from helpdesk.codes import Channel, Impact, ParticipantKind, Priority, TicketState, Urgency
from helpdesk.models import sight_of
from helpdesk.queries.api import (
    get_queue,
    get_ticket_row,
    list_clock_rows,
    list_event_rows,
    list_ticket_rows,
)
from helpdesk.queries.filters import TicketFilters
from helpdesk.queries.search import numbers_found

MOST = 200
LARGEST = 2**62
FILTERS = {
    "state": "state",
    "kind": "kind",
    "category": "category",
    "priority": "priority",
    "queue": "queue__code",
    "assignee": "assignee__username",
    "organization": "organization__ods_code",
}


class TicketViewSet(TicketParts):
    """Tickets that the viewer may see; what they may not see does not exist here."""

    lookup_field = "number"
    lookup_value_regex = "[0-9]{1,18}"

    @extend_schema(
        parameters=[
            *(OpenApiParameter(name, str) for name in FILTERS),
            OpenApiParameter("q", str, description="Words to search for; the best match first"),
            OpenApiParameter("before", int, description="Only tickets with a lower number"),
            OpenApiParameter("limit", int, description=f"At most {MOST}"),
        ],
        responses=serializers.TicketPage,
    )
    def list(self, request: Request) -> Response:
        asked = request.query_params
        filters = {FILTERS[name]: asked[name] for name in FILTERS if asked.get(name)}
        if "priority" in filters:
            filters["priority"] = str(whole_number(filters["priority"], name="priority", most=5))
        limit = whole_number(asked.get("limit", "50"), name="limit", most=MOST)
        if words := asked.get("q", "").strip():
            return self._search(request, words, limit)
        before = asked.get("before")
        rows = list_ticket_rows(
            sight=sight_of(viewer_of(request)),
            filters=filters,
            before=whole_number(before, name="before", most=LARGEST) if before else None,
            most=limit,
        )
        is_full = len(rows) == limit and rows
        page = {"tickets": rows, "next_before": rows[-1]["number"] if is_full else None}
        return Response(serializers.TicketPage(page).data)

    def _search(self, request: Request, words: str, limit: int) -> Response:
        sight = sight_of(viewer_of(request))
        numbers = numbers_found(
            TicketFilters(text=words), sight=sight, at=timezone.now(), most=limit
        )
        rows = {
            row["number"]: row
            for row in list_ticket_rows(
                sight=sight, filters={"number__in": numbers}, before=None, most=limit
            )
        }
        page = {"tickets": [rows[n] for n in numbers if n in rows], "next_before": None}
        return Response(serializers.TicketPage(page).data)

    @extend_schema(request=serializers.NewTicket, responses={201: serializers.TicketDetail})
    def create(self, request: Request) -> Response:
        viewer = viewer_of(request)
        asked = checked(serializers.NewTicket, request)
        opening = Opening(
            kind=asked["kind"],
            category=asked["category"],
            channel=Channel.API,
            subject=asked["subject"],
            text=asked["text"],
            urgency=Urgency(asked["urgency"]),
            requester=viewer.user,
            organization=viewer.organization,
            external_reference=asked["external_reference"],
            has_safety_flag=asked["could_harm_a_patient"],
            has_governance_flag=asked["data_may_have_gone_astray"],
        )
        ticket = open_ticket(opening, by=viewer, at=timezone.now())
        row = get_ticket_row(ticket.number, sight=sight_of(viewer))
        answer = serializers.TicketDetail(row).data
        return Response(answer, status=status.HTTP_201_CREATED)

    @extend_schema(responses=serializers.TicketDetail)
    def retrieve(self, request: Request, number: str) -> Response:
        row = get_ticket_row(int(number), sight=sight_of(viewer_of(request)))
        return Response(serializers.TicketDetail(row).data)

    @extend_schema(
        parameters=[OpenApiParameter("after", int, description="Only events after this position")],
        responses=serializers.Event(many=True),
    )
    @action(detail=True)
    def events(self, request: Request, number: str) -> Response:
        after = whole_number(request.query_params.get("after", "0"), name="after", most=LARGEST)
        sight = sight_of(viewer_of(request))
        rows = list_event_rows(int(number), sight=sight, after=after, most=MOST)
        return Response(serializers.Event(rows, many=True).data)

    @extend_schema(responses=serializers.ClockState(many=True))
    @action(detail=True)
    def clocks(self, request: Request, number: str) -> Response:
        at = timezone.now()
        clocks = list_clock_rows(int(number), sight=sight_of(viewer_of(request)))
        states = [
            {
                "metric": clock.metric,
                "state": clock.state,
                "due_at": clock.due_at,
                "is_breached": bool(clock.was_breached)
                or (clock.due_at is not None and clock.due_at < at),
            }
            for clock in clocks
        ]
        return Response(serializers.ClockState(states, many=True).data)

    @extend_schema(request=serializers.Words, responses=serializers.Done)
    @action(detail=True, methods=["post"])
    def replies(self, request: Request, number: str) -> Response:
        asked = checked(serializers.Words, request)
        event = write_reply(
            number=known_number(request, number),
            text=asked["text"],
            by=viewer_of(request),
            at=timezone.now(),
            last_seen_event_id=asked.get("last_seen_event"),
        )
        return done(event)

    @extend_schema(request=serializers.Words, responses=serializers.Done)
    @action(detail=True, methods=["post"])
    def notes(self, request: Request, number: str) -> Response:
        asked = checked(serializers.Words, request)
        known = known_number(request, number)
        event = write_note(
            number=known, text=asked["text"], by=viewer_of(request), at=timezone.now()
        )
        return done(event)

    @extend_schema(request=serializers.Words, responses=serializers.Done)
    @action(detail=True, methods=["post"])
    def messages(self, request: Request, number: str) -> Response:
        asked = checked(serializers.Words, request)
        known = known_number(request, number)
        event = write_message(
            number=known, text=asked["text"], by=viewer_of(request), at=timezone.now()
        )
        return done(event)

    @extend_schema(request=serializers.NewState, responses=serializers.Done)
    @action(detail=True, methods=["post"])
    def state(self, request: Request, number: str) -> Response:
        asked = checked(serializers.NewState, request)
        event = change_state(
            number=known_number(request, number),
            state=TicketState(asked["state"]),
            waiting_reason=asked["waiting_reason"],
            text=asked["text"],
            by=viewer_of(request),
            at=timezone.now(),
        )
        return done(event)

    @extend_schema(request=serializers.NewAssignee, responses=serializers.Done)
    @action(detail=True, methods=["post"])
    def assignee(self, request: Request, number: str) -> Response:
        name = checked(serializers.NewAssignee, request)["username"]
        known = known_number(request, number)
        permissions.check_is_staff(sight_of(viewer_of(request)))
        event = assign_ticket(
            number=known,
            assignee=find_person(name) if name else None,
            by=viewer_of(request),
            at=timezone.now(),
        )
        return done(event)

    @extend_schema(request=serializers.NewQueue, responses=serializers.Done)
    @action(detail=True, methods=["post"])
    def queue(self, request: Request, number: str) -> Response:
        asked = checked(serializers.NewQueue, request)
        event = move_ticket(
            number=known_number(request, number),
            queue=get_queue(asked["queue"]),
            text=asked["text"],
            by=viewer_of(request),
            at=timezone.now(),
        )
        return done(event)

    @extend_schema(request=serializers.NewPriority, responses=serializers.Done)
    @action(detail=True, methods=["post"])
    def priority(self, request: Request, number: str) -> Response:
        asked = checked(serializers.NewPriority, request)
        event = set_priority(
            number=known_number(request, number),
            impact=Impact(asked["impact"]),
            urgency=Urgency(asked["urgency"]),
            override=Priority(asked["priority"]) if "priority" in asked else None,
            reason=asked["reason"],
            by=viewer_of(request),
            at=timezone.now(),
        )
        return done(event)

    @extend_schema(request=serializers.NewFlags, responses=serializers.Done)
    @action(detail=True, methods=["post"])
    def flags(self, request: Request, number: str) -> Response:
        asked = checked(serializers.NewFlags, request)
        event = set_flags(
            number=known_number(request, number),
            has_safety_flag=asked["safety"],
            has_governance_flag=asked["governance"],
            triage=asked["triage"],
            by=viewer_of(request),
            at=timezone.now(),
        )
        return done(event)

    @extend_schema(request=serializers.NewPart, responses=serializers.Done)
    @action(detail=True, methods=["post"])
    def participants(self, request: Request, number: str) -> Response:
        asked = checked(serializers.NewPart, request)
        known = known_number(request, number)
        permissions.check_is_staff(sight_of(viewer_of(request)))
        event = change_participant(
            number=known,
            user=find_person(asked["username"]),
            kind=ParticipantKind(asked["kind"]),
            takes_part=asked["takes_part"],
            by=viewer_of(request),
            at=timezone.now(),
        )
        return done(event)
