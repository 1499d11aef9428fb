"""A trainer's day in lines: today, next, and what is the matter."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils import timezone

from core.dates import LONDON, format_ago, format_short_day
from training.models import Enrolment, Session, SessionSlot
from training.queries.trainer_day import TrainerDay

from .session_desk import (
    SessionLine,
    Word,
    is_at_risk,
    present_session_line,
    say_place,
)

NEXT_LINES = 6
OPENS_BEFORE = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class TodayLine:
    """A part of a session that is held today."""

    number: int
    slot: UUID
    course: str
    time: str
    where: str
    seats: str
    words: Sequence[Word]
    is_on: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonLine:
    """Somebody to ask after."""

    name: str
    about: str
    course: str
    when: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DayPage:
    """What waits for a trainer."""

    today: Sequence[TodayLine]
    coming: Sequence[SessionLine]
    more: int
    risky: Sequence[SessionLine]
    waiting: Sequence[SessionLine]
    to_close: Sequence[SessionLine]
    requests: int
    evidence: int
    people: Sequence[PersonLine]


def present_day(day: TrainerDay, *, at: datetime) -> DayPage:
    """Return a trainer's day."""
    coming = [each for each in day.sessions if each.starts_at and _day(each.starts_at) > _day(at)]
    ahead = [each for each in day.sessions if each.ends_at and each.ends_at > at]
    closing = [each for each in day.sessions if each.ends_at and each.ends_at <= at]
    return DayPage(
        today=present_today(day.sessions, at=at),
        coming=_lines(coming[:NEXT_LINES], at=at),
        more=max(0, len(coming) - NEXT_LINES),
        risky=_lines([each for each in ahead if is_at_risk(each, at=at)], at=at),
        waiting=_lines([each for each in ahead if getattr(each, "waiting", 0)], at=at),
        to_close=_lines(closing, at=at),
        requests=day.requests,
        evidence=day.evidence,
        people=[_person(enrolment, at=at) for enrolment in day.never_signed_in],
    )


def present_today(sessions: Sequence[Session], *, at: datetime) -> list[TodayLine]:
    """Return the parts that are held today, in the order of the clock."""
    parts = [
        (slot, session)
        for session in sessions
        for slot in session.slots.all()
        if _day(slot.starts_at) == _day(at)
    ]
    parts.sort(key=lambda part: (part[0].starts_at, part[1].pk))
    return [_today(slot, session, at=at) for slot, session in parts]


def _today(slot: SessionSlot, session: Session, *, at: datetime) -> TodayLine:
    line = present_session_line(session, at=at)
    start, end = slot.starts_at.astimezone(LONDON), slot.ends_at.astimezone(LONDON)
    return TodayLine(
        number=session.pk,
        slot=slot.pk,
        course=line.course,
        time=f"{start:%H:%M} to {end:%H:%M}",
        where=say_place(slot),
        seats=line.places,
        words=line.words,
        is_on=slot.starts_at - OPENS_BEFORE <= at <= slot.ends_at,
    )


def _lines(sessions: Sequence[Session], *, at: datetime) -> list[SessionLine]:
    return [present_session_line(session, at=at) for session in sessions]


def _person(enrolment: Enrolment, *, at: datetime) -> PersonLine:
    completed = enrolment.completed_at
    return PersonLine(
        name=str(enrolment.user),
        about=f"{enrolment.role.title}, {enrolment.role.organization.short_name}",
        course=enrolment.version.course.name,
        when=f"{format_short_day(_day(completed))}, {format_ago(completed, now=at)}"
        if completed
        else "",
    )


def _day(moment: datetime) -> date:
    return timezone.localdate(moment, LONDON)
