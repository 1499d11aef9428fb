"""How it went: for the one who asked, signed in or with the link that they were sent."""

from typing import Final

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.http import SignedInRequest, origin_of
from core.errors import NotPermittedNow
from helpdesk.actions.rate_limits import comes_too_often
from helpdesk.actions.satisfaction import (
    answer_as_caller,
    answer_by_token,
    check_asked,
    check_can_answer,
    find_by_token,
)
from helpdesk.forms.satisfaction import (
    SatisfactionForm,
    is_human,
    is_of_a_page,
    make_nonce,
)
from helpdesk.models import sight_of

from .ticket_frame import find_ticket

MOST_A_MINUTE: Final = 30


@require_http_methods(["GET", "HEAD", "POST"])
def satisfaction(request: SignedInRequest, number: int) -> HttpResponse:
    """Say how it went, as the one who asked."""
    viewer = request.active_role
    ticket = find_ticket(request, number, sight=sight_of(viewer))
    check_asked(ticket, viewer)
    form = SatisfactionForm(request.POST or None)
    try:
        check_can_answer(ticket)
        if request.method == "POST" and form.is_valid():
            answer_as_caller(number=number, verdict=form.verdict, by=viewer, at=timezone.now())
            messages.success(request, "Thank you for telling us how it went.")
            return redirect("helpdesk:ticket_detail", number)
    except NotPermittedNow as error:
        messages.info(request, str(error))
        return redirect("helpdesk:ticket_detail", number)
    context = {"form": form, "number": number, "subject": ticket.subject}
    return render(request, "helpdesk/portal/satisfaction.html", context)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def feedback(request: HttpRequest, token: str) -> HttpResponse:
    """
    Take an answer from whoever holds the link of a mail; to show the page answers nothing.

    The page tells no more of the ticket than its number, and the same of a link that was used,
    is too old or never was.
    """
    at = timezone.now()
    if comes_too_often("feedback", origin_of(request).ip_address, most=MOST_A_MINUTE, at=at):
        return render(request, "helpdesk/portal/feedback_busy.html", status=429)
    question = find_by_token(token, at=at)
    if question is None:
        return render(request, "helpdesk/portal/feedback_gone.html", status=410)
    form, nonce = SatisfactionForm(request.POST or None), request.POST.get("nonce", "")
    must_send_again = request.method == "POST" and not is_human(nonce, token, at=at)
    if request.method == "POST" and form.is_valid() and not must_send_again:
        try:
            answer_by_token(token=token, verdict=form.verdict, at=at)
        except NotPermittedNow:
            return render(request, "helpdesk/portal/feedback_gone.html", status=410)
        return render(request, "helpdesk/portal/feedback_thanks.html")
    context = {
        "form": form,
        "number": question.ticket_id,
        "nonce": nonce if is_of_a_page(nonce, token) else make_nonce(token, at=at),
        "must_send_again": must_send_again,
    }
    return render(request, "helpdesk/portal/feedback.html", context)
