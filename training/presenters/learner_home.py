"""What somebody must hold, how it stands, and what they do next."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.urls import reverse

from core.dates import count_in_words, format_short_day
from core.times import say_day
from training.codes import COMPLIANT, BookingState, ComplianceStatus, DeliveryMode
from training.models import Booking, CourseVersion
from training.queries.requirements import Standing

C = ComplianceStatus
STATUS_WORDS: Final = {
    C.NEVER: ("Never trained", "red"),
    C.CURRENT: ("Current", "green"),
    C.DUE: ("Due for renewal", "amber"),
    C.GRACE: ("Overdue, in grace", "red"),
    C.LAPSED: ("Lapsed", "red"),
}
_ORDER: Final = (C.LAPSED, C.GRACE, C.NEVER, C.DUE, C.CURRENT)
_AHEAD: Final = (BookingState.BOOKED, BookingState.OFFERED, BookingState.REQUESTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingLine:
    """A competency that somebody must hold, with the one thing to do about it."""

    competency: str
    why_url: str
    status: str
    tone: str
    note: str
    opens_record: bool
    course: str
    action: str
    action_url: str
    arranged: str
    arranged_url: str
    is_to_do: bool


def present_standings(
    standings: Iterable[Standing],
    courses: Mapping[UUID, CourseVersion],
    bookings: Iterable[Booking],
) -> list[StandingLine]:
    """Return what must be held, the most pressing first."""
    arranged = {each.session.version.course_id: each for each in bookings if each.state in _AHEAD}
    ordered = sorted(standings, key=lambda each: (_ORDER.index(each.status), each.competency.name))
    return [_line(each, courses.get(each.competency.pk), arranged) for each in ordered]


def _line(
    standing: Standing, version: CourseVersion | None, arranged: Mapping[UUID, Booking]
) -> StandingLine:
    words, tone = STATUS_WORDS[standing.status]
    name, action, action_url, booking = "", "", "", None
    if version is not None:
        booking = arranged.get(version.course_id)
        is_renewal = standing.status != C.NEVER and version.refresher is not None
        course = version.refresher if is_renewal and version.refresher else version.course
        booking = booking or arranged.get(course.pk)
        name = course.name
        action, page = "Choose a session", "training:course_detail"
        if version.mode == DeliveryMode.E_LEARNING and course == version.course:
            action, page = "Start e-learning", "training:learn"
        action_url = reverse(page, args=[course.code])
    return StandingLine(
        competency=standing.competency.name,
        why_url=reverse("training:why", args=[standing.requirement.pk]),
        status=words,
        tone=tone,
        note=_say_when(standing),
        opens_record=standing.opens_record,
        course=name,
        action=action,
        action_url=action_url,
        arranged=_say_arranged(booking) if booking else "",
        arranged_url=reverse("training:session_detail", args=[booking.session_id])
        if booking
        else "",
        is_to_do=standing.status != C.CURRENT,
    )


def _say_when(standing: Standing) -> str:
    until, grace = standing.valid_until, standing.grace_until
    if standing.status == C.NEVER:
        return ""
    if standing.status == C.GRACE and grace is not None:
        return f"Grace ends {format_short_day(grace)}"
    if until is None:
        return "Does not expire"
    verb = "Ended" if standing.status in (C.LAPSED, C.GRACE) else "Valid until"
    return f"{verb} {format_short_day(until)}"


def _say_arranged(booking: Booking) -> str:
    words = {
        BookingState.BOOKED: "Booked for",
        BookingState.OFFERED: "A place is offered on",
        BookingState.REQUESTED: "Asked for",
    }[BookingState(booking.state)]
    starts_at = booking.session.starts_at
    return f"{words} {say_day(starts_at)}" if starts_at else words


def sum_up(standings: Iterable[Standing]) -> str:
    """Return in a sentence how somebody stands."""
    all_of_them = list(standings)
    if not all_of_them:
        return "Nothing is asked of your role. You can book any course that helps you."
    good = sum(each.status in COMPLIANT for each in all_of_them)
    due = sum(each.status == C.DUE for each in all_of_them)
    missing = len(all_of_them) - good
    if missing:
        return (
            f"You hold {good} of the {len(all_of_them)} things that your role needs:"
            f" {count_in_words(missing, 'is', 'are')} missing."
        )
    if due:
        return f"You hold all that your role needs; {due} to renew soon."
    return "You hold all that your role needs."
