"""Interests in single agenda items: declaring them, recording those of others, lifting them."""

from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import SignedInRequest
from core.access import allowed
from core.dates import LONDON
from core.errors import NotPermittedNow
from governance.actions.declarations import check_may_lift, declare_interest, lift_interest
from governance.forms.interests import DeclareForm, LiftForm
from governance.models import AgendaItem, Interest, ItemInterest, Meeting, Reach
from governance.permissions import check_serves
from governance.presenters.agendas import name_meeting
from governance.presenters.interests import present_declarations, present_hints
from governance.queries.agendas import get_meeting
from governance.queries.interest_suggestions import suggest_for_item, suggest_for_meeting
from governance.queries.interests import (
    get_declaration,
    list_declarations,
    list_meeting_declarations,
)
from governance.queries.papers import items_to_write_for, knows_item
from governance.queries.readers import people_concerned

from .frame import reach_for, show


@require_http_methods(["GET", "HEAD", "POST"])
def interest_declare(request: SignedInRequest, item_id: UUID) -> HttpResponse:
    """Declare an interest in an item; chair and secretary see and record those of others."""
    reach = reach_for(request)
    item = _item(item_id, reach)
    serves = item.meeting.committee_id in reach.serves
    form = _form(request, item, reach, serves=serves)
    if form.is_valid():
        declaration = form.declaration()
        try:
            declare_interest(item_id=item.pk, declaration=declaration, by=reach, at=timezone.now())
        except NotPermittedNow as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "The interest is declared.")
            if declaration.user.pk == reach.user_id:
                # They may know of the item no more, and perhaps not even of the meeting.
                return redirect("governance:interest_list")
            return redirect("governance:interest_declare", item.pk)
    declarations = list_declarations(item) if serves else []
    context = {
        "item": item,
        "knows_item": knows_item(item.pk, reach),
        "form": form,
        "serves": serves,
        "hints": present_hints(suggest_for_item(item, reach=reach)),
        "declarations": present_declarations(declarations, liftable=_liftable(declarations, reach)),
    }
    return show(request, "interests/declare.html", context, reach=reach)


@require_safe
def meeting_interests(request: SignedInRequest, meeting_id: UUID) -> HttpResponse:
    """Show chair and secretary what is declared for a meeting, and where the register hints."""
    reach = reach_for(request)
    try:
        meeting = get_meeting(meeting_id, reach=reach)
    except Meeting.DoesNotExist as error:
        raise Http404 from error
    check_serves(reach, meeting.committee_id)
    context = {
        "meeting": meeting,
        "name": name_meeting(meeting),
        "hints": present_hints(suggest_for_meeting(meeting, reach=reach)),
        "declarations": present_declarations(list_meeting_declarations(meeting, reach)),
    }
    return show(request, "interests/meeting.html", context, reach=reach)


@require_http_methods(["GET", "HEAD", "POST"])
def interest_lift(request: SignedInRequest, declaration_id: UUID) -> HttpResponse:
    """Lift a declaration, with a reason."""
    reach = reach_for(request)
    try:
        declaration = get_declaration(declaration_id, reach)
    except ItemInterest.DoesNotExist as error:
        raise Http404 from error
    check_may_lift(reach, declaration, at=timezone.now())
    form = LiftForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            lift_interest(declaration_id=declaration.pk, reason=reason, by=reach, at=timezone.now())
        except NotPermittedNow as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Lifted. They can read the item and vote on it again.")
            return redirect("governance:interest_declare", declaration.item_id)
    context = {"form": form, "declaration": declaration}
    return show(request, "interests/lift.html", context, reach=reach)


def _item(item_id: UUID, reach: Reach) -> AgendaItem:
    """
    Return an item in which somebody may declare an interest: whoever knows of it.

    :raises Http404: they may not know of it
    """
    known = items_to_write_for(reach).select_related("meeting__committee")
    try:
        return known.get(pk=item_id)
    except AgendaItem.DoesNotExist as error:
        raise Http404 from error


def _form(request: SignedInRequest, item: AgendaItem, reach: Reach, *, serves: bool) -> DeclareForm:
    on = timezone.now().astimezone(LONDON).date()
    people = people_concerned(item, viewer_id=reach.user_id, on=on) if serves else None
    holds = Q(starts_on__lte=on) & (Q(ends_on__isnull=True) | Q(ends_on__gte=on))
    return DeclareForm(
        request.POST if request.method == "POST" else None,
        actor=request.user,
        people=people,
        interests=Interest.objects.filter(holds, user_id=reach.user_id).order_by("-starts_on"),
    )


def _liftable(declarations: list[ItemInterest], reach: Reach) -> frozenset[UUID]:
    """Return which declarations the viewer may lift."""
    others = [each for each in declarations if each.user_id != reach.user_id]
    standing = [each for each in others if each.lifted_at is None]
    # All are of one item, so that who may lift one may lift each of these.
    if not standing or not allowed(check_may_lift, reach, standing[0], at=timezone.now()):
        return frozenset()
    return frozenset(each.pk for each in standing)
