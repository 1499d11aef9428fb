"""What pages for those who write courses share: finding the course, and what stands around."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from django.http import Http404

from accounts.http import SignedInRequest
from core.errors import NotPermittedNow
from training.models import (
    Course,
    CourseVersion,
    LearningImage,
    LearningPage,
    Question,
    Reach,
    reach_of,
)
from training.presenters.authoring import present_parts
from training.presenters.frame import present_frame
from training.queries.authoring import newest_number

P = ParamSpec("P")
Found = TypeVar("Found")
_MISSING = (
    Course.DoesNotExist,
    CourseVersion.DoesNotExist,
    LearningImage.DoesNotExist,
    LearningPage.DoesNotExist,
    Question.DoesNotExist,
)


def find(read: Callable[P, Found], *args: P.args, **kwargs: P.kwargs) -> Found:
    """
    Return what an address names.

    :raises Http404: there is none
    """
    try:
        return read(*args, **kwargs)
    except _MISSING as error:
        raise Http404 from error


def attempt_to(change: Callable[P, object], *args: P.args, **kwargs: P.kwargs) -> str:
    """
    Carry a change out, and return why it is not possible now, or nothing.

    :raises Http404: what it is about is not there
    """
    try:
        find(change, *args, **kwargs)
    except NotPermittedNow as error:
        return str(error)
    return ""


def frame_of(
    request: SignedInRequest, reach: Reach, course: Course, *, version: int | None = None
) -> dict[str, object]:
    """Return what stands around a page on which a course is written."""
    shown = newest_number(course) if version is None else version
    return {
        "frame": present_frame(reach, path=request.path),
        "parts": present_parts(course, path=request.path, version=shown),
        "course": course,
    }


def reach_in(request: SignedInRequest) -> Reach:
    """Return whom the viewer may know of."""
    return reach_of(request.active_role)
