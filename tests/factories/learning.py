"""A course that is learnt on one's own: pages, a bank of questions, and a quiz."""

from collections.abc import Sequence
from random import Random

from accounts.models import Competency, PractitionerRole
from tests.factories.training import (
    MONDAY,
    CompetencyFactory,
    CourseFactory,
    CourseVersionFactory,
)
from training.actions.completion import start_enrolment
from training.actions.quizzes import start_attempt
from training.actions.reading import read_page
from training.codes import DeliveryMode, QuestionKind, VersionState
from training.models import (
    Attempt,
    Course,
    CourseVersion,
    Enrolment,
    LearningPage,
    Question,
    QuestionVersion,
)

PAGES = (
    ("Why it matters", "A record is opened **for a reason**."),
    ("How to open one", "1. Find the person.\n2. Say why.\n\n# And then\n\nClose it."),
    ("When something is wrong", "Report it from its line."),
)


def seeded(seed: int) -> Random:
    """Return a chance that a test can repeat."""
    return Random(seed)  # noqa: S311 — nothing is kept secret by it


def make_question(
    course: Course,
    code: str,
    *,
    topic: str = "Access",
    options: Sequence[str] = ("Always", "Only with a reason", "Never"),
    right: Sequence[int] = (1,),
    **facts: object,
) -> QuestionVersion:
    """Write a question with its first wording."""
    question = Question.objects.create(course=course, code=code, topic=topic)
    return QuestionVersion.objects.create(
        **{
            "question": question,
            "number": 1,
            "kind": QuestionKind.SEVERAL if len(right) > 1 else QuestionKind.ONE,
            "words": f"May you open a record? ({code})",
            "options": list(options),
            "right": list(right),
            "explanation": f"A record is opened for a reason. ({code})",
            **facts,
        }
    )


def make_learning(
    *,
    code: str = "safe-use",
    questions: int = 4,
    publish: bool = True,
    grants: Competency | None = None,
    **facts: object,
) -> CourseVersion:
    """Make e-learning of three pages and a quiz of two questions, one page with a trial."""
    course = CourseFactory.create(code=code, name="Using the record safely")
    trial = make_question(course, f"{code}-trial", topic="Practice")
    for number in range(1, questions + 1):
        make_question(course, f"{code}-q{number}")
    wanted = {
        "course": course,
        "mode": DeliveryMode.E_LEARNING,
        "needs_attendance": False,
        "needs_pages": True,
        "needs_quiz": True,
        "quiz_draws": [["Access", 2]],
        "attempts_allowed": 2,
        **facts,
    }
    version = CourseVersionFactory.create(**wanted)
    version.grants.add(grants or CompetencyFactory.create())
    for position, (title, body) in enumerate(PAGES, start=1):
        question = trial.question if position == 2 else None
        LearningPage.objects.create(
            version=version, position=position, title=title, body=body, question=question
        )
    if publish:
        version.state, version.published_at = VersionState.PUBLISHED, MONDAY
        version.save()
    return version


def begin(version: CourseVersion, role: PractitionerRole) -> Enrolment:
    """Have somebody start a version."""
    return start_enrolment(learner=role, version=version, at=MONDAY)


def read_all(enrolment: Enrolment) -> Enrolment:
    """Have a learner read every page."""
    for position in enrolment.version.pages.values_list("position", flat=True):
        enrolment = read_page(
            enrolment_id=enrolment.pk, position=position, by=enrolment.role, at=MONDAY
        )
    return enrolment


def begin_attempt(
    version: CourseVersion, role: PractitionerRole, *, at=MONDAY, seed: int = 1
) -> Attempt:
    """Have somebody read all pages and begin the quiz."""
    enrolment = read_all(begin(version, role)) if version.needs_pages else begin(version, role)
    return start_attempt(enrolment_id=enrolment.pk, by=role, at=at, chance=seeded(seed))


def right_places(attempt: Attempt) -> dict[int, list[int]]:
    """Return the answers that are right, by the places at which an attempt shows them."""
    return {
        answer.position: [answer.option_order.index(option) for option in answer.wording.right]
        for answer in attempt.answers.select_related("wording")
    }


def wrong_places(attempt: Attempt) -> dict[int, list[int]]:
    """Return an answer to each question that is wrong."""
    return {
        answer.position: [
            next(
                place
                for place, option in enumerate(answer.option_order)
                if option not in answer.wording.right
            )
        ]
        for answer in attempt.answers.select_related("wording")
    }
