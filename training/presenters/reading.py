"""E-learning as pages show it: where one stands, what comes next, a text that is easy to read."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.safestring import SafeString

from core.dates import LONDON, count_in_words, format_day
from core.markdown import Picture, render_markdown
from training.codes import QuestionKind
from training.models import LearningImage, QuestionVersion
from training.queries.learning import Learning, OpenPage, PageLine, where_to_go_on


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentsLine:
    """A page in the list of contents."""

    title: str
    url: str
    is_read: bool
    is_current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StartPage:
    """The first page of a course's e-learning: what it is, and the one thing to do next."""

    code: str
    name: str
    summary: str
    facts: Sequence[tuple[str, str]]
    contents: Sequence[ContentsLine]
    progress: str
    is_running: bool
    done: int
    total: int
    action: str
    action_url: str
    note: str
    completed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialOption:
    """An option of a question to try oneself on."""

    value: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """A question to try oneself on; `verdict` once it is answered."""

    words: SafeString
    is_several: bool
    options: Sequence[TrialOption]
    chosen: Sequence[str] = ()
    verdict: str = ""
    is_right: bool = False
    answer: str = ""
    explanation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingPage:
    """A page that a learner reads."""

    code: str
    course: str
    title: str
    position: int
    total: int
    body: SafeString
    trial: Trial | None
    contents: Sequence[ContentsLine]
    previous_url: str
    next_words: str
    is_kept: bool


def present_start(learning: Learning, pages: Sequence[PageLine], *, bar: str) -> StartPage:
    """Return where somebody stands in a course, and what they do next; `bar` keeps them out."""
    course = learning.course
    action, action_url = ("", "") if bar else _next_step(learning, pages)
    done = sum(page.is_read for page in pages)
    former = learning.former
    completed = ""
    if former is not None and former.completed_at is not None:
        completed = format_day(former.completed_at.astimezone(LONDON).date())
    return StartPage(
        code=course.code,
        name=course.name,
        summary=course.summary,
        facts=_facts(learning, len(pages)),
        contents=present_contents(course.code, pages, is_open=_is_open(learning)),
        progress=f"{done} of {count_in_words(len(pages), 'page')} read" if pages else "",
        is_running=learning.enrolment is not None,
        done=done,
        total=len(pages),
        action=action,
        action_url=action_url,
        note=bar or _what_is_left(learning, pages),
        completed=completed,
    )


def _is_open(learning: Learning) -> bool:
    return learning.enrolment is not None or learning.former is not None


def _facts(learning: Learning, pages: int) -> list[tuple[str, str]]:
    version = learning.version
    facts = [("Takes about", count_in_words(version.duration_minutes, "minute"))]
    if pages:
        facts.append(("Pages", str(pages)))
    if version.needs_quiz:
        questions = count_in_words(questions_in(version.quiz_draws), "question")
        facts.append(("Quiz", f"{questions}, {version.pass_mark}% to pass"))
    return facts


def questions_in(draws: Sequence[Sequence[object]]) -> int:
    """Return how many questions a quiz has."""
    return sum(int(str(count)) for _topic, count in draws)


def _next_step(learning: Learning, pages: Sequence[PageLine]) -> tuple[str, str]:
    """Return the words and the address of what comes next; no address means to begin."""
    enrolment, code = learning.enrolment, learning.course.code
    if enrolment is None:
        return ("Do it again" if learning.former else "Start"), ""
    position = where_to_go_on(pages)
    if position is not None:
        words = f"Continue at page {position}" if any(p.opened_at for p in pages) else "Begin"
        return words, reverse("training:learn_page", args=[code, position])
    if learning.version.needs_quiz and enrolment.quiz_passed_at is None:
        return "Go to the quiz", reverse("training:quiz", args=[code])
    return "", ""


def _what_is_left(learning: Learning, pages: Sequence[PageLine]) -> str:
    """Return what somebody waits for once their own part is done."""
    enrolment, version = learning.enrolment, learning.version
    if enrolment is None or _next_step(learning, pages)[0]:
        return ""
    waits = []
    if version.needs_attendance and enrolment.attended_at is None:
        waits.append("attend a session")
    if version.needs_observation and enrolment.observed_at is None:
        waits.append("show a trainer what you have learnt")
    if not waits:
        return "You have done your own part."
    return f"You have done your own part. To complete the course, {' and '.join(waits)}."


def present_contents(
    code: str, pages: Sequence[PageLine], *, current: int = 0, is_open: bool = True
) -> list[ContentsLine]:
    """Return the list of contents; pages have addresses once the course is begun."""
    return [
        ContentsLine(
            title=page.title,
            url=reverse("training:learn_page", args=[code, page.position]) if is_open else "",
            is_read=page.is_read,
            is_current=page.position == current,
        )
        for page in pages
    ]


def present_page(
    learning: Learning, opened: OpenPage, pages: Sequence[PageLine], *, trial: Trial | None
) -> ReadingPage:
    """Return a page as its learner reads it."""
    page, code = opened.page, learning.course.code
    positions = [line.position for line in pages]
    index = positions.index(page.position)
    is_last = index + 1 == len(positions)
    before = positions[index - 1] if index else None
    return ReadingPage(
        code=code,
        course=learning.course.name,
        title=page.title,
        position=index + 1,
        total=len(positions),
        body=render_page(code, page.body, opened.pictures),
        trial=trial,
        contents=present_contents(code, pages, current=page.position),
        previous_url=reverse("training:learn_page", args=[code, before]) if before else "",
        next_words=_next_words(learning) if is_last else "Next",
        is_kept=learning.enrolment is not None,
    )


def _next_words(learning: Learning) -> str:
    if learning.version.needs_quiz:
        enrolment = learning.enrolment
        if enrolment is not None and enrolment.quiz_passed_at is None:
            return "Go to the quiz"
    return "Finish"


def render_page(code: str, body: str, pictures: Sequence[LearningImage]) -> SafeString:
    """Return the text of a page with the pictures of its course."""
    known = {
        image.name: Picture(
            url=reverse("training:image", args=[code, image.name]), alternative=image.alternative
        )
        for image in pictures
    }
    return render_markdown(body, pictures=known)


def present_trial(wording: QuestionVersion | None, chosen: Sequence[int] | None) -> Trial | None:
    """Return a question to try oneself on, judged where it was answered."""
    if wording is None:
        return None
    options = [
        TrialOption(value=str(place), text=text) for place, text in enumerate(wording.options)
    ]
    asked = Trial(
        words=render_markdown(wording.words),
        is_several=wording.kind == QuestionKind.SEVERAL,
        options=options,
    )
    if chosen is None:
        return asked
    if not chosen:
        return replace(asked, verdict="Choose an answer first.")
    is_right = set(chosen) == set(wording.right)
    return replace(
        asked,
        chosen=[str(place) for place in chosen],
        verdict="That is right." if is_right else "Not quite.",
        is_right=is_right,
        answer="; ".join(wording.options[place] for place in wording.right),
        explanation=wording.explanation,
    )
