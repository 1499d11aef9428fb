"""Courses in the catalogue and on their own page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.safestring import SafeString

from core.dates import count_in_words
from core.markdown import render_markdown
from training.codes import DeliveryMode, ExpiryRule, PeriodUnit
from training.models import CourseVersion
from training.queries.catalogue import FoundCourse

from .sessions import SessionLine, present_session_line

MOST_DATES: Final = 2
_HOUR: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseLine:
    """A course in the catalogue."""

    name: str
    url: str
    summary: str
    mode: str
    length: str
    is_e_learning: bool
    dates: Sequence[SessionLine]
    more: int


def present_found(found: FoundCourse) -> CourseLine:
    """Return a course with its next dates."""
    version = found.version
    return CourseLine(
        name=version.course.name,
        url=reverse("training:course_detail", args=[version.course.code]),
        summary=version.course.summary,
        mode=DeliveryMode(version.mode).label,
        length=say_length(version.duration_minutes),
        is_e_learning=version.mode == DeliveryMode.E_LEARNING,
        dates=[present_session_line(each) for each in found.sessions[:MOST_DATES]],
        more=max(0, len(found.sessions) - MOST_DATES),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Something about a course."""

    label: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CoursePage:
    """A course for those who think of taking it."""

    code: str
    name: str
    summary: str
    description: SafeString
    learn_url: str
    facts: Sequence[Fact]


def present_course(version: CourseVersion) -> CoursePage:
    """Return a course with all that one asks before booking it."""
    grants = ", ".join(sorted(each.name for each in version.grants.all()))
    steps = [
        words
        for is_asked, words in (
            (version.needs_attendance, "be there throughout"),
            (version.needs_pages, "read all pages"),
            (version.needs_quiz, f"pass a quiz ({version.pass_mark} %)"),
            (version.needs_observation, "be observed at work"),
        )
        if is_asked
    ]
    facts = [
        Fact(label="How", value=DeliveryMode(version.mode).label),
        Fact(label="Length", value=say_length(version.duration_minutes)),
        Fact(label="You are then competent in", value=grants or "Nothing that is recorded"),
        Fact(label="Valid for", value=_say_validity(version)),
    ]
    if steps:
        facts.append(Fact(label="To complete it", value=", ".join(steps).capitalize()))
    if version.course.needs_approval:
        facts.append(Fact(label="Approval", value="Your manager or a trainer approves it first"))
    return CoursePage(
        code=version.course.code,
        name=version.course.name,
        summary=version.course.summary,
        description=render_markdown(version.description),
        learn_url=reverse("training:learn", args=[version.course.code])
        if version.mode == DeliveryMode.E_LEARNING
        else "",
        facts=facts,
    )


def say_length(minutes: int) -> str:
    """Return how long something takes: "45 minutes", "2 hours", "1 hour 30 minutes"."""
    hours, rest = divmod(minutes, _HOUR)
    parts = [count_in_words(hours, "hour")] if hours else []
    if rest or not hours:
        parts.append(count_in_words(rest, "minute"))
    return " ".join(parts)


def _say_validity(version: CourseVersion) -> str:
    if version.expiry_rule == ExpiryRule.NEVER:
        return "Ever: it does not expire"
    if version.expiry_rule == ExpiryRule.FIXED_DATE:
        return "Up to a fixed day that is the same for all"
    noun = "month" if version.period_unit == PeriodUnit.MONTHS else "day"
    return count_in_words(version.period, noun)
