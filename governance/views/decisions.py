"""The log of decisions, one decision, and recording or ratifying one in a meeting."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import SignedInRequest
from core.errors import NotPermittedNow
from core.markdown import render_markdown
from governance.actions.decisions import decide_by_consensus
from governance.actions.ratifying import ratify
from governance.forms.decisions import DecisionForm
from governance.models import Decision
from governance.presenters.decisions import (
    page_urls,
    present_facts,
    present_line,
    present_neighbours,
    present_voters,
    standing_of,
)
from governance.presenters.motions import present_motion
from governance.presenters.written import present_written
from governance.queries.decisions import (
    STANDINGS,
    DecisionFilters,
    find_evidence,
    get_decision,
    list_committees,
    list_decisions,
    list_in_force,
    list_known,
)
from governance.queries.written import list_written

from .frame import reach_for, show
from .running import run_url, served_item


@require_safe
def decision_list(request: SignedInRequest) -> HttpResponse:
    """List the decisions that a viewer may know of."""
    reach = reach_for(request)
    filters = _read_filters(request)
    page = list_decisions(filters, reach)
    before, after = page_urls(page, filters)
    committees = list_committees(reach)
    at = timezone.now()
    context = {
        "filters": filters,
        "page": page,
        "lines": [present_line(decision) for decision in page.decisions],
        "previous_url": before,
        "next_url": after,
        "committees": committees,
        "standings": STANDINGS,
        "written": [present_written(each, at=at) for each in list_written(reach)],
        "served": [each for each in committees if each.pk in reach.serves],
    }
    return show(request, "decisions/list.html", context, reach=reach)


@require_safe
def decision_detail(request: SignedInRequest, decision_id: UUID) -> HttpResponse:
    """Show a decision with who was there, how it was made, and what holds it."""
    reach = reach_for(request)
    try:
        decision = get_decision(decision_id, reach)
    except Decision.DoesNotExist as error:
        raise Http404 from error
    later = getattr(decision, "superseded_by", None)
    known = list_known([decision.supersedes_id, later.pk if later else None], reach)
    context = {
        "decision": decision,
        "standing": standing_of(decision),
        "text": render_markdown(decision.text),
        "rationale": render_markdown(decision.rationale),
        "options": render_markdown(decision.options),
        "facts": present_facts(decision, find_evidence(decision)),
        "voters": present_voters(decision),
        "neighbours": present_neighbours(decision, known),
        "motion": present_motion(decision.motion) if decision.motion else None,
    }
    return show(request, "decisions/decision.html", context, reach=reach)


@require_http_methods(["GET", "HEAD", "POST"])
def decision_new(request: SignedInRequest, item_id: UUID) -> HttpResponse:
    """Record a decision by consensus."""
    reach = reach_for(request)
    item = served_item(item_id, reach)
    earlier = list_in_force(item.meeting.committee_id, reach)
    form = DecisionForm(request.POST if request.method == "POST" else None, earlier=earlier)
    if form.is_valid():
        try:
            decision = decide_by_consensus(
                item_id=item.pk, facts=form.facts(), by=reach, at=timezone.now()
            )
        except NotPermittedNow as error:
            form.add_error("title", str(error))
        else:
            messages.success(request, f"The decision is recorded as {decision.number}.")
            return redirect(run_url(item))
    context = {"form": form, "item": item, "motion": None, "back": run_url(item)}
    status = 422 if form.errors else 200
    return show(request, "decisions/decision_new.html", context, reach=reach, status=status)


@require_POST
def decision_ratify(request: SignedInRequest, item_id: UUID, decision_id: UUID) -> HttpResponse:
    """Ratify a decision under an item of the meeting that goes on."""
    reach = reach_for(request)
    item = served_item(item_id, reach)
    try:
        ratify(decision_id=decision_id, item_id=item.pk, by=reach, at=timezone.now())
    except Decision.DoesNotExist as error:
        raise Http404 from error
    except NotPermittedNow as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "The decision is ratified.")
    return redirect(run_url(item))


def _read_filters(request: SignedInRequest) -> DecisionFilters:
    """Read what is looked for from the address; what makes no sense there is left out."""
    asked = request.GET
    page, year = asked.get("page", "1"), asked.get("year", "")
    standing = asked.get("standing", "")
    return DecisionFilters(
        committee=asked.get("committee", "")[:30],
        year=year if year.isascii() and year.isdigit() else "",
        words=asked.get("words", "").replace("\0", "").strip()[:200],
        standing=standing if standing in STANDINGS else "",
        page=int(page) if page.isascii() and page.isdigit() and len(page) < len("10000") else 1,
    )
