"""Writes tickets of any number into our helpdesk, by COPY."""

import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta

from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from accounts.demo.organizations import load_organizations
from helpdesk.actions.chain import BEGINNING, digest_text, link_of
from helpdesk.actions.measuring import measure_tickets
from helpdesk.actions.reporting import add_up_weeks
from helpdesk.demo.past.people import (
    list_callers,
    list_lines,
    load_callers,
    load_more_agents,
)
from helpdesk.demo.past.world import Caller, Line, Worker
from helpdesk.models import Queue, TicketEvent
from tests.bench.helpdesk_told import BenchTicket, tell_tickets
from tests.bench.report import note

TABLES = (
    "helpdesk_ticket",
    "helpdesk_ticketevent",
    "helpdesk_eventtext",
    "helpdesk_ticketparticipant",
    "helpdesk_ticketsearch",
    "helpdesk_ticketclock",
)
MEASURED = ("helpdesk_ticketmeasure", "helpdesk_openspell", "helpdesk_reportcell")
TICKET_COLUMNS = (
    "number", "kind", "category", "state", "waiting_reason", "subject", "channel", "impact",
    "urgency", "priority", "priority_reason", "queue_id", "assignee_id", "requester_id",
    "organization_id", "region_id", "has_safety_flag", "has_governance_flag", "is_restricted",
    "triage", "context", "external_reference", "opened_at", "changed_at", "responded_at",
    "resolved_at", "closed_at", "due_at", "last_event_id", "last_public_event_id", "events_count",
    "times_reopened", "version",
)  # fmt: skip
EVENT_COLUMNS = (
    "id", "ticket_id", "position", "kind", "visibility", "at", "actor_id", "actor_name", "facts",
    "text_length", "text_digest", "chain",
)  # fmt: skip
TEXT_COLUMNS = ("event_id", "body", "quoted")
# Kind and visibility of each event, hours after it was opened, and whether an agent wrote it.
EVENTS = (
    ("opened", "public", 0, False),
    ("reply", "public", 1, True),
    ("note", "internal", 5, True),
    ("message", "public", 26, False),
)
OPEN = ("new", "triaged", "in-progress", "waiting", "reopened")
BLOCK = 2_000

PARTICIPANTS = """
    INSERT INTO helpdesk_ticketparticipant
        (id, created_at, updated_at, ticket_id, user_id, address, kind)
    SELECT gen_random_uuid(), opened_at, opened_at, number, requester_id, '', 'requester'
    FROM helpdesk_ticket
"""
# Each text is taken apart once: what staff wrote comes behind what all may read, as it does when
# words are added one by one.
WORDS = """
    INSERT INTO helpdesk_ticketsearch (ticket_id, public_words, all_words)
    SELECT number, public_words, public_words || internal_words
    FROM (
        SELECT t.number,
            setweight(to_tsvector('english', t.subject), 'A')
            || setweight(to_tsvector('english', a.body), 'B')
            || setweight(to_tsvector('english', b.body || ' ' || d.body), 'C') AS public_words,
            setweight(to_tsvector('english', c.body), 'C') AS internal_words
        FROM helpdesk_ticket t
        JOIN helpdesk_eventtext a ON a.event_id = t.number * 4 - 3
        JOIN helpdesk_eventtext b ON b.event_id = t.number * 4 - 2
        JOIN helpdesk_eventtext c ON c.event_id = t.number * 4 - 1
        JOIN helpdesk_eventtext d ON d.event_id = t.number * 4
        OFFSET 0
    ) taken_apart
"""
# Two for each ticket, as the agreed targets have it where there are any.
CLOCKS = """
    INSERT INTO helpdesk_ticketclock
        (id, created_at, updated_at, ticket_id, metric, policy_version_id, state, started_at,
        running_since, elapsed_seconds, due_at, due_source, manual_due_at, fulfilled_at,
        was_breached, escalated_percent)
    SELECT gen_random_uuid(), t.opened_at, t.changed_at, t.number, v.metric, v.id,
        CASE WHEN v.metric = 'first-response' OR t.resolved_at IS NOT NULL THEN 'fulfilled'
            WHEN t.state = 'waiting' THEN 'paused' ELSE 'running' END,
        t.opened_at,
        CASE WHEN v.metric = 'resolution' AND t.due_at IS NOT NULL THEN t.opened_at END,
        3600, CASE WHEN v.metric = 'resolution' THEN t.due_at END, 'policy', NULL,
        CASE WHEN v.metric = 'first-response' THEN t.responded_at ELSE t.resolved_at END,
        CASE WHEN v.metric = 'first-response' OR t.resolved_at IS NOT NULL
            THEN t.number % 11 = 0 END,
        0
    FROM helpdesk_ticket t
    CROSS JOIN (
        SELECT DISTINCT ON (p.metric) p.metric, v.id
        FROM helpdesk_slapolicyversion v JOIN helpdesk_slapolicy p ON p.id = v.policy_id
        WHERE p.metric IN ('first-response', 'resolution')
        ORDER BY p.metric, p.priority DESC NULLS LAST, v.number DESC
    ) v
"""
REFERENCES = """
    SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid)
    FROM pg_constraint
    WHERE contype = 'f' AND conrelid = ANY(%(tables)s::regclass[])
"""
INDEXES = """
    SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid)
    FROM pg_index
    WHERE indrelid = ANY(%(tables)s::regclass[])
        AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)
"""


