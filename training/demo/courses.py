"""Courses, versions, pages and questions, as trainers would have set them up."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from random import Random
from typing import Final

from accounts.models import Competency, User
from training.codes import DeliveryMode, QuestionKind, VersionState
from training.demo.catalogue import PLANS, Plan
from training.demo.content import BANKS, DRAWS, PAGES, PASS_MARKS
from training.models import (
    Course,
    CourseVersion,
    LearningPage,
    ObservedTask,
    Question,
    QuestionVersion,
)

FIRST_PUBLISHED: Final = timedelta(days=760)
NEXT_PUBLISHED: Final = timedelta(days=150)


def load_competencies() -> dict[str, Competency]:
    """Add the competencies that are missing, and return all by code."""
    for plan in PLANS:
        code, name = plan.competency
        Competency.objects.get_or_create(
            code=code, defaults={"name": name, "cstf_reference": plan.cstf}
        )
    return {each.code: each for each in Competency.objects.all()}


def load_courses(
    competencies: Mapping[str, Competency], *, by: User, at: datetime
) -> dict[str, CourseVersion]:
    """Add the courses that are missing, and return their published versions by course."""
    # Refreshers first: other courses name them.
    for plan in sorted(PLANS, key=lambda plan: bool(plan.refresher)):
        if not Course.objects.filter(code=plan.code).exists():
            _load(plan, competencies, by=by, at=at)
    published = CourseVersion.objects.filter(state=VersionState.PUBLISHED)
    return {version.course.code: version for version in published.select_related("course")}


def _load(plan: Plan, competencies: Mapping[str, Competency], *, by: User, at: datetime) -> None:
    course = Course.objects.create(
        code=plan.code,
        name=plan.name,
        summary=plan.summary,
        needs_approval=plan.needs_approval,
    )
    questions = _load_questions(course)
    for number in range(1, plan.versions + 1):
        is_last = number == plan.versions
        since = NEXT_PUBLISHED if number > 1 else FIRST_PUBLISHED
        version = _make_version(plan, course, number)
        version.grants.add(competencies[plan.competency[0]])
        _load_content(plan, version, questions)
        version.published_at, version.published_by = at - since, by
        version.state = VersionState.PUBLISHED if is_last else VersionState.RETIRED
        version.save()


def _make_version(plan: Plan, course: Course, number: int) -> CourseVersion:
    is_online = plan.mode == DeliveryMode.E_LEARNING
    refresher = Course.objects.filter(code=plan.refresher).first() if plan.refresher else None
    return CourseVersion.objects.create(
        course=course,
        number=number,
        mode=plan.mode,
        description=f"{plan.summary}.",
        duration_minutes=plan.minutes,
        prerequisites=plan.asks_first,
        refresher=refresher,
        changes="New pages on what is withheld, and on emergency passage" if number > 1 else "",
        needs_attendance=not is_online,
        needs_pages=is_online,
        needs_quiz=plan.has_quiz,
        needs_observation=bool(plan.tasks),
        quiz_draws=DRAWS.get(plan.code, []),
        pass_mark=PASS_MARKS.get(plan.code, 66),
        time_limit_minutes=15,
        cool_off_hours=4,
        expiry_rule=plan.rule,
        period=plan.period,
        window_months=plan.window,
    )


def _load_questions(course: Course) -> dict[str, Question]:
    questions = {}
    for item in BANKS.get(course.code, ()):
        question = Question.objects.create(course=course, code=item.code, topic=item.topic)
        # Pages show options as they stand, so the right one must not always stand first.
        order = list(range(len(item.options)))
        Random(item.code).shuffle(order)
        QuestionVersion.objects.create(
            question=question,
            number=1,
            kind=QuestionKind.ONE if item.right == 1 else QuestionKind.SEVERAL,
            words=item.words,
            options=[item.options[place] for place in order],
            right=[new for new, place in enumerate(order) if place < item.right],
            explanation=item.explanation,
        )
        questions[item.code] = question
    return questions


def _load_content(plan: Plan, version: CourseVersion, questions: Mapping[str, Question]) -> None:
    LearningPage.objects.bulk_create(
        LearningPage(
            version=version,
            position=position,
            title=page.title,
            body=page.body,
            question=questions.get(page.question),
        )
        for position, page in enumerate(PAGES.get(plan.code, ()), start=1)
    )
    ObservedTask.objects.bulk_create(
        ObservedTask(version=version, position=position, words=words)
        for position, words in enumerate(plan.tasks, start=1)
    )
