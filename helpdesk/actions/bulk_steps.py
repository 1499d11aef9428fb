"""What a change of many tickets does to each: ordinary actions in a fixed order, and their undo."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, TypedDict
from uuid import UUID

from accounts.models import PractitionerRole, User
from core.errors import NotPermittedNow
from helpdesk import permissions
from helpdesk.codes import (
    EventKind,
    Impact,
    Priority,
    TicketState,
    Urgency,
    Visibility,
    WaitingReason,
)
from helpdesk.models import BulkChange, Queue, Sight, Ticket, TicketEvent, sight_of

from .assigning import assign_ticket, move_ticket, moving
from .recording import Happening, lock_ticket, record
from .states import change_state
from .triage import set_priority
from .writing import write_note, write_reply

# What the service itself notes on a ticket does not stand in the way of an undo.
HOUSEKEEPING: Final = (EventKind.ESCALATED, EventKind.SCANNED, EventKind.MAIL_FAILED)


class Change(TypedDict):
    """One thing that becomes of every ticket: a field of it, and the new value as text."""

    field: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Steps:
    """What becomes of each ticket. What is None stays as it is; an assignee may be nobody."""

    assigns: bool = False
    assignee: User | None = None
    queue: Queue | None = None
    state: TicketState | None = None
    waiting_reason: str = ""
    impact: Impact | None = None
    urgency: Urgency | None = None
    text: str = ""
    visibility: Visibility = Visibility.INTERNAL


def read_steps(bulk: BulkChange) -> Steps:
    """Return what a change does, as it was chosen."""
    chosen = {change["field"]: change["value"] for change in bulk.changes}
    assignee, queue = chosen.get("assignee"), chosen.get("queue")
    return Steps(
        assigns="assignee" in chosen,
        assignee=User.objects.get(pk=assignee) if assignee else None,
        queue=Queue.objects.get(pk=queue) if queue else None,
        state=TicketState(chosen["state"]) if "state" in chosen else None,
        waiting_reason=chosen.get("waiting_reason", ""),
        impact=Impact(int(chosen["impact"])) if "impact" in chosen else None,
        urgency=Urgency(int(chosen["urgency"])) if "urgency" in chosen else None,
        text=bulk.text,
        visibility=Visibility(bulk.visibility),
    )


def apply_steps(number: int, steps: Steps, *, by: PractitionerRole, at: datetime) -> None:
    """
    Carry the steps out on one ticket, in a transaction of the caller's.

    What it is already, it stays.

    :raises DomainError: one of them is refused
    """
    ticket = lock_ticket(number)
    if steps.text:
        _write(number, steps, by=by, at=at)
    _set_priority(number, steps, by=by, at=at)
    if steps.queue is None or ticket.queue_id == steps.queue.pk:
        _assign(number, steps, by=by, at=at)
        _set_state(number, steps, by=by, at=at)
        return
    # Once the ticket is in the other queue the actor may have no more to say about it.
    _set_state(number, steps, by=by, at=at)
    move_ticket(number=number, queue=steps.queue, by=by, at=at)
    _assign(number, steps, by=by, at=at)


def _assign(number: int, steps: Steps, *, by: PractitionerRole, at: datetime) -> None:
    if steps.assigns:
        assign_ticket(number=number, assignee=steps.assignee, by=by, at=at)


def _set_state(number: int, steps: Steps, *, by: PractitionerRole, at: datetime) -> None:
    ticket = lock_ticket(number)
    as_wanted = (ticket.state, ticket.waiting_reason) == (steps.state, steps.waiting_reason)
    if steps.state is not None and not as_wanted:
        change_state(
            number=number, state=steps.state, waiting_reason=steps.waiting_reason, by=by, at=at
        )


def _write(number: int, steps: Steps, *, by: PractitionerRole, at: datetime) -> None:
    write = write_reply if steps.visibility == Visibility.PUBLIC else write_note
    write(number=number, text=steps.text, by=by, at=at)


def _set_priority(number: int, steps: Steps, *, by: PractitionerRole, at: datetime) -> None:
    if steps.impact is None and steps.urgency is None:
        return
    ticket = lock_ticket(number)
    impact = steps.impact or Impact(ticket.impact)
    urgency = steps.urgency or Urgency(ticket.urgency)
    if (impact, urgency) != (ticket.impact, ticket.urgency):
        set_priority(number=number, impact=impact, urgency=urgency, by=by, at=at)


_UNDONE_COLUMNS: Final[Mapping[str, Sequence[str]]] = {
    EventKind.STATE_CHANGED: ("state", "waiting_reason", "resolved_at", "closed_at"),
    EventKind.MOVED: ("queue_id", "is_restricted"),
    EventKind.ASSIGNED: ("assignee_id",),
    EventKind.PRIORITY_SET: ("priority", "impact", "urgency", "priority_reason"),
}
_MOMENTS: Final = {"resolved_at", "closed_at"}


def state_of(ticket: Ticket) -> dict[str, object]:
    """Return of a ticket what an undo brings back, as JSON keeps it."""
    columns = [column for each in _UNDONE_COLUMNS.values() for column in each]
    return {column: _plain(getattr(ticket, column)) for column in columns}


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


def undo_steps(
    number: int,
    before: Mapping[str, object],
    last_event_id: int,
    *,
    by: PractitionerRole,
    at: datetime,
) -> None:
    """
    Bring a ticket back to what it was before, as events of their own, in the caller's transaction.

    :raises NotPermittedNow: something has happened since
    :raises Forbidden: the actor worked in neither of its queues
    """
    ticket = lock_ticket(number)
    _check_nothing_newer(ticket, last_event_id)
    _check_may_undo(sight_of(by), ticket, before)
    now = state_of(ticket)
    for kind, columns in _UNDONE_COLUMNS.items():
        back = {column: before[column] for column in columns if column in before}
        if all(now[column] == value for column, value in back.items()):
            continue
        happening = Happening(
            kind=EventKind(kind),
            by=by,
            facts={**_undo_facts(kind, now, back), "undoes": last_event_id},
            changes={column: _typed(column, value) for column, value in back.items()},
        )
        record(ticket, happening, at=at)


def _typed(column: str, value: object) -> object:
    if column in _MOMENTS and isinstance(value, str):
        return datetime.fromisoformat(value)
    return UUID(value) if column.endswith("_id") and isinstance(value, str) else value


def _undo_facts(
    kind: str, now: Mapping[str, object], back: Mapping[str, object]
) -> dict[str, object]:
    """Return what an event says of a change back, in the words of the change there."""
    if kind == EventKind.STATE_CHANGED:
        return {
            "from": now["state"],
            "to": back["state"],
            "waiting_for": back["waiting_reason"],
        }
    if kind == EventKind.PRIORITY_SET:
        names = ("priority", "impact", "urgency")
        return {"from": now["priority"], "to": back["priority"]} | {n: back[n] for n in names[1:]}
    if kind == EventKind.MOVED:
        here, there = (Queue.objects.get(pk=str(state["queue_id"])) for state in (now, back))
        return moving(here, there)
    to = str(back["assignee_id"] or "")
    name = str(User.objects.get(pk=to)) if to else ""
    return {"from": now["assignee_id"] or "", "to": to, "to_name": name}


def _check_nothing_newer(ticket: Ticket, last_event_id: int) -> None:
    newer = TicketEvent.objects.filter(ticket=ticket, pk__gt=last_event_id)
    if newer.exclude(kind__in=HOUSEKEEPING).exists():
        raise NotPermittedNow("Not undone: something has happened to it since.")


def _check_may_undo(sight: Sight, ticket: Ticket, before: Mapping[str, object]) -> None:
    """
    Require somebody who works where the ticket is, or where it was before the change.

    :raises Forbidden: they do neither
    """
    was_in, was_restricted = UUID(str(before["queue_id"])), bool(before["is_restricted"])
    if was_in in (sight.restricted_queues if was_restricted else sight.queues):
        return
    permissions.check_may_work_on(sight, ticket)


def words_of(ticket: Ticket) -> dict[str, str]:
    """Return of a ticket what a change of many may alter, as people read it."""
    state = TicketState(ticket.state).label
    reason = ticket.waiting_reason
    return {
        "State": f"{state} for {_lower(WaitingReason(reason).label)}" if reason else str(state),
        "Assigned to": str(ticket.assignee) if ticket.assignee else "nobody",
        "Queue": ticket.queue.name,
        "Priority": str(Priority(ticket.priority).label),
    }


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]
