from typing import Final

from django.contrib import messages
from django.contrib.auth import authenticate, update_session_auth_hash
from django.contrib.auth.password_validation import password_validators_help_texts
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import actions, presenters, queries
from accounts.codes import SignInEventKind
from accounts.forms import PasswordChangeForm
from accounts.http import (
    SignedInRequest,
    extend_session,
    origin_of,
    page_of,
    role_not_required,
    safe_address,
    seconds_left,
)

EVENTS_SHOWN: Final = 10


@role_not_required
@require_safe
def account(request: SignedInRequest) -> HttpResponse:
    user, today = request.user, timezone.localdate()
    roles = queries.list_all_roles(user)
    context = {
        "person": user,
        "roles": [
            presenters.present_role(role, today=today, active=request.active_role) for role in roles
        ],
        "events": presenters.present_events(queries.list_sign_in_events(user, most=EVENTS_SHOWN)),
        "last_sign_in": presenters.explain_last_sign_in(
            queries.find_previous_sign_in(user),
            queries.count_failures_since_previous_sign_in(user),
        ),
    }
    return render(request, "accounts/account.html", context)


@role_not_required
@sensitive_post_parameters("old_password", "new_password")
@require_http_methods(["GET", "HEAD", "POST"])
def password_change(request: SignedInRequest) -> HttpResponse:
    asked = request.POST if request.method == "POST" else request.GET
    next_page = safe_address(request, asked.get("next", ""))
    form = PasswordChangeForm(request.user, request.POST if request.method == "POST" else None)
    if form.is_valid() and _change(request, form):
        messages.success(request, "Your password is changed. Other devices are signed out.")
        return redirect(next_page or "home")
    context = {
        "form": form,
        "next": next_page,
        "username": request.user.username,
        "must_change": request.user.must_change_password,
        "rules": password_validators_help_texts(),
    }
    return render(request, "accounts/password_change.html", context)


def _change(request: SignedInRequest, form: PasswordChangeForm) -> bool:
    """
    Change the password if the old one is right.

    The old one is checked as at the door, so that guesses at an unlocked screen lock it as well.
    """
    user, at, origin = request.user, timezone.now(), origin_of(request)
    old = form.cleaned_data["old_password"]
    if authenticate(request, username=user.username, password=old) is None:
        if not getattr(request, "axes_locked_out", False):
            actions.record_sign_in_event(SignInEventKind.FAILURE, user=user, origin=origin, at=at)
        form.refuse()
        return False
    password = form.cleaned_data["new_password"]
    actions.change_password(user=user, password=password, origin=origin, at=at)
    update_session_auth_hash(request, user)
    return True


@role_not_required
@require_POST
def session_extend(request: SignedInRequest) -> HttpResponse:
    """Keep a session that is about to end; a script gets the seconds left, a form its page."""
    at = timezone.now()
    extend_session(request.session, at)
    if "text/html" in request.headers.get("Accept", ""):
        return redirect(page_of(request) or "home")
    return JsonResponse({"seconds_left": seconds_left(request.session, at)})
