"""Growth of sign-ins and openings, on a log scale."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.http import SignedInRequest
from analytics.measures.control import list_used
from analytics.measures.periods import add_months, month_of, months_between
from analytics.measures.publishing import INTERNAL
from analytics.measures.steps import Step, end_of, list_starts
from analytics.presenters.charting import list_marks
from analytics.presenters.frame import present_frame
from analytics.presenters.growth import (
    GROWING,
    Counts,
    present_growth,
    present_growth_chart,
    tabulate_growth,
)
from analytics.queries.marks import list_annotations
from analytics.queries.series import count_for, read_counts
from analytics.views.asking import Asked, ask
from analytics.views.control import filters_of, place_of, query_of
from analytics.views.exporting import export, file_urls


@require_safe
def growth(request: SignedInRequest) -> HttpResponse:
    """Show how sign-ins and openings grew over all months, and how fast."""
    asked = ask(request)
    counts, query = _count(asked), query_of(asked)
    months = sorted({month for each in counts.values() for month in each})
    view = None
    if months:
        span = {"first": months[0], "last": end_of(Step.MONTH, months[-1])}
        marks = list_marks(list_annotations(place_of(asked), asked.reach, **span), **span)
        files = file_urls("analytics:growth_file", query=query)
        view = present_growth_chart(counts, marks, files=files)
    context = {
        "frame": present_frame(path=reverse("analytics:control")),
        "filters": filters_of(asked),
        "cards": present_growth(counts),
        "view": view,
        "query": query,
    }
    return render(request, "analytics/control/growth.html", context)


@require_safe
def growth_file(request: SignedInRequest, fmt: str) -> HttpResponse:
    """Give the months as a file."""
    asked = ask(request)
    table = tabulate_growth(_count(asked))
    return export(request, asked.reach, "growth", query_of(asked), table, fmt)


def _count(asked: Asked) -> Counts:
    last = add_months(month_of(asked.today), -1)
    number = months_between(asked.begins, last) + 1
    counts = read_counts(
        Step.MONTH,
        GROWING,
        list_starts(Step.MONTH, number, today=asked.today),
        counted=count_for(asked.selection, asked.strata),
        policy=INTERNAL,
    )
    return {
        kind: {month: counts.events[kind, month] for month in list_used(kind, counts)}
        for kind in GROWING
    }
