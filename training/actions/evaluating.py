"""Ask learners what they think, at the end and after eight weeks, and keep what they say."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from accounts.models import PractitionerRole
from core.errors import Forbidden, NotPermittedNow
from training.codes import EvaluationKind, MessageKind, Rating
from training.models import Enrolment, Evaluation
from training.policies.evaluation import QUESTIONS
from training.queries.evaluations import list_to_ask

from .messages import Telling, queue_message

_WORDS = {
    EvaluationKind.END: (
        "How was it? {course}",
        (
            "You have taken the course {course}. Five questions, one minute: your answers make it"
            " better. Trainers see them only together with others, never with your name."
        ),
    ),
    EvaluationKind.IN_USE: (
        "Do you use it? {course}",
        (
            "Eight weeks ago you completed {course}. Five questions on whether you use it at work."
            " Trainers see answers only together with others, never with your name."
        ),
    ),
}


@transaction.atomic
def ask_learners(*, at: datetime) -> int:
    """Ask everybody whose time it is, once for each kind; return how many were asked."""
    asked = 0
    for kind in EvaluationKind:
        for enrolment in list_to_ask(kind, at=at):
            asked += _ask(enrolment, kind, at=at)
    return asked


@transaction.atomic
def answer_evaluation(
    *,
    evaluation_id: UUID,
    ratings: Mapping[str, Rating],
    comment: str,
    by: PractitionerRole,
    at: datetime,
) -> Evaluation:
    """
    Keep what a learner says, once.

    :raises Forbidden: somebody else was asked
    :raises NotPermittedNow: it is answered already, or an answer is missing
    """
    locked = Evaluation.objects.select_for_update(of=("self",)).select_related("enrolment")
    evaluation = locked.get(pk=evaluation_id)
    if evaluation.enrolment.user_id != by.user_id:
        raise Forbidden("Somebody else was asked this.")
    if evaluation.answered_at is not None:
        raise NotPermittedNow("You have answered this already. Thank you.")
    if set(ratings) != set(QUESTIONS[EvaluationKind(evaluation.kind)]):
        raise NotPermittedNow("Answer all five questions.")
    evaluation.ratings = {name: int(value) for name, value in ratings.items()}
    evaluation.comment, evaluation.answered_at = comment.strip()[:1000], at
    evaluation.save(update_fields=["ratings", "comment", "answered_at", "updated_at"])
    return evaluation


def _ask(enrolment: Enrolment, kind: EvaluationKind, *, at: datetime) -> bool:
    evaluation, is_new = Evaluation.objects.get_or_create(
        enrolment=enrolment, kind=kind, defaults={"asked_at": at}
    )
    if not is_new:
        return False
    course = enrolment.version.course.name
    subject, sentence = (words.format(course=course) for words in _WORDS[kind])
    link = f"{settings.SERVICE_URL}{reverse('training:evaluate', args=[evaluation.pk])}"
    telling = Telling(
        kind=MessageKind.EVALUATION,
        once_key=f"evaluation:{evaluation.pk}",
        subject=subject[:200],
        body=f"{sentence}\n\n{link}\n",
    )
    queue_message(telling, to=enrolment.user, at=at)
    return True
