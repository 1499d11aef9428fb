"""E-learning: begin or go on, page by page, and the pictures of the pages."""

from collections.abc import Sequence
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import SignedInRequest
from core.errors import NotPermittedNow
from training.actions.reading import open_page, read_page, start_learning
from training.models import (
    Course,
    CourseVersion,
    Enrolment,
    LearningImage,
    LearningPage,
    QuestionVersion,
    reach_of,
)
from training.presenters.frame import present_frame
from training.presenters.reading import present_page, present_start, present_trial
from training.queries.learning import (
    Learning,
    find_bar_to_start,
    find_learning,
    get_image,
    get_page,
    list_pages,
    where_to_go_on,
)

# The answer is no page of ours: nothing in it runs, loads or reaches anything.
SANDBOX = "default-src 'none'; sandbox"


@require_http_methods(["GET", "HEAD", "POST"])
def learn(request: SignedInRequest, code: str) -> HttpResponse:
    """Show where somebody stands in a course's e-learning; posted, begin it or go on."""
    learning = read_learning(request, code)
    if request.method == "POST":
        return _start(request, code)
    pages = list_pages(learning.version, enrolment=learning.enrolment or learning.former)
    context = {
        "frame": present_frame(reach_of(request.active_role), path=request.path),
        "page": present_start(
            learning,
            pages,
            bar=find_bar_to_start(learning, request.active_role, at=timezone.now()),
        ),
    }
    return render(request, "training/learning/start.html", context)


def _start(request: SignedInRequest, code: str) -> HttpResponse:
    try:
        enrolment = start_learning(code=code, by=request.active_role, at=timezone.now())
    except NotPermittedNow as error:
        messages.error(request, str(error))
        return redirect("training:learn", code)
    return _where_next(enrolment.version, enrolment, code)


def _where_next(version: CourseVersion, enrolment: Enrolment, code: str) -> HttpResponse:
    """Return the way to the next page that is unread, to the quiz, or back to the start."""
    position = where_to_go_on(list_pages(version, enrolment=enrolment))
    if position is not None:
        return redirect("training:learn_page", code, position)
    if version.needs_quiz and enrolment.quiz_passed_at is None:
        return redirect("training:quiz", code)
    return redirect("training:learn", code)


@require_http_methods(["GET", "HEAD", "POST"])
def learn_page(request: SignedInRequest, code: str, position: int) -> HttpResponse:
    """Show a page to read; posted, judge the question on it, or go on to what comes next."""
    at, learning = timezone.now(), read_learning(request, code)
    if learning.enrolment is None and learning.former is None:
        return redirect("training:learn", code)
    if request.method == "POST" and request.POST.get("step") != "try":
        return _next(request, learning, position=position, at=at)
    return _draw_page(request, learning, position=position, at=at)


def _draw_page(
    request: SignedInRequest, learning: Learning, *, position: int, at: datetime
) -> HttpResponse:
    version = learning.version if learning.enrolment else _former(learning).version
    try:
        opened = get_page(version, position)
    except LearningPage.DoesNotExist as error:
        raise Http404 from error
    if learning.enrolment is not None:
        open_page(enrolment=learning.enrolment, page=opened.page, at=at)
    pages = list_pages(version, enrolment=learning.enrolment or learning.former)
    chosen = _chosen(request, opened.trial)
    page = present_page(learning, opened, pages, trial=present_trial(opened.trial, chosen))
    context = {
        "frame": present_frame(reach_of(request.active_role), path=request.path),
        "page": page,
        "trial": page.trial,
    }
    part = "_trial" if request.htmx and chosen is not None else "page"
    return render(request, f"training/learning/{part}.html", context)


def _former(learning: Learning) -> Enrolment:
    if learning.former is None:
        raise Http404
    return learning.former


def _chosen(request: SignedInRequest, trial: QuestionVersion | None) -> Sequence[int] | None:
    """Return which options were chosen, or None where nothing was asked."""
    if request.method != "POST" or trial is None:
        return None
    known = {str(place): place for place in range(len(trial.options))}
    return [known[value] for value in request.POST.getlist("choice") if value in known]


def _next(
    request: SignedInRequest, learning: Learning, *, position: int, at: datetime
) -> HttpResponse:
    """Note that a page is read, where somebody learns, and go on."""
    code, enrolment = learning.course.code, learning.enrolment
    if enrolment is None:
        following = _page_after(_former(learning).version, position)
        return following or redirect("training:learn", code)
    try:
        enrolment = read_page(
            enrolment_id=enrolment.pk, position=position, by=request.active_role, at=at
        )
    except LearningPage.DoesNotExist as error:
        raise Http404 from error
    except NotPermittedNow as error:
        messages.info(request, str(error))
        return redirect("training:learn", code)
    return _after(request, learning.version, enrolment, position=position)


def _after(
    request: SignedInRequest, version: CourseVersion, enrolment: Enrolment, *, position: int
) -> HttpResponse:
    """Go to the page after this one, even where it is read; after the last to what is left."""
    code = version.course.code
    following = _page_after(version, position)
    if following is not None:
        return following
    if enrolment.completed_at is not None:
        messages.success(request, "You have completed the course.")
        return redirect("training:learn", code)
    unread = [page for page in list_pages(version, enrolment=enrolment) if not page.is_read]
    if unread:
        messages.info(request, "You have reached the end, but this page is still unread.")
        return redirect("training:learn_page", code, unread[0].position)
    return _where_next(version, enrolment, code)


def _page_after(version: CourseVersion, position: int) -> HttpResponse | None:
    page = version.pages.filter(position__gt=position).order_by("position").first()
    return redirect("training:learn_page", version.course.code, page.position) if page else None


@require_safe
@cache_control(private=True, max_age=3600)
def image(request: SignedInRequest, code: str, name: str) -> HttpResponse:
    """Answer a picture of a course; a name always means the same picture."""
    try:
        found = get_image(code, name, reach=reach_of(request.active_role))
    except LearningImage.DoesNotExist as error:
        raise Http404 from error
    return HttpResponse(
        bytes(found.content),
        content_type=found.content_type,
        headers={
            "Content-Disposition": "inline",
            "Content-Security-Policy": SANDBOX,
            "X-Content-Type-Options": "nosniff",
            "Cross-Origin-Resource-Policy": "same-origin",
        },
    )


def read_learning(request: SignedInRequest, code: str) -> Learning:
    """
    Return a course that the viewer may learn.

    :raises Http404: there is none for them
    """
    try:
        return find_learning(code, viewer=request.active_role)
    except Course.DoesNotExist as error:
        raise Http404 from error
