"""Mail piped in by real processes, which are killed wherever it hurts."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.utils import timezone

from helpdesk.actions.mail_intake import process_waiting
from helpdesk.codes import InboundState
from helpdesk.models import InboundMessage, OutboundMessage, Ticket, TicketEvent
from tests.factories.helpdesk import caller
from tests.factories.helpdesk_mail import MailboxFactory, write_mail

pytestmark = pytest.mark.django_db(transaction=True)

ROOT = Path(__file__).resolve().parents[3]
DEADLINE = 60
# Before the raw mail is written, and then at each table that a new ticket writes to.
TABLES = (
    "helpdesk_inboundmessage",
    "helpdesk_ticket",
    "helpdesk_ticketparticipant",
    "helpdesk_ticketevent",
    "helpdesk_eventtext",
    "helpdesk_ticketsearch",
    "helpdesk_outboundmessage",
)


def database_url():
    known = connection.settings_dict
    host, port = known["HOST"], known["PORT"] or "5432"
    place = f"?host={quote(host, safe='')}&port={port}" if host.startswith("/") else ""
    where = "" if place else f"{host}:{port}"
    password = f":{quote(known['PASSWORD'])}" if known["PASSWORD"] else ""
    return f"postgres://{known['USER']}{password}@{where}/{known['NAME']}{place}"


def start_pipe(raw, *arguments, url="", mailbox="main"):
    """Start the process that a mail server would, and hand it the mail."""
    environment = {
        **os.environ,
        "DATABASE_URL": url or database_url(),
        "REDIS_URL": django_settings.CELERY_BROKER_URL,
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
    }
    process = subprocess.Popen(
        [sys.executable, "manage.py", "pipe_mail", mailbox, *arguments],
        env=environment,
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    assert process.stdin
    process.stdin.write(raw)
    process.stdin.close()
    return process


def end_of(process):
    """Wait for a process; gives its exit code and what it said."""
    code = process.wait(DEADLINE)
    said = process.stderr.read().decode()
    process.stderr.close()
    return code, said


def wait_until_blocked(process):
    """Wait until the process stands before a table that we hold."""
    deadline = time.monotonic() + DEADLINE
    while time.monotonic() < deadline:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity "
                "WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
            if cursor.fetchone()[0]:
                return
        assert process.poll() is None, process.stderr.read().decode()
        time.sleep(0.05)
    raise AssertionError("The process never came so far.")


def wait_until_gone():
    """Wait until the database has noticed that the process is dead."""
    deadline = time.monotonic() + DEADLINE
    while time.monotonic() < deadline:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
                "AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
            )
            if not cursor.fetchone()[0]:
                return
        time.sleep(0.05)


@pytest.fixture
def raw():
    MailboxFactory.create()
    return write_mail(caller().user.email, "The page is blank.")


class TestPipeMail:
    def test_opens_a_ticket(self, raw):
        process = start_pipe(
            raw, "--sender", "x@y.example", "--recipient", "helpdesk@example.nhs.uk"
        )

        assert end_of(process) == (0, "")
        message = InboundMessage.objects.get()
        assert message.state == InboundState.OPENED
        assert message.envelope["sender"] == "x@y.example"

    def test_has_a_mail_server_come_again_where_the_database_is_down(self, raw):
        process = start_pipe(raw, url="postgres://nobody@127.0.0.1:1/none")

        code, said = end_of(process)
        assert code == os.EX_TEMPFAIL
        assert "OperationalError" in said

    def test_refuses_mail_for_a_mailbox_that_is_not_there(self, raw):
        assert end_of(start_pipe(raw, mailbox="other"))[0] == os.EX_NOUSER

    @pytest.mark.parametrize("table", TABLES)
    def test_killed_at_any_point_makes_one_event(self, raw, table):
        with psycopg.connect(database_url()) as holder:
            holder.execute(f"LOCK TABLE {table} IN EXCLUSIVE MODE")
            process = start_pipe(raw)
            wait_until_blocked(process)
            process.send_signal(signal.SIGKILL)
            assert end_of(process)[0] == -signal.SIGKILL
        wait_until_gone()
        assert not TicketEvent.objects.exists()

        process_waiting(at=timezone.now())
        if table == TABLES[0]:  # nothing was written: the mail server comes again
            assert not InboundMessage.objects.exists()
        assert end_of(start_pipe(raw))[0] == 0
        process_waiting(at=timezone.now())

        assert TicketEvent.objects.count() == Ticket.objects.count() == 1
        assert InboundMessage.objects.get().state == InboundState.OPENED
        assert OutboundMessage.objects.count() == 1
