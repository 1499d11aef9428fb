"""What stands in the way of a time: other slots, and where people and trainers are booked."""

from datetime import datetime

from django.db.models import Q, QuerySet

from training.codes import BookingState, SessionState
from training.models import BookedSlot, Booking, Session, SessionSlot


def list_overlapping(
    session: Session, starts_at: datetime, ends_at: datetime, *, but: SessionSlot
) -> list[SessionSlot]:
    """Return the other slots of a session that share a moment with a time."""
    slots = session.slots.filter(starts_at__lt=ends_at, ends_at__gt=starts_at)
    return list(slots.exclude(pk=but.pk))


def list_holding(session: Session) -> QuerySet[Booking]:
    """Return the bookings that hold a seat of a session to come, and with it its times."""
    holding = Q(state__in=(BookingState.OFFERED, BookingState.BOOKED))
    if session.version.course.approval_holds_seat:
        holding |= Q(state=BookingState.REQUESTED)
    return Booking.objects.filter(holding, session=session)


def list_clashing(session: Session, starts_at: datetime, ends_at: datetime) -> list[Booking]:
    """Return who holds a seat of a session and is booked on another at a time."""
    taken = BookedSlot.objects.filter(during__overlap=(starts_at, ends_at))
    elsewhere = taken.exclude(booking__session=session).values("user_id")
    return list(
        list_holding(session)
        .filter(user_id__in=elsewhere)
        .select_related("user")
        .order_by("user__display_name")
    )


def list_trainers_elsewhere(session: Session) -> list[str]:
    """Return in which other sessions those who give a session are at its times."""
    lines: list[str] = []
    mine = list(session.slots.all())
    givers = {each.user_id for each in session.trainers.all()}
    if not mine:
        return lines
    others = SessionSlot.objects.filter(
        session__trainers__user__in=givers,
        session__state__in=(SessionState.DRAFT, SessionState.OPEN),
        starts_at__lt=max(slot.ends_at for slot in mine),
        ends_at__gt=min(slot.starts_at for slot in mine),
    ).exclude(session=session)
    seen = others.values_list(
        "session_id", "starts_at", "ends_at", "session__trainers__user__display_name",
        "session__trainers__user_id",
    )  # fmt: skip
    for number, starts_at, ends_at, name, user_id in seen.distinct():
        meets = any(slot.starts_at < ends_at and slot.ends_at > starts_at for slot in mine)
        if meets and user_id in givers:
            lines.append(f"{name} also gives session {number} then.")
    return sorted(set(lines))
