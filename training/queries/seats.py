"""How many places a session has left, and what stands between somebody and one of them."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.models import Competency, CompetencyGrant
from core.dates import LONDON, TIME, format_date
from training.codes import SEATED_STATES, BookingState, SessionState
from training.models import BookedSlot, Booking, Session, SessionSlot
from training.policies import Expression, list_missing

_MOST_WORDS = 200
TAKES_SEAT = Q(state__in=SEATED_STATES) | Q(
    state=BookingState.REQUESTED, session__version__course__approval_holds_seat=True
)


def holds_seat(booking: Booking) -> bool:
    """Return whether a booking takes a place ahead of its session, and the learner's time."""
    if booking.state == BookingState.REQUESTED:
        return booking.session.version.course.approval_holds_seat
    return booking.state in (BookingState.OFFERED, BookingState.BOOKED)


def count_taken(session: Session) -> int:
    """Return how many places of a session are taken or offered."""
    return Booking.objects.filter(TAKES_SEAT, session=session).count()


class Tally(NamedTuple):
    """What a session's bookings come to at a moment."""

    taken: int
    waiting: int
    run_out: int


def tally(session: Session, *, at: datetime) -> Tally:
    """Count who has a place, who waits for one, and whose offer has run out; one question."""
    counted = Booking.objects.filter(session=session).aggregate(
        taken=Count("pk", filter=TAKES_SEAT),
        waiting=Count("pk", filter=Q(state=BookingState.WAITLISTED)),
        run_out=Count("pk", filter=Q(state=BookingState.OFFERED, offer_expires_at__lte=at)),
    )
    return Tally(**counted)


def with_places(sessions: QuerySet[Session]) -> QuerySet[Session]:
    """Say of each session how many places are `taken` and how many people are `waiting`."""
    return sessions.annotate(
        taken=_count(TAKES_SEAT), waiting=_count(Q(state=BookingState.WAITLISTED))
    )


def with_free_places(sessions: QuerySet[Session]) -> QuerySet[Session]:
    """Keep the sessions with a place that is neither taken nor offered, as `with_places`."""
    return sessions.annotate(
        taken=_count(TAKES_SEAT), waiting=_count(Q(state=BookingState.WAITLISTED))
    ).filter(taken__lt=F("capacity"))


def _count(which: Q) -> Coalesce:
    of_session = Booking.objects.filter(session=OuterRef("pk")).order_by().values("session")
    counted = of_session.filter(which).annotate(all=Count("pk")).values("all")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def find_bar(session: Session, user_id: UUID) -> str:
    """Return in words what stands between somebody and a place in a session, or nothing."""
    return (find_missing(session, user_id) or find_clash(session, user_id))[:_MOST_WORDS]


def find_missing(session: Session, user_id: UUID) -> str:
    """Return which competencies somebody lacks, on the day of a session, that it asks for."""
    expression = session.version.prerequisites
    if expression is None or session.starts_at is None:
        return ""
    missing = name_missing(expression, user_id, on=session.starts_at.astimezone(LONDON).date())
    return f"This course asks first for: {missing}." if missing else ""


def name_missing(expression: Expression, user_id: UUID, *, on: date) -> str:
    """Return in words what somebody lacks on a day of what a course asks for first, or nothing."""
    if expression is None:
        return ""
    grants = CompetencyGrant.objects.valid(on).filter(user_id=user_id)
    missing = list_missing(expression, set(grants.values_list("competency__code", flat=True)))
    codes = {code for choices in missing for code in choices}
    if not codes:
        return ""
    names = dict(Competency.objects.filter(code__in=codes).values_list("code", "name"))
    return "; ".join(" or ".join(names.get(code, code) for code in each) for each in missing)


def find_clash(session: Session, user_id: UUID) -> str:
    """Return what somebody has booked at the time of a session."""
    if session.starts_at is None or session.ends_at is None:
        return ""
    times = BookedSlot.objects.filter(
        user_id=user_id, during__overlap=(session.starts_at, session.ends_at)
    ).exclude(booking__session=session)
    near = list(
        times.order_by("during").select_related("slot", "booking__session__version__course")
    )
    slots = list(session.slots.all()) if near else []
    for time in near:
        if any(_overlap(time, slot) for slot in slots):
            return say_clash(time)
    return ""


def _overlap(time: BookedSlot, slot: SessionSlot) -> bool:
    return bool(time.during.lower < slot.ends_at and slot.starts_at < time.during.upper)


def say_clash(time: BookedSlot) -> str:
    """Return a booking at the same time in words."""
    course = time.booking.session.version.course.name
    return (
        f"There is already a booking at that time: {course[:90]},"
        f" {format_date(time.slot.starts_at, TIME)}."
    )


def list_neighbours(session_id: int, user_ids: Iterable[UUID], *, at: datetime) -> list[int]:
    """
    Return other sessions that skipped somebody whose time may now become free.

    They are those given, and those whose offers of this session have run out.
    """
    run_out = Booking.objects.filter(session_id=session_id).run_out(at).values("user_id")
    skipped = (
        Booking.objects.filter(state=BookingState.WAITLISTED)
        .filter(Q(user_id__in=list(user_ids)) | Q(user_id__in=run_out))
        .exclude(held_back_reason="")
        .exclude(session_id=session_id)
    )
    ahead = skipped.filter(session__state=SessionState.OPEN, session__starts_at__gt=at)
    return list(ahead.order_by().values_list("session_id", flat=True).distinct())


def list_unsettled(*, at: datetime) -> list[int]:
    """Return sessions with an offer that has run out, or a free place while people wait."""
    run_out = Booking.objects.run_out(at).order_by().values_list("session_id", flat=True)
    ahead = Session.objects.filter(state=SessionState.OPEN, starts_at__gt=at)
    waiting = ahead.filter(bookings__state=BookingState.WAITLISTED).distinct()
    free = with_free_places(waiting).values_list("pk", flat=True)
    return sorted({*run_out, *free})
