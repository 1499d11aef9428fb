"""The first page of governance: what somebody's committees want of them next."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.http import SignedInRequest
from core.dates import LONDON
from governance.presenters.home import present_action, present_ahead, present_waiting
from governance.queries.own_desk import read_own_desk

from .frame import reach_for, show


@require_safe
def home(request: SignedInRequest) -> HttpResponse:
    """Show a member the next meeting, what waits for them, and what was decided of late."""
    at, reach = timezone.now(), reach_for(request)
    on = at.astimezone(LONDON).date()
    desk = read_own_desk(reach, at=at)
    ahead = [present_ahead(each, at=at) for each in desk.ahead]
    context = {
        "next": ahead[0] if ahead else None,
        "ahead": ahead[1:],
        "waiting": present_waiting(desk),
        "actions": [present_action(each, on=on) for each in desk.actions],
        "minutes": desk.minutes_to_read,
        "decided": desk.decided,
        "is_member": bool(reach.committees),
    }
    return show(request, "home.html", context, reach=reach)
