"""Agenda items, as chair and secretary write them."""

from collections.abc import Mapping
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.http import SignedInRequest
from core.errors import NotPermittedNow
from core.markdown import render_markdown
from governance import permissions
from governance.actions.agenda_locks import ChangedMeanwhile
from governance.actions.agendas import add_item, add_late_item, change_item
from governance.codes import Visibility
from governance.forms.agendas import ItemForm
from governance.models import AgendaItem, Meeting, Reach
from governance.policies.agendas import visibilities_below
from governance.presenters.agendas import name_meeting
from governance.queries.agenda_people import list_presenters

from .agendas import shaped_meeting
from .frame import reach_for, show
from .meetings import item_or_404


@require_http_methods(["GET", "HEAD", "POST"])
def item_new(request: SignedInRequest, meeting_id: UUID) -> HttpResponse:
    """Add an item to an open agenda, at its end or below a heading."""
    reach, meeting = shaped_meeting(request, meeting_id)
    heading = _heading(request, meeting, reach)
    form = ItemForm(
        _posted(request),
        presenters=list_presenters(meeting),
        visibilities=visibilities_below(heading.visibility if heading else None),
    )
    if form.is_valid():
        try:
            item = add_item(
                meeting_id=meeting.pk,
                facts=form.facts(),
                by=reach,
                parent_id=heading.pk if heading else None,
            )
        except NotPermittedNow as error:
            form.add_error(None, str(error))
        else:
            return redirect(_in_agenda(item))
    context = {
        "form": form,
        "heading": f"New item below “{heading.title}”" if heading else "New item",
        "lead": name_meeting(meeting),
        "keep": "Add the item",
        "back": reverse("governance:agenda_edit", args=[meeting.pk]),
    }
    return show(request, "agenda/item_edit.html", context, reach=reach)


@require_http_methods(["GET", "HEAD", "POST"])
def late_item_new(request: SignedInRequest, meeting_id: UUID) -> HttpResponse:
    """Add an item at the end of a published agenda."""
    reach, meeting = shaped_meeting(request, meeting_id)
    form = ItemForm(_posted(request), presenters=list_presenters(meeting))
    if form.is_valid():
        try:
            item = add_late_item(
                meeting_id=meeting.pk, facts=form.facts(), by=reach, at=timezone.now()
            )
        except NotPermittedNow as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"Item {item.number} is added, and marked as late.")
            return redirect("governance:meeting_detail", meeting.pk)
    context = {
        "form": form,
        "heading": "Late item",
        "lead": f"{name_meeting(meeting)}. It comes last, with the next number, marked as late."
        " Those who may know of it are told by e-mail.",
        "keep": "Add the late item",
        "back": reverse("governance:meeting_detail", args=[meeting.pk]),
    }
    return show(request, "agenda/item_edit.html", context, reach=reach)


@require_http_methods(["GET", "HEAD", "POST"])
def item_edit(request: SignedInRequest, item_id: UUID) -> HttpResponse:
    """Change an item; where somebody else has done so meanwhile, show what it says now."""
    reach = reach_for(request)
    item = item_or_404(item_id, reach)
    permissions.check_serves(reach, item.meeting.committee_id)
    form = ItemForm(
        _posted(request),
        presenters=list_presenters(item.meeting, also=item.presenter_id),
        item=item,
        visibilities=visibilities_below(item.parent.visibility if item.parent else None),
    )
    other = None
    if form.is_valid():
        try:
            seen = request.POST.get("seen", "")
            change_item(item_id=item.pk, facts=form.facts(), seen=seen, by=reach, at=timezone.now())
        except ChangedMeanwhile as error:
            form.add_error(None, str(error))
            other = item
        except NotPermittedNow as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "The item is changed.")
            return redirect("governance:item_detail", item.pk)
    seen = request.POST.get("seen", "") if form.errors and other is None else ""
    context = {
        "form": form,
        "heading": "Change the item",
        "lead": f"{name_meeting(item.meeting)}{f', item {item.number}' if item.number else ''}",
        "keep": "Keep the changes",
        "back": reverse("governance:item_detail", args=[item.pk]),
        # After a clash the next saving has seen what the other wrote: it stands on the page.
        "seen": seen or item.updated_at.isoformat(),
        "other": other,
        "other_body": render_markdown(item.body) if other else "",
        "other_visibility": Visibility(item.visibility).label,
    }
    return show(request, "agenda/item_edit.html", context, reach=reach)


def _heading(request: SignedInRequest, meeting: Meeting, reach: Reach) -> AgendaItem | None:
    """Return the item below which a new one is asked for, if it is of this agenda."""
    asked = request.GET.get("below", "")
    try:
        key = UUID(asked)
    except ValueError:
        return None
    item = item_or_404(key, reach)
    return item if item.meeting_id == meeting.pk and item.parent_id is None else None


def _posted(request: SignedInRequest) -> Mapping[str, object] | None:
    return request.POST if request.method == "POST" else None


def _in_agenda(item: AgendaItem) -> str:
    page = reverse("governance:agenda_edit", args=[item.meeting_id])
    return f"{page}#item-{item.pk}"
