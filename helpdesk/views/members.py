"""Who is on shift in which queue, and how much they take."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.http import SignedInRequest
from core.dates import count_in_words
from core.errors import DomainError, Forbidden
from helpdesk import permissions
from helpdesk.actions.shifts import set_own_shift, set_shift
from helpdesk.forms.members import MembershipForm
from helpdesk.models import sight_of
from helpdesk.presenters.members import present_queues
from helpdesk.queries.members import count_in_hand, list_members


@require_GET
def queue_members(request: SignedInRequest) -> HttpResponse:
    sight = sight_of(request.active_role)
    permissions.check_is_staff(sight)
    lines = list_members(sight)
    own = [line for line in lines if line.role_id == request.active_role.pk]
    in_hand = count_in_hand(list({line.user_id for line in lines}))
    context = {
        "queues": present_queues(lines, in_hand, sight=sight, at=timezone.now()),
        "own_count": len(own),
        "own_on_shift": sum(line.is_on_shift for line in own),
    }
    return render(request, "helpdesk/desk/members.html", context)


@require_POST
def queue_member_change(request: SignedInRequest, membership_id: UUID) -> HttpResponse:
    form = MembershipForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Say a number of tickets from 0 to 200.")
        return redirect("helpdesk:queue_members")
    try:
        membership = set_shift(
            membership_id=membership_id,
            is_on_shift=form.cleaned_data["is_on_shift"],
            capacity=form.cleaned_data["capacity"],
            by=request.active_role,
        )
    except Forbidden:
        raise
    except DomainError as error:
        messages.error(request, str(error))
    else:
        shift = "on shift" if membership.is_on_shift else "off shift"
        messages.success(request, f"{membership.role.user} is {shift} in {membership.queue.name}.")
    return redirect("helpdesk:queue_members")


@require_POST
def own_shift(request: SignedInRequest) -> HttpResponse:
    """Put oneself on shift or off it, everywhere at once."""
    starts = request.POST.get("shift") == "on"
    changed = set_own_shift(is_on_shift=starts, by=request.active_role)
    where = count_in_words(changed, "queue")
    if starts:
        messages.success(request, f"You are on shift in {where} more.")
    else:
        messages.success(request, f"You are off shift in {where}. What you have stays yours.")
    return redirect("helpdesk:queue_members")
