"""A trainer's day: what is on, what waits, who needs them."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.codes import JobRole
from accounts.http import SignedInRequest
from core.home import HomePanel, register_home_panel
from training import permissions
from training.models import reach_of
from training.presenters.passages import present_passages
from training.presenters.trainer_day import present_day, present_today
from training.queries.passages import list_recent_passages
from training.queries.trainer_day import list_near_sessions, read_day

from .frame import show


@require_safe
def day(request: SignedInRequest) -> HttpResponse:
    """Show a trainer what is on today and next, and what waits for them."""
    at, reach = timezone.now(), reach_of(request.active_role)
    permissions.check_is_trainer(reach)
    context = {
        "page": present_day(read_day(reach, at=at), at=at),
        "passages": present_passages(list_recent_passages(viewer=reach, at=at), at=at),
        "at": at,
    }
    return show(request, "attendance/day.html", context, reach=reach)


def build_panel(request: SignedInRequest) -> HomePanel:
    """Return today's sessions for a trainer's home page."""
    at = timezone.now()
    sessions = list_near_sessions(reach_of(request.active_role), at=at)
    return HomePanel(
        title="Your sessions today",
        template="training/panels/day.html",
        context={"today": present_today(sessions, at=at)},
        order=5,
    )


def register_day() -> None:
    """Offer trainers their day on the home page."""
    register_home_panel((JobRole.TRAINER,), build_panel)
