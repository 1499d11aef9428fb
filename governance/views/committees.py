"""The committees that somebody belongs to, and the page of each."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import SignedInRequest
from core.dates import LONDON
from governance.actions.committees import change_committee
from governance.forms.members import CommitteeForm
from governance.presenters.committees import (
    present_committee,
    present_committees,
    present_meetings,
)
from governance.presenters.quorum import present_forecast
from governance.queries.committee_page import read_committee
from governance.queries.committees import (
    MEETINGS_A_PAGE,
    find_forecast,
    list_committees,
    past_meetings,
)

from .frame import reach_for, show
from .loading import load_committee, load_served


@require_safe
def committee_list(request: SignedInRequest) -> HttpResponse:
    """List the committees that somebody belongs to."""
    reach, at = reach_for(request), timezone.now()
    rows = list_committees(reach, at=at, on=at.astimezone(LONDON).date())
    context = {"committees": present_committees(rows, reach)}
    return show(request, "committees/list.html", context, reach=reach)


@require_safe
def committee_detail(request: SignedInRequest, code: str) -> HttpResponse:
    """Show what a committee is for, who sits on it, when it meets and when it may decide."""
    reach, at = reach_for(request), timezone.now()
    committee = load_committee(code, reach)
    found = read_committee(committee, reach=reach, at=at)
    forecast = find_forecast(found.ahead, at=at)
    pages = Paginator(past_meetings(committee, reach=reach, at=at), MEETINGS_A_PAGE)
    page = pages.get_page(request.GET.get("page"))
    context = {
        "committee": committee,
        "serves": committee.pk in reach.serves,
        "reads": committee.pk in reach.reads,
        "shown": present_committee(found),
        "forecast": present_forecast(forecast, found.boards) if forecast else None,
        "ahead": present_meetings(found.ahead),
        "past": present_meetings(page.object_list),
        "page": page,
    }
    return show(request, "committees/detail.html", context, reach=reach)


@require_http_methods(["GET", "HEAD", "POST"])
def committee_edit(request: SignedInRequest, code: str) -> HttpResponse:
    """Say what a committee is for, and until when its papers are due."""
    reach = reach_for(request)
    committee = load_served(code, reach)
    form = CommitteeForm(request.POST if request.method == "POST" else None, committee=committee)
    if form.is_valid():
        change_committee(committee_id=committee.pk, facts=form.facts(), by=reach)
        messages.success(request, "The committee is changed.")
        return redirect("governance:committee_detail", committee.code)
    context = {"form": form, "committee": committee, "heading": "Change the committee"}
    return show(request, "committees/form.html", context, reach=reach)
