"""Tasks that trainers see learners do, and sign."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import SignedInRequest
from core.dates import TIME, format_short_date
from core.errors import NotPermittedNow
from training import permissions
from training.actions.observing import sign_tasks, start_observing
from training.forms.attendance import TasksForm
from training.models import Booking, Enrolment, reach_of
from training.queries.observing import get_enrolment, list_signed, list_to_observe

from .frame import show


@require_safe
def observing_list(request: SignedInRequest) -> HttpResponse:
    """List learners whose tasks are still to be seen."""
    reach = reach_of(request.active_role)
    permissions.check_is_trainer(reach)
    context = {"enrolments": list_to_observe(reach)}
    return show(request, "attendance/observing_list.html", context, reach=reach)


@require_POST
def observe_booking(request: SignedInRequest, booking_id: UUID) -> HttpResponse:
    """Begin to observe somebody who is booked."""
    booking = get_object_or_404(Booking, pk=booking_id)
    try:
        enrolment = start_observing(
            booking_id=booking.pk, by=reach_of(request.active_role), at=timezone.now()
        )
    except NotPermittedNow as error:
        messages.error(request, str(error))
        return redirect("training:register", booking.session_id)
    return redirect("training:observe", enrolment.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def observe(request: SignedInRequest, enrolment_id: UUID) -> HttpResponse:
    """Show a learner's tasks, and sign those that were done."""
    at, reach = timezone.now(), reach_of(request.active_role)
    enrolment = get_object_or_404(get_enrolment(), pk=enrolment_id)
    permissions.check_may_sign_off(reach, enrolment)
    form = TasksForm(enrolment, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            signed = sign_tasks(
                enrolment_id=enrolment.pk,
                task_ids=[UUID(task) for task in form.cleaned_data["tasks"]],
                by=reach,
                at=at,
            )
        except NotPermittedNow as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _say_signed(signed))
            return redirect("training:observe", enrolment.pk)
    context = {
        "form": form,
        "enrolment": enrolment,
        "signed": [
            (
                each.task.words,
                f"{each.observed_by}, {format_short_date(each.observed_at, TIME, now=at)}",
            )
            for each in list_signed(enrolment)
        ],
        "is_left": form.is_left,
    }
    return show(request, "attendance/observe.html", context, reach=reach)


def _say_signed(enrolment: Enrolment) -> str:
    if enrolment.completed_at is not None:
        return "Signed. The learner has completed the course."
    if enrolment.observed_at is not None:
        return "Signed. All tasks are done; the rest of the course is still to come."
    return "Signed. The other tasks are still to be seen."
