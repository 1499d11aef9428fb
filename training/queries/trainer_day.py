"""What a trainer's day holds: sessions, what waits for an answer, who needs them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Exists, OuterRef, Prefetch, Q

from accounts.codes import SignInEventKind
from accounts.models import SignInEvent
from training.codes import BookingState, EvidenceState, SessionState
from training.models import (
    Booking,
    Enrolment,
    PriorLearning,
    Reach,
    Session,
    SessionSlot,
    SessionTrainer,
)

from .session_desk import sessions_of

AHEAD: Final = timedelta(days=42)
BEHIND: Final = timedelta(days=60)
# Somebody who completes a course has this long to sign in before a trainer asks after them.
SIGN_IN_WITHIN: Final = timedelta(days=3)
MOST_PEOPLE: Final = 12
MOST_SESSIONS: Final = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainerDay:
    """What waits for a trainer."""

    sessions: Sequence[Session]
    requests: int
    evidence: int
    never_signed_in: Sequence[Enrolment]


def read_day(reach: Reach, *, at: datetime) -> TrainerDay:
    """Return what waits for a trainer; names of people within their reach alone."""
    return TrainerDay(
        sessions=list_near_sessions(reach, at=at),
        requests=count_requests(reach),
        evidence=PriorLearning.objects.filter(
            state=EvidenceState.SENT, role__organization__in=reach.people
        )
        .exclude(user_id=reach.viewer.user_id)
        .count(),
        never_signed_in=list_never_signed_in(reach, at=at),
    )


def list_near_sessions(reach: Reach, *, at: datetime) -> Sequence[Session]:
    """Return open sessions of the next weeks, and past ones whose register is not closed."""
    near = sessions_of(reach).filter(state=SessionState.OPEN, starts_at__lte=at + AHEAD)
    return list(
        near.select_related("version__course")
        .prefetch_related(
            Prefetch("slots", SessionSlot.objects.select_related("venue").order_by("starts_at")),
            Prefetch("trainers", SessionTrainer.objects.select_related("user")),
        )
        .order_by("starts_at", "pk")[:MOST_SESSIONS]
    )


def count_requests(reach: Reach) -> int:
    """Return how many requests a viewer may decide."""
    asked = Booking.objects.filter(
        state=BookingState.REQUESTED,
        role__organization__in=reach.people,
        session__state=SessionState.OPEN,
    )
    return asked.exclude(user_id=reach.viewer.user_id).count()


def list_never_signed_in(reach: Reach, *, at: datetime) -> Sequence[Enrolment]:
    """Return who completed a course lately and has not signed in since, the latest first."""
    signed_in = SignInEvent.objects.filter(
        user_id=OuterRef("user_id"),
        kind=SignInEventKind.SUCCESS,
        at__gt=OuterRef("completed_at"),
    )
    return list(
        Enrolment.objects.filter(
            ~Exists(signed_in),
            Q(role__organization__in=reach.people),
            completed_at__range=(at - BEHIND, at - SIGN_IN_WITHIN),
            user__is_active=True,
        )
        .exclude(user_id=reach.viewer.user_id)
        .select_related("user", "role__organization", "version__course")
        .order_by("-completed_at", "pk")[:MOST_PEOPLE]
    )
