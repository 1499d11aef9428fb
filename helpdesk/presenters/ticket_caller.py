"""A ticket as callers see it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from core.dates import TIME, format_date
from helpdesk.codes import TicketState, WaitingReason
from helpdesk.models import Ticket
from helpdesk.queries.ticket_page import TicketPage

from .desk_lines import Words
from .portal import state_words
from .ticket_head import Fact, TicketHead, earlier_url, present_head
from .timeline import Card, Line, present_timeline

FOR_CALLERS: Final = {
    TicketState.NEW: "We have your request and will look at it soon.",
    TicketState.TRIAGED: "We have looked at it. Somebody will work on it.",
    TicketState.IN_PROGRESS: "Somebody is working on it.",
    TicketState.RESOLVED: "We think that this is solved. Write below if it is not.",
    TicketState.CLOSED: "This is closed.",
    TicketState.CANCELLED: "This was cancelled.",
    TicketState.MERGED: "We work on this together with another request about the same matter.",
    TicketState.SPAM: "This was set aside.",
}
THEIR_WORDS: Final = {
    "triaged": "looked at it",
    "in progress": "is working on it",
    "waits for the caller": "waits for your answer",
    "waits for a third party": "waits for a supplier",
    "waits for the organisation’s IT": "waits for your organisation’s IT",
}
WAITS_FOR_CALLERS: Final = {
    WaitingReason.USER: "We wait for your answer.",
    WaitingReason.THIRD_PARTY: "We wait for a supplier.",
    WaitingReason.ORGANIZATION_IT: "Your organisation’s own IT has to act first.",
    WaitingReason.CHANGE_WINDOW: "The change is planned; we wait for its time.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CallerView:
    """A ticket as callers see it: what was said, how it stands, what they can do."""

    head: TicketHead
    stands: str
    timeline: Sequence[Card | Line]
    earlier_url: str
    facts: Sequence[Fact]
    draft: str = ""


def present_for_caller(page: TicketPage, *, at: datetime) -> CallerView:
    """Return the page of a ticket for somebody who asked, or who takes part."""
    ticket = page.ticket
    organization = ticket.organization
    facts = [
        Fact("Number", str(ticket.number)),
        Fact("Asked", format_date(ticket.opened_at, TIME)),
        Fact("Asked by", str(ticket.requester or "an e-mail address")),
    ]
    if organization:
        facts.append(Fact("For", organization.name))
    if ticket.external_reference:
        facts.append(Fact("Your own IT’s number", ticket.external_reference))
    words, tone = state_words(ticket)
    head = replace(present_head(ticket, at=at), state=Words(text=words, tone=tone))
    timeline = present_timeline(page.timeline.events, ticket=ticket, at=at, files=page.files)
    return CallerView(
        head=head,
        stands=_stands(ticket),
        timeline=[_in_their_words(each) for each in timeline],
        earlier_url=earlier_url(page),
        facts=facts,
        draft=page.drafts.get("public", ""),
    )


def _in_their_words(item: Card | Line) -> Card | Line:
    """Return a line without the words of the desk; cards are people's own words."""
    if isinstance(item, Card):
        return item
    return replace(item, changes=[THEIR_WORDS.get(each, each) for each in item.changes])


def _stands(ticket: Ticket) -> str:
    """Return how it goes on; of a merged ticket whether the matter is open, and no more of it."""
    if ticket.merged_into is not None and not ticket.merged_into.is_open:
        return "We think that the matter is solved. Ask us again if it is not."
    if ticket.state == TicketState.WAITING:
        return WAITS_FOR_CALLERS[WaitingReason(ticket.waiting_reason)]
    return FOR_CALLERS[TicketState(ticket.state)]
