"""The phone log: who calls, what they asked before, and one line for this call."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.http import SignedInRequest
from accounts.models import PractitionerRole
from accounts.queries import find_people, find_person_in_role
from core.errors import NotPermittedNow
from helpdesk import permissions
from helpdesk.actions.phone_calls import log_call
from helpdesk.forms.phone_calls import PhoneCallForm, read_start, sign_start
from helpdesk.models import Sight, Ticket, sight_of
from helpdesk.presenters.callers import present_caller, present_choices
from helpdesk.queries.callers import read_caller
from helpdesk.queries.tickets import get_ticket

MOST_FOUND = 8
LOOK = "look"


@require_http_methods(["GET", "HEAD", "POST"])
def phone_log(request: SignedInRequest) -> HttpResponse:
    """Find who calls, and log the call."""
    sight, at = sight_of(request.active_role), timezone.now()
    permissions.check_is_staff(sight)
    people = _people(request, sight, at)
    is_looking = _is_looking(request)
    form = PhoneCallForm(
        None if is_looking else request.POST, caller=people.chosen, initial=_typed(request)
    )
    if not is_looking and form.is_valid():
        started_at = read_start(request.POST.get("started", ""), at=at)
        try:
            submitted = log_call(
                form.call(started_at=started_at),
                token=form.cleaned_data["token"],
                by=request.active_role,
                at=at,
            )
        except NotPermittedNow as error:
            form.add_error("is_solved", str(error))
        else:
            return redirect(f"{reverse('helpdesk:phone_log')}?saved={submitted.ticket.number}")
    context = {
        **people.context,
        "form": form,
        "started": request.POST.get("started") or sign_start(at),
        "saved": _saved(request, sight),
    }
    return render(request, "helpdesk/phone/log.html", context)


@require_POST
def phone_callers(request: SignedInRequest) -> HttpResponse:
    """Answer with those whom the typed words find, and with the one who is chosen."""
    sight, at = sight_of(request.active_role), timezone.now()
    permissions.check_is_staff(sight)
    return render(request, "helpdesk/phone/callers.html", _people(request, sight, at).context)


@dataclass(frozen=True, slots=True)
class People:
    """Who is chosen, and what the page shows of those whom the words find."""

    chosen: PractitionerRole | None
    context: dict[str, object]


def _people(request: SignedInRequest, sight: Sight, at: datetime) -> People:
    words = request.POST.get("who", "").replace("\x00", "")[:100]
    found = find_people(words, on=timezone.localdate(at), most=MOST_FOUND + 1)
    chosen = _chosen(request, at) or (found[0] if len(found) == 1 else None)
    if chosen and request.htmx and chosen not in found:
        chosen = None  # other words are typed now: what they do not find is not meant
    history = read_caller(chosen, sight=sight) if chosen else None
    shown = found[:MOST_FOUND]
    if chosen and chosen not in shown:
        shown = [chosen, *shown]
    context = {
        "who": words,
        "found": present_choices(shown),
        "has_more": len(found) > MOST_FOUND,
        "chosen": str(chosen.pk) if chosen else "",
        "known": present_caller(history, at=at) if history else None,
    }
    return People(chosen, context)


def _is_looking(request: SignedInRequest) -> bool:
    """Whether an agent looks for the caller: by its button, or by Enter before there are words."""
    if pressed := request.POST.get("do"):
        return pressed == LOOK
    return not (request.POST.get("text") or request.POST.get("category"))


def _chosen(request: SignedInRequest, at: datetime) -> PractitionerRole | None:
    """Return who is chosen, where they hold that role today; no other key counts."""
    try:
        role_id = UUID(request.POST.get("caller", ""))
    except ValueError:
        return None
    return find_person_in_role(role_id, on=timezone.localdate(at))


def _typed(request: SignedInRequest) -> dict[str, object]:
    """Return what was typed already, where the agent looks for the caller only now."""
    return {name: request.POST[name] for name in PhoneCallForm.base_fields if name in request.POST}


def _saved(request: SignedInRequest, sight: Sight) -> dict[str, object] | None:
    """Return the ticket that was just logged, with its address where the agent may see it."""
    number = request.GET.get("saved", "")
    if not number.isascii() or not number.isdigit() or len(number) > len(str(2**62)):
        return None
    try:
        ticket = get_ticket(int(number), sight=sight)
    except (Ticket.DoesNotExist, OverflowError):
        return {"number": int(number), "url": ""}
    return {
        "number": ticket.number,
        "url": reverse("helpdesk:ticket_detail", args=[ticket.number]),
    }
