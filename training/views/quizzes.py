"""Quizzes: the rules, a running attempt, its answers one by one, and its result."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import SignedInRequest
from core.errors import NotPermittedNow
from training.actions.quizzes import (
    TIME_IS_OVER,
    end_if_over,
    keep_all,
    keep_answer,
    start_attempt,
    submit_attempt,
)
from training.codes import AttemptState
from training.models import Answer, Attempt, reach_of
from training.policies.quizzes import is_in_time
from training.presenters.frame import present_frame
from training.presenters.quizzes import (
    present_attempt,
    present_quiz,
    present_result,
    say_unanswered,
)
from training.queries.quizzes import get_own_attempt, list_attempts, list_drawn, tries_of

from .reading import read_learning

PREFIX = "question-"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def quiz(request: SignedInRequest, code: str) -> HttpResponse:
    """Show the rules of a quiz and earlier attempts; posted, begin one."""
    at, learning = timezone.now(), read_learning(request, code)
    enrolment = learning.enrolment or learning.former
    if not learning.version.needs_quiz:
        raise Http404
    if request.method == "POST" and enrolment is not None:
        try:
            attempt = start_attempt(enrolment_id=enrolment.pk, by=request.active_role, at=at)
        except NotPermittedNow as error:
            messages.error(request, str(error))
            return redirect("training:quiz", code)
        return redirect("training:attempt", attempt.pk)
    attempts = list_attempts(enrolment) if enrolment else []
    tries = tries_of(learning.version, attempts, at=at)
    context = {
        "frame": present_frame(reach_of(request.active_role), path=request.path),
        "page": present_quiz(learning, attempts, tries=tries),
    }
    return render(request, "training/learning/quiz.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def attempt(request: SignedInRequest, attempt_id: UUID) -> HttpResponse:
    """Show all questions of a running attempt; posted, keep what is answered and end it."""
    at, found = timezone.now(), _find(request, attempt_id)
    if request.method == "POST":
        return _submit(request, found)
    if found.state == AttemptState.RUNNING and not is_in_time(found.closes_at, at=at):
        end_if_over(attempt_id=attempt_id, at=at)
        messages.info(request, TIME_IS_OVER)
        return redirect("training:result", attempt_id)
    if found.state != AttemptState.RUNNING:
        return redirect("training:result", attempt_id)
    # Nothing stands around the questions: the time runs.
    context = {
        "page": present_attempt(found, list_drawn(found), at=at),
        "is_asked_once": "left" in request.GET,
    }
    return render(request, "training/learning/attempt.html", context)


def _submit(request: SignedInRequest, found: Attempt) -> HttpResponse:
    at = timezone.now()
    is_late = found.state == AttemptState.RUNNING and not is_in_time(found.closes_at, at=at)
    places = read_places(request.POST, found)
    by = request.active_role
    try:
        # Nobody ends an attempt by a slip: they are asked once, where something is left.
        if found.state == AttemptState.RUNNING and not is_late and "anyway" not in request.POST:
            left = keep_all(attempt_id=found.pk, places=places, by=by, at=at)
            if left:
                messages.warning(request, say_unanswered(left))
                return redirect(f"{reverse('training:attempt', args=[found.pk])}?left=1")
        submit_attempt(attempt_id=found.pk, places=places, by=by, at=at)
    except NotPermittedNow as error:
        messages.error(request, str(error))
        return redirect("training:attempt", found.pk)
    if is_late:
        messages.info(request, TIME_IS_OVER)
    return redirect("training:result", found.pk)


@require_POST
def answer(request: SignedInRequest, attempt_id: UUID, position: int) -> HttpResponse:
    """Keep one answer while somebody works, and say so in a word."""
    try:
        keep_answer(
            attempt_id=attempt_id,
            position=position,
            places=_numbers(request.POST.getlist(f"{PREFIX}{position}")),
            by=request.active_role,
            at=timezone.now(),
        )
    except (Attempt.DoesNotExist, Answer.DoesNotExist) as error:
        raise Http404 from error
    except NotPermittedNow as error:
        return HttpResponse(str(error), content_type="text/plain", status=409)
    return HttpResponse("Saved", content_type="text/plain")


@never_cache
@require_safe
def result(request: SignedInRequest, attempt_id: UUID) -> HttpResponse:
    """Show what became of an attempt."""
    found = _find(request, attempt_id)
    if found.state == AttemptState.RUNNING:
        return redirect("training:attempt", attempt_id)
    attempts = list_attempts(found.enrolment)
    tries = tries_of(found.enrolment.version, attempts, at=timezone.now())
    has_passed = any(each.state == AttemptState.PASSED for each in attempts)
    context = {
        "frame": present_frame(reach_of(request.active_role), path=request.path),
        "page": present_result(found, list_drawn(found), tries=tries, has_passed=has_passed),
        "enrolment": found.enrolment,
        "may_try": not has_passed and tries.left > 0,
    }
    return render(request, "training/learning/result.html", context)


def _find(request: SignedInRequest, attempt_id: UUID) -> Attempt:
    """
    Return an attempt of the viewer.

    :raises Http404: there is none, or it is another's
    """
    try:
        return get_own_attempt(attempt_id, viewer=request.active_role)
    except Attempt.DoesNotExist as error:
        raise Http404 from error


def read_places(posted: QueryDict, attempt: Attempt) -> Mapping[int, Sequence[int]]:
    """
    Return what was chosen, question by question.

    Where nothing was, what was kept before stays: another tab may have answered it since.
    """
    positions = attempt.answers.values_list("position", flat=True)
    return {
        position: _numbers(posted.getlist(f"{PREFIX}{position}"))
        for position in positions
        if f"{PREFIX}{position}" in posted
    }


def _numbers(values: Sequence[str]) -> list[int]:
    """Return numbers; what is none becomes one that no option has."""
    return [int(value) if value.isascii() and value.isdigit() else -1 for value in values]
