"""Whose tasks are still to be seen, and what is signed."""

from collections.abc import Sequence
from typing import Final

from django.db.models import Count, Q, QuerySet

from training.models import Enrolment, Observation, Reach

MOST: Final = 100


def get_enrolment() -> QuerySet[Enrolment]:
    """Return enrolments with what the page of one needs."""
    return Enrolment.objects.select_related(
        "user", "role__organization", "version__course", "booking"
    )


def list_to_observe(reach: Reach) -> Sequence[Enrolment]:
    """Return learners of a trainer whose tasks are not all signed, who waits longest first."""
    found = get_enrolment().filter(
        Q(role__organization__in=reach.people)
        | Q(booking__session__trainers__user_id=reach.viewer.user_id),
        version__needs_observation=True,
        observed_at__isnull=True,
        ended_at__isnull=True,
    )
    counted = found.exclude(user_id=reach.viewer.user_id).annotate(
        signed=Count("observations", distinct=True),
        tasks=Count("version__tasks", distinct=True),
    )
    return list(counted.order_by("started_at", "pk")[:MOST])


def list_signed(enrolment: Enrolment) -> Sequence[Observation]:
    """Return what is signed of a learner's tasks, in the tasks' order."""
    found = enrolment.observations.select_related("task", "observed_by")
    return list(found.order_by("task__position"))
