"""Steps that the desk often takes: apply one to a ticket, and write a new version of one."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import F

from accounts.models import PractitionerRole
from core.errors import Forbidden, NotPermittedNow
from helpdesk import permissions
from helpdesk.codes import Impact, Priority, TicketState, Urgency, Visibility, WaitingReason
from helpdesk.models import Macro, MacroVersion, Queue, Ticket, sight_of

from .assigning import assign_ticket
from .notes import note_and_mention
from .recording import lock_ticket
from .states import change_state
from .triage import set_priority
from .writing import write_reply

# What the words of a macro may name, and what it stands for.
VARIABLES: Final[Mapping[str, str]] = {
    "caller": "the caller’s name",
    "caller_name": "the caller’s name",
    "number": "the ticket’s number",
    "agent": "your name",
    "agent_name": "your name",
    "queue": "the queue’s name",
    "organisation": "the caller’s organisation",
}
FIELDS: Final = frozenset({"assignee", "state", "priority"})
_NAME: Final = re.compile(r"\{([A-Za-z_]*)\}")

Change = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class MacroWords:
    """What a version of a macro says and does."""

    text: str
    changes: Sequence[Change]
    visibility: Visibility
    next_step: str = ""


def fill(text: str, *, ticket: Ticket, by: PractitionerRole) -> str:
    """Return the words of a macro for a ticket; names that are not allowed stay as they are."""
    organization = ticket.organization
    caller, agent = str(ticket.requester or "colleague"), str(by.user)
    values = {
        "caller": caller,
        "caller_name": caller,
        "number": str(ticket.number),
        "agent": agent,
        "agent_name": agent,
        "queue": ticket.queue.name,
        "organisation": organization.short_name if organization else "your organisation",
    }
    return _NAME.sub(lambda match: values.get(match[1], match[0]), text)


@transaction.atomic
def apply_macro(
    *,
    number: int,
    version: MacroVersion,
    text: str,
    by: PractitionerRole,
    at: datetime,
    last_seen_event_id: int | None = None,
) -> None:
    """
    Say what a macro says, as it was read and perhaps changed before, then do what it does.

    All of it happens, or nothing.

    :raises Forbidden: the actor does not work in the ticket's queue, or it is another queue's
    :raises NotPermittedNow: the state does not allow one of its steps
    """
    ticket = lock_ticket(number)
    permissions.check_may_work_on(sight_of(by), ticket)
    if version.macro.queue_id not in (None, ticket.queue_id):
        raise Forbidden("This macro belongs to another queue.")
    if text.strip() and version.visibility == Visibility.PUBLIC:
        write_reply(number=number, text=text, by=by, at=at, last_seen_event_id=last_seen_event_id)
    elif text.strip():
        note_and_mention(number=number, text=text, by=by, at=at)
    for change in version.changes:
        _apply(number, change, version.macro.name, by=by, at=at)
    Macro.objects.filter(pk=version.macro_id).update(times_used=F("times_used") + 1)


def _apply(number: int, change: Change, name: str, *, by: PractitionerRole, at: datetime) -> None:
    ticket = lock_ticket(number)
    value = change["value"]
    if change["field"] == "assignee":
        assignee = by.user if value == "me" else None
        assign_ticket(number=number, assignee=assignee, by=by, at=at)
    elif change["field"] == "priority":
        set_priority(
            number=number,
            impact=Impact(ticket.impact),
            urgency=Urgency(ticket.urgency),
            override=Priority(int(str(value))),
            reason=f"Macro: {name}",
            by=by,
            at=at,
        )
    elif change["field"] == "state":
        _apply_state(ticket, TicketState(str(value)), change, by=by, at=at)


def _apply_state(
    ticket: Ticket, state: TicketState, change: Change, *, by: PractitionerRole, at: datetime
) -> None:
    """Bring a ticket to a state; one that is new is triaged, one that waits is taken up first."""
    reason = str(change.get("waiting_reason", ""))
    if (ticket.state, ticket.waiting_reason) == (state, reason):
        return
    first: TicketState | None = None
    if ticket.state == TicketState.NEW and state != TicketState.TRIAGED:
        first = TicketState.TRIAGED
    if ticket.state == state == TicketState.WAITING:
        first = TicketState.IN_PROGRESS
    if first is not None:
        change_state(number=ticket.number, state=first, by=by, at=at)
    change_state(number=ticket.number, state=state, waiting_reason=reason, by=by, at=at)


@transaction.atomic
def write_macro(
    *,
    code: str,
    name: str,
    queue: Queue | None,
    words: MacroWords,
    by: PractitionerRole,
) -> MacroVersion:
    """
    Write a macro, or the next version of one; those before stay as they were.

    :raises Forbidden: the actor does not lead the queue; for one of all queues, any queue
    :raises NotPermittedNow: it says and does nothing, or names what it may not
    """
    macro = Macro.objects.select_for_update().filter(code=code).first()
    _check_may_write(macro, queue, by)
    _check_words(words)
    if macro is None:
        macro = Macro.objects.create(code=code, name=name, queue=queue)
    else:
        macro.name, macro.queue = name, queue
        macro.save(update_fields=["name", "queue", "updated_at"])
    latest = macro.versions.order_by("-number").values_list("number", flat=True).first() or 0
    return MacroVersion.objects.create(
        macro=macro,
        number=latest + 1,
        changes=[dict(change) for change in words.changes],
        text=words.text.strip(),
        visibility=words.visibility,
        next_step=words.next_step.strip(),
        by=by.user,
    )


@transaction.atomic
def set_macro_active(*, macro: Macro, is_active: bool, by: PractitionerRole) -> None:
    """
    Offer a macro, or no longer.

    :raises Forbidden: the actor does not lead its queue
    """
    _check_may_write(macro, macro.queue, by)
    macro.is_active = is_active
    macro.save(update_fields=["is_active", "updated_at"])


def _check_may_write(macro: Macro | None, queue: Queue | None, by: PractitionerRole) -> None:
    sight = sight_of(by)
    permissions.check_leads_a_queue(sight)
    of = {queue.pk if queue else None, macro.queue_id if macro else None} - {None}
    if not of <= sight.led_queues:
        raise Forbidden("Only those who lead a queue may write its macros.")


def _check_words(words: MacroWords) -> None:
    if not words.text.strip() and not words.changes:
        raise NotPermittedNow("A macro says something, does something, or both.")
    unknown = sorted(set(_NAME.findall(words.text)) - VARIABLES.keys())
    if unknown:
        raise NotPermittedNow(
            f"A macro cannot name {{{unknown[0]}}}. It can name: "
            + ", ".join(f"{{{name}}}" for name in VARIABLES)
            + "."
        )
    for change in words.changes:
        is_waiting = change.get("value") == TicketState.WAITING
        reason = str(change.get("waiting_reason", ""))
        if change.get("field") not in FIELDS or (is_waiting and reason not in WaitingReason):
            raise NotPermittedNow("A macro cannot do that.")
