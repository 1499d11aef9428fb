"""Tries at the quiz of the main course, so that its questions can be looked at."""

from collections.abc import Sequence
from datetime import timedelta
from random import Random
from typing import Final

from training.codes import AttemptState
from training.demo.content import DRAWS
from training.models import Answer, Attempt, CourseVersion, Enrolment, QuestionVersion

TRIES: Final = 420
FULL: Final = 100
# What a look at the questions finds: one that everybody knows, and one that tells nobody apart.
HARDNESS: Final = {"email-number": 0.01, "banner-first": 0.4}


def load_attempts(version: CourseVersion, enrolments: Sequence[Enrolment]) -> int:
    """Write tries of people who completed a version, some of whom needed two."""
    chance = Random("attempts")
    bank = _bank(version)
    attempts: list[Attempt] = []
    answers: list[Answer] = []
    for enrolment in enrolments[:TRIES]:
        ends = (False, True) if chance.random() < 0.22 else (True,)
        for number, has_passed in enumerate(ends, start=1):
            attempt, given = _try(enrolment, number, bank, chance, has_passed=has_passed)
            attempts.append(attempt)
            answers += given
    Attempt.objects.bulk_create(attempts, batch_size=1000)
    Answer.objects.bulk_create(answers, batch_size=2000)
    return len(attempts)


def _bank(version: CourseVersion) -> dict[str, list[QuestionVersion]]:
    bank: dict[str, list[QuestionVersion]] = {}
    wordings = QuestionVersion.objects.filter(question__course=version.course)
    for wording in wordings.select_related("question").order_by("question__code"):
        bank.setdefault(wording.question.topic, []).append(wording)
    return bank


def _try(
    enrolment: Enrolment,
    number: int,
    bank: dict[str, list[QuestionVersion]],
    chance: Random,
    *,
    has_passed: bool,
) -> tuple[Attempt, list[Answer]]:
    """Return a try that ends as it must: answers are drawn until its score fits."""
    drawn = [
        wording
        for topic, count in DRAWS[enrolment.version.course.code]
        for wording in chance.sample(bank[topic], count)
    ]
    needed = enrolment.version.pass_mark
    while True:
        right = [chance.random() > _hardness(each, has_passed=has_passed) for each in drawn]
        score = FULL * sum(right) // len(right)
        if (score >= needed) is has_passed:
            break
    ended = (enrolment.completed_at or enrolment.started_at) - timedelta(hours=2 - number)
    attempt = Attempt(
        enrolment=enrolment,
        number=number,
        state=AttemptState.PASSED if has_passed else AttemptState.FAILED,
        started_at=ended - timedelta(minutes=chance.randrange(4, 12)),
        closes_at=ended + timedelta(minutes=5),
        submitted_at=ended,
        right_count=sum(right),
        score=score,
    )
    answers = [
        _answer(attempt, position, wording, chance, is_right=is_right)
        for position, (wording, is_right) in enumerate(zip(drawn, right, strict=True), start=1)
    ]
    return attempt, answers


def _hardness(wording: QuestionVersion, *, has_passed: bool) -> float:
    if wording.question.code in HARDNESS:
        return HARDNESS[wording.question.code]
    return 0.08 if has_passed else 0.45


def _answer(
    attempt: Attempt, position: int, wording: QuestionVersion, chance: Random, *, is_right: bool
) -> Answer:
    order = list(range(len(wording.options)))
    chance.shuffle(order)
    wrong = [each for each in order if each not in wording.right]
    chosen = sorted(wording.right) if is_right else [chance.choice(wrong)]
    return Answer(
        attempt=attempt,
        position=position,
        wording=wording,
        option_order=order,
        chosen=chosen,
        is_right=is_right,
    )
