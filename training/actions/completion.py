"""Follow a learner through a version, step by step, to its completion and the award."""

from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from django.db import transaction

from accounts.models import PractitionerRole, User
from core.errors import NotPermittedNow
from training.codes import VersionState
from training.models import Booking, CourseVersion, Enrolment

from .awarding import award_completion


class Step(StrEnum):
    """Something that a version may ask of its learners."""

    ATTENDANCE = "attendance"
    PAGES = "pages"
    QUIZ = "quiz"
    OBSERVATION = "observation"


# What asks for a step in a version, and what says in an enrolment that it is done.
_FIELDS: Final = {
    Step.ATTENDANCE: ("needs_attendance", "attended_at"),
    Step.PAGES: ("needs_pages", "pages_read_at"),
    Step.QUIZ: ("needs_quiz", "quiz_passed_at"),
    Step.OBSERVATION: ("needs_observation", "observed_at"),
}


@transaction.atomic
def start_enrolment(
    *,
    learner: PractitionerRole,
    version: CourseVersion,
    at: datetime,
    booking: Booking | None = None,
) -> Enrolment:
    """
    Return the enrolment in which somebody learns a version, a new one where none is running.

    A booking has one enrolment for good, so that a register that is put right makes no second.

    :raises NotPermittedNow: the version is not published yet
    """
    if version.state == VersionState.DRAFT:
        raise NotPermittedNow("This version of the course is not published yet.")
    if booking is not None and (known := _of_booking(booking)) is not None:
        return known
    _leave_older(learner, version, at=at)
    enrolment, _ = Enrolment.objects.get_or_create(
        user_id=learner.user_id,
        version=version,
        ended_at=None,
        defaults={"role": learner, "booking": booking, "started_at": at},
    )
    if booking is not None and enrolment.booking_id is None:
        enrolment.booking = booking
        enrolment.save(update_fields=["booking", "updated_at"])
    return enrolment


@transaction.atomic
def complete_step(*, enrolment: Enrolment, step: Step, by: User | None, at: datetime) -> Enrolment:
    """
    Note that a step is done; the last one that the version asks for completes it and awards.

    A step that is done already, and a version that is completed already, stay as they are. Somebody
    attends when the session is, however late its register is closed, so that no renewal is late.

    :raises NotPermittedNow: the learner has gone on to a newer version of the course
    """
    running = _lock_enrolment(enrolment.pk)
    if running.completed_at is not None:
        return running
    if running.ended_at is not None:
        raise NotPermittedNow("You have gone on to a newer version of this course.")
    _, done_field = _FIELDS[step]
    if getattr(running, done_field) is None:
        setattr(running, done_field, _done_at(running, step, at))
    if is_all_done(running):
        running.completed_at, running.ended_at = _last_done_at(running) or at, at
    running.save()
    if running.completed_at is not None:
        award_completion(enrolment=running, by=by, at=at)
    return running


def _done_at(enrolment: Enrolment, step: Step, at: datetime) -> datetime:
    if step != Step.ATTENDANCE or enrolment.booking is None:
        return at
    return min(at, enrolment.booking.session.ends_at or at)


def _last_done_at(enrolment: Enrolment) -> datetime | None:
    """Return when the last of the steps that the version asks for was done."""
    times = [
        getattr(enrolment, done)
        for needs, done in _FIELDS.values()
        if getattr(enrolment.version, needs)
    ]
    return max(times, default=None)


def is_all_done(enrolment: Enrolment) -> bool:
    """Whether every step that the version asks for is done."""
    return not steps_left(enrolment)


def steps_left(enrolment: Enrolment) -> list[Step]:
    """Return the steps that the version asks for and that are not done, in their usual order."""
    return [
        step
        for step, (needs, done) in _FIELDS.items()
        if getattr(enrolment.version, needs) and getattr(enrolment, done) is None
    ]


def _lock_enrolment(enrolment_id: UUID) -> Enrolment:
    locked = Enrolment.objects.select_for_update(of=("self",))
    found = locked.select_related(
        "version__course", "user", "role__organization", "booking__session"
    )
    return found.get(pk=enrolment_id)


def _of_booking(booking: Booking) -> Enrolment | None:
    return Enrolment.objects.filter(booking=booking).first()


def _leave_older(learner: PractitionerRole, version: CourseVersion, *, at: datetime) -> None:
    """End what runs of older versions of the course: what was done for them counts no more."""
    running = Enrolment.objects.filter(user_id=learner.user_id, ended_at__isnull=True)
    running.filter(version__course_id=version.course_id, version__number__lt=version.number).update(
        ended_at=at
    )
