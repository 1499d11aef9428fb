"""Sign what a learner did under a trainer's eyes; all tasks signed do the step."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from core.errors import NotPermittedNow
from training import permissions
from training.codes import CAME_STATES, BookingState
from training.models import Booking, Enrolment, Observation, Reach

from .completion import Step, complete_step, start_enrolment

_OBSERVABLE = (BookingState.BOOKED, *CAME_STATES)


@transaction.atomic
def start_observing(*, booking_id: UUID, by: Reach, at: datetime) -> Enrolment:
    """
    Return the enrolment of somebody who is booked, so that their tasks can be signed.

    :raises Forbidden: the actor does not run the session
    :raises NotPermittedNow: the version observes nothing, or they do not come
    """
    found = Booking.objects.select_related("session__version", "role", "user")
    booking = found.get(pk=booking_id)
    permissions.check_may_run(by, booking.session)
    if not booking.session.version.needs_observation:
        raise NotPermittedNow("This course observes no tasks.")
    if booking.state not in _OBSERVABLE:
        raise NotPermittedNow("They are not booked on this session.")
    return start_enrolment(
        learner=booking.role, version=booking.session.version, booking=booking, at=at
    )


@transaction.atomic
def sign_tasks(
    *, enrolment_id: UUID, task_ids: Collection[UUID], by: Reach, at: datetime
) -> Enrolment:
    """
    Sign tasks that a learner did; a signature stays. The last one completes the step.

    :raises Forbidden: it is their own, or the learner is beyond the actor's reach
    :raises NotPermittedNow: the course observes nothing, or the learner has ended it
    """
    locked = Enrolment.objects.select_for_update(of=("self",))
    enrolment = locked.select_related("version", "role", "booking").get(pk=enrolment_id)
    permissions.check_may_sign_off(by, enrolment)
    if not enrolment.version.needs_observation:
        raise NotPermittedNow("This course observes no tasks.")
    if enrolment.ended_at is not None:
        raise NotPermittedNow("The learner has completed or left this version.")
    tasks = set(enrolment.version.tasks.values_list("pk", flat=True))
    signed = set(enrolment.observations.values_list("task_id", flat=True))
    new = (tasks & set(task_ids)) - signed
    Observation.objects.bulk_create(
        Observation(
            task_id=task,
            user_id=enrolment.user_id,
            enrolment=enrolment,
            observed_by=by.viewer.user,
            observed_at=at,
        )
        for task in new
    )
    if tasks and tasks == signed | new:
        return complete_step(enrolment=enrolment, step=Step.OBSERVATION, by=by.viewer.user, at=at)
    return enrolment
