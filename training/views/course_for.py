"""The way from a competency to the course that gives it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from accounts.http import SignedInRequest
from training.codes import DeliveryMode
from training.queries.courses_for import find_version_for


@require_safe
def course_for(request: SignedInRequest, code: str) -> HttpResponse:
    """Lead to the course that somebody best takes for a competency, or say that there is none."""
    version = find_version_for(code, viewer=request.active_role)
    if version is None:
        messages.warning(request, "No course for this is open to you now. Ask your trainers.")
        return redirect("training:home")
    is_at_any_time = version.mode == DeliveryMode.E_LEARNING
    page = "training:learn" if is_at_any_time else "training:course_detail"
    return redirect(page, version.course.code)
