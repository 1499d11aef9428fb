"""How somebody stands, in words, and what they do next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.urls import reverse

from core.dates import LONDON, format_short_day
from training.codes import ACTIVE_STATES, BookingState, ComplianceStatus
from training.models import Award, Booking
from training.queries.people import GrantingCourse, PersonTraining
from training.queries.requirements import Standing

TONES: Final[Mapping[ComplianceStatus, str]] = {
    ComplianceStatus.CURRENT: "green",
    ComplianceStatus.DUE: "amber",
    ComplianceStatus.GRACE: "red",
    ComplianceStatus.LAPSED: "red",
    ComplianceStatus.NEVER: "red",
}
# What must be done first comes first.
URGENCY: Final = (
    ComplianceStatus.LAPSED,
    ComplianceStatus.NEVER,
    ComplianceStatus.GRACE,
    ComplianceStatus.DUE,
    ComplianceStatus.CURRENT,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StepLink:
    """Where something can be done."""

    text: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStep:
    """What is to be done, and where; nothing, where all is current."""

    text: str = ""
    links: Sequence[StepLink] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingRow:
    """How somebody stands to one competency."""

    competency: str
    requirement_id: UUID
    status: str
    tone: str
    dates: str
    opens_record: bool
    next_step: NextStep


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardRow:
    """What somebody was awarded."""

    competency: str
    title: str
    completed: str
    until: str
    revoked: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingRow:
    """What somebody booked."""

    course: str
    url: str
    when: str
    state: str
    tone: str
    is_ahead: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonPage:
    """A person's training on one page; the answer is the headline."""

    name: str
    role: str
    organization: str
    headline: str
    tone: str
    standings: Sequence[StandingRow]
    awards: Sequence[AwardRow]
    bookings: Sequence[BookingRow]


def present_person(person: PersonTraining, *, at: datetime) -> PersonPage:
    """Return a person's page: what must be done first on top."""
    standings = sorted(person.standings, key=lambda each: URGENCY.index(each.status))
    open_ones = [each for each in standings if each.status != ComplianceStatus.CURRENT]
    return PersonPage(
        name=str(person.role.user),
        role=person.role.title,
        organization=person.role.organization.short_name,
        headline=_headline(standings, open_ones),
        tone="success" if not open_ones else "warning",
        standings=[_standing_row(each, person, at=at) for each in standings],
        awards=[_award_row(each) for each in person.awards],
        bookings=[_booking_row(each, at=at) for each in person.bookings],
    )


def say_dates(standing: Standing) -> str:
    """Return from when to when somebody is covered, and until when they may work on."""
    until = standing.valid_until
    if standing.status == ComplianceStatus.NEVER:
        return "Never held it"
    if until is None:
        return "For ever"
    if standing.status == ComplianceStatus.GRACE and standing.grace_until is not None:
        return (
            f"Ran out {format_short_day(until)}, grace to {format_short_day(standing.grace_until)}"
        )
    if standing.status == ComplianceStatus.LAPSED:
        return f"Ran out {format_short_day(until)}"
    return f"Until {format_short_day(until)}"


def say_next_step(
    standing: Standing,
    *,
    courses: Sequence[GrantingCourse],
    bookings: Sequence[Booking],
    at: datetime,
) -> NextStep:
    """Return what is to be done: nothing, come to what is booked, or book one of the courses."""
    if standing.status == ComplianceStatus.CURRENT:
        return NextStep()
    granting = {course.id for course in courses}
    for booking in sorted(bookings, key=lambda each: each.session.starts_at or at):
        if (
            booking.session.version.course_id in granting
            and booking.state in ACTIVE_STATES
            and _is_ahead(booking, at)
        ):
            what = f"{booking.session.version.course.name}, {_when(booking)}"
            url = reverse("training:session_detail", args=[booking.session_id])
            return NextStep(
                text=BookingState(booking.state).label, links=[StepLink(text=what, url=url)]
            )
    if not courses:
        return NextStep(text="No course leads to it yet: ask a trainer")
    links = [
        StepLink(text=course.name, url=reverse("training:course_detail", args=[course.code]))
        for course in courses
    ]
    return NextStep(text="Take", links=links)


def _headline(standings: Sequence[Standing], open_ones: Sequence[Standing]) -> str:
    if not standings:
        return "Nothing is required in this role."
    if not open_ones:
        return f"All {len(standings)} are current." if len(standings) > 1 else "All is current."
    counts = [(status, sum(each.status == status for each in open_ones)) for status in URGENCY]
    # "Overdue, in grace" would read as two of them in a list.
    said = ", ".join(
        f"{count} {status.label.lower().rpartition(', ')[2]}" for status, count in counts if count
    )
    return f"{len(standings)} required: {said}, {len(standings) - len(open_ones)} current."


def _standing_row(standing: Standing, person: PersonTraining, *, at: datetime) -> StandingRow:
    return StandingRow(
        competency=standing.competency.name,
        requirement_id=standing.requirement.pk,
        status=standing.status.label,
        tone=TONES[standing.status],
        dates=say_dates(standing),
        opens_record=standing.opens_record,
        next_step=say_next_step(
            standing,
            courses=person.courses.get(standing.competency.pk, ()),
            bookings=person.bookings,
            at=at,
        ),
    )


def _award_row(award: Award) -> AwardRow:
    revoked_on = "" if award.revoked_at is None else _day(award.revoked_at)
    return AwardRow(
        competency=award.competency.name,
        title=award.printed_title,
        completed=format_short_day(award.completed_on),
        until="for ever" if award.valid_until is None else format_short_day(award.valid_until),
        revoked=f"Revoked {revoked_on}: {award.revoked_reason}" if revoked_on else "",
    )


def _booking_row(booking: Booking, *, at: datetime) -> BookingRow:
    state = BookingState(booking.state)
    return BookingRow(
        course=booking.session.version.course.name,
        url=reverse("training:session_detail", args=[booking.session_id]),
        when=_when(booking),
        state=state.label,
        tone="red" if state == BookingState.NO_SHOW else "plain",
        is_ahead=state in ACTIVE_STATES and _is_ahead(booking, at),
    )


def _is_ahead(booking: Booking, at: datetime) -> bool:
    return booking.session.starts_at is not None and booking.session.starts_at > at


def _when(booking: Booking) -> str:
    starts_at = booking.session.starts_at
    if starts_at is None:
        return "no time set"
    local = starts_at.astimezone(LONDON)
    return f"{format_short_day(local.date())}, {local:%H:%M}"


def _day(moment: datetime) -> str:
    return format_short_day(moment.astimezone(LONDON).date())
