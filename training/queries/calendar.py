"""Read what stands in calendars."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Prefetch

from training.codes import CAME_STATES, BookingState
from training.models import Booking, BookingQuerySet, Session, SessionSlot

KEPT_IN_FEED: Final = timedelta(days=90)
_SLOTS: Final = Prefetch("slots", SessionSlot.objects.select_related("venue"))
_SHOWN_STATES: Final = (BookingState.BOOKED, *CAME_STATES)


def with_calendar_facts() -> BookingQuerySet:
    """Return bookings with all that an invitation says, in two statements more."""
    return Booking.objects.select_related("user").prefetch_related(
        Prefetch(
            "session",
            Session.objects.select_related("version__course").prefetch_related(_SLOTS),
        )
    )


def list_for_feed(user_id: UUID, *, at: datetime) -> list[Booking]:
    """Return what somebody has booked, from three months ago on."""
    kept = with_calendar_facts().filter(user_id=user_id, state__in=_SHOWN_STATES)
    return list(kept.filter(session__ends_at__gt=at - KEPT_IN_FEED).order_by("session__starts_at"))


def get_own_booking(booking_id: UUID, *, user_id: UUID) -> Booking:
    """
    Return what somebody has booked.

    :raises Booking.DoesNotExist: it is not booked, or another's
    """
    return with_calendar_facts().get(pk=booking_id, user_id=user_id, state__in=_SHOWN_STATES)
