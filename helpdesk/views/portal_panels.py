"""What the home page and the navigation offer of Help."""

from django.utils import timezone

from accounts.codes import JobRole
from accounts.http import SignedInRequest
from core.home import HomePanel, register_home_panel, register_part
from helpdesk.models import sight_of
from helpdesk.presenters.portal import present_own_ticket
from helpdesk.queries.portal import list_waiting_for_caller

MOST = 3


def help_panel(request: SignedInRequest) -> HomePanel:
    """Show what the helpdesk waits for from this person, and where to ask."""
    at = timezone.now()
    waiting = list_waiting_for_caller(sight_of(request.active_role), most=MOST)
    return HomePanel(
        title="Help",
        template="helpdesk/panels/help.html",
        context={"waiting": [present_own_ticket(ticket, at=at) for ticket in waiting]},
        order=90,
    )


def register_portal_panels() -> None:
    """Offer Help to everybody who works here."""
    register_part("Log a call", "helpdesk:phone_log", [JobRole.HELPDESK_ANALYST], order=30)
    register_part("Help", "helpdesk:home", list(JobRole), order=90)
    register_home_panel(list(JobRole), help_panel)
