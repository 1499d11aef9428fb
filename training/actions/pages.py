"""Write the pages of a draft: add, change, move and delete them, and upload their pictures."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db import transaction

from core.errors import NotPermittedNow
from core.file_kinds import SVG, examine
from training.models import CourseVersion, LearningImage, LearningPage, Question, Reach

from .drafts import lock_course, lock_draft

LARGEST_IMAGE: Final = 2 * 1024 * 1024
IMAGE_KINDS: Final = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
MOST_PAGES: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class PageWords:
    """What a page says, in Markdown, and the question to try oneself on."""

    title: str
    body: str
    question: Question | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewImage:
    """A picture that somebody uploads; `alternative` says in words what it shows."""

    name: str
    alternative: str
    file_name: str
    content: bytes


@transaction.atomic
def write_page(
    *, version_id: UUID, words: PageWords, by: Reach, position: int | None = None
) -> LearningPage:
    """
    Write a page of a draft, or add one at its end.

    :raises Forbidden: they may not shape the course
    :raises NotPermittedNow: it is published, has enough pages, or the question is another course's
    :raises LearningPage.DoesNotExist: there is no such page
    """
    version = lock_draft(version_id, by)
    if words.question is not None and words.question.course_id != version.course_id:
        raise NotPermittedNow("Choose a question of this course.")
    if position is None:
        page = LearningPage(version=version, position=_next_position(version))
    else:
        page = LearningPage.objects.get(version=version, position=position)
    page.title, page.body, page.question = words.title, words.body, words.question
    page.save()
    return page


def _next_position(version: CourseVersion) -> int:
    count = version.pages.count()
    if count >= MOST_PAGES:
        raise NotPermittedNow(f"A version has at most {MOST_PAGES} pages.")
    return count + 1


@transaction.atomic
def move_page(*, version_id: UUID, position: int, is_up: bool, by: Reach) -> None:
    """
    Change places with the page before or after; at either end nothing happens.

    :raises Forbidden: they may not shape the course
    :raises NotPermittedNow: it is published, hence frozen
    :raises LearningPage.DoesNotExist: there is no such page
    """
    version = lock_draft(version_id, by)
    page = LearningPage.objects.get(version=version, position=position)
    beside = version.pages.filter(position=position - 1 if is_up else position + 1).first()
    if beside is None:
        return
    there = beside.position
    # No page stands at 0; so no two stand in one place while they change over.
    for moved, place in ((page, 0), (beside, position), (page, there)):
        moved.position = place
        moved.save(update_fields=["position", "updated_at"])


@transaction.atomic
def delete_page(*, version_id: UUID, position: int, by: Reach) -> None:
    """
    Delete a page of a draft; those after it move up.

    :raises Forbidden: they may not shape the course
    :raises NotPermittedNow: it is published, hence frozen
    :raises LearningPage.DoesNotExist: there is no such page
    """
    version = lock_draft(version_id, by)
    LearningPage.objects.get(version=version, position=position).delete()
    for page in version.pages.filter(position__gt=position).order_by("position"):
        page.position -= 1
        page.save(update_fields=["position", "updated_at"])


@transaction.atomic
def add_image(*, course_id: UUID, image: NewImage, by: Reach) -> LearningImage:
    """
    Add a picture to a course. What it is, its bytes say; drawings that could run scripts stay out.

    :raises Forbidden: they may not shape the course
    :raises NotPermittedNow: it is no picture, too large, without words, or its name is taken
    """
    course = lock_course(course_id, by)
    content_type = _check_image(image)
    if course.images.filter(name=image.name).exists():
        raise NotPermittedNow("This course has a picture of that name: choose another name.")
    return LearningImage.objects.create(
        course=course,
        name=image.name,
        alternative=image.alternative.strip(),
        content_type=content_type,
        content=image.content,
    )


def _check_image(image: NewImage) -> str:
    """Return the content type of a picture that may be shown."""
    if not image.alternative.strip():
        raise NotPermittedNow("Say in words what the picture shows.")
    if len(image.content) > LARGEST_IMAGE:
        raise NotPermittedNow("The picture must be 2 MB or smaller.")
    kind = examine(image.content, image.file_name)
    if kind.content_type == SVG:
        raise NotPermittedNow("SVG drawings can hold scripts: save it as PNG and upload that.")
    if kind.content_type not in IMAGE_KINDS or kind.is_risky or kind.refusal:
        raise NotPermittedNow("Choose a picture: PNG, JPEG, GIF or WebP.")
    return kind.content_type


@transaction.atomic
def delete_image(*, course_id: UUID, name: str, by: Reach) -> None:
    """
    Delete a picture that no page of any version shows.

    :raises Forbidden: they may not shape the course
    :raises NotPermittedNow: a page shows it
    :raises LearningImage.DoesNotExist: there is none
    """
    course = lock_course(course_id, by)
    image = course.images.get(name=name)
    shown = LearningPage.objects.filter(version__course=course, body__contains=f"]({name}")
    if shown.exists():
        raise NotPermittedNow("A page shows this picture, so it stays.")
    image.delete()
