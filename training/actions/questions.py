"""Write the bank of questions of a course. A wording never changes: editing writes the next."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.text import slugify

from core.errors import NotPermittedNow
from training.codes import QuestionKind
from training.models import Course, Question, QuestionVersion, Reach
from training.queries.completeness import count_active, published_draws, short_topics

from .drafts import lock_course

FEWEST_OPTIONS: Final = 2
MOST_OPTIONS: Final = 6
LONGEST_CODE: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionWords:
    """What a question says. `right` are positions of options, from 0."""

    topic: str
    words: str
    options: Sequence[str]
    right: Sequence[int]
    explanation: str = ""

    @property
    def kind(self) -> QuestionKind:
        """How it is answered: that follows from how many options are right."""
        return QuestionKind.SEVERAL if len(self.right) > 1 else QuestionKind.ONE


@transaction.atomic
def write_question(*, course_id: UUID, words: QuestionWords, by: Reach, code: str = "") -> Question:
    """
    Begin a question of a course's bank, or write its next wording where it says something new.

    Attempts that have drawn an earlier wording keep it.

    :raises Forbidden: they may not shape the course
    :raises NotPermittedNow: it cannot be answered, or its old topic would have too few questions
    :raises Question.DoesNotExist: there is none of this code
    """
    course = lock_course(course_id, by)
    _check_words(words)
    if code:
        question = course.questions.get(code=code)
    else:
        question = Question(course=course, code=_free_code(course, words.topic))
    has_moved = question.topic not in ("", words.topic)
    question.topic = words.topic
    question.save()
    if has_moved:
        _check_draws(course)
    _word(question, words)
    return question


def _word(question: Question, words: QuestionWords) -> None:
    latest = question.versions.order_by("-number").first()
    wording = QuestionVersion(
        question=question,
        number=latest.number + 1 if latest else 1,
        kind=words.kind,
        words=words.words,
        options=list(words.options),
        right=sorted(words.right),
        explanation=words.explanation,
    )
    if latest is None or _says(latest) != _says(wording):
        wording.save()


def _says(wording: QuestionVersion) -> tuple[object, ...]:
    return wording.words, wording.options, wording.right, wording.explanation


def _check_words(words: QuestionWords) -> None:
    """Require a question that can be answered."""
    count = len(words.options)
    if not words.words.strip() or not words.topic.strip():
        raise NotPermittedNow("A question has a topic and words.")
    if not FEWEST_OPTIONS <= count <= MOST_OPTIONS:
        raise NotPermittedNow(f"Write {FEWEST_OPTIONS} to {MOST_OPTIONS} options.")
    if len({option.strip().casefold() for option in words.options}) < count:
        raise NotPermittedNow("Two options say the same.")
    if not words.right or not set(words.right) <= set(range(count)):
        raise NotPermittedNow("Tick at least one option that is right.")


def _free_code(course: Course, topic: str) -> str:
    """Return a code that no question of the course has: its topic, numbered."""
    start = slugify(topic)[:LONGEST_CODE] or "question"
    taken = set(course.questions.values_list("code", flat=True))
    return next(
        code for number in range(1, len(taken) + 2) if (code := f"{start}-{number}") not in taken
    )


@transaction.atomic
def retire_question(*, course_id: UUID, code: str, by: Reach) -> Question:
    """
    Draw a question no more; attempts that have it go on.

    :raises Forbidden: they may not shape the course
    :raises NotPermittedNow: the published quiz would have too few questions
    :raises Question.DoesNotExist: there is none
    """
    course = lock_course(course_id, by)
    question = _set_active(course, code, is_active=False)
    _check_draws(course)
    return question


@transaction.atomic
def restore_question(*, course_id: UUID, code: str, by: Reach) -> Question:
    """
    Draw a question again.

    :raises Forbidden: they may not shape the course
    :raises Question.DoesNotExist: there is none
    """
    return _set_active(lock_course(course_id, by), code, is_active=True)


def _set_active(course: Course, code: str, *, is_active: bool) -> Question:
    question = course.questions.get(code=code)
    question.is_active = is_active
    question.save(update_fields=["is_active", "updated_at"])
    return question


def _check_draws(course: Course) -> None:
    """
    Require that the quiz that people take now can still be drawn.

    :raises NotPermittedNow: a topic has too few questions
    """
    short = short_topics(published_draws(course.pk), count_active(course.pk))
    if short:
        raise NotPermittedNow(f"Write another question first. {' '.join(short)}")
