"""Lock what trainers write, so that no two change it at once and nothing published changes."""

from uuid import UUID

from core.errors import NotPermittedNow
from training import permissions
from training.codes import VersionState
from training.models import Course, CourseVersion, Reach


def lock_course(course_id: UUID, by: Reach) -> Course:
    """
    Lock a course that the actor may shape; that is the lock of all that belongs to it.

    :raises Forbidden: they may not shape it
    """
    course = Course.objects.select_for_update().get(pk=course_id)
    permissions.check_may_set_up(by, course)
    return course


def lock_draft(version_id: UUID, by: Reach) -> CourseVersion:
    """
    Return a version whose pages the actor may write, its course locked.

    :raises Forbidden: they may not shape the course
    :raises NotPermittedNow: it is published, hence frozen
    """
    course_id = CourseVersion.objects.values_list("course_id", flat=True).get(pk=version_id)
    course = lock_course(course_id, by)
    version = CourseVersion.objects.get(pk=version_id)
    version.course = course
    if version.state != VersionState.DRAFT:
        raise NotPermittedNow("A published version is frozen: begin the next one to change it.")
    return version
