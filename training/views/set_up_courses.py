"""Courses and their versions, as trainers set them up."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import SignedInRequest
from core.errors import NotPermittedNow
from core.markdown import render_markdown
from training import permissions
from training.actions.courses import change_course, create_course
from training.actions.versions import change_version, publish_version, start_version
from training.codes import VersionState
from training.forms.courses import CourseForm
from training.forms.versions import VersionForm
from training.models import Course, CourseVersion, Reach, reach_of
from training.presenters.versions import present_version
from training.queries.course_desk import get_course, get_version, list_courses
from training.queries.session_desk import organizations_of
from training.queries.versions import list_versions, list_what_is_missing, name_competencies

from .frame import show


@require_safe
def course_set_up_list(request: SignedInRequest) -> HttpResponse:
    """List the courses that a trainer may shape."""
    reach = _trainer(request)
    context = {"courses": list_courses(reach, at=timezone.now())}
    return show(request, "set_up/course_list.html", context, reach=reach)


@require_http_methods(["GET", "HEAD", "POST"])
def course_new(request: SignedInRequest) -> HttpResponse:
    """Make a course, and begin its first version."""
    reach = _trainer(request)
    posted = request.POST if request.method == "POST" else None
    form = CourseForm(posted, organizations=organizations_of(reach))
    if form.is_valid():
        course = create_course(facts=form.facts(), by=reach)
        version = start_version(course_id=course.pk, by=reach)
        return redirect("training:version_edit", version.pk)
    return show(request, "set_up/course_edit.html", {"form": form}, reach=reach)


@require_http_methods(["GET", "HEAD", "POST"])
def course_edit(request: SignedInRequest, code: str) -> HttpResponse:
    """Change what is said of a course."""
    reach = _trainer(request)
    course = _course(code, reach)
    posted = request.POST if request.method == "POST" else None
    form = CourseForm(posted, organizations=organizations_of(reach), course=course)
    if form.is_valid():
        change_course(course_id=course.pk, facts=form.facts(), by=reach)
        messages.success(request, "The course is changed.")
        return redirect("training:course_set_up", course.code)
    return show(request, "set_up/course_edit.html", {"form": form, "course": course}, reach=reach)


@require_safe
def course_set_up(request: SignedInRequest, code: str) -> HttpResponse:
    """Show a course with its versions, and what a draft still lacks."""
    reach = _trainer(request)
    course = _course(code, reach)
    versions, names = list_versions(course), name_competencies()
    newest = versions[0] if versions else None
    draft = newest if newest and newest.state == VersionState.DRAFT else None
    context = {
        "course": course,
        "versions": [present_version(version, names) for version in versions],
        "description": render_markdown(newest.description) if newest else "",
        "missing": list_what_is_missing(draft) if draft else [],
        "draft": draft,
    }
    return show(request, "set_up/course.html", context, reach=reach)


@require_POST
def version_start(request: SignedInRequest, code: str) -> HttpResponse:
    """Begin the next version as a copy of the newest."""
    reach = _trainer(request)
    course = _course(code, reach)
    try:
        version = start_version(course_id=course.pk, by=reach)
    except NotPermittedNow as error:
        messages.error(request, str(error))
        return redirect("training:course_set_up", code)
    return redirect("training:version_edit", version.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def version_edit(request: SignedInRequest, version_id: UUID) -> HttpResponse:
    """Write a draft."""
    reach = _trainer(request)
    version = _version(version_id, reach)
    if version.state != VersionState.DRAFT:
        messages.warning(request, "A published version is frozen: make the next one.")
        return redirect("training:course_set_up", version.course.code)
    form = VersionForm(version, request.POST if request.method == "POST" else None)
    if form.is_valid():
        change_version(
            version_id=version.pk,
            facts=form.facts(),
            grants=form.cleaned_data["grants"],
            tasks=form.cleaned_data["tasks"],
            by=reach,
        )
        messages.success(request, f"Version {version.number} is kept as a draft.")
        return redirect("training:course_set_up", version.course.code)
    context = {"form": form, "version": version}
    return show(request, "set_up/version_edit.html", context, reach=reach)


@require_POST
def version_publish(request: SignedInRequest, version_id: UUID) -> HttpResponse:
    """Publish a draft, which freezes it and retires the one before."""
    reach = _trainer(request)
    version = _version(version_id, reach)
    try:
        publish_version(version_id=version.pk, by=reach, at=timezone.now())
    except NotPermittedNow as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"Version {version.number} is published and frozen.")
    return redirect("training:course_set_up", version.course.code)


def _trainer(request: SignedInRequest) -> Reach:
    reach = reach_of(request.active_role)
    permissions.check_is_trainer(reach)
    return reach


def _course(code: str, reach: Reach) -> Course:
    try:
        return get_course(code, reach=reach)
    except Course.DoesNotExist as error:
        raise Http404 from error


def _version(version_id: UUID, reach: Reach) -> CourseVersion:
    try:
        return get_version(version_id, reach=reach)
    except CourseVersion.DoesNotExist as error:
        raise Http404 from error
