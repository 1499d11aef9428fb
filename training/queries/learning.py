"""Read what somebody learns on their own: the course, its pages, and how far they are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, F, OuterRef

from accounts.models import PractitionerRole
from core.dates import LONDON
from core.markdown import pictures_named_in
from training.codes import VersionState
from training.models import (
    Course,
    CourseVersion,
    Enrolment,
    LearningImage,
    LearningPage,
    PageReading,
    QuestionVersion,
    Reach,
    organizations_above,
)

from .seats import name_missing


@dataclass(frozen=True, slots=True, kw_only=True)
class Learning:
    """A course as somebody learns it: in `enrolment`, or not yet; in `former` the time before."""

    course: Course
    version: CourseVersion
    enrolment: Enrolment | None
    former: Enrolment | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLine:
    """A page in the list of contents, and whether its learner has read it."""

    position: int
    title: str
    opened_at: datetime | None
    is_read: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenPage:
    """A page with its pictures, and the question to try oneself on."""

    page: LearningPage
    pictures: Sequence[LearningImage]
    trial: QuestionVersion | None


def find_learning(code: str, *, viewer: PractitionerRole) -> Learning:
    """
    Return a course as somebody learns it: the version that they began, or else the published one.

    :raises Course.DoesNotExist: there is none for them
    """
    course = Course.objects.get(code=code)
    mine = Enrolment.objects.filter(user_id=viewer.user_id, version__course=course)
    # What runs comes first; of that which has ended only what was completed tells anything.
    known = list(
        mine.exclude(ended_at__isnull=False, completed_at__isnull=True)
        .select_related("version")
        .order_by(F("ended_at").desc(nulls_first=True), "-started_at")[:2]
    )
    running = next((each for each in known if each.ended_at is None), None)
    former = next((each for each in known if each.completed_at is not None), None)
    version = running.version if running else _published(course, viewer)
    if version is None and former is not None:
        version = former.version
    if version is None:
        raise Course.DoesNotExist
    version.course = course
    return Learning(course=course, version=version, enrolment=running, former=former)


def _published(course: Course, viewer: PractitionerRole) -> CourseVersion | None:
    """Return the published version of a course that is offered to the viewer."""
    if not course.is_active or not is_offered_to(course, viewer):
        return None
    return course.versions.filter(state=VersionState.PUBLISHED).first()


def is_offered_to(course: Course, viewer: PractitionerRole) -> bool:
    """Whether somebody belongs to those for whom a course is."""
    if course.audience_id is None:
        return True
    return course.audience_id in organizations_above(viewer.organization)


def find_bar_to_start(learning: Learning, viewer: PractitionerRole, *, at: datetime) -> str:
    """Return in words what somebody lacks before they can begin a course, or nothing."""
    if learning.enrolment is not None:
        return ""
    today = at.astimezone(LONDON).date()
    missing = name_missing(learning.version.prerequisites, viewer.user_id, on=today)
    return f"This course asks first for: {missing}." if missing else ""


def list_pages(version: CourseVersion, *, enrolment: Enrolment | None) -> list[PageLine]:
    """Return the contents of a version, with what an enrolment has read of it."""
    readings: dict[UUID, PageReading] = {}
    if enrolment is not None:
        readings = {each.page_id: each for each in enrolment.readings.all()}
    lines = []
    for key, position, title in version.pages.order_by("position").values_list(
        "pk", "position", "title"
    ):
        reading = readings.get(key)
        lines.append(
            PageLine(
                position=position,
                title=title,
                opened_at=reading.opened_at if reading else None,
                is_read=reading is not None and reading.read_at is not None,
            )
        )
    return lines


def get_page(version: CourseVersion, position: int) -> OpenPage:
    """
    Return a page of a version with all that it shows.

    :raises LearningPage.DoesNotExist: there is none
    """
    page = LearningPage.objects.get(version=version, position=position)
    trial = None
    if page.question_id is not None:
        wordings = QuestionVersion.objects.filter(question_id=page.question_id)
        trial = wordings.order_by("-number").first()
    return OpenPage(
        page=page,
        pictures=list_pictures(version.course_id, page.body),
        trial=trial,
    )


def list_pictures(course_id: UUID, text: str) -> list[LearningImage]:
    """Return the pictures of a course that a text names, without their bytes."""
    names = pictures_named_in(text)
    if not names:
        return []
    found = LearningImage.objects.filter(course_id=course_id, name__in=names)
    return list(found.only("name", "alternative", "course_id"))


def get_image(code: str, name: str, *, reach: Reach) -> LearningImage:
    """
    Return a picture of a course: for those who may learn it, and for trainers.

    :raises LearningImage.DoesNotExist: there is none, or it is for others
    """
    viewer = reach.viewer
    learns = Enrolment.objects.filter(user_id=viewer.user_id, version__course=OuterRef("course_id"))
    image = (
        LearningImage.objects.select_related("course")
        .annotate(is_learnt=Exists(learns))
        .get(course__code=code, name=name)
    )
    is_open = reach.is_trainer or image.is_learnt or is_offered_to(image.course, viewer)
    if not is_open:
        raise LearningImage.DoesNotExist
    return image


def where_to_go_on(pages: Sequence[PageLine]) -> int | None:
    """Return the page on which a learner left off, or the next that they have not read."""
    unread = [page.position for page in pages if not page.is_read]
    if not unread:
        return None
    opened: Mapping[int, datetime] = {p.position: p.opened_at for p in pages if p.opened_at}
    latest = max(opened, key=lambda position: opened[position], default=0)
    return next((position for position in unread if position >= latest), unread[0])
