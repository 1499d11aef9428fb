"""What somebody has booked, what waits for a decision, and who waits for a place."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from accounts.models import PractitionerRole
from core.dates import LONDON
from training.codes import ACTIVE_STATES, BookingState
from training.models import Booking, Reach, Session, SessionSlot, SessionTrainer

from .seats import with_places

MOST_PEOPLE: Final = 20
TOLD_FOR: Final = timedelta(days=14)
_ENDED_BY_OTHERS: Final = (
    BookingState.DECLINED,
    BookingState.LAPSED,
    BookingState.CANCELLED_BY_TRAINER,
    BookingState.SESSION_CANCELLED,
)


def _with_session(bookings: QuerySet[Booking]) -> QuerySet[Booking]:
    named = bookings.select_related("session__version__course", "session__host")
    slots = SessionSlot.objects.select_related("venue")
    return named.prefetch_related(Prefetch("session__slots", slots))


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnBookings:
    """What somebody has ahead, and what others, or time, have lately ended of it."""

    ahead: list[Booking]
    ended: list[Booking]


def list_own(user_id: UUID, *, at: datetime) -> OwnBookings:
    """Return what somebody has booked, asked for or waits for, the next one first; one question."""
    is_ahead = Q(state__in=ACTIVE_STATES, session__ends_at__gt=at)
    is_ended = Q(
        state__in=_ENDED_BY_OTHERS, session__starts_at__gt=at, updated_at__gt=at - TOLD_FOR
    )
    own = Booking.objects.filter(is_ahead | is_ended, user_id=user_id)
    found = list(_with_session(own).order_by("session__starts_at", "pk"))
    ahead = [each for each in found if each.state in ACTIVE_STATES]
    # Whoever has booked the same session again need not hear of it.
    again = {each.session_id for each in ahead}
    ended = [each for each in found if each not in ahead and each.session_id not in again]
    return OwnBookings(ahead=ahead, ended=ended)


def get_session(number: int, *, reach: Reach) -> Session:
    """
    Return a session that somebody may find: one for them, of their own, or one that they run.

    :raises Session.DoesNotExist: there is none
    """
    user = reach.viewer.user_id
    may_know = (
        Q(pk__in=Session.objects.open_to(reach.viewer).values("pk"))
        | Q(pk__in=Booking.objects.filter(user_id=user).values("session_id"))
        | Q(pk__in=SessionTrainer.objects.filter(user_id=user).values("session_id"))
    )
    if reach.is_trainer:
        may_know |= Q(host__in=reach.people)
    named = Session.objects.filter(may_know).select_related("version__course", "host")
    slots = Prefetch("slots", SessionSlot.objects.select_related("venue"))
    trainers = Prefetch("trainers", SessionTrainer.objects.select_related("user"))
    return with_places(named).prefetch_related(slots, trainers).get(pk=number)


def find_own(session: Session, user_id: UUID) -> Booking | None:
    """Return somebody's booking of a session: the one that counts, or else their latest."""
    own = list(Booking.objects.filter(session=session, user_id=user_id).order_by("-created_at"))
    active = [each for each in own if each.state in ACTIVE_STATES]
    found = next(iter(active or own), None)
    if found is not None:
        found.session = session
    return found


def get_booking(booking_id: UUID, *, reach: Reach) -> Booking:
    """
    Return a booking that a viewer may know of.

    :raises Booking.DoesNotExist: there is none
    """
    known = _with_session(Booking.objects.within(reach))
    return known.select_related("user", "role__organization").distinct().get(pk=booking_id)


def position_of(booking: Booking) -> int:
    """Return how many stand before somebody on the waiting list, themselves included."""
    waiting = Booking.objects.queued().filter(session_id=booking.session_id)
    return list(waiting.values_list("pk", flat=True)).index(booking.pk) + 1


def list_requests(reach: Reach, *, at: datetime) -> list[Booking]:
    """Return the requests that a manager or trainer can decide, the nearest session first."""
    waiting = Booking.objects.filter(
        state=BookingState.REQUESTED,
        role__organization__in=reach.people,
        session__starts_at__gt=at,
    ).exclude(user_id=reach.viewer.user_id)
    named = _with_session(waiting).select_related("user", "role__organization")
    return list(named.order_by("session__starts_at", "joined_at", "pk"))


def list_waiting(session: Session) -> Sequence[Booking]:
    """Return who is offered a place and who waits, in the order in which places are offered."""
    both = Booking.objects.filter(
        session=session, state__in=[BookingState.OFFERED, BookingState.WAITLISTED]
    )
    named = both.select_related("user", "role__organization")
    found = list(named.order_by("priority", "joined_at", "pk"))
    for each in found:
        each.session = session
    return sorted(found, key=lambda each: each.state != BookingState.OFFERED)


def find_learners(words: str, *, reach: Reach, at: datetime) -> list[PractitionerRole]:
    """Return the people within reach who fit every word by name or organization."""
    roles = PractitionerRole.objects.open_to_act(at.astimezone(LONDON).date()).filter(
        organization__in=reach.people, user__is_active=True
    )
    kept = [word for word in words.split()[:6] if len(word) > 1]
    if not kept:
        return []
    for word in kept:
        roles = roles.filter(
            Q(user__display_name__icontains=word)
            | Q(user__username__icontains=word)
            | Q(user__email__icontains=word)
            | Q(organization__short_name__icontains=word)
        )
    named = roles.exclude(user_id=reach.viewer.user_id).select_related("user")
    return list(named.order_by("user__display_name", "organization__short_name")[:MOST_PEOPLE])


def find_learner(role_id: UUID, *, reach: Reach, at: datetime) -> PractitionerRole | None:
    """Return somebody within reach in a role that they hold."""
    on = at.astimezone(LONDON).date()
    roles = PractitionerRole.objects.open_to_act(on).select_related("user")
    return roles.filter(pk=role_id, organization__in=reach.people, user__is_active=True).first()
