"""Who is to be asked what they think, and what those who answered said together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Q

from training.codes import EvaluationKind
from training.models import CourseVersion, Enrolment, Evaluation, Reach
from training.policies.evaluation import ASKED_WITHIN, FEWEST_SHOWN, IN_USE_AFTER, QUESTIONS

MOST_AT_ONCE: Final = 500
MOST_COMMENTS: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What learners of a version said; nothing but the count while they are few."""

    kind: EvaluationKind
    asked: int
    answered: int
    averages: Mapping[str, float] = field(default_factory=dict)
    comments: Sequence[str] = ()

    @property
    def is_shown(self) -> bool:
        """Whether so many answered that nobody can be told apart."""
        return self.answered >= FEWEST_SHOWN


def list_to_ask(kind: EvaluationKind, *, at: datetime) -> Sequence[Enrolment]:
    """Return who attended or completed lately, or completed eight weeks ago, and was not asked."""
    if kind == EvaluationKind.END:
        until, since = at, at - ASKED_WITHIN
        recent = Q(completed_at__range=(since, until)) | Q(attended_at__range=(since, until))
    else:
        until = at - IN_USE_AFTER
        recent = Q(completed_at__range=(until - ASKED_WITHIN, until))
    asked = Evaluation.objects.filter(kind=kind).values("enrolment")
    found = Enrolment.objects.filter(recent, user__is_active=True).exclude(pk__in=asked)
    return list(found.select_related("user", "version__course").order_by("pk")[:MOST_AT_ONCE])


def read_answers(version: CourseVersion, kind: EvaluationKind, *, reach: Reach) -> Answers:
    """Return what learners whose figures a viewer may know said of a version, without names."""
    found = Evaluation.objects.filter(
        kind=kind,
        enrolment__version=version,
        enrolment__role__organization__in=reach.figures,
    )
    answered = list(
        found.filter(answered_at__isnull=False).order_by("pk").values_list("ratings", "comment")
    )
    asked = found.count()
    if len(answered) < FEWEST_SHOWN:
        return Answers(kind=kind, asked=asked, answered=len(answered))
    # In the order of random keys, so that none follows from when it was said.
    comments = [comment for _, comment in answered if comment][:MOST_COMMENTS]
    averages = {
        name: sum(ratings[name] for ratings, _ in answered) / len(answered)
        for name in QUESTIONS[kind]
    }
    return Answers(
        kind=kind, asked=asked, answered=len(answered), averages=averages, comments=comments
    )


def list_open_evaluations(user_id: UUID, *, at: datetime) -> Sequence[Evaluation]:
    """Return what somebody was asked in the last weeks and has not answered."""
    since = at - 2 * ASKED_WITHIN - timedelta(days=1)
    found = Evaluation.objects.filter(
        enrolment__user_id=user_id, answered_at__isnull=True, asked_at__gte=since
    )
    return list(found.select_related("enrolment__version__course").order_by("-asked_at")[:5])
