"""What stands in the versions of a course, and what a draft still lacks."""

from collections.abc import Mapping

from accounts.models import Competency
from training.codes import DeliveryMode, VersionState
from training.models import Course, CourseVersion

from .completeness import check_version_is_complete


def list_versions(course: Course) -> list[CourseVersion]:
    """Return the versions of a course with what they grant and ask, the newest first."""
    versions = course.versions.select_related("refresher", "published_by")
    return list(versions.prefetch_related("grants", "tasks", "pages").order_by("-number"))


def name_competencies() -> Mapping[str, str]:
    """Return what each competency is called, by its code."""
    return dict(Competency.objects.values_list("code", "name"))


def list_what_is_missing(version: CourseVersion) -> list[str]:
    """Return what a draft lacks before it can be published, in words for its trainer."""
    asks = (
        version.needs_attendance,
        version.needs_pages,
        version.needs_quiz,
        version.needs_observation,
    )
    found = {
        "Say which competencies it grants.": not version.grants.exists(),
        "Say what completes it.": not any(asks),
        "E-learning has no sessions to attend: do not ask for attendance.": (
            version.mode == DeliveryMode.E_LEARNING and version.needs_attendance
        ),
        "Write at least one task that is observed.": (
            version.needs_observation and not version.tasks.exists()
        ),
    }
    missing = [words for words, lacks in found.items() if lacks]
    return missing + check_version_is_complete(version)


def get_draft(course: Course) -> CourseVersion | None:
    """Return the version that is being written, if there is one."""
    return course.versions.filter(state=VersionState.DRAFT).first()
