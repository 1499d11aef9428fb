"""People and sessions for tests of seats, and what must hold of them whatever happens."""

from datetime import datetime, timedelta
from itertools import pairwise
from uuid import UUID

from django.db.models import Count

from accounts.models import PractitionerRole
from tests.factories.training import MONDAY, learner
from training.actions.seats import book_session
from training.codes import BookingSource, BookingState, SessionState
from training.models import Booking, BookingEvent, Session, reach_of
from training.policies import offer_until
from training.queries.seats import count_taken, find_bar, holds_seat

S = BookingState


def book(session: Session, role: PractitionerRole | None = None, *, at: datetime = MONDAY, **more):
    """Book for oneself."""
    role = role or learner()
    return book_session(
        session_id=session.pk,
        learner=role,
        by=reach_of(role),
        source=BookingSource.LEARNER,
        at=at,
        **more,
    )


def state_of(booking: Booking) -> BookingState:
    return S(Booking.objects.values_list("state", flat=True).get(pk=booking.pk))


def queue_of(session: Session) -> list[Booking]:
    return list(Booking.objects.queued().filter(session=session))


def check_invariants(*sessions: Session, at: datetime = MONDAY) -> None:
    """Require all that must hold of sessions after any change."""
    numbers = [each.pk for each in sessions]
    for session in Session.objects.filter(pk__in=numbers).select_related("version__course"):
        _check_places(session, at=at)
    named = Booking.objects.filter(session__in=numbers).select_related("session__version__course")
    bookings = named.annotate(
        held=Count("times", distinct=True), slots=Count("session__slots", distinct=True)
    )
    events: dict[UUID, list[BookingEvent]] = {}
    for event in BookingEvent.objects.filter(booking__session__in=numbers).order_by("id"):
        events.setdefault(event.booking_id, []).append(event)
    for booking in bookings:
        expected = booking.slots if holds_seat(booking) else 0  # type: ignore[attr-defined]  # annotated
        assert booking.held == expected  # type: ignore[attr-defined]  # annotated
        _check_chain(booking, events[booking.pk])


def _check_places(session: Session, *, at: datetime) -> None:
    states = [(each.user_id, each) for each in Booking.objects.active().filter(session=session)]
    assert len(states) == len({user for user, _ in states}), "somebody is there twice"
    taken = count_taken(session)
    assert taken <= session.capacity + session.overbook_allowance
    if session.state == SessionState.CANCELLED:
        assert not states
    elif offer_until(session, at=at) is not None and taken < session.capacity:
        for _, waiting in states:
            if waiting.state == S.WAITLISTED:
                assert find_bar(session, waiting.user_id), "somebody waits beside a free place"
                assert waiting.held_back_reason


def _check_chain(booking: Booking, events: list[BookingEvent]) -> None:
    assert events[0].from_state == ""
    assert events[-1].to_state == booking.state
    for before, after in pairwise(events):
        assert after.from_state == before.to_state


def in_hours(hours: float) -> datetime:
    return MONDAY + timedelta(hours=hours)