def fill_helpdesk(count: int) -> float:
    """Write so many tickets into the demonstration's desk, and return the seconds that it took."""
    started = time.perf_counter()
    make_desk()
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE helpdesk_ticket CASCADE")
        with without_indexes(TABLES):
            copy_tickets(count)
            note(f"copied after {time.perf_counter() - started:.0f} s")
            cursor.execute(PARTICIPANTS)
            cursor.execute(CLOCKS)
            cursor.execute(WORDS)
            note(f"words after {time.perf_counter() - started:.0f} s")
        cursor.execute(
            "SELECT setval(pg_get_serial_sequence('helpdesk_ticket', 'number'), %s)", [count]
        )
        cursor.execute(
            "SELECT setval(pg_get_serial_sequence('helpdesk_ticketevent', 'id'), %s)",
            [count * len(EVENTS)],
        )
        measure_tickets()
        add_up_weeks(at=timezone.now(), weeks=None)
        for table in (
            *TABLES,
            "helpdesk_ticketmeasure",
            "helpdesk_openspell",
            "helpdesk_reportcell",
        ):
            cursor.execute(f"VACUUM ANALYZE {table}")
    seconds = time.perf_counter() - started
    note(f"{count:,} tickets written in {seconds:.0f} s")
    return seconds


def make_desk() -> None:
    """Set the desk of the demonstration up, with its callers."""
    call_command("load_demo_helpdesk", only="desk", stdout=sys.stderr)
    organizations = load_organizations()
    on = timezone.localdate()
    load_callers(organizations, on=on)
    queues = {queue.code: queue for queue in Queue.objects.all()}
    load_more_agents(organizations, queues, on=on)


@contextmanager
def without_indexes(tables: Sequence[str]) -> Iterator[None]:
    """Have no indexes and no references on tables for a while, but for their keys."""
    named = {"tables": list(tables)}
    with connection.cursor() as cursor:
        cursor.execute(REFERENCES, named)
        references = cursor.fetchall()
        cursor.execute(INDEXES, named)
        indexes = cursor.fetchall()
        for table, name, _ in references:
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        for name, _ in indexes:
            cursor.execute(f"DROP INDEX {name}")
        yield
        cursor.execute("SET maintenance_work_mem = '256MB'")
        for _, definition in indexes:
            cursor.execute(definition)
        for table, name, definition in references:
            cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")
        cursor.execute("RESET maintenance_work_mem")


