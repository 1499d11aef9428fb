"""What the pages around one ticket share: find it for the viewer, act on it, go back to it."""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from django.contrib import messages
from django.forms import BaseForm
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.http import SignedInRequest
from core.errors import DomainError, Forbidden, NotPermittedNow
from helpdesk import permissions
from helpdesk.models import Sight, Ticket, sight_of
from helpdesk.presenters.ticket_head import present_head
from helpdesk.queries.ticket_page import read_ticket

LARGEST_NUMBER = 2**63 - 1
CONFLICT, FORBIDDEN = 409, 403


class FormPage(NamedTuple):
    """What a form about a ticket is called, and what its button says."""

    title: str
    button_text: str
    template: str = "helpdesk/ticket/form.html"


def find_ticket(request: SignedInRequest, number: int, *, sight: Sight | None = None) -> Ticket:
    """
    Return a ticket that the viewer may know of.

    :raises Http404: there is none
    """
    if number > LARGEST_NUMBER:
        raise Http404
    sight = sight or sight_of(request.active_role)
    try:
        return read_ticket(number, sight=sight, at=timezone.now())
    except Ticket.DoesNotExist as error:
        raise Http404 from error


def find_for_work(request: SignedInRequest, number: int) -> Ticket:
    """
    Return a ticket of a queue in which the viewer works.

    :raises Http404: they may not know of it
    :raises Forbidden: they do not work in its queue
    """
    sight = sight_of(request.active_role)
    ticket = find_ticket(request, number, sight=sight)
    permissions.check_may_work_on(sight, ticket)
    return ticket


def act(
    request: SignedInRequest, number: int, change: Callable[[datetime], object], done: str = ""
) -> HttpResponse:
    """Make a change to a ticket that the viewer knows of, say how it went, and go back to it."""
    find_ticket(request, number)
    try:
        change(timezone.now())
    except NotPermittedNow as error:
        messages.error(request, str(error))
    else:
        if done:
            messages.success(request, done)
    return go_back(request, number)


def go_back(request: SignedInRequest, number: int) -> HttpResponse:
    """Return to a ticket, or to the lists where it has gone out of the viewer's sight."""
    if Ticket.objects.visible_to(request.active_role).filter(pk=number).exists():
        return redirect("helpdesk:ticket_detail", number)
    messages.info(request, f"Ticket {number} is now with people whose tickets you do not see.")
    return redirect("helpdesk:ticket_list")


def handle_form(
    request: SignedInRequest,
    ticket: Ticket,
    form: BaseForm,
    change: Callable[[datetime], object],
    page: FormPage,
) -> HttpResponse:
    """Show a form about a ticket, or make the change that it describes and go back."""
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            change(timezone.now())
        except DomainError as error:
            form.add_error(None, str(error))
            status = FORBIDDEN if isinstance(error, Forbidden) else CONFLICT
        else:
            return go_back(request, ticket.number)
    head = present_head(ticket, at=timezone.now())
    context = {"head": head, "form": form, "title": page.title, "button_text": page.button_text}
    return render(request, page.template, context, status=status)
