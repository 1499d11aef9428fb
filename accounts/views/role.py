from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts import actions, presenters, queries
from accounts.codes import SignInEventKind
from accounts.http import (
    ACTIVE_ROLE,
    ArrivingRequest,
    SignedInRequest,
    origin_of,
    role_not_required,
    safe_address,
)
from core import record_gate


@role_not_required
@require_safe
def role_choose(request: ArrivingRequest) -> HttpResponse:
    today = timezone.localdate()
    roles = [
        presenters.present_role(role, today=today, active=request.active_role)
        for role in request.roles
    ]
    has_ended = request.active_role is None and ACTIVE_ROLE in request.session
    context = {
        "roles": roles,
        "next": safe_address(request, request.GET.get("next", "")),
        "has_ended": has_ended,
    }
    return render(request, "accounts/role_choose.html", context)


@role_not_required
@require_POST
def role_switch(request: SignedInRequest) -> HttpResponse:
    today = timezone.localdate()
    wanted = request.POST.get("role", "")
    roles = queries.list_current_roles(request.user, today)
    role = next((role for role in roles if str(role.pk) == wanted), None)
    if role is None:
        messages.error(request, "You do not hold that role, or it has ended.")
        return redirect("accounts:role_choose")
    request.session.cycle_key()
    request.session[ACTIVE_ROLE] = str(role.pk)
    record_gate.begin(request.session)
    actions.record_sign_in_event(
        SignInEventKind.ROLE_CHANGED,
        user=request.user,
        origin=origin_of(request),
        at=timezone.now(),
        role=role,
    )
    return redirect(safe_address(request, request.POST.get("next", "")) or "home")
