"""What trainers write, as their pages show it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from django.urls import reverse
from django.utils.safestring import SafeString

from core.dates import count_in_words
from core.markdown import Picture, pictures_named_in, render_markdown
from training.codes import VersionState
from training.models import (
    Course,
    CourseVersion,
    LearningImage,
    LearningPage,
    QuestionVersion,
)
from training.presenters.frame import FrameLink
from training.queries.authoring import BankLine


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenPage:
    """A page in the list of those that a trainer writes."""

    position: int
    title: str
    facts: str
    is_first: bool
    is_last: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenVersion:
    """A version whose pages are listed."""

    code: str
    course: str
    number: int
    state: str
    is_draft: bool
    pages: Sequence[WrittenPage]
    lacks: Sequence[str]
    others: Sequence[FrameLink]


@dataclass(frozen=True, slots=True, kw_only=True)
class BankQuestion:
    """A question in the list of a bank."""

    code: str
    words: str
    facts: str
    is_active: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BankTopic:
    """The questions of a topic."""

    topic: str
    counted: str
    questions: Sequence[BankQuestion]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownOption:
    """An option, and whether it is right: for trainers alone."""

    text: str
    is_right: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownQuestion:
    """A question with its answer: for trainers alone."""

    topic: str
    words: SafeString
    options: Sequence[ShownOption]
    explanation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownImage:
    """A picture of a course."""

    name: str
    url: str
    alternative: str
    written: str


def present_parts(course: Course, *, path: str, version: int | None) -> list[FrameLink]:
    """Return where a trainer goes while they write a course."""
    args = [course.code]
    parts = [
        ("Pictures", reverse("training:image_list", args=args)),
        ("Questions", reverse("training:question_list", args=args)),
        ("Item analysis", reverse("training:item_analysis", args=args)),
    ]
    if version is not None:
        pages = reverse("training:page_list", args=[course.code, version])
        parts.insert(0, (f"Pages of version {version}", pages))
    return [
        FrameLink(label=label, url=url, is_current=path.startswith(url)) for label, url in parts
    ]


def present_written(
    version: CourseVersion,
    pages: Sequence[LearningPage],
    *,
    lacks: Sequence[str],
    versions: Sequence[CourseVersion],
) -> WrittenVersion:
    """Return the pages of a version as its trainers list them."""
    course, state = version.course, VersionState(version.state)
    return WrittenVersion(
        code=course.code,
        course=course.name,
        number=version.number,
        state=state.label,
        is_draft=state == VersionState.DRAFT,
        pages=[
            WrittenPage(
                position=page.position,
                title=page.title,
                facts=_facts(page),
                is_first=index == 0,
                is_last=index + 1 == len(pages),
            )
            for index, page in enumerate(pages)
        ],
        lacks=lacks,
        others=[
            FrameLink(
                label=f"Version {each.number}, {VersionState(each.state).label.lower()}",
                url=reverse("training:page_list", args=[course.code, each.number]),
                is_current=each.number == version.number,
            )
            for each in versions
        ],
    )


def _facts(page: LearningPage) -> str:
    facts = [count_in_words(len(page.body.split()), "word")]
    pictures = len(pictures_named_in(page.body))
    if pictures:
        facts.append(count_in_words(pictures, "picture"))
    if page.question_id:
        facts.append("a question")
    return ", ".join(facts)


def present_bank(lines: Sequence[BankLine]) -> list[BankTopic]:
    """Return the questions of a bank by topic."""
    topics = []
    for topic, group in groupby(lines, key=lambda line: line.question.topic):
        questions = list(group)
        active = sum(line.question.is_active for line in questions)
        topics.append(
            BankTopic(
                topic=topic,
                counted=f"{active} in use",
                questions=[_bank_question(line) for line in questions],
            )
        )
    return topics


def _bank_question(line: BankLine) -> BankQuestion:
    wording = line.wording
    return BankQuestion(
        code=line.question.code,
        words=wording.words.splitlines()[0],
        facts=f"{count_in_words(len(wording.options), 'option')}, wording {wording.number}, "
        f"asked {count_in_words(line.uses, 'time')}",
        is_active=line.question.is_active,
    )


def present_with_answer(wording: QuestionVersion) -> ShownQuestion:
    """Return a question with what is right."""
    return ShownQuestion(
        topic=wording.question.topic,
        words=render_markdown(wording.words),
        options=[
            ShownOption(text=option, is_right=place in wording.right)
            for place, option in enumerate(wording.options)
        ],
        explanation=wording.explanation,
    )


def present_images(course: Course, images: Sequence[LearningImage]) -> list[ShownImage]:
    """Return the pictures of a course with what a page writes to show them."""
    return [
        ShownImage(
            name=image.name,
            url=reverse("training:image", args=[course.code, image.name]),
            alternative=image.alternative,
            written=f"![]({image.name})",
        )
        for image in images
    ]


def render_draft(course: Course, body: str, images: Sequence[LearningImage]) -> SafeString:
    """Return the text of a page as learners will read it."""
    pictures = {
        each.name: Picture(url=each.url, alternative=each.alternative)
        for each in present_images(course, images)
    }
    return render_markdown(body, pictures=pictures)
