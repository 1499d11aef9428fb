"""Which course brings somebody what they still have to hold."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from accounts.models import PractitionerRole
from training.codes import DeliveryMode
from training.models import CourseVersion

from .catalogue import versions_open_to


def map_courses_by_competency(
    competencies: Iterable[UUID], *, viewer: PractitionerRole
) -> Mapping[UUID, CourseVersion]:
    """Return for each competency the course to take for it; e-learning goes before meetings."""
    wanted = set(competencies)
    if not wanted:
        return {}
    versions = versions_open_to(viewer).filter(grants__in=wanted).select_related("refresher")
    chosen: dict[UUID, CourseVersion] = {}
    named = versions.prefetch_related("grants").distinct().order_by("course__name")
    for version in sorted(named, key=lambda each: each.mode != DeliveryMode.E_LEARNING):
        for competency in version.grants.all():
            if competency.pk in wanted:
                chosen.setdefault(competency.pk, version)
    return chosen
