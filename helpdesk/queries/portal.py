"""What callers find under Help: their tickets, what they can ask for, what became of it."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Case, Q, QuerySet, Value, When

from helpdesk.codes import (
    ENDED_STATES,
    OPEN_STATES,
    Metric,
    TicketState,
    WaitingReason,
)
from helpdesk.models import (
    RequestDraft,
    RequestType,
    Sight,
    Ticket,
    TicketClock,
    TicketParticipant,
)

# What has ended stays on the page that callers see first for so long.
SHOWN_AFTER_THE_END: Final = timedelta(days=14)
OPEN: Final = "open"
DONE: Final = "done"
WHICH: Final = {
    OPEN: Q(state__in=OPEN_STATES) | Q(state=TicketState.RESOLVED),
    DONE: Q(state__in=[TicketState.CLOSED, *ENDED_STATES]),
}
WAITS_FOR_CALLER: Final = Q(state=TicketState.RESOLVED) | Q(
    state=TicketState.WAITING, waiting_reason=WaitingReason.USER
)


def own_tickets(sight: Sight) -> QuerySet[Ticket]:
    """Keep the tickets that somebody asked for or takes part in."""
    parts = TicketParticipant.objects.people().filter(user_id=sight.user_id)
    return Ticket.objects.within(sight).filter(pk__in=parts.values("ticket_id"))


def organization_tickets(sight: Sight) -> QuerySet[Ticket]:
    """Keep what others of their organization asked that somebody sees as its contact."""
    if not sight.is_contact:
        return Ticket.objects.none()
    theirs = Ticket.objects.within(sight).filter(organization_id=sight.organization_id)
    return theirs.exclude(pk__in=own_tickets(sight).values("pk"))


def list_first(tickets: QuerySet[Ticket], *, at: datetime, most: int) -> list[Ticket]:
    """Return what waits for the caller, then what is open, then what ended lately."""
    shown = tickets.filter(WHICH[OPEN] | Q(changed_at__gte=at - SHOWN_AFTER_THE_END))
    place = Case(
        When(WAITS_FOR_CALLER, then=Value(0)),
        When(state__in=OPEN_STATES, then=Value(1)),
        default=Value(2),
    )
    return list(shown.select_related("requester").order_by(place, "-changed_at", "-number")[:most])


def list_waiting_for_caller(sight: Sight, *, most: int) -> list[Ticket]:
    """
    Return somebody's own tickets on which the desk waits for their word.

    Their numbers are read first: to look for them among all that wait would read every ticket.
    """
    parts = TicketParticipant.objects.people().filter(user_id=sight.user_id)
    own = Ticket.objects.within(sight).filter(
        pk__in=list(parts.values_list("ticket_id", flat=True))
    )
    return list(own.filter(WAITS_FOR_CALLER).order_by("-changed_at")[:most])


def list_page(
    tickets: QuerySet[Ticket], *, which: str, before: int | None, most: int
) -> list[Ticket]:
    """Return tickets that are open or done, the newest first, from below a number on."""
    shown = tickets.filter(WHICH[which]).select_related("requester")
    if before is not None:
        shown = shown.filter(pk__lt=before)
    return list(shown.order_by("-number")[:most])


def list_request_types() -> list[RequestType]:
    """Return what callers can ask for, in the desk's order."""
    types = RequestType.objects.filter(is_active=True).select_related("queue")
    return list(types.order_by("position", "name"))


def get_request_type(code: str) -> RequestType:
    """
    Return something that callers can ask for.

    :raises RequestType.DoesNotExist: there is none, or it is not offered any more
    """
    return RequestType.objects.select_related("queue").get(code=code, is_active=True)


def find_answer_due(ticket: Ticket) -> datetime | None:
    """Return until when the desk has undertaken to answer first, or None where it has not."""
    clocks = TicketClock.objects.filter(ticket=ticket, metric=Metric.FIRST_RESPONSE)
    return clocks.values_list("due_at", flat=True).first()


def find_draft(form: str, *, user_id: UUID) -> dict[str, str]:
    """Return what somebody typed in a form and did not send, or nothing."""
    drafts = RequestDraft.objects.filter(user_id=user_id, form=form)
    return drafts.values_list("answers", flat=True).first() or {}
