"""Mail for the desk: the trays, one mail, and what is decided about it."""

from collections.abc import Callable
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.http import SignedInRequest
from core.errors import DomainError, Forbidden
from helpdesk import permissions
from helpdesk.actions import mail_trays
from helpdesk.codes import InboundState
from helpdesk.forms.mail import MailPreferenceForm
from helpdesk.models import (
    InboundMessage,
    MailPreference,
    Sight,
    SuppressedAddress,
    sight_of,
)
from helpdesk.presenters import mail as presenters
from helpdesk.queries import mail as trays

HIGHEST_PAGE: Final = 10_000
_LONGEST_NUMBER: Final = 12


def _enter(request: SignedInRequest) -> Sight:
    """
    Return what somebody sees, if they work at the helpdesk.

    :raises Forbidden: they do not
    """
    sight = sight_of(request.active_role)
    permissions.check_is_staff(sight)
    return sight


@require_GET
def mail_list(request: SignedInRequest) -> HttpResponse:
    sight, at = _enter(request), timezone.now()
    tab = request.GET.get("tab", trays.TO_DECIDE)
    if tab not in presenters.TABS:
        raise Http404
    page = _page_number(request)
    lines = _lines(tab, sight, page, request)
    here = f"{reverse('helpdesk:mail_list')}?tab={tab}"
    context = {
        "tab": tab,
        "tabs_of_mail": presenters.present_tabs(trays.count_trays(sight), current=tab),
        "lines": lines[: trays.LINES_A_PAGE],
        "what": presenters.WHAT[tab],
        "nothing": presenters.NOTHING.get(tab, "Nothing here."),
        "troubles": [presenters.present_trouble(one) for one in trays.list_troubled_mailboxes()],
        "next_url": f"{here}&page={page + 1}" if len(lines) > trays.LINES_A_PAGE else "",
        "previous_url": f"{here}&page={page - 1}" if page > 1 else "",
        "at": at,
    }
    return render(request, "helpdesk/mail_list.html", context)


def _page_number(request: SignedInRequest) -> int:
    asked = request.GET.get("page", "1")
    return min(max(int(asked), 1), HIGHEST_PAGE) if asked.isascii() and asked.isdigit() else 1


def _lines(
    tab: str, sight: Sight, page: int, request: SignedInRequest
) -> list[presenters.MailLine]:
    at = timezone.now()
    if tab == trays.HELD:
        return [presenters.present_held(each, at=at) for each in trays.list_held_addresses()]
    if tab in trays.OUTGOING:
        sent = trays.list_outgoing(tab, sight=sight, page=page)
        return [presenters.present_outgoing(each, at=at) for each in sent]
    return [
        presenters.present_incoming(each, shows_ticket=True, at=at)
        for each in trays.list_incoming(tab, sight=sight, page=page)
    ]


@require_GET
def mail_detail(request: SignedInRequest, message_id: UUID) -> HttpResponse:
    sight = _enter(request)
    message = _read(message_id, sight)
    suggested = message.suggested_ticket
    view = presenters.present_mail(
        message,
        shows_ticket=trays.see_ticket(message.ticket, sight=sight),
        shows_suggested=trays.see_ticket(suggested, sight=sight),
        at=timezone.now(),
    )
    return render(request, "helpdesk/mail_detail.html", {"mail": view})


@require_GET
def mail_raw(request: SignedInRequest, message_id: UUID) -> HttpResponse:
    """Hand out a mail as it came, for a mail program: never shown by the browser itself."""
    message = _read(message_id, _enter(request))
    if message.raw is None:
        raise Http404
    response = HttpResponse(bytes(message.raw), content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="mail-{message.pk.hex[:8]}.eml"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return response


def _read(message_id: UUID, sight: Sight) -> InboundMessage:
    """
    Return a mail, or answer that there is none.

    :raises Http404: there is none, or it is not theirs to read
    """
    try:
        return trays.get_message(message_id, sight=sight)
    except InboundMessage.DoesNotExist as error:
        raise Http404 from error


@require_POST
def mail_attach(request: SignedInRequest, message_id: UUID) -> HttpResponse:
    number = request.POST.get("number", "").strip().lstrip("#")
    if not (number.isascii() and number.isdigit() and len(number) <= _LONGEST_NUMBER):
        messages.error(request, "Write the number of the ticket.")
        return redirect("helpdesk:mail_detail", message_id)
    return _decide(
        request,
        message_id,
        lambda: mail_trays.attach_to_ticket(
            message_id=message_id, number=int(number), by=request.active_role, at=timezone.now()
        ),
    )


@require_POST
def mail_open(request: SignedInRequest, message_id: UUID) -> HttpResponse:
    return _decide(
        request,
        message_id,
        lambda: mail_trays.open_ticket_from(
            message_id=message_id, by=request.active_role, at=timezone.now()
        ),
    )


@require_POST
def mail_dismiss(request: SignedInRequest, message_id: UUID) -> HttpResponse:
    reason = request.POST.get("reason", "").replace("\x00", "")
    return _decide(
        request,
        message_id,
        lambda: mail_trays.dismiss_mail(
            message_id=message_id, reason=reason, by=request.active_role
        ),
    )


@require_POST
def mail_retry(request: SignedInRequest, message_id: UUID) -> HttpResponse:
    return _decide(
        request,
        message_id,
        lambda: mail_trays.retry_mail(
            message_id=message_id, by=request.active_role, at=timezone.now()
        ),
    )


def _decide(
    request: SignedInRequest, message_id: UUID, act: Callable[[], InboundMessage]
) -> HttpResponse:
    """Do what was decided, and go back to the tray; what does not work is said on the mail."""
    try:
        message = act()
    except Forbidden:
        raise
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("helpdesk:mail_detail", message_id)
    if message.state in (InboundState.OPENED, InboundState.THREADED):
        messages.success(request, f"The mail is on ticket {message.ticket_id}.")
    elif message.state == InboundState.DISMISSED:
        messages.success(request, "Put aside. It stays among the parked mail.")
    else:
        messages.warning(request, f"It was read again. {message.reason or message.error}")
        return redirect("helpdesk:mail_detail", message_id)
    return redirect("helpdesk:mail_list")


@require_POST
def mail_send_again(request: SignedInRequest, message_id: UUID) -> HttpResponse:
    try:
        mail_trays.send_again(message_id=message_id, by=request.active_role, at=timezone.now())
    except Forbidden:
        raise
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "It will be sent within a minute.")
    return redirect(f"{reverse('helpdesk:mail_list')}?tab={trays.NOT_SENT}")


@require_POST
def address_lift(request: SignedInRequest, address_id: UUID) -> HttpResponse:
    try:
        held = mail_trays.lift_suppression(
            address_id=address_id, by=request.active_role, at=timezone.now()
        )
    except SuppressedAddress.DoesNotExist as error:
        raise Http404 from error
    messages.success(request, f"Mail goes to {held.address} again.")
    return redirect(f"{reverse('helpdesk:mail_list')}?tab={trays.HELD}")


@require_http_methods(["GET", "POST"])
def mail_preferences(request: SignedInRequest) -> HttpResponse:
    """Let anybody say what they want to be told by mail."""
    own = MailPreference.objects.filter(user=request.user).first()
    preference = own or MailPreference(user=request.active_role.user)
    form = MailPreferenceForm(request.POST or None, instance=preference)
    if request.method == "POST":
        form = MailPreferenceForm(request.POST, instance=preference)
        if form.is_valid():
            form.save()
            messages.success(request, "Saved.")
            return redirect("helpdesk:mail_preferences")
    return render(request, "helpdesk/mail_preferences.html", {"form": form})
