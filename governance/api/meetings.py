"""Committees and their meetings in the API, as the pages show them."""

from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.exceptions import ParseError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from accounts.api import viewer_of
from core.api import whole_number
from core.dates import LONDON
from governance.api import serializers
from governance.api.minutes_serializers import MinutesDetail
from governance.codes import AGENDA_IS_KNOWN, MeetingState
from governance.models import Committee, Meeting, Membership, MinutesVersion, Reach
from governance.presenters.minutes import present_minutes
from governance.queries.minutes import (
    get_meeting_of_minutes,
    is_draft,
    known_item_keys,
    list_versions,
    read_draft,
    read_version,
)
from governance.queries.reach import reach_of
from governance.queries.reading import read_items
from governance.queries.search import LONGEST_WORDS, search

MOST: Final = 200
MOST_VERSIONS: Final = 10_000
A_YEAR: Final = timedelta(days=366)
# A year further on is still a day.
_LATEST: Final = date(9990, 1, 1)


def reach_for(request: Request) -> Reach:
    """Return what whoever calls may know of today."""
    return reach_of(viewer_of(request), on=timezone.now().astimezone(LONDON).date())


class CommitteeViewSet(ViewSet):
    """Committees that the viewer belongs to."""

    lookup_field = "code"
    lookup_value_regex = "[-a-zA-Z0-9_]{1,30}"

    @extend_schema(responses=serializers.CommitteeLine(many=True))
    def list(self, request: Request) -> Response:
        own = Committee.objects.filter(pk__in=reach_for(request).committees)
        rows = own.select_related("organization")
        return Response(serializers.CommitteeLine(rows, many=True).data)

    @extend_schema(
        operation_id="governance_committees_members_list",
        responses=serializers.MemberLine(many=True),
    )
    def retrieve(self, request: Request, code: str) -> Response:
        """Answer with who sits on a committee today."""
        reach = reach_for(request)
        committee = Committee.objects.get(code=code, pk__in=reach.committees)
        on = timezone.now().astimezone(LONDON).date()
        members = Membership.objects.current(on).filter(committee=committee)
        rows = members.select_related("user", "board").order_by("role", "user__display_name")
        return Response(serializers.MemberLine(rows, many=True).data)


class MeetingViewSet(ViewSet):
    """Meetings that the viewer may know of, each with its agenda."""

    lookup_field = "meeting_id"
    lookup_value_regex = "[-0-9a-f]{36}"

    @extend_schema(
        parameters=[
            OpenApiParameter("committee", str, description="The code of a committee"),
            OpenApiParameter("state", str, enum=MeetingState.values),
            OpenApiParameter("page", int, description="From 1; 200 meetings a page"),
        ],
        responses=serializers.MeetingLine(many=True),
    )
    def list(self, request: Request) -> Response:
        asked = request.query_params
        meetings = Meeting.objects.visible_to(reach_for(request)).select_related("committee")
        if committee := asked.get("committee", "").replace("\x00", ""):
            meetings = meetings.filter(committee__code=committee)
        if state := asked.get("state", ""):
            if state not in MeetingState:
                raise ParseError("There is no such state.")
            meetings = meetings.filter(state=state)
        page = read_page(request)
        rows = meetings.order_by("-starts_at", "pk")[(page - 1) * MOST : page * MOST]
        return Response(serializers.MeetingLine(rows, many=True).data)

    @extend_schema(responses=serializers.MeetingDetail)
    def retrieve(self, request: Request, meeting_id: str) -> Response:
        reach = reach_for(request)
        meetings = Meeting.objects.visible_to(reach).select_related("committee")
        meeting = meetings.get(pk=read_key(meeting_id))
        is_told = meeting.state in AGENDA_IS_KNOWN or meeting.committee_id in reach.serves
        items = read_items(meeting, reach=reach) if is_told else []
        detail = serializers.MeetingDetail({"meeting": meeting, "items": items})
        return Response(detail.data)

    @extend_schema(
        parameters=[
            OpenApiParameter(
                "version", int, description="The newest that the viewer may read, where none is"
            )
        ],
        responses=MinutesDetail,
    )
    @action(detail=True)
    def minutes(self, request: Request, meeting_id: str) -> Response:
        """Answer with the minutes as the viewer may read them: a draft, or a frozen version."""
        reach = reach_for(request)
        meeting = get_meeting_of_minutes(read_key(meeting_id), reach=reach)
        version = _version(meeting, request.query_params.get("version", ""), reach=reach)
        known = known_item_keys(meeting.pk, reach=reach)
        content = read_draft(meeting) if version is None else read_version(version)
        minutes = present_minutes(content, known)
        groups = [{"kind": kind, "people": each} for kind, each in minutes.attendance.items()]
        facts = {"meeting": meeting, "version": version, "minutes": minutes, "attendance": groups}
        return Response(MinutesDetail(facts).data)


class CalendarViewSet(ViewSet):
    """The viewer's own calendar: meetings that they may know of, the next first."""

    @extend_schema(
        parameters=[
            OpenApiParameter("since", date, description="The first day, today where none is given"),
            OpenApiParameter("until", date, description="The last day, a year on where none is"),
        ],
        responses=serializers.CalendarLine(many=True),
    )
    def list(self, request: Request) -> Response:
        asked = request.query_params
        since = read_day(asked.get("since", "")) or timezone.now().astimezone(LONDON).date()
        until = read_day(asked.get("until", "")) or min(since, _LATEST) + A_YEAR
        first = datetime.combine(since, time.min, LONDON)
        last = datetime.combine(until, time.max, LONDON)
        meetings = Meeting.objects.visible_to(reach_for(request)).select_related("committee")
        rows = meetings.filter(ends_at__gte=first, starts_at__lte=last).order_by("starts_at", "pk")
        return Response(serializers.CalendarLine(rows[:MOST], many=True).data)


class SearchViewSet(ViewSet):
    """Words in agendas, papers, minutes and decisions that the viewer may read."""

    @extend_schema(
        parameters=[OpenApiParameter("q", str, required=True, description="The words")],
        responses=serializers.FoundLine(many=True),
    )
    def list(self, request: Request) -> Response:
        words = request.query_params.get("q", "")[:LONGEST_WORDS]
        found = search(words, reach=reach_for(request))
        return Response(serializers.FoundLine(found, many=True).data)


def _version(meeting: Meeting, asked: str, *, reach: Reach) -> MinutesVersion | None:
    """
    Return the version that is asked for, or the newest; nothing while the minutes are in draft.

    :raises MinutesVersion.DoesNotExist: there is none of that number that they may read
    """
    versions = list_versions(meeting, reach=reach)
    if asked:
        number = whole_number(asked, name="version", most=MOST_VERSIONS)
        version = next((each for each in versions if each.number == number), None)
        if version is None:
            raise MinutesVersion.DoesNotExist
        return version
    return None if is_draft(meeting) or not versions else versions[0]


def read_day(text: str) -> date | None:
    """
    Read a day from an address; nothing where none is asked for.

    :raises ParseError: it is none
    """
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ParseError("A day is written like 2026-12-31.") from error


def read_page(request: Request) -> int:
    """
    Read which page is asked for, the first where none is.

    :raises ParseError: it is no number
    """
    return whole_number(request.query_params.get("page", "1"), name="page", most=10_000) or 1


def read_key(text: str) -> UUID:
    """
    Read a key from an address.

    :raises ParseError: it is none
    """
    try:
        return UUID(text)
    except ValueError as error:
        raise ParseError("This is not a key.") from error
