"""A ticket in a list, in words: what it is about, whose it is, how it stands to its deadline."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.urls import reverse

from core.dates import (
    LONDON,
    TIME,
    count_in_words,
    format_duration,
    format_short_date,
)
from helpdesk.codes import (
    DONE_STATES,
    OPEN_STATES,
    PresenceKind,
    Priority,
    TicketKind,
    TicketState,
    WaitingReason,
)
from helpdesk.queries.desk import PresenceMark
from helpdesk.queries.filters import DUE_SOON
from helpdesk.queries.lists import TicketLine

PRIORITY_TONES = {Priority.CRITICAL: "red", Priority.HIGH: "amber"}
STATE_TONES = {
    TicketState.NEW: "blue",
    TicketState.RESOLVED: "green",
}
WAITS_FOR = {
    WaitingReason.USER: "Waiting for the caller",
    WaitingReason.THIRD_PARTY: "Waiting for a third party",
    WaitingReason.ORGANIZATION_IT: "Waiting for their IT",
    WaitingReason.CHANGE_WINDOW: "Waiting for a change window",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Something in words, and the colour that goes with them; plain has none."""

    text: str
    tone: str = "plain"


@dataclass(frozen=True, slots=True, kw_only=True)
class LineView:
    """A ticket as a row of a list."""

    number: int
    url: str
    subject: str
    about: str
    flags: Sequence[Words]
    presence: Words | None
    priority: Words
    state: Words
    assignee: str
    is_mine: bool
    due: Words
    changed: str


def present_lines(
    lines: Iterable[TicketLine],
    *,
    presences: Iterable[PresenceMark] = (),
    user_id: UUID,
    at: datetime,
    with_queue: bool = True,
) -> list[LineView]:
    """Return tickets as rows of a list."""
    here: dict[int, list[PresenceMark]] = defaultdict(list)
    for mark in presences:
        here[mark.ticket].append(mark)
    return [
        LineView(
            number=line.number,
            url=reverse("helpdesk:ticket_detail", args=[line.number]),
            subject=line.subject,
            about=_about(line, with_queue=with_queue),
            flags=flags_of(line),
            presence=_presence(here[line.number]),
            priority=priority_words(line.priority),
            state=state_words(line.state, line.waiting_reason),
            assignee="You" if line.assignee_id == user_id else line.assignee or "",
            is_mine=line.assignee_id == user_id,
            due=due_words(line.state, line.due_at, at=at),
            changed=format_short_date(line.changed_at, TIME, now=at),
        )
        for line in lines
    ]


def _about(line: TicketLine, *, with_queue: bool) -> str:
    """Return who asks, for which organization, and where the ticket is."""
    who = line.requester or "Somebody without an account"
    return " · ".join(filter(None, [who, line.organization, line.queue if with_queue else ""]))


def flags_of(line: TicketLine) -> list[Words]:
    """Return what sets a ticket apart, the gravest first."""
    flags = []
    if line.has_safety_flag:
        flags.append(Words(text="Clinical safety", tone="red"))
    if line.has_governance_flag:
        flags.append(Words(text="Information governance", tone="amber"))
    elif line.is_restricted:
        flags.append(Words(text="Restricted", tone="amber"))
    if line.kind in (TicketKind.PROBLEM, TicketKind.CHANGE):
        flags.append(Words(text=TicketKind(line.kind).label))
    return flags


def _presence(marks: Sequence[PresenceMark]) -> Words | None:
    """Return who has the ticket before them: those who write go before those who look."""
    if not marks:
        return None
    first = min(marks, key=lambda mark: mark.kind != PresenceKind.WRITING)
    others = f" and {count_in_words(len(marks) - 1, 'other')}" if len(marks) > 1 else ""
    if first.kind == PresenceKind.WRITING:
        return Words(text=f"{first.name}{others} is writing", tone="amber")
    verb = "are looking" if others else "is looking"
    return Words(text=f"{first.name}{others} {verb}")


def priority_words(priority: int) -> Words:
    """Return a priority: its number and its word."""
    value = Priority(priority)
    return Words(text=value.label, tone=PRIORITY_TONES.get(value, "none"))


def state_words(state: str, waiting_reason: str) -> Words:
    """Return a state, with what a waiting ticket waits for."""
    value = TicketState(state)
    if value == TicketState.WAITING and waiting_reason:
        return Words(text=WAITS_FOR[WaitingReason(waiting_reason)], tone="none")
    return Words(text=value.label, tone=STATE_TONES.get(value, "none"))


def due_words(state: str, due_at: datetime | None, *, at: datetime) -> Words:
    """Return how a ticket stands to its deadline; that it is overdue is worked out here."""
    if state not in OPEN_STATES:
        done = state in DONE_STATES
        return Words(text="Done" if done else "Ended", tone="quiet")
    if due_at is None:
        paused = state == TicketState.WAITING
        return Words(text="Clock paused" if paused else "No target", tone="quiet")
    left = due_at - at
    if left < timedelta(0):
        return Words(text=f"Overdue {format_duration(left)}", tone="red")
    if left < DUE_SOON:
        return Words(text=f"In {format_duration(left)}", tone="amber")
    return Words(text=moment_ahead(due_at, at), tone="none")


def moment_ahead(moment: datetime, at: datetime) -> str:
    """Return a deadline: "yesterday 18:00", "today 15:30", "tomorrow 09:00", "27 Nov 09:00"."""
    local, today = moment.astimezone(LONDON), at.astimezone(LONDON)
    days = local.toordinal() - today.toordinal()
    day = f"{local.day} {local:%b}" if local.year == today.year else f"{local.day} {local:%b %Y}"
    near = {-1: "yesterday", 0: "today", 1: "tomorrow"}.get(days, day)
    return f"{near} {local:%H:%M}"
