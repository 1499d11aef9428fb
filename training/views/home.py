"""What somebody has to learn, what they have booked, and what they hold."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.http import SignedInRequest
from core.dates import LONDON
from training.codes import ComplianceStatus
from training.models import reach_of
from training.presenters.bookings import present_booking
from training.presenters.frame import present_frame
from training.presenters.learner_home import present_standings, sum_up
from training.queries.bookings import list_own
from training.queries.evaluations import list_open_evaluations
from training.queries.next_steps import map_courses_by_competency
from training.queries.requirements import standing_of


@require_safe
def home(request: SignedInRequest) -> HttpResponse:
    """Show somebody their own training: how they stand, what to do next, what is booked."""
    at, viewer = timezone.now(), request.active_role
    standings = standing_of(viewer, on=at.astimezone(LONDON).date())
    to_do = [each for each in standings if each.status != ComplianceStatus.CURRENT]
    courses = map_courses_by_competency((each.competency.pk for each in to_do), viewer=viewer)
    own = list_own(viewer.user_id, at=at)
    lines = present_standings(standings, courses, own.ahead)
    bookings = [present_booking(each, at=at) for each in own.ahead]
    context = {
        "frame": present_frame(reach_of(viewer), path=request.path),
        "summary": sum_up(standings),
        "to_do": [line for line in lines if line.is_to_do],
        "held": [line for line in lines if not line.is_to_do],
        "offers": [line for line in bookings if line.is_offer],
        "bookings": [line for line in bookings if not line.is_offer],
        "asked": list_open_evaluations(viewer.user_id, at=at),
        "ended": [present_booking(each, at=at) for each in own.ended],
    }
    return render(request, "training/home.html", context)
