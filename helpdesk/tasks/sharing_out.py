"""Has a worker share tickets out soon after something made it possible."""

from celery import signature
from django.db import transaction

from helpdesk.codes import OPEN_STATES, EventKind
from helpdesk.models import Ticket, TicketEvent

# After these a ticket may need somebody, or somebody may take one more.
BRINGS_WORK = frozenset({EventKind.OPENED, EventKind.MOVED, EventKind.ASSIGNED})


def follow(ticket: Ticket, event: TicketEvent) -> None:
    """Share out once the change is kept; the sweep of each minute sees what a broker loses."""
    waits = event.kind in BRINGS_WORK and ticket.queue.assigns_in_turn and not ticket.assignee_id
    frees = (
        event.kind == EventKind.STATE_CHANGED
        and ticket.assignee_id is not None
        and ticket.state not in OPEN_STATES
    )
    if waits or frees:
        share_out_soon()


def share_out_soon() -> None:
    """Have a worker share tickets out after this transaction."""
    transaction.on_commit(_hand_off, robust=True)


def _hand_off() -> None:
    signature("helpdesk.share_out").apply_async()
