"""Macros in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.dates import count_in_words, format_short_day
from helpdesk.codes import Priority, TicketState, Visibility, WaitingReason
from helpdesk.models import MacroVersion


@dataclass(frozen=True, slots=True, kw_only=True)
class MacroView:
    """A macro as it is now, or as it was."""

    id: str
    code: str
    name: str
    queue: str
    number: int
    text: str
    is_note: bool
    does: Sequence[str]
    next_step: str
    used: str
    written: str
    is_active: bool


def present_macro(version: MacroVersion, *, text: str = "") -> MacroView:
    """Return a version of a macro in words; `text` is what it says with its names filled in."""
    macro = version.macro
    by = f" by {version.by}" if version.by else ""
    return MacroView(
        id=str(version.pk),
        code=macro.code,
        name=macro.name,
        queue=macro.queue.name if macro.queue else "All queues",
        number=version.number,
        text=text or version.text,
        is_note=version.visibility == Visibility.INTERNAL,
        does=[describe_change(change) for change in version.changes],
        next_step=version.next_step,
        used=f"used {count_in_words(macro.times_used, 'time')}" if macro.times_used else "not used",
        written=f"version {version.number}, {format_short_day(version.created_at.date())}{by}",
        is_active=macro.is_active,
    )


def describe_change(change: Mapping[str, object]) -> str:
    """Return a step of a macro in words."""
    value = str(change.get("value", ""))
    if change.get("field") == "assignee":
        return "gives the ticket to you" if value == "me" else "gives the ticket to nobody"
    if change.get("field") == "priority":
        return f"sets the priority {Priority(int(value)).label}"
    if reason := change.get("waiting_reason"):
        return f"waits for {_small(WaitingReason(str(reason)).label)}"
    return f"sets the state {TicketState(value).label}"


def _small(label: str) -> str:
    return label[:1].lower() + label[1:]
