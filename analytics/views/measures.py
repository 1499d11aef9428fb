"""The dictionary of measures: what every figure counts."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.http import SignedInRequest
from analytics.measures.registry import get_measure
from analytics.presenters.frame import present_frame
from analytics.presenters.measures import list_measures, present_measure

from .frame import reach_for


@require_safe
def measure_list(request: SignedInRequest) -> HttpResponse:
    """List all measures."""
    reach_for(request)
    context = {"frame": present_frame(path=request.path), "groups": list_measures()}
    return render(request, "analytics/measures/list.html", context)


@require_safe
def measure_detail(request: SignedInRequest, code: str) -> HttpResponse:
    """Say what a measure counts."""
    reach_for(request)
    try:
        measure = get_measure(code)
    except KeyError:
        raise Http404 from None
    context = {"frame": present_frame(path=request.path), "measure": present_measure(measure)}
    return render(request, "analytics/measures/detail.html", context)
