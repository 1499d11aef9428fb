"""The sessions of trainers, with how full they are and what is the matter with them."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from django.db.models import Count, F, Prefetch, Q, QuerySet
from django.utils import timezone

from accounts.codes import JobRole
from accounts.models import Organization, User
from training.codes import SEATED_STATES, BookingState, SessionState
from training.models import Reach, Session, SessionSlot, SessionTrainer

from .seats import with_places

# A session is at risk when it is decided within these days and too few are booked.
NEAR: Final = timedelta(days=14)
MOST: Final = 200


class SessionFilter(StrEnum):
    """Which sessions a trainer looks at."""

    UPCOMING = "upcoming"
    AT_RISK = "at-risk"
    FULL = "full"
    TO_CLOSE = "to-close"
    DRAFT = "draft"
    PAST = "past"


def list_sessions(
    reach: Reach, *, only: SessionFilter, at: datetime, is_own: bool = False
) -> list[Session]:
    """Return sessions of a trainer's board, or those that they give, each with its counts."""
    sessions = _kept(sessions_of(reach, is_own=is_own), only, at)
    latest_first = only in (SessionFilter.PAST, SessionFilter.TO_CLOSE)
    order = F("starts_at").desc() if latest_first else F("starts_at").asc(nulls_last=True)
    return list(
        sessions.select_related("version__course", "host")
        .prefetch_related(
            Prefetch("trainers", SessionTrainer.objects.select_related("user")),
            Prefetch("slots", SessionSlot.objects.select_related("venue").order_by("starts_at")),
        )
        .order_by(order, "pk")[:MOST]
    )


def sessions_of(reach: Reach, *, is_own: bool = False) -> QuerySet[Session]:
    """Return the sessions that a viewer runs, counted."""
    given = Q(pk__in=SessionTrainer.objects.filter(user=reach.viewer.user_id).values("session"))
    hosted = Q(host__in=reach.people) if reach.is_trainer and not is_own else Q()
    return counted(Session.objects.filter(given | hosted if hosted else given))


def counted(sessions: QuerySet[Session]) -> QuerySet[Session]:
    """Count which places are `taken`, and who is `seated`, `waiting` and `asking` to come."""
    return with_places(sessions).annotate(
        seated=Count("bookings", filter=Q(bookings__state__in=SEATED_STATES)),
        asking=Count(
            "bookings",
            filter=Q(bookings__state__in=(BookingState.REQUESTED, BookingState.APPROVED)),
        ),
    )


def at_risk(sessions: QuerySet[Session], at: datetime) -> QuerySet[Session]:
    """Keep those that are decided soon, with fewer booked than they need to run."""
    until = timezone.localdate(at) + NEAR
    is_near = Q(decide_on__lte=until) | Q(decide_on__isnull=True, starts_at__lte=at + NEAR)
    running = sessions.filter(state=SessionState.OPEN, starts_at__gt=at)
    return running.filter(is_near, Q(seated__lt=F("min_to_run")))


def _kept(sessions: QuerySet[Session], only: SessionFilter, at: datetime) -> QuerySet[Session]:
    running = sessions.filter(state=SessionState.OPEN)
    if only == SessionFilter.AT_RISK:
        return at_risk(sessions, at)
    if only == SessionFilter.PAST:
        return sessions.filter(state__in=(SessionState.HELD, SessionState.CANCELLED))
    return {
        SessionFilter.UPCOMING: running.filter(ends_at__gt=at),
        SessionFilter.FULL: running.filter(Q(taken__gte=F("capacity")), ends_at__gt=at),
        SessionFilter.TO_CLOSE: running.filter(ends_at__lte=at),
        SessionFilter.DRAFT: sessions.filter(state=SessionState.DRAFT),
    }[only]


def organizations_of(reach: Reach) -> QuerySet[Organization]:
    """Return the organizations whose people a trainer reaches, by name."""
    return Organization.objects.filter(pk__in=reach.people, is_active=True).order_by("short_name")


def trainers_of(reach: Reach, at: datetime) -> QuerySet[User]:
    """Return who can give sessions: the trainers of a viewer's board."""
    on = timezone.localdate(at)
    roles = Q(practitioner_roles__starts_on__lte=on) & (
        Q(practitioner_roles__ends_on__isnull=True) | Q(practitioner_roles__ends_on__gte=on)
    )
    return (
        User.objects.filter(
            roles,
            is_active=True,
            practitioner_roles__job_role=JobRole.TRAINER,
            practitioner_roles__organization__in=reach.people,
        )
        .distinct()
        .order_by("display_name", "username")
    )


def get_session(number: int) -> Session:
    """
    Return a session with its counts, for those whom `check_may_run` lets.

    :raises Session.DoesNotExist: there is none
    """
    return (
        counted(Session.objects.all())
        .select_related("version__course", "host", "audience")
        .prefetch_related(
            Prefetch("trainers", SessionTrainer.objects.select_related("user")),
            Prefetch("slots", SessionSlot.objects.select_related("venue").order_by("starts_at")),
        )
        .get(pk=number)
    )
