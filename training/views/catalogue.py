"""Find a course, and read what it is and when it is given."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.http import SignedInRequest
from core.dates import LONDON
from training.forms.booking import CatalogueForm
from training.models import CourseVersion, reach_of
from training.presenters.catalogue import present_course, present_found
from training.presenters.frame import present_frame
from training.presenters.sessions import present_session_line
from training.queries.bookings import list_own
from training.queries.catalogue import get_course, list_boards, list_courses, list_sessions
from training.queries.seats import name_missing


@require_safe
def course_list(request: SignedInRequest) -> HttpResponse:
    """List the courses that fit, with their next dates and how many places are left."""
    at, viewer = timezone.now(), request.active_role
    form = CatalogueForm(request.GET, boards=list_boards())
    wish = form.wish()
    found = list_courses(wish, viewer=viewer, at=at)
    context = {
        "frame": present_frame(reach_of(viewer), path=request.path),
        "form": form,
        "found": [present_found(each) for each in found],
        "is_filtered": bool(wish.words or wish.mode or wish.board),
    }
    return render(request, "training/booking/course_list.html", context)


@require_safe
def course_detail(request: SignedInRequest, code: str) -> HttpResponse:
    """Show what a course is, what it asks for first, and its sessions."""
    at, viewer = timezone.now(), request.active_role
    try:
        version = get_course(code, viewer=viewer)
    except CourseVersion.DoesNotExist as error:
        raise Http404 from error
    own = {each.session_id for each in list_own(viewer.user_id, at=at).ahead}
    sessions = list(list_sessions([version.course_id], viewer, at=at))
    context = {
        "frame": present_frame(reach_of(viewer), path=request.path),
        "course": present_course(version),
        "missing": name_missing(
            version.prerequisites, viewer.user_id, on=at.astimezone(LONDON).date()
        ),
        "sessions": [present_session_line(each) for each in sessions if each.pk not in own],
        "own": [present_session_line(each) for each in sessions if each.pk in own],
    }
    return render(request, "training/booking/course_detail.html", context)
