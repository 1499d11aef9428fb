"""The peer, django-helpdesk, in an environment and a database of its own, with tickets in it."""

import hashlib
import json
import os
import subprocess
import time
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from django.conf import settings
from psycopg import sql

from tests.bench.database import drop_database
from tests.bench.helpdesk_told import BenchTicket, tell_tickets
from tests.bench.peer_errors import PeerFailed, PeerNotInstalled
from tests.bench.report import note

LOCK = "requirements-peer.lock"
PROJECT = Path(__file__).resolve().parent / "peer"
QUEUES, AGENTS, CALLERS = 12, 25, 220
# Of the peer's own: open, taken up again, resolved, closed.
STATES = {"closed": 4, "resolved": 3, "reopened": 2}
OPEN_STATE = 1
BLOCK = 2_000

MAKE_QUEUES = """
    INSERT INTO helpdesk_queue (title, slug, allow_public_submission, allow_email_submission,
        email_box_ssl, enable_notifications_on_email_events)
    SELECT 'Queue ' || n, 'queue-' || n, false, false, false, false
    FROM generate_series(0, %(queues)s - 1) n ORDER BY n
    RETURNING id
"""
MAKE_AGENTS = """
    INSERT INTO auth_user (username, password, first_name, last_name, email, is_staff, is_active,
        is_superuser, date_joined)
    SELECT 'agent' || n, '!', 'Agent', n::text, 'agent' || n || '@demo.invalid', true, true, true,
        now()
    FROM generate_series(0, %(agents)s - 1) n ORDER BY n
    RETURNING id
"""
COPY_TICKETS = """
    COPY helpdesk_ticket (id, title, created, modified, submitter_email, status, on_hold,
        description, priority, assigned_to_id, queue_id, secret_key) FROM STDIN
"""
COPY_FOLLOW_UPS = """
    COPY helpdesk_followup (date, title, comment, public, ticket_id, user_id) FROM STDIN
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class PeerTimes:
    """What a page of the peer takes, how many statements it makes and how many it found."""

    milliseconds: list[float]
    cpu_ms: float
    statements: int
    found: int | None


class Peer:
    """The peer while it runs."""

    def __init__(self, process: "subprocess.Popen[str]", loading: float) -> None:
        self._process = process
        self.loading = loading

    def ask_often(self, path: str, times: int) -> PeerTimes:
        """
        Return what a page takes, asked for so many times after it has warmed up.

        :raises PeerFailed: it is not answered
        """
        asks, answers = self._process.stdin, self._process.stdout
        if asks is None or answers is None:
            raise PeerFailed("The peer has no ears.")
        asks.write(json.dumps({"path": path, "times": times}) + "\n")
        asks.flush()
        said = json.loads(answers.readline() or '{"status": 0}')
        if said["status"] != 200:
            raise PeerFailed(f"The peer answers {said['status']} at {path}.")
        return PeerTimes(
            milliseconds=said["milliseconds"],
            cpu_ms=said["cpu_ms"],
            statements=said["statements"],
            found=said["found"],
        )


@contextmanager
def running_peer(tickets: int) -> Iterator[Peer]:
    """
    Run the peer with so many tickets for as long as the block lasts.

    :raises PeerFailed: it cannot be installed or set up
    """
    python = _installed()
    with _own_database() as address:
        environment = {
            **{name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ},
            "PEER_DATABASE_URL": address,
            "DJANGO_SETTINGS_MODULE": "settings",
        }
        _run(
            [python, "-W", "ignore", "-m", "django", "migrate", "-v0", "--pythonpath", "."],
            environment,
        )
        started = time.perf_counter()
        _load(address, tickets)
        loading = time.perf_counter() - started
        note(f"{tickets:,} tickets written into the peer in {loading:.0f} s")
        process = subprocess.Popen(
            [python, "-W", "ignore", "measure.py"],
            cwd=PROJECT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            yield Peer(process, loading)
        finally:
            process.terminate()
            process.communicate()


def _installed() -> str:
    """
    Return the peer's interpreter, installed from its lock if that is not done yet.

    :raises PeerNotInstalled: its packages cannot be had
    """
    base = Path(settings.BASE_DIR)
    lock = base / LOCK
    folder = base / "var" / "bench-peer"
    python, stamp = folder / "bin" / "python", folder / "installed"
    mark = hashlib.sha256(lock.read_bytes()).hexdigest()
    if not stamp.exists() or stamp.read_text() != mark:
        note("Installing the peer")
        venv.create(folder, with_pip=True, clear=True)
        pip = [str(python), "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
        try:
            _run([*pip, "--require-hashes", "--no-deps", "-r", str(lock)], dict(os.environ))
        except PeerFailed as error:
            raise PeerNotInstalled(f"The peer cannot be installed: {error}") from error
        stamp.write_text(mark)
    return str(python)


def _run(command: list[str], environment: dict[str, str]) -> None:
    """
    Run a program of the peer to its end.

    :raises PeerFailed: it fails
    """
    done = subprocess.run(
        command, cwd=PROJECT, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise PeerFailed(f"{' '.join(command[:5])}: {done.stderr[-800:]}")


@contextmanager
def _own_database() -> Iterator[str]:
    """Make a database for the peer beside ours, and drop it at the end."""
    address = urlsplit(os.environ["DATABASE_URL"])
    name = f"{address.path.removeprefix('/')}_peer"
    elsewhere = address._replace(path="/postgres").geturl()
    drop_database(name, elsewhere)
    with psycopg.connect(elsewhere, autocommit=True) as own:
        own.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    try:
        yield address._replace(path=f"/{name}").geturl()
    finally:
        drop_database(name, elsewhere)


def _load(address: str, tickets: int) -> None:
    """Write the same tickets as ours, with the same texts, queues and owners."""
    with psycopg.connect(address, autocommit=True) as connection:
        queues = [row[0] for row in connection.execute(MAKE_QUEUES, {"queues": QUEUES})]
        agents = [row[0] for row in connection.execute(MAKE_AGENTS, {"agents": AGENTS})]
        told = tell_tickets(tickets, queues=QUEUES, agents=AGENTS, callers=CALLERS)
        block: list[BenchTicket] = []
        for ticket in told:
            block.append(ticket)
            if len(block) == BLOCK:
                _copy(connection, block, queues, agents)
                block.clear()
        _copy(connection, block, queues, agents)
        connection.execute("VACUUM ANALYZE")


def _copy(
    connection: "psycopg.Connection[tuple[object, ...]]",
    block: list[BenchTicket],
    queues: list[int],
    agents: list[int],
) -> None:
    with connection.cursor() as cursor:
        with cursor.copy(COPY_TICKETS) as copy:
            for ticket in block:
                copy.write_row(_ticket_row(ticket, queues, agents))
        with cursor.copy(COPY_FOLLOW_UPS) as copy:
            for ticket in block:
                for position, hours in enumerate((1, 5, 26), start=1):
                    at = ticket.opened_at + timedelta(hours=hours)
                    text, is_public = ticket.texts[position], position != 2
                    copy.write_row((at, "Comment", text, is_public, ticket.number, agents[0]))


def _ticket_row(ticket: BenchTicket, queues: list[int], agents: list[int]) -> tuple[object, ...]:
    changed_at = ticket.opened_at + timedelta(hours=26)
    agent = None if ticket.agent is None else agents[ticket.agent % len(agents)]
    return (
        ticket.number, ticket.subject, ticket.opened_at, changed_at,
        f"caller.{ticket.caller:03}@demo.invalid", STATES.get(ticket.state, OPEN_STATE), False,
        ticket.texts[0], ticket.priority, agent, queues[ticket.queue], f"secret{ticket.number}",
    )  # fmt: skip
