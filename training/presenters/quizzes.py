"""Quizzes as learners meet them: the rules, the questions, and what became of an attempt."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.urls import reverse
from django.utils.safestring import SafeString

from core.dates import LONDON, TIME, count_in_words, format_date
from core.markdown import render_markdown
from training.codes import AttemptState, QuestionKind
from training.models import Answer, Attempt, CourseVersion
from training.policies.quizzes import Tries
from training.queries.learning import Learning

from .reading import questions_in

_TONES: Final = {
    AttemptState.RUNNING: "blue",
    AttemptState.PASSED: "green",
    AttemptState.FAILED: "amber",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class AttemptLine:
    """An attempt in a list."""

    number: int
    state: str
    tone: str
    score: str
    when: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuizPage:
    """What stands before a quiz: its rules, and what somebody has tried."""

    code: str
    course: str
    facts: Sequence[tuple[str, str]]
    attempts: Sequence[AttemptLine]
    running_url: str
    may_start: bool
    hindrance: str
    read_url: str
    has_passed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedOption:
    """An option at its place in an attempt."""

    value: str
    text: str
    is_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedQuestion:
    """A question of an attempt that is running; nothing in it says what is right."""

    position: int
    name: str
    words: SafeString
    is_several: bool
    options: Sequence[AskedOption]
    keep_url: str
    is_answered: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AttemptPage:
    """A running attempt."""

    code: str
    course: str
    number: int
    questions: Sequence[AskedQuestion]
    ends: str
    seconds_left: int
    pass_mark: int


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedQuestion:
    """A question after the attempt; what is right stands there only once it may be known."""

    number: int
    words: SafeString
    topic: str
    is_right: bool
    chosen: str
    right: str
    explanation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicLine:
    """How an attempt went in a topic."""

    topic: str
    right: int
    total: int
    is_weak: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultPage:
    """What became of an attempt."""

    code: str
    course: str
    number: int
    has_passed: bool
    score: int
    pass_mark: int
    counted: str
    topics: Sequence[TopicLine]
    weak: Sequence[str]
    questions: Sequence[JudgedQuestion]
    keeps_answers: bool
    next_words: str
    ran_out: bool


def present_quiz(learning: Learning, attempts: Sequence[Attempt], *, tries: Tries) -> QuizPage:
    """Return the rules of a quiz and what somebody may do now."""
    enrolment, code = learning.enrolment, learning.course.code
    has_passed = any(each.state == AttemptState.PASSED for each in attempts)
    running = [each for each in attempts if each.state == AttemptState.RUNNING]
    hindrance, read_url = "", ""
    if enrolment is None:
        hindrance, read_url = "Start the course first.", reverse("training:learn", args=[code])
    elif learning.version.needs_pages and enrolment.pages_read_at is None:
        hindrance = "Read the pages first: the quiz asks what they say."
        read_url = reverse("training:learn", args=[code])
    elif not has_passed and tries.wait_until is not None:
        hindrance = f"You can try again from {format_date(tries.wait_until, TIME)}."
    return QuizPage(
        code=code,
        course=learning.course.name,
        facts=_rules(learning.version, tries),
        attempts=[_attempt_line(each) for each in reversed(attempts)],
        running_url=reverse("training:attempt", args=[running[0].pk]) if running else "",
        may_start=not (has_passed or hindrance or running),
        hindrance=hindrance,
        read_url=read_url,
        has_passed=has_passed,
    )


def _rules(version: CourseVersion, tries: Tries) -> list[tuple[str, str]]:
    return [
        ("Questions", str(questions_in(version.quiz_draws))),
        ("Time", count_in_words(version.time_limit_minutes, "minute")),
        ("To pass", f"{version.pass_mark}% right"),
        ("Attempts", f"{tries.left} of {version.attempts_allowed} left"),
    ]


def _attempt_line(attempt: Attempt) -> AttemptLine:
    state = AttemptState(attempt.state)
    is_running = state == AttemptState.RUNNING
    page = "training:attempt" if is_running else "training:result"
    return AttemptLine(
        number=attempt.number,
        state=state.label,
        tone=_TONES[state],
        score="" if attempt.score is None else f"{attempt.score}%",
        when=format_date(attempt.submitted_at or attempt.started_at, TIME),
        url=reverse(page, args=[attempt.pk]),
    )


def present_attempt(attempt: Attempt, answers: Sequence[Answer], *, at: datetime) -> AttemptPage:
    """Return a running attempt with all its questions."""
    course = attempt.enrolment.version.course
    ends = attempt.closes_at.astimezone(LONDON)
    return AttemptPage(
        code=course.code,
        course=course.name,
        number=attempt.number,
        questions=[present_asked(answer) for answer in answers],
        ends=f"{ends.hour:02}:{ends.minute:02}",
        seconds_left=max(0, int((attempt.closes_at - at).total_seconds())),
        pass_mark=attempt.enrolment.version.pass_mark,
    )


def say_unanswered(positions: Sequence[int]) -> str:
    """Return which questions are still open, for somebody who wants to send all."""
    first, *others = map(str, positions)
    if not others:
        return f"Question {first} is not answered yet. Your other answers are saved."
    named = f"{', '.join([first, *others[:-1]])} and {others[-1]}"
    return f"Questions {named} are not answered yet. Your other answers are saved."


def present_asked(answer: Answer) -> AskedQuestion:
    """Return a question as an attempt asks it, its options in the order of the attempt."""
    wording, chosen = answer.wording, answer.chosen or []
    return AskedQuestion(
        position=answer.position,
        name=f"question-{answer.position}",
        words=render_markdown(wording.words),
        is_several=wording.kind == QuestionKind.SEVERAL,
        options=[
            AskedOption(value=str(place), text=wording.options[option], is_chosen=option in chosen)
            for place, option in enumerate(answer.option_order)
        ],
        keep_url=reverse("training:answer", args=[answer.attempt_id, answer.position]),
        is_answered=bool(chosen),
    )


def present_result(
    attempt: Attempt, answers: Sequence[Answer], *, tries: Tries, has_passed: bool
) -> ResultPage:
    """
    Return what became of an attempt.

    While somebody may still try, what they got wrong stays a question: only topics are named.
    """
    version = attempt.enrolment.version
    may_know_all = has_passed or tries.left == 0
    topics = _topics(answers)
    return ResultPage(
        code=version.course.code,
        course=version.course.name,
        number=attempt.number,
        has_passed=attempt.state == AttemptState.PASSED,
        score=attempt.score or 0,
        pass_mark=version.pass_mark,
        counted=f"{attempt.right_count} of {count_in_words(len(answers), 'question')} right",
        topics=topics,
        weak=[line.topic for line in topics if line.is_weak],
        questions=[_judged(each, may_know_all=may_know_all) for each in answers],
        keeps_answers=not may_know_all and any(not each.is_right for each in answers),
        next_words="" if has_passed else _next_words(tries),
        ran_out=attempt.submitted_at == attempt.closes_at,
    )


def _next_words(tries: Tries) -> str:
    if tries.wait_until is not None:
        again = format_date(tries.wait_until, TIME)
        return f"You have used all attempts. You can try again from {again}."
    return f"You have {count_in_words(tries.left, 'attempt')} left."


def _topics(answers: Sequence[Answer]) -> list[TopicLine]:
    """Return how each topic went; one with less than two thirds right is weak."""
    total = Counter(answer.wording.question.topic for answer in answers)
    right = Counter(answer.wording.question.topic for answer in answers if answer.is_right)
    return [
        TopicLine(
            topic=topic, right=right[topic], total=count, is_weak=3 * right[topic] < 2 * count
        )
        for topic, count in sorted(total.items())
    ]


def _judged(answer: Answer, *, may_know_all: bool) -> JudgedQuestion:
    wording = answer.wording
    is_open = may_know_all or bool(answer.is_right)
    return JudgedQuestion(
        number=answer.position,
        words=render_markdown(wording.words),
        topic=wording.question.topic,
        is_right=bool(answer.is_right),
        chosen=_options(answer, answer.chosen or []),
        right=_options(answer, wording.right) if may_know_all and not answer.is_right else "",
        explanation=wording.explanation if is_open else "",
    )


def _options(answer: Answer, positions: Sequence[int]) -> str:
    return "; ".join(answer.wording.options[position] for position in positions)
