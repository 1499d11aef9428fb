"""Bookings in the API: one's own, and the requests that one may decide."""

from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from accounts.api import viewer_of
from training import permissions
from training.actions.seats import (
    accept_offer,
    approve_booking,
    book_session,
    cancel_booking,
    decline_booking,
    decline_offer,
)
from training.api import serializers
from training.codes import BookingSource, NeedKind
from training.models import Reach, reach_of
from training.queries.bookings import get_booking, get_session, list_own, list_requests

KEY = [OpenApiParameter("id", UUID, OpenApiParameter.PATH)]


class BookingViewSet(ViewSet):
    """Bookings that the viewer may know of; those that they may not do not exist here."""

    lookup_value_regex = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"

    @extend_schema(responses=serializers.BookingLine(many=True))
    def list(self, request: Request) -> Response:
        """Give the viewer's own bookings, requests, waits and offers that lie ahead."""
        own = list_own(viewer_of(request).user_id, at=timezone.now()).ahead
        return Response(serializers.BookingLine(own, many=True).data)

    @extend_schema(request=serializers.NewBooking, responses={201: serializers.BookingLine})
    def create(self, request: Request) -> Response:
        """Book a place for oneself, ask for one, or join the waiting list where it is full."""
        sent = serializers.NewBooking(data=request.data)
        sent.is_valid(raise_exception=True)
        asked = sent.validated_data
        viewer = viewer_of(request)
        reach = reach_of(viewer)
        booking = book_session(
            session_id=get_session(asked["session"], reach=reach).pk,
            learner=viewer,
            by=reach,
            source=BookingSource.LEARNER,
            at=timezone.now(),
            needs={NeedKind(kind): asked[kind] for kind in serializers.NEEDS if kind in asked},
        )
        return _answer(booking.pk, reach=reach, code=status.HTTP_201_CREATED)

    @extend_schema(parameters=KEY, responses=serializers.BookingLine)
    def retrieve(self, request: Request, pk: str) -> Response:
        return _answer(UUID(pk), reach=reach_of(viewer_of(request)))

    @extend_schema(responses=serializers.RequestLine(many=True))
    @action(detail=False)
    def requests(self, request: Request) -> Response:
        """Give the requests that the viewer may decide: managers and trainers alone."""
        reach = reach_of(viewer_of(request))
        permissions.check_may_read_names(reach)
        waiting = list_requests(reach, at=timezone.now())
        return Response(serializers.RequestLine(waiting, many=True).data)

    @extend_schema(parameters=KEY, request=serializers.Reason, responses=serializers.BookingLine)
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, pk: str) -> Response:
        """Cancel a booking, a request or a wait."""
        reach, booking_id, reason = _asked(request, pk)
        cancel_booking(booking_id=booking_id, by=reach, reason=reason, at=timezone.now())
        return _answer(booking_id, reach=reach)

    @extend_schema(parameters=KEY, request=None, responses=serializers.BookingLine)
    @action(detail=True, methods=["post"])
    def accept(self, request: Request, pk: str) -> Response:
        """Take a place that is offered."""
        reach, booking_id, _ = _asked(request, pk)
        accept_offer(booking_id=booking_id, by=reach, at=timezone.now())
        return _answer(booking_id, reach=reach)

    @extend_schema(parameters=KEY, request=None, responses=serializers.BookingLine)
    @action(detail=True, methods=["post"])
    def decline(self, request: Request, pk: str) -> Response:
        """Give up a place that is offered."""
        reach, booking_id, _ = _asked(request, pk)
        decline_offer(booking_id=booking_id, by=reach, at=timezone.now())
        return _answer(booking_id, reach=reach)

    @extend_schema(parameters=KEY, request=serializers.Reason, responses=serializers.BookingLine)
    @action(detail=True, methods=["post"])
    def approve(self, request: Request, pk: str) -> Response:
        """Approve a request: managers of the learner, and trainers."""
        reach, booking_id, reason = _asked(request, pk)
        approve_booking(booking_id=booking_id, by=reach, reason=reason, at=timezone.now())
        return _answer(booking_id, reach=reach)

    @extend_schema(parameters=KEY, request=serializers.Reason, responses=serializers.BookingLine)
    @action(detail=True, methods=["post"])
    def refuse(self, request: Request, pk: str) -> Response:
        """Decline a request, with the reason that the learner reads."""
        reach, booking_id, reason = _asked(request, pk)
        decline_booking(booking_id=booking_id, by=reach, reason=reason, at=timezone.now())
        return _answer(booking_id, reach=reach)


def _asked(request: Request, pk: str) -> tuple[Reach, UUID, str]:
    """
    Return who asks, for which booking, and why.

    :raises Booking.DoesNotExist: there is none that they may know of
    """
    sent = serializers.Reason(data=request.data)
    sent.is_valid(raise_exception=True)
    reach = reach_of(viewer_of(request))
    booking = get_booking(UUID(pk), reach=reach)
    return reach, booking.pk, str(sent.validated_data["reason"])


def _answer(booking_id: UUID, *, reach: Reach, code: int = status.HTTP_200_OK) -> Response:
    booking = get_booking(booking_id, reach=reach)
    return Response(serializers.BookingLine(booking).data, status=code)
