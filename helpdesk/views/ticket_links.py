"""What belongs to one ticket: people, other tickets, and those that are one with it."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.http import SignedInRequest
from accounts.models import User
from core.errors import DomainError
from helpdesk import permissions
from helpdesk.actions.linking import link_tickets, unlink_tickets
from helpdesk.actions.merging import merge_tickets, unmerge_ticket
from helpdesk.actions.parts import CHILD, PARENT, put_under, take_out
from helpdesk.actions.people import change_participant
from helpdesk.codes import LinkKind, ParticipantKind
from helpdesk.forms.ticket import LinkForm
from helpdesk.models import Ticket, sight_of
from helpdesk.presenters.ticket_head import present_head
from helpdesk.presenters.ticket_page import present_person
from helpdesk.queries.merging import list_merge_candidates
from helpdesk.queries.people import search_people, sees_as_staff
from helpdesk.queries.ticket_page import list_participants

from .ticket_frame import (
    LARGEST_NUMBER,
    FormPage,
    act,
    find_for_work,
    find_ticket,
    go_back,
    handle_form,
)


@require_http_methods(["GET", "POST"])
def ticket_link(request: SignedInRequest, number: int) -> HttpResponse:
    ticket = find_for_work(request, number)
    form = LinkForm(request.POST or None)

    def change(at: datetime) -> None:
        kind, other, by = form.cleaned_data["kind"], form.cleaned_data["other"], request.active_role
        if kind == LinkForm.PARENT:
            put_under(number=number, parent=other, by=by, at=at)
        else:
            link_tickets(number=number, other=other, kind=LinkKind(kind), by=by, at=at)

    return handle_form(request, ticket, form, change, FormPage("Link to another ticket", "Link"))


@require_POST
def ticket_unlink(request: SignedInRequest, number: int) -> HttpResponse:
    kind, other = request.POST.get("kind", ""), _number(request.POST.get("other", ""))

    def change(at: datetime) -> None:
        by = request.active_role
        if kind == PARENT:
            take_out(number=number, by=by, at=at)
        elif kind == CHILD:
            take_out(number=other, by=by, at=at)
        elif kind in LinkKind:
            unlink_tickets(number=number, other=other, kind=LinkKind(kind), by=by, at=at)

    return act(request, number, change, "The link was removed.")


@require_http_methods(["GET", "POST"])
def ticket_merge(request: SignedInRequest, number: int) -> HttpResponse:
    """Choose the ticket that this one is one with, and merge it into that."""
    ticket = find_for_work(request, number)
    if request.method == "POST":
        return _merge(request, ticket)
    words = request.GET.get("q", "").replace("\x00", "")
    sight = sight_of(request.active_role)
    found = list_merge_candidates(ticket, sight=sight, words=words)
    at = timezone.now()
    candidates = [
        {
            "head": present_head(each, at=at),
            "who": str(each.requester or "somebody without an account"),
            "organization": each.organization.short_name if each.organization else "",
            "is_other": each.organization_id != ticket.organization_id,
            "queue": each.queue.name,
        }
        for each in found
    ]
    context = {"head": present_head(ticket, at=at), "candidates": candidates, "words": words}
    return render(request, "helpdesk/ticket/merge.html", context)


def _merge(request: SignedInRequest, ticket: Ticket) -> HttpResponse:
    target = _number(request.POST.get("target", ""))
    visible = Ticket.objects.visible_to(request.active_role)
    try:
        if not visible.filter(pk=target).exists():
            raise Http404
        merge_tickets(
            source=ticket.number, target=target, by=request.active_role, at=timezone.now()
        )
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("helpdesk:ticket_merge", ticket.number)
    return go_back(request, ticket.number)


@require_POST
def ticket_unmerge(request: SignedInRequest, number: int) -> HttpResponse:
    """Undo the merge of this ticket into another."""
    return act(
        request,
        number,
        lambda at: unmerge_ticket(source=number, by=request.active_role, at=at),
        f"Ticket {number} stands by itself again.",
    )


@require_http_methods(["GET", "POST"])
def ticket_people(request: SignedInRequest, number: int) -> HttpResponse:
    """Show who takes part and who watches; find somebody to add, and take somebody off."""
    ticket, on = find_for_work(request, number), timezone.localdate()
    if request.method == "POST":
        return _change_people(request, ticket)
    words = request.GET.get("q", "").replace("\x00", "")[:100]
    found = [
        {"user": user, "may_watch": sees_as_staff(user, ticket, on)}
        for user in search_people(words, ticket=ticket, on=on)
    ]
    context = {
        "head": present_head(ticket, at=timezone.now()),
        "people": [present_person(each) for each in list_participants(ticket)],
        "words": words,
        "found": found,
        "is_restricted": ticket.is_restricted,
    }
    return render(request, "helpdesk/ticket/people.html", context)


def _change_people(request: SignedInRequest, ticket: Ticket) -> HttpResponse:
    kind, takes_part = request.POST.get("kind", ""), request.POST.get("change") == "add"
    if kind not in (ParticipantKind.PARTICIPANT, ParticipantKind.WATCHER):
        raise Http404
    user = _person(request.POST.get("user", ""))
    on = timezone.localdate()
    if takes_part and kind == ParticipantKind.WATCHER and not sees_as_staff(user, ticket, on):
        messages.error(request, f"{user} may not see this ticket, and cannot watch it.")
        return redirect("helpdesk:ticket_people", ticket.number)
    change_participant(
        number=ticket.number,
        user=user,
        kind=ParticipantKind(kind),
        takes_part=takes_part,
        by=request.active_role,
        at=timezone.now(),
    )
    return redirect("helpdesk:ticket_people", ticket.number)


@require_POST
def ticket_watch(request: SignedInRequest, number: int) -> HttpResponse:
    """Watch a ticket oneself, or no longer."""
    sight = sight_of(request.active_role)
    find_ticket(request, number, sight=sight)
    permissions.check_is_staff(sight)  # others would gain sight by it
    watches = request.POST.get("watches") == "yes"
    return act(
        request,
        number,
        lambda at: change_participant(
            number=number,
            user=request.user,
            kind=ParticipantKind.WATCHER,
            takes_part=watches,
            by=request.active_role,
            at=at,
        ),
        "You watch this ticket." if watches else "You no longer watch this ticket.",
    )


def _person(key: str) -> User:
    try:
        return User.objects.get(pk=UUID(key), is_active=True)
    except (ValueError, User.DoesNotExist) as error:
        raise Http404 from error


def _number(text: str) -> int:
    is_number = text.isascii() and text.isdigit() and int(text) <= LARGEST_NUMBER
    return int(text) if is_number else 0
