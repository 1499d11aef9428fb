"""Which course somebody takes for a competency."""

from accounts.models import CompetencyGrant, PractitionerRole
from training.codes import DeliveryMode
from training.models import CourseVersion

from .catalogue import versions_open_to


def find_version_for(competency_code: str, *, viewer: PractitionerRole) -> CourseVersion | None:
    """
    Return what a learner best takes for a competency now, or None where no course gives it.

    What can be begun at once comes first, then what is shorter. A refresher is for those who have
    held the competency: whoever has not takes the course that it refreshes.
    """
    versions = versions_open_to(viewer).filter(grants__code=competency_code)
    found = list(versions.order_by("duration_minutes", "course__code"))
    refreshers = {version.refresher_id for version in found} - {None}
    if refreshers and not _has_held(viewer, competency_code):
        found = [version for version in found if version.course_id not in refreshers]
    found.sort(key=lambda version: version.mode != DeliveryMode.E_LEARNING)
    return found[0] if found else None


def _has_held(viewer: PractitionerRole, competency_code: str) -> bool:
    grants = CompetencyGrant.objects.standing().filter(user_id=viewer.user_id)
    return grants.filter(competency__code=competency_code).exists()
