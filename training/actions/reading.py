"""Read the pages of a version, one after another."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.models import PractitionerRole
from core.errors import NotPermittedNow
from training.codes import VersionState
from training.models import CourseVersion, Enrolment, LearningPage, PageReading
from training.queries.learning import find_bar_to_start, find_learning

from .completion import Step, complete_step, start_enrolment


@transaction.atomic
def start_learning(*, code: str, by: PractitionerRole, at: datetime) -> Enrolment:
    """
    Begin a course on one's own, or go on with it in the version in which one began.

    :raises Course.DoesNotExist: there is none for them
    :raises NotPermittedNow: nothing of it can be learnt on one's own, it is given no more, or
        the learner lacks what it asks for first
    """
    learning = find_learning(code, viewer=by)
    if learning.enrolment is not None:
        return learning.enrolment
    if learning.version.state != VersionState.PUBLISHED:
        raise NotPermittedNow("This course is not given any more.")
    if not has_own_part(learning.version):
        raise NotPermittedNow("This course has no e-learning: book a session of it.")
    if bar := find_bar_to_start(learning, by, at=at):
        raise NotPermittedNow(bar)
    return start_enrolment(learner=by, version=learning.version, at=at)


def has_own_part(version: CourseVersion) -> bool:
    """Whether something of a version is done on one's own: pages, or a quiz."""
    return version.needs_pages or version.needs_quiz


def open_page(*, enrolment: Enrolment, page: LearningPage, at: datetime) -> None:
    """Note which page a learner has before them: there they go on, on whatever device."""
    PageReading.objects.bulk_create(
        [PageReading(enrolment=enrolment, page=page, opened_at=at, updated_at=at)],
        update_conflicts=True,
        unique_fields=["enrolment", "page"],
        update_fields=["opened_at", "updated_at"],
    )


@transaction.atomic
def read_page(
    *, enrolment_id: UUID, position: int, by: PractitionerRole, at: datetime
) -> Enrolment:
    """
    Note that a page is read; with the last one the pages of the version are done.

    :raises Enrolment.DoesNotExist: it is another's
    :raises LearningPage.DoesNotExist: the version has no such page
    :raises NotPermittedNow: the enrolment has ended
    """
    enrolment = (
        Enrolment.objects.select_for_update(of=("self",))
        .select_related("version")
        .get(pk=enrolment_id, user_id=by.user_id)
    )
    if enrolment.ended_at is not None:
        raise NotPermittedNow("You have completed this course already.")
    page = LearningPage.objects.get(version_id=enrolment.version_id, position=position)
    reading, _ = PageReading.objects.get_or_create(
        enrolment=enrolment, page=page, defaults={"opened_at": at, "read_at": at}
    )
    if reading.read_at is None:
        reading.read_at = at
        reading.save(update_fields=["read_at", "updated_at"])
    version = enrolment.version
    if not version.needs_pages or enrolment.pages_read_at or _has_unread(enrolment):
        return enrolment
    return complete_step(enrolment=enrolment, step=Step.PAGES, by=by.user, at=at)


def _has_unread(enrolment: Enrolment) -> bool:
    read = enrolment.readings.filter(read_at__isnull=False).values("page_id")
    return LearningPage.objects.filter(version=enrolment.version_id).exclude(pk__in=read).exists()
