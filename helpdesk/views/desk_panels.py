"""What the home page of the helpdesk's people shows: their tickets, and what waits."""

from dataclasses import dataclass, replace
from typing import Final

from django.utils import timezone

from accounts.codes import JobRole
from accounts.http import SignedInRequest
from core.home import HomePanel, register_home_panel, register_part
from helpdesk.codes import OPEN_STATES
from helpdesk.models import sight_of
from helpdesk.presenters.desk import FIRST_LISTS, GOVERNANCE_LISTS, list_url
from helpdesk.presenters.desk_lines import present_lines
from helpdesk.queries.filters import ME, NOBODY, Flag, Order, TicketFilters
from helpdesk.queries.lists import list_tickets

MOST_LINES: Final = 6
ANALYSTS: Final = (JobRole.HELPDESK_ANALYST,)
# Members of the queues behind the first line are often these; the others of them are refused.
SECOND_LINE: Final = (JobRole.INTEGRATION_ENGINEER, JobRole.TRAINER)
OFFICERS: Final = (JobRole.PRIVACY_OFFICER,)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPanel:
    """A list of the desk on the home page: its first lines, and why it may be blank."""

    name: str
    title: str
    filters: TicketFilters
    order: Order
    why: str
    position: int
    in_own_queues: bool = True

    def __call__(self, request: SignedInRequest) -> HomePanel:
        """Build the panel for somebody."""
        at, sight = timezone.now(), sight_of(request.active_role)
        queues = (sight.queues or None) if self.in_own_queues else None
        filters = replace(self.filters, queues=queues)
        page = list_tickets(filters, sight=sight, at=at, order=self.order, most=MOST_LINES)
        context = {
            "lines": present_lines(page.lines, user_id=sight.user_id, at=at),
            "url": list_url({**FIRST_LISTS, **GOVERNANCE_LISTS}[self.name]),
            "all": f"All: {self.name.lower()}",
            "why": self.why,
            "next": "New tickets come here by themselves.",
        }
        return HomePanel(
            title=self.title,
            template="helpdesk/panels/tickets.html",
            context=context,
            order=self.position,
            span=6,
        )


PANELS: Final = (
    ListPanel(
        name="Assigned to you",
        title="Assigned to you, due first",
        filters=TicketFilters(assignee=ME, states=OPEN_STATES),
        order=Order.DUE,
        why="Nothing is assigned to you.",
        position=10,
        in_own_queues=False,
    ),
    ListPanel(
        name="Not assigned, oldest first",
        title="Not assigned, oldest first",
        filters=TicketFilters(assignee=NOBODY, states=OPEN_STATES),
        order=Order.OLDEST,
        why="Every ticket of your queues has somebody who works on it.",
        position=20,
    ),
    ListPanel(
        name="In your queues",
        title="Deadlines, passed and next",
        filters=TicketFilters(states=OPEN_STATES),
        order=Order.DUE,
        why="Nothing is open in your queues.",
        position=30,
    ),
)


# The 72 hours of each run against the clock on the wall, so a privacy officer sees them first.
GOVERNANCE_PANEL: Final = ListPanel(
    name="Open, due first",
    title="Information governance: open tickets of your board, due first",
    filters=TicketFilters(flag=Flag.GOVERNANCE, states=OPEN_STATES),
    order=Order.DUE,
    why="No ticket of your board is open that says personal data may have gone astray.",
    position=30,
    in_own_queues=False,
)
# Where the desk works on what its lists hold.
BESIDE_THE_DESK = [
    f"/helpdesk/{each}/"
    for each in ("tickets", "macros", "files", "redactions", "incidents", "problems")
]


def register_desk_panels() -> None:
    """Offer the desk to its analysts and to those behind them, and its tickets to officers."""
    register_part("Desk", "helpdesk:ticket_list", ANALYSTS, order=10, also_at=BESIDE_THE_DESK)
    register_part("Desk", "helpdesk:ticket_list", SECOND_LINE, order=80, also_at=BESIDE_THE_DESK)
    for panel in PANELS:
        register_home_panel(ANALYSTS, panel)
    register_part("Tickets", "helpdesk:ticket_list", OFFICERS, order=20, also_at=BESIDE_THE_DESK)
    register_home_panel(OFFICERS, GOVERNANCE_PANEL)
