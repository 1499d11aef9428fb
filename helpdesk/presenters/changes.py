"""What changed on a ticket, in a few words each."""

from collections.abc import Collection, Mapping
from typing import Final

from helpdesk.codes import (
    EventKind,
    LinkKind,
    Priority,
    ScanState,
    TicketCategory,
    TicketKind,
    TicketState,
    WaitingReason,
)
from helpdesk.models import TicketEvent

WAITS: Final = {
    WaitingReason.USER: "waits for the caller",
    WaitingReason.THIRD_PARTY: "waits for a third party",
    WaitingReason.ORGANIZATION_IT: "waits for the organisation’s IT",
    WaitingReason.CHANGE_WINDOW: "waits for a change window",
}
FIELD_WORDS: Final = {
    "subject": "subject",
    "kind": "kind",
    "category": "category",
    "component": "part of the service",
    "external_reference": "their reference",
}


def describe(event: TicketEvent, known: Collection[int] = ()) -> str:
    """Return a change in a few words, or nothing where nobody needs to read of it."""
    kind = EventKind(event.kind)
    if kind == EventKind.ASSIGNED and event.facts.get("to") == str(event.actor_id or "nobody"):
        return "took it"
    if kind == EventKind.PARTICIPANT_CHANGED and event.facts.get("user") == str(event.actor_id):
        return _taking_part(event.facts)
    if kind not in _SAY:
        return kind.label.lower()
    return _SAY[kind](event.facts, known)


Facts = Mapping[str, object]


def _state(facts: Facts, _known: Collection[int]) -> str:
    state = TicketState(str(facts["to"]))
    if state == TicketState.WAITING:
        return WAITS[WaitingReason(str(facts["waiting_for"]))]
    return {
        TicketState.TRIAGED: "triaged",
        TicketState.IN_PROGRESS: "in progress",
        TicketState.RESOLVED: "resolved",
        TicketState.CLOSED: "closed",
        TicketState.CANCELLED: "cancelled",
        TicketState.SPAM: "marked as spam",
    }.get(state, state.label.lower())


def _assigned(facts: Facts, _known: Collection[int]) -> str:
    if not facts.get("to"):
        return "put back: nobody has it now"
    return f"given to {facts['to_name']}"


def _moved(facts: Facts, _known: Collection[int]) -> str:
    before, after = (facts.get(f"{end}_name") or _plain(facts[end]) for end in ("from", "to"))
    return f"moved from {before} to {after}"


def _priority(facts: Facts, _known: Collection[int]) -> str:
    words = f"priority {Priority(int(str(facts['to']))).label}"
    return f"{words} by hand" if facts.get("overrides") else words


def _edited(facts: Facts, _known: Collection[int]) -> str:
    fields = facts.get("fields")
    parts = []
    for name in fields if isinstance(fields, list) else []:
        pair = facts.get(name)
        if name == "kind" and isinstance(pair, list):
            parts.append(f"kind {TicketKind(pair[1]).label}")
        elif name == "category" and isinstance(pair, list):
            parts.append(f"category {TicketCategory(pair[1]).label}")
        elif name == "subject":
            parts.append("subject changed, was")
        else:
            parts.append(f"{FIELD_WORDS.get(name, name)} changed")
    return ", ".join(sorted(parts, key=lambda part: part.endswith("was")))


def _flagged(facts: Facts, _known: Collection[int]) -> str:
    flags = [
        name
        for name, is_set in (
            ("clinical safety", facts.get("safety")),
            ("information governance", facts.get("governance")),
        )
        if is_set
    ]
    return f"flagged: {' and '.join(flags)}" if flags else "no flag"


def _people(facts: Facts, _known: Collection[int]) -> str:
    return f"{facts.get('name', 'somebody')} {_taking_part(facts)}"


def _taking_part(facts: Facts) -> str:
    words = "watches" if facts.get("kind") == "watcher" else "takes part"
    return words if facts.get("takes_part") else f"no longer {words}"


def _linked(facts: Facts, known: Collection[int]) -> str:
    other = _other(facts.get("other"), known)
    kind = str(facts.get("kind", ""))
    if kind == "parent":
        return f"made part of {other}"
    if kind == "child":
        return f"{other} was made part of this"
    label = LinkKind(kind).label.lower() if kind in LinkKind else "linked to"
    if facts.get("is_from_other"):
        return f"linked from {other} ({label} this)"
    return f"{label} {other}"


def _unlinked(facts: Facts, known: Collection[int]) -> str:
    return f"link to {_other(facts.get('other'), known)} removed"


def _merged(facts: Facts, known: Collection[int]) -> str:
    if "via" in facts:
        return ""
    if "from" in facts:
        return f"{_other(facts['from'], known)} was merged into this ticket"
    return f"merged into {_other(facts.get('into'), known)}"


def _unmerged(facts: Facts, known: Collection[int]) -> str:
    other = _other(facts.get("from"), known)
    if "restored" in facts:
        return f"taken out of {other} again"
    return f"{other} was taken out again"


def _satisfaction(facts: Facts, _known: Collection[int]) -> str:
    return f"said how it went, {facts['score']} of 5"


def _scanned(facts: Facts, _known: Collection[int]) -> str:
    return {
        ScanState.INFECTED: "held a file: a virus was found",
        ScanState.ERROR: "held a file that cannot be checked",
        ScanState.RELEASED: "released a held file",
        ScanState.DESTROYED: "destroyed a held file",
    }.get(ScanState(str(facts["state"])), "file checked")


def _opened_reference(facts: Facts, _known: Collection[int]) -> str:
    return f"opened reference {facts['code']}"


def _other(number: object, known: Collection[int]) -> str:
    return f"ticket {number}" if number in known else "another ticket"


def _plain(code: object) -> str:
    return str(code).replace("-", " ")


_SAY: Final = {
    EventKind.SCANNED: _scanned,
    EventKind.IDENTIFIER_OPENED: _opened_reference,
    EventKind.STATE_CHANGED: _state,
    EventKind.REOPENED: lambda _facts, _known: "reopened",
    EventKind.ASSIGNED: _assigned,
    EventKind.MOVED: _moved,
    EventKind.PRIORITY_SET: _priority,
    EventKind.EDITED: _edited,
    EventKind.FLAGGED: _flagged,
    EventKind.PARTICIPANT_CHANGED: _people,
    EventKind.LINKED: _linked,
    EventKind.UNLINKED: _unlinked,
    EventKind.MERGED: _merged,
    EventKind.UNMERGED: _unmerged,
    EventKind.SATISFACTION: _satisfaction,
}
