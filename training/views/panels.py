"""What the home page and the navigation offer of training."""

from django.utils import timezone

from accounts.codes import JobRole
from accounts.http import SignedInRequest
from core.dates import LONDON
from core.home import HomePanel, register_home_panel, register_part
from training.codes import ComplianceStatus
from training.presenters.bookings import present_booking
from training.presenters.learner_home import present_standings, sum_up
from training.queries.bookings import list_own
from training.queries.requirements import standing_of

from .trainer_day import register_day

MOST = 3


def training_panel(request: SignedInRequest) -> HomePanel:
    """Show what somebody has to renew or learn, and what they have booked next."""
    at, viewer = timezone.now(), request.active_role
    standings = standing_of(viewer, on=at.astimezone(LONDON).date())
    due = [each for each in standings if each.status != ComplianceStatus.CURRENT]
    own = [present_booking(each, at=at) for each in list_own(viewer.user_id, at=at).ahead]
    return HomePanel(
        title="Your training",
        template="training/panels/training.html",
        context={
            "summary": sum_up(standings),
            "due": present_standings(due, {}, ())[:MOST],
            "offers": [line for line in own if line.is_offer],
            "next": next((line for line in own if not line.is_offer), None),
        },
        order=80,
    )


def register_panels() -> None:
    """Offer training to everybody who works here."""
    register_part("Training", "training:home", list(JobRole), order=80)
    register_home_panel(list(JobRole), training_panel)
    register_day()