def copy_tickets(count: int) -> None:
    """Copy tickets, their events and their texts, block by block."""
    lines = list(list_lines(Queue.objects.order_by("position")).values())
    callers = [caller for caller in list_callers() if caller.user_id and caller.organization_id]
    agents = 7 * len(lines)  # each queue takes its own of these numbers
    written = _Written(lines, callers)
    for ticket in tell_tickets(count, queues=len(lines), agents=agents, callers=len(callers)):
        written.add(ticket)
        if ticket.number % BLOCK == 0:
            written.copy()
    written.copy()


class _Written:
    """Rows as COPY takes them, of the tickets since the last copy."""

    def __init__(self, lines: Sequence[Line], callers: Sequence[Caller]) -> None:
        self._lines, self._callers = lines, callers
        self._tickets: list[str] = []
        self._events: list[str] = []
        self._texts: list[str] = []

    def copy(self) -> None:
        with connection.cursor() as cursor:
            for table, columns, rows in (
                ("helpdesk_ticket", TICKET_COLUMNS, self._tickets),
                ("helpdesk_ticketevent", EVENT_COLUMNS, self._events),
                ("helpdesk_eventtext", TEXT_COLUMNS, self._texts),
            ):
                with cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
                    copy.write("".join(rows))
                rows.clear()

    def add(self, ticket: BenchTicket) -> None:
        line, caller = self._lines[ticket.queue], self._callers[ticket.caller]
        agent = None if ticket.agent is None else line.workers[ticket.agent % len(line.workers)]
        self._tickets.append(_row(_ticket_values(ticket, line, caller, agent)))
        chain = BEGINNING
        for position, (kind, visibility, hours, by_agent) in enumerate(EVENTS, start=1):
            author = line.workers[0] if by_agent else caller
            text = ticket.texts[position - 1]
            event = TicketEvent(
                id=(ticket.number - 1) * len(EVENTS) + position,
                ticket_id=ticket.number,
                position=position,
                kind=kind,
                visibility=visibility,
                at=ticket.opened_at + timedelta(hours=hours),
                actor_id=author.user_id,
                actor_name=author.name,
                facts={},
                text_length=len(text),
                text_digest=digest_text(text),
            )
            chain = event.chain = link_of(event, chain)
            self._events.append(_row(_event_values(event)))
            self._texts.append(_row((event.id, text, "")))


def _row(values: Iterable[object]) -> str:
    """Return a row as text; no value has a sign that means something to COPY."""
    return "\t".join("\\N" if value is None else str(value) for value in values) + "\n"


def _event_values(event: TicketEvent) -> tuple[object, ...]:
    return (
        event.id, event.ticket_id, event.position, event.kind, event.visibility, event.at,
        event.actor_id, event.actor_name, "{}", event.text_length,
        f"\\\\x{bytes(event.text_digest or b'').hex()}", f"\\\\x{bytes(event.chain).hex()}",
    )  # fmt: skip


def _ticket_values(
    ticket: BenchTicket, line: Line, caller: Caller, agent: Worker | None
) -> tuple[object, ...]:
    is_open = ticket.state in OPEN
    changed_at = ticket.opened_at + timedelta(hours=EVENTS[-1][2])
    state = "in-progress" if ticket.state == "reopened" else ticket.state
    last = ticket.number * len(EVENTS)
    done_at = None if is_open else changed_at
    return (
        ticket.number, "incident", ticket.category, state, "user" if state == "waiting" else "",
        ticket.subject, "portal", ticket.impact, ticket.urgency, ticket.priority, "",
        line.queue_id, agent.user_id if agent else None, caller.user_id, caller.organization_id,
        caller.region_id, ticket.number % 40 == 0, line.is_confidential, line.is_confidential,
        "{}", "{}", "", ticket.opened_at, changed_at, ticket.opened_at + timedelta(hours=1),
        done_at, changed_at if ticket.state == "closed" else None,
        ticket.opened_at + timedelta(days=730) if is_open and state != "waiting" else None,
        last, last, len(EVENTS), int(ticket.state == "reopened"), len(EVENTS),
    )  # fmt: skip
