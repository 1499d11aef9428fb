"""Annotations, rebases and targets: what analysts keep beside the charts."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import SignedInRequest
from analytics import permissions
from analytics.actions.marks import (
    add_annotation,
    add_rebase,
    change_annotation,
    remove_annotation,
    remove_rebase,
    set_target,
)
from analytics.forms.marks import AnnotationForm, RebaseForm, TargetForm
from analytics.measures.control import ControlChart
from analytics.models import Annotation, Reach, Rebase
from analytics.presenters.frame import present_frame
from analytics.presenters.marks import present_annotations
from analytics.queries.marks import Place, get_annotation, get_rebase, seen_annotations
from analytics.views.asking import Asked, ask
from analytics.views.control import chart_of, place_of, query_of
from analytics.views.frame import reach_for
from core.errors import NotPermittedNow

_MOST = 200


@require_safe
def annotation_list(request: SignedInRequest) -> HttpResponse:
    """Show what charts mark, the latest first."""
    reach = reach_for(request)
    rows = seen_annotations(reach).select_related("organization", "by").order_by("-on", "words")
    context = {
        "frame": present_frame(path=reverse("analytics:control")),
        "lines": present_annotations(rows[:_MOST], reach=reach),
        "may_edit": reach.edits,
    }
    return render(request, "analytics/control/annotations.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def annotation_new(request: SignedInRequest) -> HttpResponse:
    """Have charts mark something that happened."""
    reach = reach_for(request)
    permissions.check_may_edit(reach)
    form = AnnotationForm(request.POST if request.method == "POST" else None, reach=reach)
    if form.is_valid():
        add_annotation(said=form.said(), by=reach)
        messages.success(request, "Charts mark it now.")
        return redirect("analytics:annotation_list")
    return _edit_annotation(request, form)


@require_http_methods(["GET", "HEAD", "POST"])
def annotation_edit(request: SignedInRequest, annotation_id: UUID) -> HttpResponse:
    """Say something else of what happened, or take it off the charts."""
    reach = reach_for(request)
    annotation = _find_annotation(annotation_id, reach)
    permissions.check_may_edit(reach)
    permissions.check_may_see_organization(reach, annotation.organization_id)
    if request.method == "POST" and "remove" in request.POST:
        remove_annotation(annotation_id=annotation.pk, by=reach)
        messages.success(request, "Charts mark it no longer.")
        return redirect("analytics:annotation_list")
    data = request.POST if request.method == "POST" else None
    form = AnnotationForm(data, reach=reach, annotation=annotation)
    if form.is_valid():
        change_annotation(annotation_id=annotation.pk, said=form.said(), by=reach)
        messages.success(request, "The annotation is changed.")
        return redirect("analytics:annotation_list")
    return _edit_annotation(request, form, annotation)


@require_http_methods(["GET", "HEAD", "POST"])
def rebase_new(request: SignedInRequest, code: str) -> HttpResponse:
    """Have a chart count anew from a day, with who decided so and why."""
    chart, asked = chart_of(code), ask(request)
    permissions.check_may_edit(asked.reach)
    place = _place(asked)
    form = RebaseForm(request.POST if request.method == "POST" else None, today=asked.today)
    if form.is_valid():
        try:
            add_rebase(
                chart=chart.code,
                organization_id=place.id,
                on=form.cleaned_data["on"],
                reason=form.cleaned_data["reason"],
                by=asked.reach,
            )
        except NotPermittedNow as error:
            form.add_error("on", str(error))
        else:
            messages.success(request, "The chart counts anew from then.")
            return redirect(_address(chart, asked))
    context = _context(request, chart, asked, place)
    return render(request, "analytics/control/rebase.html", {**context, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def rebase_remove(request: SignedInRequest, rebase_id: UUID) -> HttpResponse:
    """Have a chart count across a day again; the row stays."""
    reach = reach_for(request)
    try:
        rebase = get_rebase(rebase_id, reach=reach)
    except Rebase.DoesNotExist:
        raise Http404 from None
    permissions.check_may_edit(reach)
    chart = chart_of(rebase.chart)
    back = _chart_address(chart, rebase)
    if request.method == "POST":
        try:
            remove_rebase(rebase_id=rebase.pk, by=reach, at=timezone.now())
            messages.success(request, "The rebase is taken back. It stays in the list.")
        except NotPermittedNow as error:
            messages.error(request, str(error))
        return redirect(back)
    context = {
        "frame": present_frame(path=reverse("analytics:control")),
        "chart": chart,
        "rebase": rebase,
        "back": back,
    }
    return render(request, "analytics/control/rebase_remove.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def target_new(request: SignedInRequest, code: str) -> HttpResponse:
    """Say what a measure is to reach from a day on."""
    chart, asked = chart_of(code), ask(request)
    permissions.check_may_edit(asked.reach)
    place = _place(asked)
    data = request.POST if request.method == "POST" else None
    form = TargetForm(data, unit=chart.measure.unit)
    if form.is_valid():
        try:
            set_target(
                measure=chart.measure.code, organization_id=place.id, by=asked.reach,
                **form.cleaned_data,
            )  # fmt: skip
        except NotPermittedNow as error:
            form.add_error("valid_from", str(error))
        else:
            messages.success(request, "The target is set.")
            return redirect(_address(chart, asked))
    context = _context(request, chart, asked, place)
    return render(request, "analytics/control/target.html", {**context, "form": form})


def _edit_annotation(
    request: SignedInRequest, form: AnnotationForm, annotation: Annotation | None = None
) -> HttpResponse:
    context = {
        "frame": present_frame(path=reverse("analytics:control")),
        "form": form,
        "annotation": annotation,
    }
    return render(request, "analytics/control/annotation_edit.html", context)


def _find_annotation(annotation_id: UUID, reach: Reach) -> Annotation:
    try:
        return get_annotation(annotation_id, reach=reach)
    except Annotation.DoesNotExist:
        raise Http404 from None


def _place(asked: Asked) -> Place:
    """Return the place that something is kept for."""
    place = place_of(asked)
    if place is None:
        raise NotPermittedNow("Choose one board or one organisation first, and nothing else.")
    return place


def _address(chart: ControlChart, asked: Asked) -> str:
    url, query = reverse("analytics:control_chart", args=[chart.code]), query_of(asked)
    return f"{url}?{query}" if query else url


def _chart_address(chart: ControlChart, rebase: Rebase) -> str:
    """Return the address of the chart that a rebase belongs to."""
    url = reverse("analytics:control_chart", args=[chart.code])
    organization = rebase.organization
    if organization is None:
        return url
    name = "board" if organization.board == organization else "organization"
    return f"{url}?{name}={organization.ods_code}"


def _context(
    request: SignedInRequest, chart: ControlChart, asked: Asked, place: Place
) -> dict[str, object]:
    return {
        "frame": present_frame(path=reverse("analytics:control")),
        "chart": chart,
        "place": place,
        "back": _address(chart, asked),
    }
