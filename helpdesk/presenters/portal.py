"""What callers find under Help, in their words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.urls import reverse

from core.dates import DAY, TIME, format_date, format_short_date
from helpdesk.codes import TicketKind, TicketState, Urgency, WaitingReason
from helpdesk.models import RequestType, Ticket

S = TicketState
AMBER: Final = "amber"
STATE_WORDS: Final = {
    S.NEW: ("Received", "blue"),
    S.TRIAGED: ("In the queue", "blue"),
    S.IN_PROGRESS: ("Being worked on", "blue"),
    S.WAITING: ("Waiting", "plain"),
    S.RESOLVED: ("Solved: is it?", AMBER),
    S.CLOSED: ("Done", "green"),
    S.CANCELLED: ("Cancelled", "plain"),
    S.MERGED: ("Joined with another", "plain"),
    S.SPAM: ("Not taken up", "plain"),
}
WAITING_WORDS: Final = {
    WaitingReason.USER: ("Waits for your answer", AMBER),
    WaitingReason.THIRD_PARTY: ("Waits for a supplier", "plain"),
    WaitingReason.ORGANIZATION_IT: ("Waits for your IT", "plain"),
    WaitingReason.CHANGE_WINDOW: ("Waits for planned work", "plain"),
}

# What waits for the word of whoever asked, said to somebody else.
OTHERS_WORDS: Final = {"Solved: is it?": "Solved", "Waits for your answer": "Waits for an answer"}


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnTicketLine:
    """A ticket as the person who asked finds it in a list."""

    number: int
    subject: str
    url: str
    state: str
    tone: str
    changed: str
    opened: str
    asked_by: str
    waits_for_caller: bool


def present_own_ticket(ticket: Ticket, *, at: datetime, is_own: bool = True) -> OwnTicketLine:
    """Return a ticket as a line for those who asked, or for a contact who did not."""
    words, tone = state_words(ticket)
    if tone == AMBER and not is_own:
        words, tone = OTHERS_WORDS[words], "plain"
    return OwnTicketLine(
        number=ticket.number,
        subject=ticket.subject,
        url=reverse("helpdesk:ticket_detail", args=[ticket.number]),
        state=words,
        tone=tone,
        changed=format_short_date(ticket.changed_at, TIME, now=at),
        opened=format_short_date(ticket.opened_at, TIME, now=at),
        asked_by=str(ticket.requester) if ticket.requester else "",
        waits_for_caller=tone == AMBER,
    )


def state_words(ticket: Ticket) -> tuple[str, str]:
    """Return where a ticket stands in the words of those who asked, and a tone that fits."""
    if ticket.state == S.WAITING:
        return WAITING_WORDS[WaitingReason(ticket.waiting_reason)]
    return STATE_WORDS[S(ticket.state)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Something to ask for."""

    name: str
    description: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceGroup:
    """Things to ask for that belong together."""

    title: str
    choices: Sequence[Choice]


def present_choices(types: Iterable[RequestType]) -> list[ChoiceGroup]:
    """Return what callers can ask for: what is wrong, and what they need."""
    groups: dict[str, list[Choice]] = {"Something is wrong": [], "I need something": []}
    for each in types:
        title = "Something is wrong" if each.kind == TicketKind.INCIDENT else "I need something"
        url = reverse("helpdesk:request_new", args=[each.code])
        groups[title].append(Choice(name=each.name, description=each.description, url=url))
    return [ChoiceGroup(title=title, choices=some) for title, some in groups.items() if some]


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmation:
    """What somebody is told who has asked for something."""

    number: int
    subject: str
    url: str
    steps: Sequence[str]
    is_urgent: bool
    is_restricted: bool
    has_safety_flag: bool


def present_confirmation(
    ticket: Ticket, *, answer_due: datetime | None, at: datetime
) -> Confirmation:
    """Return what happens next with a ticket, and when."""
    return Confirmation(
        number=ticket.number,
        subject=ticket.subject,
        url=reverse("helpdesk:ticket_detail", args=[ticket.number]),
        steps=[*_first_steps(ticket, answer_due, at), LAST_STEP],
        is_urgent=ticket.urgency == Urgency.NOW,
        is_restricted=ticket.is_restricted,
        has_safety_flag=ticket.has_safety_flag,
    )


LAST_STEP: Final = "When it is solved, we ask you whether it is. You can take it up again."


def _first_steps(ticket: Ticket, answer_due: datetime | None, at: datetime) -> list[str]:
    who = "Information governance" if ticket.is_restricted else f"The team “{ticket.queue.name}”"
    if answer_due is None:
        return [f"{who} reads it and answers you, the most urgent first."]
    return [f"{who} reads it and answers you {_until(answer_due, at)}."]


def _until(due: datetime, at: datetime) -> str:
    """Return a deadline as people say it: "by 16:30 today", "by 14:00 on 26 November 2026"."""
    day, _, clock = format_date(due, TIME).rpartition(", ")
    if day == format_date(at, DAY):
        return f"by {clock} today"
    return f"by {clock} on {day}"
