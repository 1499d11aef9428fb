"""Read quizzes: the bank to draw from, and what somebody has answered."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import OuterRef, Subquery

from accounts.models import PractitionerRole
from training.codes import AttemptState
from training.models import Answer, Attempt, CourseVersion, Enrolment, Question, QuestionVersion
from training.policies.quizzes import Tries, tries_left


def read_bank(course_id: UUID) -> dict[str, list[QuestionVersion]]:
    """Return the latest wordings of a course's active questions, by topic."""
    latest = QuestionVersion.objects.filter(question=OuterRef("pk")).order_by("-number")
    questions = Question.objects.filter(course_id=course_id, is_active=True)
    wordings = QuestionVersion.objects.filter(
        pk__in=questions.annotate(latest=Subquery(latest.values("pk")[:1])).values("latest")
    )
    bank: dict[str, list[QuestionVersion]] = defaultdict(list)
    for wording in wordings.select_related("question").order_by("question__code"):
        bank[wording.question.topic].append(wording)
    return bank


def list_attempts(enrolment: Enrolment) -> list[Attempt]:
    """Return the attempts of an enrolment, the first one first."""
    return list(enrolment.attempts.order_by("number"))


def tries_of(version: CourseVersion, attempts: Sequence[Attempt], *, at: datetime) -> Tries:
    """Return how many attempts somebody has left at a quiz."""
    ended = [each.submitted_at for each in attempts if each.submitted_at is not None]
    return tries_left(
        ended,
        allowed=version.attempts_allowed,
        cool_off=timedelta(hours=version.cool_off_hours),
        at=at,
    )


def get_own_attempt(attempt_id: UUID, *, viewer: PractitionerRole) -> Attempt:
    """
    Return an attempt of the viewer.

    :raises Attempt.DoesNotExist: there is none, or it is another's
    """
    attempts = Attempt.objects.select_related("enrolment__version__course")
    return attempts.get(pk=attempt_id, enrolment__user_id=viewer.user_id)


def list_drawn(attempt: Attempt) -> list[Answer]:
    """Return the questions of an attempt in their order, with what was chosen."""
    return list(attempt.answers.select_related("wording__question").order_by("position"))


def list_overdue(*, at: datetime) -> list[UUID]:
    """Return the attempts that still run though nothing that arrives for them counts any more."""
    running = Attempt.objects.filter(state=AttemptState.RUNNING, closes_at__lt=at)
    return list(running.order_by("closes_at").values_list("pk", flat=True))
