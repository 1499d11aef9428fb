"""What a draft's pages and quiz still lack before it can be published."""

from collections import Counter
from collections.abc import Mapping, Sequence
from uuid import UUID

from core.dates import count_in_words
from core.markdown import pictures_named_in
from training.codes import VersionState
from training.models import CourseVersion, LearningImage, LearningPage, Question
from training.policies.quizzes import count_draws


def check_version_is_complete(version: CourseVersion) -> list[str]:
    """Return what the pages and the quiz of a version lack, in words for its trainer."""
    lacks = []
    if version.needs_pages:
        lacks += _page_problems(version)
    if version.needs_quiz:
        lacks += quiz_problems(version)
    return lacks


def _page_problems(version: CourseVersion) -> list[str]:
    pages = list(version.pages.order_by("position"))
    if not pages:
        return ["It asks for its pages to be read, but has none: write one."]
    known = set(
        LearningImage.objects.filter(course_id=version.course_id).values_list("name", flat=True)
    )
    return [problem for page in pages for problem in page_problems(page, known)]


def page_problems(page: LearningPage, known: set[str]) -> list[str]:
    """Return what one page lacks, where a course has the pictures that are known."""
    named = f"Page {page.position}, “{page.title}”,"
    if not page.body.strip():
        return [f"{named} is empty: write it, or delete it."]
    return [
        f"{named} shows a picture “{name}” that the course does not have: upload it."
        for name in dict.fromkeys(pictures_named_in(page.body))
        if name not in known
    ]


def quiz_problems(version: CourseVersion) -> list[str]:
    """Return which topics of a quiz have too few questions, and whether it asks for any."""
    if not sum(count_draws(version.quiz_draws).values()):
        return ["Say how many questions the quiz draws from each topic."]
    return short_topics(version.quiz_draws, count_active(version.course_id))


def short_topics(draws: Sequence[Sequence[object]], there: Mapping[str, int]) -> list[str]:
    """Return, for each topic of which a bank has too few, what is wanted and what is there."""
    return [
        f"The quiz draws {count_in_words(wanted, 'question')} on “{topic}”, "
        f"but the bank has {there.get(topic, 0)}."
        for topic, wanted in count_draws(draws).items()
        if there.get(topic, 0) < wanted
    ]


def count_active(course_id: UUID) -> Counter[str]:
    """Return how many active questions the bank of a course has, by topic."""
    questions = Question.objects.filter(course_id=course_id, is_active=True)
    return Counter(questions.values_list("topic", flat=True))


def published_draws(course_id: UUID) -> Sequence[Sequence[object]]:
    """Return what the quiz of a course's published version draws, if it has one."""
    published = CourseVersion.objects.filter(
        course_id=course_id, state=VersionState.PUBLISHED, needs_quiz=True
    )
    draws: Sequence[Sequence[object]] | None = published.values_list(
        "quiz_draws", flat=True
    ).first()
    return draws or ()
