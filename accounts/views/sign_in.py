from datetime import timedelta
from typing import Final

from axes.helpers import get_client_username, get_cool_off
from django.contrib.auth import authenticate, login, logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts import actions, presenters, queries
from accounts.codes import SignInEventKind
from accounts.forms import SignInForm
from accounts.http import origin_of, role_not_required, safe_address, start_session
from accounts.models import User
from core import record_gate

NO_WAIT: Final = timedelta(0)


@login_not_required
@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    asked = request.POST if request.method == "POST" else request.GET
    next_page = safe_address(request, asked.get("next", ""))
    if request.method != "POST" and request.user.is_authenticated:
        return redirect(next_page or "home")
    form = SignInForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _let_in(request, form):
        return redirect(next_page or "home")
    context = {
        "form": form,
        "next": next_page,
        "ended": presenters.explain_end(request.GET.get("ended", "")),
    }
    return render(request, "accounts/sign_in.html", context)


def _let_in(request: HttpRequest, form: SignInForm) -> bool:
    """Sign the person in if name and password belong together; write down either outcome."""
    typed, password = form.cleaned_data["username"], form.cleaned_data["password"]
    named = queries.find_user_by_sign_in_name(typed)
    at, origin = timezone.now(), origin_of(request)
    user = authenticate(request, username=named.username if named else typed, password=password)
    if not isinstance(user, User):
        if not getattr(request, "axes_locked_out", False):
            actions.record_sign_in_event(SignInEventKind.FAILURE, user=named, origin=origin, at=at)
        form.refuse()
        return False
    login(request, user)
    start_session(request.session, at)
    record_gate.begin(request.session)
    role = queries.find_usual_role(user, timezone.localdate(at))
    actions.record_sign_in_event(
        SignInEventKind.SUCCESS, user=user, origin=origin, at=at, role=role
    )
    return True


def locked_out(
    request: HttpRequest,
    response: HttpResponse | None,
    credentials: dict[str, str] | None,
) -> HttpResponse:
    """Answer an attempt after too many wrong passwords; the lock-out itself is django-axes'."""
    named = queries.find_user_by_sign_in_name(get_client_username(request, credentials) or "")
    actions.record_sign_in_event(
        SignInEventKind.LOCKOUT, user=named, origin=origin_of(request), at=timezone.now()
    )
    wait = get_cool_off(request) or NO_WAIT
    context = {"wait": presenters.explain_wait(wait)}
    answer = render(request, "accounts/locked_out.html", context, status=429)
    answer["Retry-After"] = str(int(wait.total_seconds()))
    answer["Cache-Control"] = "no-store"
    return answer


@role_not_required
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    if isinstance(request.user, User):
        actions.record_sign_in_event(
            SignInEventKind.SIGN_OUT,
            user=request.user,
            origin=origin_of(request),
            at=timezone.now(),
        )
    logout(request)
    return redirect("accounts:sign_in")
