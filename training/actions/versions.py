"""Write versions of a course: draft, publish, which freezes, and the next one."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from accounts.models import Competency
from core.errors import NotPermittedNow
from training import permissions
from training.codes import DeliveryMode, ExpiryRule, PeriodUnit, VersionState
from training.models import Course, CourseVersion, LearningPage, ObservedTask, Reach
from training.queries.versions import list_what_is_missing

from .facts import fields_of


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionFacts:
    """What a version is: content, what completes it, how long it counts."""

    mode: DeliveryMode
    description: str = ""
    changes: str = ""
    duration_minutes: int = 60
    prerequisites: dict[str, object] | None = None
    refresher: Course | None = None
    needs_attendance: bool = False
    needs_pages: bool = False
    needs_quiz: bool = False
    needs_observation: bool = False
    quiz_draws: list[list[object]] = field(default_factory=list)
    pass_mark: int = 80
    time_limit_minutes: int = 20
    attempts_allowed: int = 3
    cool_off_hours: int = 24
    expiry_rule: ExpiryRule = ExpiryRule.FROM_PREVIOUS
    period: int = 12
    period_unit: PeriodUnit = PeriodUnit.MONTHS
    window_months: int = 3
    base_on: date | None = None


@transaction.atomic
def start_version(*, course_id: UUID, by: Reach) -> CourseVersion:
    """
    Begin the next version of a course, as a copy of the newest: pages, tasks, grants and draws.

    :raises Forbidden: they may not shape the course
    :raises NotPermittedNow: a draft is being written already
    """
    course = _lock_course(course_id, by)
    newest = course.versions.order_by("-number").first()
    if newest is None:
        return CourseVersion.objects.create(
            course=course, number=1, mode=DeliveryMode.CLASSROOM, needs_attendance=True
        )
    if newest.state == VersionState.DRAFT:
        raise NotPermittedNow(f"Version {newest.number} is being written: finish it first.")
    return _copy(newest)


@transaction.atomic
def change_version(
    *,
    version_id: UUID,
    facts: VersionFacts,
    grants: Sequence[Competency],
    tasks: Sequence[str],
    by: Reach,
) -> CourseVersion:
    """
    Write a draft: what it is, what it grants and which tasks are observed.

    :raises Forbidden: they may not shape the course
    :raises NotPermittedNow: it is published, hence frozen
    """
    version = _lock_draft(version_id, by)
    for name, value in fields_of(facts).items():
        setattr(version, name, value)
    version.save()
    version.grants.set(grants)
    if list(version.tasks.order_by("position").values_list("words", flat=True)) != list(tasks):
        version.tasks.all().delete()
        ObservedTask.objects.bulk_create(
            ObservedTask(version=version, position=position, words=words)
            for position, words in enumerate(tasks, start=1)
        )
    return version


@transaction.atomic
def publish_version(*, version_id: UUID, by: Reach, at: datetime) -> CourseVersion:
    """
    Publish a draft, which freezes it, and retire the one before in the same step.

    Sessions and learners of the one before stay with it: what they learn does not change.

    :raises Forbidden: they may not shape the course
    :raises NotPermittedNow: it is no draft, or something is missing
    """
    version = _lock_draft(version_id, by)
    missing = list_what_is_missing(version)
    if missing:
        raise NotPermittedNow(" ".join(missing))
    former = CourseVersion.objects.filter(course=version.course_id, state=VersionState.PUBLISHED)
    former.update(state=VersionState.RETIRED, updated_at=at)
    version.state = VersionState.PUBLISHED
    version.published_at, version.published_by = at, by.viewer.user
    version.save()
    return version


def _lock_course(course_id: UUID, by: Reach) -> Course:
    """Lock a course, which is the lock of its versions."""
    course = Course.objects.select_for_update().get(pk=course_id)
    permissions.check_may_set_up(by, course)
    return course


def _lock_draft(version_id: UUID, by: Reach) -> CourseVersion:
    version = CourseVersion.objects.get(pk=version_id)
    course = _lock_course(version.course_id, by)
    version = CourseVersion.objects.get(pk=version_id)
    version.course = course
    if version.state != VersionState.DRAFT:
        raise NotPermittedNow("A published version is frozen: make the next one.")
    return version


def _copy(former: CourseVersion) -> CourseVersion:
    """Return a draft with all that the former version holds."""
    names = VersionFacts.__dataclass_fields__.keys() - {"changes"}
    copied = {name: getattr(former, name) for name in names}
    version = CourseVersion.objects.create(
        course=former.course, number=former.number + 1, state=VersionState.DRAFT, **copied
    )
    version.grants.set(former.grants.all())
    LearningPage.objects.bulk_create(
        LearningPage(
            version=version,
            position=page.position,
            title=page.title,
            body=page.body,
            question_id=page.question_id,
        )
        for page in former.pages.all()
    )
    ObservedTask.objects.bulk_create(
        ObservedTask(version=version, position=task.position, words=task.words)
        for task in former.tasks.all()
    )
    return version
