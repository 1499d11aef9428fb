"""How the desk does, week by week and part by part."""

from datetime import timedelta
from typing import Final

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.http import SignedInRequest
from core.dates import LONDON
from helpdesk import permissions
from helpdesk.forms.filters import clean_query, read_filters
from helpdesk.models import sight_of
from helpdesk.presenters.report import (
    PARTS,
    TERMS,
    present_headlines,
    present_parts,
    present_weeks,
)
from helpdesk.queries.desk import read_choices
from helpdesk.queries.report import Scope, make_report

WEEKS: Final = {"4": 4, "13": 13, "26": 26, "52": 52}
SHOWN: Final = "13"
NARROWED_BY: Final = ("queue", "region", "category")


@require_GET
def report(request: SignedInRequest) -> HttpResponse:
    at, sight = timezone.now(), sight_of(request.active_role)
    permissions.check_is_staff(sight)
    choices = read_choices(sight)
    by = chosen if (chosen := request.GET.get("by", "")) in PARTS else "queue"
    weeks = asked if (asked := request.GET.get("weeks", "")) in WEEKS else SHOWN
    query = clean_query(request.GET)
    narrowed = {name: str(query[name]) for name in NARROWED_BY if name in query}
    filters = read_filters(query, choices=choices, sight=sight)
    today = at.astimezone(LONDON).date()
    monday = today - timedelta(days=today.weekday())
    made = make_report(
        Scope(queues=filters.queues, region=filters.region, category=filters.category),
        by=by,
        weeks=[monday - timedelta(weeks=each) for each in range(WEEKS[weeks])],
        sight=sight,
    )
    rows = present_weeks(made, narrowed, today=today)
    context = {
        "headlines": present_headlines(rows),
        "rows": rows,
        "parts": present_parts(made, narrowed, by=by, choices=choices),
        "by": by,
        "by_options": PARTS,
        "weeks": weeks,
        "weeks_options": list(WEEKS),
        "narrowed": narrowed,
        "choices": choices,
        "terms": TERMS,
    }
    return render(request, "helpdesk/desk/report.html", context)
