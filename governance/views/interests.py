"""The register of interests: one's own, and those of a committee's members."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import SignedInRequest
from core.dates import LONDON
from core.errors import NotPermittedNow
from governance.actions.interests import add_interest, correct_interest, end_interest
from governance.forms.interests import EndForm, InterestForm
from governance.models import Committee, Interest, Reach
from governance.presenters.interests import (
    present_interests,
    present_own_declarations,
    present_register,
)
from governance.queries.interests import (
    get_own_interest,
    get_register,
    list_interests_of,
    list_members,
    list_own_declarations,
    list_own_interests,
    list_registers,
)

from .frame import reach_for, show


@require_safe
def interest_list(request: SignedInRequest) -> HttpResponse:
    """Show one's own register, and what one declared for single items."""
    reach = reach_for(request)
    context = {
        "interests": present_interests(list_own_interests(reach)),
        "declarations": present_own_declarations(list_own_declarations(reach)),
        "registers": list_registers(reach),
    }
    return show(request, "interests/interest_list.html", context, reach=reach)


@require_safe
def interest_register(request: SignedInRequest, code: str) -> HttpResponse:
    """Show the interests of a committee's members to its members."""
    reach = reach_for(request)
    try:
        committee = get_register(code, reach)
    except Committee.DoesNotExist as error:
        raise Http404 from error
    on = timezone.now().astimezone(LONDON).date()
    members = list_members(committee, on=on)
    context = {
        "committee": committee,
        "members": present_register(members, list_interests_of(members, on=on)),
    }
    return show(request, "interests/register.html", context, reach=reach)


@require_http_methods(["GET", "HEAD", "POST"])
def interest_new(request: SignedInRequest) -> HttpResponse:
    """Declare an interest in one's own register."""
    reach = reach_for(request)
    form = InterestForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        add_interest(facts=form.facts(), by=reach, at=timezone.now())
        messages.success(request, "Your interest is in the register.")
        return redirect("governance:interest_list")
    return show(request, "interests/interest_edit.html", {"form": form}, reach=reach)


@require_http_methods(["GET", "HEAD", "POST"])
def interest_edit(request: SignedInRequest, interest_id: UUID) -> HttpResponse:
    """Correct an entry of one's own register."""
    reach = reach_for(request)
    interest = _own(interest_id, reach)
    form = InterestForm(request.POST if request.method == "POST" else None, interest=interest)
    if form.is_valid():
        try:
            correct_interest(interest_id=interest.pk, facts=form.facts(), by=reach)
        except NotPermittedNow as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "The entry is corrected.")
            return redirect("governance:interest_list")
    context = {"form": form, "interest": interest}
    return show(request, "interests/interest_edit.html", context, reach=reach)


@require_http_methods(["GET", "HEAD", "POST"])
def interest_end(request: SignedInRequest, interest_id: UUID) -> HttpResponse:
    """Say when an interest of one's own ended."""
    reach = reach_for(request)
    interest = _own(interest_id, reach)
    form = EndForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            end_interest(interest_id=interest.pk, ends_on=form.ends(), by=reach)
        except NotPermittedNow as error:
            form.add_error("ends_on", str(error))
        else:
            messages.success(request, "The entry says when it ended.")
            return redirect("governance:interest_list")
    context = {"form": form, "interest": interest}
    return show(request, "interests/interest_end.html", context, reach=reach)


def _own(interest_id: UUID, reach: Reach) -> Interest:
    """
    Return an entry of one's own register.

    :raises Http404: it is not theirs
    """
    try:
        return get_own_interest(interest_id, reach)
    except Interest.DoesNotExist as error:
        raise Http404 from error
