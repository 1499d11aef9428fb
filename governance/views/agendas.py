"""The agenda of a meeting, as chair and secretary build and publish it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import SignedInRequest
from core.dates import count_in_words
from core.errors import NotPermittedNow
from governance import permissions
from governance.actions.agenda_drafting import draft_agenda
from governance.actions.agenda_publishing import publish_agenda
from governance.actions.agendas import defer_item, delete_item, move_item
from governance.models import Meeting, Reach
from governance.policies.agendas import Move
from governance.policies.meetings import check_agenda_is_open
from governance.presenters.agendas import (
    is_too_long,
    name_meeting,
    present_agenda,
    say_meeting_times,
    sum_up_agenda,
)
from governance.presenters.publishing import list_cautions
from governance.queries.agendas import read_agenda

from .frame import reach_for, show
from .meetings import item_or_404, meeting_or_404


@require_safe
def agenda_edit(request: SignedInRequest, meeting_id: UUID) -> HttpResponse:
    """Show an open agenda with what can be done with each of its items."""
    reach, meeting = shaped_meeting(request, meeting_id)
    try:
        check_agenda_is_open(meeting.state)
    except NotPermittedNow as error:
        messages.warning(request, str(error))
        return redirect("governance:meeting_detail", meeting.pk)
    agenda = read_agenda(meeting, reach)
    context = {
        "meeting": meeting,
        "name": name_meeting(meeting),
        "when": say_meeting_times(meeting),
        "lines": present_agenda(agenda, with_moves=True),
        "sum": sum_up_agenda(agenda, meeting),
        "is_too_long": is_too_long(agenda, meeting),
        "mark": agenda.mark,
        "moves": list(Move),
    }
    return show(request, "agenda/agenda_edit.html", context, reach=reach)


@require_POST
def agenda_draft(request: SignedInRequest, meeting_id: UUID) -> HttpResponse:
    """Begin an agenda with the standing items and those that are due, and go on to it."""
    reach, meeting = shaped_meeting(request, meeting_id)
    try:
        drafted = draft_agenda(meeting.pk, by=reach, at=timezone.now())
    except NotPermittedNow as error:
        messages.error(request, str(error))
        return redirect("governance:meeting_detail", meeting.pk)
    if drafted:
        words = count_in_words(drafted, "item")
        messages.success(request, f"The agenda begins with {words}. Change what you like.")
    return redirect("governance:agenda_edit", meeting.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def agenda_publish(request: SignedInRequest, meeting_id: UUID) -> HttpResponse:
    """Say what follows from publication and what is lacking; then publish."""
    reach, meeting = shaped_meeting(request, meeting_id)
    if request.method == "POST":
        try:
            told = publish_agenda(
                meeting_id=meeting.pk,
                seen=request.POST.get("seen", ""),
                by=reach,
                at=timezone.now(),
            )
        except NotPermittedNow as error:
            messages.error(request, str(error))
            return redirect("governance:agenda_edit", meeting.pk)
        people = count_in_words(told, "person is", "people are")
        messages.success(request, f"The agenda is published. {people} told by e-mail.")
        return redirect("governance:meeting_detail", meeting.pk)
    agenda = read_agenda(meeting, reach)
    context = {
        "meeting": meeting,
        "name": name_meeting(meeting),
        "lines": present_agenda(agenda),
        "sum": sum_up_agenda(agenda, meeting),
        "cautions": list_cautions(agenda, meeting),
        "mark": agenda.mark,
    }
    return show(request, "agenda/agenda_publish.html", context, reach=reach)


@require_POST
def item_move(request: SignedInRequest, item_id: UUID) -> HttpResponse:
    """Move an item by one place, or below another."""
    reach = reach_for(request)
    item = item_or_404(item_id, reach)
    asked = request.POST.get("direction", "")
    if asked in list(Move):
        try:
            seen = request.POST.get("seen", "")
            move_item(item_id=item.pk, direction=Move(asked), seen=seen, by=reach)
        except NotPermittedNow as error:
            messages.error(request, str(error))
            if request.headers.get("HX-Request"):
                # The message stands outside of what is swapped: have the whole page read again.
                return HttpResponse(headers={"HX-Refresh": "true"})
    return redirect("governance:agenda_edit", item.meeting_id)


@require_POST
def item_defer(request: SignedInRequest, item_id: UUID) -> HttpResponse:
    """Put an item off to the next meeting that is planned."""
    reach = reach_for(request)
    item = item_or_404(item_id, reach)
    try:
        after = defer_item(item_id=item.pk, by=reach)
    except NotPermittedNow as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"The item is put off to {name_meeting(after)}.")
    return redirect("governance:agenda_edit", item.meeting_id)


@require_http_methods(["GET", "HEAD", "POST"])
def item_delete(request: SignedInRequest, item_id: UUID) -> HttpResponse:
    """Ask once more, then delete an item on which nothing hangs."""
    reach = reach_for(request)
    item = item_or_404(item_id, reach)
    permissions.check_serves(reach, item.meeting.committee_id)
    if request.method == "POST":
        try:
            delete_item(item_id=item.pk, seen=request.POST.get("seen", ""), by=reach)
        except NotPermittedNow as error:
            messages.error(request, str(error))
        else:
            messages.success(request, f"“{item.title}” is deleted from the agenda.")
        return redirect("governance:agenda_edit", item.meeting_id)
    context = {
        "item": item,
        "back": reverse("governance:agenda_edit", args=[item.meeting_id]),
        "mark": read_agenda(item.meeting, reach).mark,
    }
    return show(request, "agenda/item_delete.html", context, reach=reach)


def shaped_meeting(request: SignedInRequest, meeting_id: UUID) -> tuple[Reach, Meeting]:
    """
    Return a meeting whose agenda the viewer shapes.

    :raises Http404: there is none that they may know of
    :raises Forbidden: they are neither chair nor secretary
    """
    reach = reach_for(request)
    meeting = meeting_or_404(meeting_id, reach)
    permissions.check_serves(reach, meeting.committee_id)
    return reach, meeting
