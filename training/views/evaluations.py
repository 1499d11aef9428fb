"""What learners think: the five questions, and what all said together."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import SignedInRequest
from core.errors import NotPermittedNow
from training import permissions
from training.actions.evaluating import answer_evaluation
from training.codes import EvaluationKind
from training.forms.attendance import EvaluationForm
from training.models import CourseVersion, Evaluation, reach_of
from training.presenters.evaluations import present_answers
from training.queries.course_desk import get_version
from training.queries.evaluations import read_answers

from .frame import show


@require_http_methods(["GET", "HEAD", "POST"])
def evaluate(request: SignedInRequest, evaluation_id: UUID) -> HttpResponse:
    """Ask a learner what they think, and thank them."""
    reach = reach_of(request.active_role)
    own = Evaluation.objects.filter(enrolment__user_id=request.user.pk)
    found = own.select_related("enrolment__version__course")
    evaluation = get_object_or_404(found, pk=evaluation_id)
    kind = EvaluationKind(evaluation.kind)
    form = EvaluationForm(kind, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            evaluation = answer_evaluation(
                evaluation_id=evaluation.pk,
                ratings=form.ratings(),
                comment=form.cleaned_data["comment"],
                by=request.active_role,
                at=timezone.now(),
            )
        except NotPermittedNow as error:
            form.add_error(None, str(error))
    context = {
        "form": form,
        "course": evaluation.enrolment.version.course.name,
        "is_in_use": kind == EvaluationKind.IN_USE,
        "is_answered": evaluation.answered_at is not None,
    }
    return show(request, "attendance/evaluate.html", context, reach=reach)


@require_safe
def evaluation_results(request: SignedInRequest, version_id: UUID) -> HttpResponse:
    """Show what learners of a version said together, from five answers on."""
    reach = reach_of(request.active_role)
    permissions.check_is_trainer(reach)
    try:
        version = get_version(version_id, reach=reach)
    except CourseVersion.DoesNotExist as error:
        raise Http404 from error
    answers = [present_answers(read_answers(version, kind, reach=reach)) for kind in EvaluationKind]
    context = {"version": version, "answers": answers}
    return show(request, "attendance/results.html", context, reach=reach)
