"""Read what trainers write: pages, pictures and questions of a course."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Max, OuterRef, Subquery

from training import permissions
from training.models import (
    Course,
    CourseVersion,
    LearningImage,
    LearningPage,
    Question,
    QuestionVersion,
    Reach,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class BankLine:
    """A question of a bank with its latest wording."""

    question: Question
    wording: QuestionVersion
    uses: int


def get_course(code: str, *, reach: Reach) -> Course:
    """
    Return a course that the viewer may shape.

    :raises Course.DoesNotExist: there is none
    :raises Forbidden: they may not shape it
    """
    permissions.check_is_trainer(reach)
    course = Course.objects.get(code=code)
    permissions.check_may_set_up(reach, course)
    return course


def get_version(code: str, number: int, *, reach: Reach) -> CourseVersion:
    """
    Return a version of a course that the viewer may shape.

    :raises CourseVersion.DoesNotExist: there is none
    :raises Forbidden: they may not shape it
    """
    permissions.check_is_trainer(reach)
    versions = CourseVersion.objects.select_related("course")
    version = versions.get(course__code=code, number=number)
    permissions.check_may_set_up(reach, version.course)
    return version


def list_versions_with_pages(course: Course) -> list[CourseVersion]:
    """Return the versions of a course that are learnt on one's own, or could be; newest first."""
    return list(course.versions.only("number", "state", "course_id").order_by("-number"))


def newest_number(course: Course) -> int | None:
    """Return the number of the newest version of a course, if it has one."""
    newest: int | None = course.versions.aggregate(newest=Max("number"))["newest"]
    return newest


def list_written(version: CourseVersion) -> list[LearningPage]:
    """Return the pages of a version in their order."""
    return list(version.pages.select_related("question").order_by("position"))


def list_images(course: Course) -> list[LearningImage]:
    """Return the pictures of a course, without their bytes."""
    return list(course.images.defer("content").order_by("name"))


def list_bank(course: Course) -> list[BankLine]:
    """Return the questions of a course by topic, with their latest wordings and use as trials."""
    latest = QuestionVersion.objects.filter(question=OuterRef("pk")).order_by("-number")
    questions = course.questions.annotate(latest=Subquery(latest.values("pk")[:1]))
    found = {each.pk: each for each in questions}
    wordings = QuestionVersion.objects.filter(pk__in=[each.latest for each in found.values()])
    asked = wordings.annotate(uses=Count("answers")).order_by("question__topic", "question__code")
    return [
        BankLine(question=found[each.question_id], wording=each, uses=each.uses) for each in asked
    ]


def get_question(course: Course, code: str) -> BankLine:
    """
    Return a question with its latest wording.

    :raises Question.DoesNotExist: there is none
    """
    question = course.questions.get(code=code)
    wording = question.versions.annotate(uses=Count("answers")).order_by("-number")[0]
    return BankLine(question=question, wording=wording, uses=wording.uses)


def list_topics(course: Course) -> Sequence[str]:
    """Return the topics of a course's bank."""
    return list(course.questions.order_by("topic").values_list("topic", flat=True).distinct())
