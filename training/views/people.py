"""One person's training, and why they need it."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.http import SignedInRequest
from accounts.models import PractitionerRole
from training.models import Requirement, reach_of
from training.presenters.frame import present_frame
from training.presenters.standing import present_person
from training.presenters.why import present_why
from training.queries.matrix import get_rule
from training.queries.people import map_courses_that_grant, read_person
from training.queries.requirements import standing_of


@require_safe
def person_detail(request: SignedInRequest, role_id: UUID) -> HttpResponse:
    """Show somebody's training to themselves and to those who look after it."""
    at, reach = timezone.now(), reach_of(request.active_role)
    try:
        person = read_person(role_id, reach=reach, on=timezone.localdate(at))
    except PractitionerRole.DoesNotExist as error:
        raise Http404 from error
    is_self = person.role.user_id == request.active_role.user_id
    path = request.path if is_self else reverse("training:compliance")
    context = {
        "frame": present_frame(reach, path=path),
        "person": present_person(person, at=at),
        "organization": person.role.organization,
        "role_id": role_id,
        "is_self": is_self,
    }
    return render(request, "training/compliance/person.html", context)


@require_safe
def why(request: SignedInRequest, requirement_id: UUID) -> HttpResponse:
    """Say why something is required, to those who must have it and to those who look after it."""
    at, viewer = timezone.now(), request.active_role
    try:
        rule = get_rule(requirement_id)
    except Requirement.DoesNotExist as error:
        raise Http404 from error
    reach = reach_of(viewer)
    on = timezone.localdate(at)
    mine = next((each for each in standing_of(viewer, on=on) if rule in each.rules), None)
    if mine is None and not reach.figures:
        raise Http404
    courses = map_courses_that_grant([rule.competency_id], to=viewer).get(rule.competency_id, ())
    context = {
        "frame": present_frame(reach, path=request.path),
        "why": present_why(rule, mine, courses=courses, on=on),
    }
    return render(request, "training/compliance/why.html", context)
