"""Take a quiz: begin an attempt, keep answers one by one, and end it. The server's clock counts."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from random import Random, SystemRandom
from typing import Final
from uuid import UUID

from django.db import transaction

from accounts.models import PractitionerRole
from core.errors import NotPermittedNow
from training.codes import AttemptState, QuestionKind
from training.models import Answer, Attempt, Enrolment
from training.policies.quizzes import (
    ALLOWANCE,
    draw_questions,
    is_in_time,
    is_right,
    score_of,
    shuffle_options,
)
from training.queries.quizzes import list_attempts, list_overdue, read_bank, tries_of

from .completion import Step, complete_step

CHANCE: Final = SystemRandom()
TIME_IS_OVER: Final = "The time of this attempt is over. What you had answered by then counts."


@transaction.atomic
def start_attempt(
    *, enrolment_id: UUID, by: PractitionerRole, at: datetime, chance: Random = CHANCE
) -> Attempt:
    """
    Begin an attempt at the quiz of an enrolment, or go on with the one that is running.

    :raises Enrolment.DoesNotExist: it is another's
    :raises NotPermittedNow: it is passed, its pages are not read, or no attempt is left for now
    """
    enrolment = _lock_enrolment(enrolment_id, by)
    _check_may_begin(enrolment)
    attempts = list_attempts(enrolment)
    running = next((each for each in attempts if each.state == AttemptState.RUNNING), None)
    if running is not None and is_in_time(running.closes_at, at=at):
        return running
    if running is not None:
        _end(running, at=at)
        attempts = list_attempts(enrolment)
    version = enrolment.version
    if tries_of(version, attempts, at=at).left == 0:
        raise NotPermittedNow("You have used all attempts for now.")
    return _draw(enrolment, number=len(attempts) + 1, at=at, chance=chance)


def _check_may_begin(enrolment: Enrolment) -> None:
    version = enrolment.version
    if not version.needs_quiz:
        raise NotPermittedNow("This course has no quiz.")
    if enrolment.quiz_passed_at is not None or enrolment.ended_at is not None:
        raise NotPermittedNow("You have passed this quiz already.")
    if version.needs_pages and enrolment.pages_read_at is None:
        raise NotPermittedNow("Read the pages first: the quiz asks what they say.")


def _draw(enrolment: Enrolment, *, number: int, at: datetime, chance: Random) -> Attempt:
    version = enrolment.version
    wordings = draw_questions(version.quiz_draws, read_bank(version.course_id), chance)
    if not wordings:
        raise NotPermittedNow("This quiz has no questions yet. Tell a trainer.")
    attempt = Attempt.objects.create(
        enrolment=enrolment,
        number=number,
        started_at=at,
        closes_at=at + timedelta(minutes=version.time_limit_minutes),
    )
    Answer.objects.bulk_create(
        Answer(
            attempt=attempt,
            position=position,
            wording=wording,
            option_order=shuffle_options(len(wording.options), chance),
        )
        for position, wording in enumerate(wordings, start=1)
    )
    return attempt


@transaction.atomic
def keep_answer(
    *, attempt_id: UUID, position: int, places: Sequence[int], by: PractitionerRole, at: datetime
) -> None:
    """
    Keep what somebody chose, by the places at which the attempt shows the options.

    :raises Attempt.DoesNotExist: it is another's
    :raises Answer.DoesNotExist: it has no such question
    :raises NotPermittedNow: it has ended, its time is over, or there is no such option
    """
    attempt = _lock_running(attempt_id, by, at=at)
    answer = attempt.answers.select_related("wording").get(position=position)
    _choose(answer, places)
    answer.save(update_fields=["chosen", "updated_at"])


@transaction.atomic
def keep_all(
    *, attempt_id: UUID, places: Mapping[int, Sequence[int]], by: PractitionerRole, at: datetime
) -> list[int]:
    """
    Keep several answers at once, and return which questions are not answered yet.

    :raises Attempt.DoesNotExist: it is another's
    :raises NotPermittedNow: it has ended, its time is over, or there is no such option
    """
    attempt = _lock_running(attempt_id, by, at=at)
    keep_answers(attempt, places)
    blank = attempt.answers.filter(chosen__isnull=True).order_by("position")
    return list(blank.values_list("position", flat=True))


@transaction.atomic
def submit_attempt(
    *,
    attempt_id: UUID,
    places: Mapping[int, Sequence[int]],
    by: PractitionerRole,
    at: datetime,
) -> Attempt:
    """
    Keep all answers that are sent and end an attempt; what arrives too late is left out.

    An attempt that has ended stays as it is, so that to send it twice does no harm.

    :raises Attempt.DoesNotExist: it is another's
    :raises NotPermittedNow: there is no such option
    """
    attempt = _lock_attempt(attempt_id, by)
    if attempt.state != AttemptState.RUNNING:
        return attempt
    if is_in_time(attempt.closes_at, at=at):
        keep_answers(attempt, places)
    return _end(attempt, at=at)


def keep_answers(attempt: Attempt, places: Mapping[int, Sequence[int]]) -> None:
    """Keep several answers; questions that are not named stay as they are."""
    changed = []
    for answer in attempt.answers.select_related("wording").filter(position__in=places):
        _choose(answer, places[answer.position])
        changed.append(answer)
    Answer.objects.bulk_update(changed, ["chosen"])


@transaction.atomic
def end_if_over(*, attempt_id: UUID, at: datetime) -> None:
    """End an attempt whose time is over; its answers so far count."""
    enrolment_id = Attempt.objects.values_list("enrolment_id", flat=True).get(pk=attempt_id)
    Enrolment.objects.select_for_update().get(pk=enrolment_id)
    attempt = Attempt.objects.select_for_update().get(pk=attempt_id)
    if attempt.state == AttemptState.RUNNING and not is_in_time(attempt.closes_at, at=at):
        _end(attempt, at=at)


def end_overdue(*, at: datetime) -> int:
    """End the attempts whose time is over, each by itself, and return how many they were."""
    overdue = list_overdue(at=at - ALLOWANCE)
    for attempt_id in overdue:
        end_if_over(attempt_id=attempt_id, at=at)
    return len(overdue)


def _choose(answer: Answer, places: Sequence[int]) -> None:
    """
    Note what was chosen, as positions in the wording; nothing chosen is not answered.

    :raises NotPermittedNow: there is no such option, or there are several where one is asked for
    """
    order = answer.option_order
    if any(not 0 <= place < len(order) for place in places):
        raise NotPermittedNow("There is no such answer.")
    if answer.wording.kind == QuestionKind.ONE and len(places) > 1:
        raise NotPermittedNow("Choose one answer.")
    answer.chosen = sorted({order[place] for place in places}) or None


def _end(attempt: Attempt, *, at: datetime) -> Attempt:
    """Judge an attempt. One that ran out ended when it closed, not when somebody noticed."""
    answers = list(attempt.answers.select_related("wording"))
    for answer in answers:
        answer.is_right = is_right(answer.chosen, answer.wording.right)
    Answer.objects.bulk_update(answers, ["is_right"])
    enrolment = Enrolment.objects.select_related("version", "user").get(pk=attempt.enrolment_id)
    attempt.right_count = sum(bool(answer.is_right) for answer in answers)
    attempt.score = score_of(attempt.right_count, len(answers))
    passed = attempt.score >= enrolment.version.pass_mark
    attempt.state = AttemptState.PASSED if passed else AttemptState.FAILED
    attempt.submitted_at = min(at, attempt.closes_at)
    attempt.save()
    if passed and enrolment.ended_at is None:
        complete_step(enrolment=enrolment, step=Step.QUIZ, by=enrolment.user, at=at)
    return attempt


def _lock_enrolment(enrolment_id: UUID, by: PractitionerRole) -> Enrolment:
    """Lock an enrolment, which is the lock of its attempts."""
    enrolments = Enrolment.objects.select_for_update(of=("self",)).select_related("version")
    return enrolments.get(pk=enrolment_id, user_id=by.user_id)


def _lock_running(attempt_id: UUID, by: PractitionerRole, *, at: datetime) -> Attempt:
    """Lock an attempt for which answers still count."""
    attempt = _lock_attempt(attempt_id, by)
    if attempt.state != AttemptState.RUNNING:
        raise NotPermittedNow("This attempt has ended.")
    if not is_in_time(attempt.closes_at, at=at):
        raise NotPermittedNow(TIME_IS_OVER)
    return attempt


def _lock_attempt(attempt_id: UUID, by: PractitionerRole) -> Attempt:
    """Lock an attempt of one's own, its enrolment first."""
    attempts = Attempt.objects.filter(enrolment__user_id=by.user_id)
    _lock_enrolment(attempts.values_list("enrolment_id", flat=True).get(pk=attempt_id), by)
    return Attempt.objects.select_for_update().get(pk=attempt_id)
