"""Write e-learning: the pages of a version, their order, their pictures."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import SignedInRequest
from core.errors import NotPermittedNow
from training.actions.pages import add_image, delete_image, delete_page, move_page, write_page
from training.forms.learning import ImageForm, PageForm
from training.models import CourseVersion, LearningPage, Reach
from training.presenters.authoring import present_images, present_written, render_draft
from training.presenters.reading import present_trial
from training.queries.authoring import (
    get_course,
    get_version,
    list_bank,
    list_images,
    list_versions_with_pages,
    list_written,
)
from training.queries.completeness import check_version_is_complete
from training.queries.learning import get_page

from .authoring import attempt_to, find, frame_of, reach_in


@require_safe
def page_list(request: SignedInRequest, code: str, number: int) -> HttpResponse:
    """List the pages of a version, and what it lacks."""
    reach = reach_in(request)
    version = find(get_version, code, number, reach=reach)
    written = present_written(
        version,
        list_written(version),
        lacks=check_version_is_complete(version),
        versions=list_versions_with_pages(version.course),
    )
    context = frame_of(request, reach, version.course, version=number) | {"written": written}
    return render(request, "training/authoring/page_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def page_new(request: SignedInRequest, code: str, number: int) -> HttpResponse:
    """Add a page at the end of a draft."""
    reach = reach_in(request)
    return _edit(request, reach, find(get_version, code, number, reach=reach), None)


@require_http_methods(["GET", "HEAD", "POST"])
def page_edit(request: SignedInRequest, code: str, number: int, position: int) -> HttpResponse:
    """Write a page of a draft."""
    reach = reach_in(request)
    version = find(get_version, code, number, reach=reach)
    page = find(
        LearningPage.objects.select_related("question").get, version=version, position=position
    )
    return _edit(request, reach, version, page)


def _edit(
    request: SignedInRequest, reach: Reach, version: CourseVersion, page: LearningPage | None
) -> HttpResponse:
    posted = request.POST if request.method == "POST" else None
    form = PageForm(posted, initial=_as_it_is(page), bank=list_bank(version.course))
    if form.is_valid():
        position = page.position if page else None
        try:
            kept = write_page(
                version_id=version.pk, words=form.words(), by=reach, position=position
            )
        except NotPermittedNow as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"Page {kept.position} is kept.")
            name = "page_preview" if "look" in request.POST else "page_list"
            args = [kept.position] if "look" in request.POST else []
            return redirect(f"training:{name}", version.course.code, version.number, *args)
    context = frame_of(request, reach, version.course, version=version.number) | {
        "form": form,
        "page": page,
        "version": version,
        "images": present_images(version.course, list_images(version.course)),
    }
    return render(request, "training/authoring/page_edit.html", context)


def _as_it_is(page: LearningPage | None) -> dict[str, object]:
    if page is None:
        return {}
    question = page.question.code if page.question else ""
    return {"title": page.title, "body": page.body, "question": question}


@require_safe
def page_preview(request: SignedInRequest, code: str, number: int, position: int) -> HttpResponse:
    """Show a page as learners will read it."""
    reach = reach_in(request)
    version = find(get_version, code, number, reach=reach)
    opened = find(get_page, version, position)
    context = frame_of(request, reach, version.course, version=number) | {
        "version": version,
        "page": opened.page,
        "body": render_draft(version.course, opened.page.body, opened.pictures),
        "trial": present_trial(opened.trial, None),
    }
    return render(request, "training/authoring/page_preview.html", context)


@require_POST
def page_move(request: SignedInRequest, code: str, number: int, position: int) -> HttpResponse:
    """Move a page up or down."""
    reach = reach_in(request)
    version = find(get_version, code, number, reach=reach)
    is_up = request.POST.get("to") == "up"
    refusal = attempt_to(move_page, version_id=version.pk, position=position, is_up=is_up, by=reach)
    if refusal:
        messages.error(request, refusal)
    return redirect("training:page_list", code, number)


@require_http_methods(["GET", "HEAD", "POST"])
def page_delete(request: SignedInRequest, code: str, number: int, position: int) -> HttpResponse:
    """Ask whether a page is to be deleted; posted, delete it."""
    reach = reach_in(request)
    version = find(get_version, code, number, reach=reach)
    if request.method != "POST":
        page = find(LearningPage.objects.get, version=version, position=position)
        context = frame_of(request, reach, version.course, version=number)
        context |= {"page": page, "version": version}
        return render(request, "training/authoring/page_delete.html", context)
    refusal = attempt_to(delete_page, version_id=version.pk, position=position, by=reach)
    if refusal:
        messages.error(request, refusal)
    else:
        messages.success(request, "The page is deleted.")
    return redirect("training:page_list", code, number)


@require_http_methods(["GET", "HEAD", "POST"])
def image_list(request: SignedInRequest, code: str) -> HttpResponse:
    """Show the pictures of a course; posted, add one."""
    reach = reach_in(request)
    course = find(get_course, code, reach=reach)
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = ImageForm(*sent)
    if form.is_valid():
        refusal = attempt_to(add_image, course_id=course.pk, image=form.picture(), by=reach)
        if not refusal:
            messages.success(request, "The picture is there. Pages can show it now.")
            return redirect("training:image_list", code)
        form.add_error("image", refusal)
    context = frame_of(request, reach, course) | {
        "form": form,
        "images": present_images(course, list_images(course)),
    }
    return render(request, "training/authoring/image_list.html", context)


@require_POST
def image_delete(request: SignedInRequest, code: str, name: str) -> HttpResponse:
    """Delete a picture that no page shows."""
    reach = reach_in(request)
    course = find(get_course, code, reach=reach)
    refusal = attempt_to(delete_image, course_id=course.pk, name=name, by=reach)
    if refusal:
        messages.error(request, refusal)
    else:
        messages.success(request, "The picture is deleted.")
    return redirect("training:image_list", code)
