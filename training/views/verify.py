"""Anybody checks a certificate, without signing in: what it prints, and whether it counts."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import origin_of
from training.actions.checking import TooManyTries, is_surname_of
from training.actions.verify_codes import read_code
from training.forms.awards import CodeForm, SurnameForm
from training.models import Award
from training.presenters.awards import present_checked
from training.queries.awards import find_by_code


@login_not_required
@never_cache
@require_safe
def verify_start(request: HttpRequest) -> HttpResponse:
    """Ask for the code of a certificate."""
    form = CodeForm(request.GET if "code" in request.GET else None)
    if form.is_valid():
        return redirect("training:verify", form.cleaned_data["code"])
    context: dict[str, object] = {"form": form, "is_unknown": False}
    return _answer(request, "verify_start", context)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """Show what a certificate prints and whether it counts; the name to those who know it."""
    award = find_by_code(read_code(code))
    if award is None:
        unknown = {"form": CodeForm(), "is_unknown": True}
        return _answer(request, "verify_start", unknown, status=404)
    form, status, is_named = SurnameForm(request.POST or None), 200, False
    if request.method == "POST" and form.is_valid():
        try:
            is_named = _is_named(request, award, form.cleaned_data["surname"])
        except TooManyTries as error:
            form.add_error("surname", str(error))
            status = 429
        else:
            if not is_named:
                form.add_error("surname", "That is not the surname on this certificate")
    checked = present_checked(award, is_named=is_named, on=timezone.localdate())
    context = {"form": form, "checked": checked}
    return _answer(request, "verify", context, status=status)


def _answer(
    request: HttpRequest, name: str, context: dict[str, object], *, status: int = 200
) -> HttpResponse:
    """Answer a page that no search engine is to keep."""
    response = render(request, f"training/{name}.html", context, status=status)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _is_named(request: HttpRequest, award: Award, surname: str) -> bool:
    """
    Whether the surname that was typed is the holder's.

    :raises TooManyTries: too many wrong ones were typed before
    """
    address = origin_of(request).ip_address
    return is_surname_of(award, surname, address=address, at=timezone.now())
