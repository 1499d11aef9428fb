"""Which entry of a record a ticket is about, without a word of the person or of the entry."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from accounts.codes import JobRole
from core.dates import TIME, format_date
from helpdesk.actions.entry_reports import ENTRY
from helpdesk.codes import EntryProblem
from helpdesk.models import Ticket
from records.codes import RecordSection

CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A line of what is known."""

    label: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordContext:
    """What the desk may know of the entry that a ticket is about."""

    problem: str
    facts: list[Fact]


def present_record_context(ticket: Ticket) -> RecordContext | None:
    """Return what the desk may know of an entry, or None where a ticket is about none."""
    captured = ticket.context.get(ENTRY)
    if not captured:
        return None
    facts = [
        *entry_facts(captured),
        Fact(label="Feed", value=captured["feed"]),
        Fact(label="Reported by", value=_reporter(captured)),
        Fact(label="Their browser", value=captured["user_agent"]),
        Fact(label="Entry", value=captured["entry"]),
        Fact(label="State of the entry", value=captured["content_hash"]),
        Fact(label="Person", value=captured["patient"]),
    ]
    return RecordContext(
        problem=EntryProblem(captured["problem"]).label,
        facts=[fact for fact in facts if fact.value],
    )


def entry_facts(captured: Mapping[str, str]) -> list[Fact]:
    """Return what names an entry to people: its section, kind and source, and when it was seen."""
    kind = CAMEL.sub(" ", captured["resource_type"]).capitalize()
    return [
        Fact(label="Section", value=RecordSection(captured["section"]).label),
        Fact(label="Kind of entry", value=kind),
        Fact(label="Source", value=captured["source_name"]),
        Fact(label="Received", value=_moment(captured["received_at"])),
        Fact(label="Seen", value=_moment(captured["viewed_at"])),
    ]


def _moment(text: str) -> str:
    return format_date(datetime.fromisoformat(text), TIME)


def _reporter(captured: Mapping[str, str]) -> str:
    return f"{JobRole(captured['viewer_role']).label}, {captured['viewer_organization']}"
