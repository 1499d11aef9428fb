"""Who sits on a committee, and who may stand in for them."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import SignedInRequest
from accounts.models import User
from accounts.queries import find_people
from core.dates import LONDON
from core.errors import DomainError
from governance.actions.memberships import add_member, change_member, end_deputy, name_deputy
from governance.forms.members import DeputyForm, NewSeatForm, SeatForm
from governance.models import Deputy, Membership, Reach
from governance.presenters.committees import present_member
from governance.queries.committees import get_membership, list_boards, list_deputies

from .frame import reach_for, show
from .loading import load_served

MOST_FOUND = 20


@require_safe
def membership_find(request: SignedInRequest, code: str) -> HttpResponse:
    """Find whom to seat on a committee."""
    reach = reach_for(request)
    committee = load_served(code, reach)
    context = {
        "committee": committee,
        "heading": "Add a member",
        "back": reverse("governance:committee_detail", args=[committee.code]),
        **_find(request, "governance:membership_new", committee.code),
    }
    return show(request, "committees/find.html", context, reach=reach)


@require_http_methods(["GET", "HEAD", "POST"])
def membership_new(request: SignedInRequest, code: str, user_id: UUID) -> HttpResponse:
    """Seat somebody on a committee."""
    reach = reach_for(request)
    committee = load_served(code, reach)
    user = get_object_or_404(User, pk=user_id, is_active=True)
    posted = request.POST if request.method == "POST" else None
    form = NewSeatForm(posted, boards=list_boards())
    if form.is_valid():
        try:
            add_member(
                committee_id=committee.pk, new=form.seat_for(user), facts=form.facts(), by=reach
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{user} sits on the committee.")
            return redirect("governance:committee_detail", committee.code)
    context = {
        "form": form,
        "committee": committee,
        "heading": f"Seat {user}",
        "verb": "Add the member",
    }
    return show(request, "committees/form.html", context, reach=reach)


@require_http_methods(["GET", "HEAD", "POST"])
def membership_edit(request: SignedInRequest, membership_id: UUID) -> HttpResponse:
    """Change for whom somebody sits, end their term, and see who may stand in."""
    reach = reach_for(request)
    membership = _membership(membership_id, reach)
    posted = request.POST if request.method == "POST" else None
    form = SeatForm(posted, boards=list_boards(), membership=membership)
    if form.is_valid():
        try:
            change_member(membership_id=membership.pk, facts=form.facts(), by=reach)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "The seat is changed.")
            return redirect("governance:committee_detail", membership.committee.code)
    on = timezone.now().astimezone(LONDON).date()
    context = {
        "form": form,
        "committee": membership.committee,
        "member": present_member(membership, on=on),
        "deputies": list_deputies(membership, on=on),
        "is_own": membership.user_id == reach.user_id,
    }
    return show(request, "committees/member.html", context, reach=reach)


@require_safe
def deputy_find(request: SignedInRequest, membership_id: UUID) -> HttpResponse:
    """Find who is to stand in for a member."""
    reach = reach_for(request)
    membership = _membership(membership_id, reach)
    context = {
        "committee": membership.committee,
        "heading": f"Name a deputy for {membership.user}",
        "back": reverse("governance:membership_edit", args=[membership.pk]),
        **_find(request, "governance:deputy_new", membership.pk),
    }
    return show(request, "committees/find.html", context, reach=reach)


@require_http_methods(["GET", "HEAD", "POST"])
def deputy_new(request: SignedInRequest, membership_id: UUID, user_id: UUID) -> HttpResponse:
    """Name who may stand in for a member, and from when to when."""
    reach = reach_for(request)
    membership = _membership(membership_id, reach)
    user = get_object_or_404(User, pk=user_id, is_active=True)
    form = DeputyForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        starts_on, ends_on = form.days()
        try:
            name_deputy(
                membership_id=membership.pk,
                user=user,
                starts_on=starts_on,
                ends_on=ends_on,
                by=reach,
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{user} may stand in for {membership.user}.")
            return redirect("governance:membership_edit", membership.pk)
    context = {
        "form": form,
        "committee": membership.committee,
        "heading": f"{user} as deputy for {membership.user}",
        "lead": "A deputy counts for this member alone, and reads with the committee meanwhile.",
        "verb": "Name the deputy",
    }
    return show(request, "committees/form.html", context, reach=reach)


@require_POST
def deputy_end(request: SignedInRequest, deputy_id: UUID) -> HttpResponse:
    """End somebody's time as a deputy today."""
    reach = reach_for(request)
    found = Deputy.objects.filter(membership__committee__in=reach.serves)
    deputy = get_object_or_404(found.select_related("user"), pk=deputy_id)
    end_deputy(deputy_id=deputy.pk, on=timezone.now().astimezone(LONDON).date(), by=reach)
    messages.success(request, f"{deputy.user} is no deputy any more.")
    return redirect("governance:membership_edit", deputy.membership_id)


def _find(request: SignedInRequest, next_name: str, key: object) -> dict[str, object]:
    """Return who was found for the words in the address, each once, with where to go on."""
    words = request.GET.get("words", "").strip()
    on = timezone.now().astimezone(LONDON).date()
    roles = find_people(words, on=on, most=MOST_FOUND + 1) if words else []
    people = {
        role.user_id: {
            "name": str(role.user),
            "note": f"{role.job_title}, {role.organization.short_name}",
            "url": reverse(next_name, args=[key, role.user_id]),
        }
        for role in reversed(roles[:MOST_FOUND])
    }
    return {
        "words": words,
        "people": list(reversed(people.values())),
        "has_more": len(roles) > MOST_FOUND,
    }


def _membership(membership_id: UUID, reach: Reach) -> Membership:
    try:
        return get_membership(membership_id, reach=reach)
    except Membership.DoesNotExist as error:
        raise Http404 from error
