"""Write the bank of questions of a course, and look at its quiz."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import SignedInRequest
from core.errors import NotPermittedNow
from training.actions.questions import (
    MOST_OPTIONS,
    restore_question,
    retire_question,
    write_question,
)
from training.actions.quizzes import CHANCE
from training.forms.learning import QuestionForm, question_as_it_is
from training.models import Course, Reach
from training.policies.quizzes import draw_questions
from training.presenters.authoring import present_bank, present_with_answer
from training.queries.authoring import (
    BankLine,
    get_course,
    get_question,
    get_version,
    list_bank,
    list_topics,
)
from training.queries.completeness import quiz_problems
from training.queries.quizzes import read_bank

from .authoring import attempt_to, find, frame_of, reach_in


@require_safe
def question_list(request: SignedInRequest, code: str) -> HttpResponse:
    """List the questions of a course by topic."""
    reach = reach_in(request)
    course = find(get_course, code, reach=reach)
    context = frame_of(request, reach, course) | {"topics": present_bank(list_bank(course))}
    return render(request, "training/authoring/question_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def question_new(request: SignedInRequest, code: str) -> HttpResponse:
    """Begin a question."""
    reach = reach_in(request)
    return _edit(request, reach, find(get_course, code, reach=reach), None)


@require_http_methods(["GET", "HEAD", "POST"])
def question_edit(request: SignedInRequest, code: str, question: str) -> HttpResponse:
    """Write the next wording of a question."""
    reach = reach_in(request)
    course = find(get_course, code, reach=reach)
    return _edit(request, reach, course, find(get_question, course, question))


def _edit(
    request: SignedInRequest, reach: Reach, course: Course, line: BankLine | None
) -> HttpResponse:
    form = QuestionForm(
        request.POST if request.method == "POST" else None,
        initial=question_as_it_is(line.question, line.wording) if line else {},
        topics=list(list_topics(course)),
    )
    if form.is_valid():
        try:
            write_question(
                course_id=course.pk,
                words=form.question_words(),
                by=reach,
                code=line.question.code if line else "",
            )
        except NotPermittedNow as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "The question is kept. New attempts draw this wording.")
            return redirect("training:question_list", course.code)
    context = frame_of(request, reach, course) | {
        "form": form,
        "question": line.question if line else None,
        "wording": line.wording if line else None,
        "options": [(f"option_{place}", f"right_{place}") for place in range(MOST_OPTIONS)],
    }
    return render(request, "training/authoring/question_edit.html", context)


@require_POST
def question_retire(request: SignedInRequest, code: str, question: str) -> HttpResponse:
    """Draw a question no more, or again."""
    reach = reach_in(request)
    course = find(get_course, code, reach=reach)
    is_back = request.POST.get("to") == "use"
    change = restore_question if is_back else retire_question
    refusal = attempt_to(change, course_id=course.pk, code=question, by=reach)
    if refusal:
        messages.error(request, refusal)
    else:
        words = "The question is in use again." if is_back else "The question is drawn no more."
        messages.success(request, words)
    return redirect("training:question_list", code)


@never_cache
@require_safe
def quiz_preview(request: SignedInRequest, code: str, number: int) -> HttpResponse:
    """Draw a quiz as learners would get it, with its answers; each look draws another."""
    reach = reach_in(request)
    version = find(get_version, code, number, reach=reach)
    problems = quiz_problems(version)
    bank = {} if problems else read_bank(version.course_id)
    drawn = [] if problems else draw_questions(version.quiz_draws, bank, CHANCE)
    context = frame_of(request, reach, version.course, version=number) | {
        "version": version,
        "problems": problems,
        "questions": [present_with_answer(wording) for wording in drawn],
    }
    return render(request, "training/authoring/quiz_preview.html", context)
