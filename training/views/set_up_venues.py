"""The places where sessions are held, as trainers keep them."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import SignedInRequest
from core.errors import NotPermittedNow
from training import permissions
from training.actions.venues import save_venue
from training.forms.courses import VenueForm
from training.models import Reach, Venue, reach_of
from training.queries.course_desk import venues_of
from training.queries.session_desk import organizations_of

from .frame import show


@require_safe
def venue_list(request: SignedInRequest) -> HttpResponse:
    """List the venues of a trainer's board."""
    reach = _trainer(request)
    return show(request, "set_up/venue_list.html", {"venues": venues_of(reach)}, reach=reach)


@require_http_methods(["GET", "HEAD", "POST"])
def venue_new(request: SignedInRequest) -> HttpResponse:
    """Make a venue."""
    return _edit(request, _trainer(request), None)


@require_http_methods(["GET", "HEAD", "POST"])
def venue_edit(request: SignedInRequest, venue_id: UUID) -> HttpResponse:
    """Change a venue."""
    reach = _trainer(request)
    return _edit(request, reach, get_object_or_404(venues_of(reach), pk=venue_id))


def _edit(request: SignedInRequest, reach: Reach, venue: Venue | None) -> HttpResponse:
    posted = request.POST if request.method == "POST" else None
    form = VenueForm(posted, organizations=organizations_of(reach), venue=venue)
    if form.is_valid():
        try:
            save_venue(facts=form.facts(), by=reach, venue_id=venue.pk if venue else None)
        except NotPermittedNow as error:
            form.add_error("name", str(error))
        else:
            messages.success(request, "The venue is kept.")
            return redirect("training:venue_list")
    return show(request, "set_up/venue_edit.html", {"form": form, "venue": venue}, reach=reach)


def _trainer(request: SignedInRequest) -> Reach:
    reach = reach_of(request.active_role)
    permissions.check_is_trainer(reach)
    return reach
