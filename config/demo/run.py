"""Runs the demonstration from the first stage to the last signal."""

import os
import signal
import socket
import sys
import time
from types import FrameType
from typing import Final

from django.core.management import call_command
from django.db import connections
from django.utils import timezone

from config import env
from config.demo import stages
from config.demo.emergency import use_emergency_access
from config.demo.errors import DemoError
from config.demo.nightly import import_inbox
from config.demo.packs import issue_packs
from config.demo.programs import Programs
from config.stack import clients
from config.stack.children import end_with_parent
from config.stack.locks import Lock
from config.stack.place import VAR

SECONDS_FOR_SERVERS: Final = 5.0


def run_demo() -> None:
    """
    Bring the whole service up and keep it up until someone stops it.

    :raises DemoError: it does not come up, or something in it does not stay up
    :raises StackError: the embedded servers cannot be started
    """
    port = env.integer("PORT", 8000)
    env.check()
    address = f"http://127.0.0.1:{port}"
    (VAR / "demo").mkdir(parents=True, exist_ok=True)
    lock = Lock(VAR / "demo" / "lock")
    if not lock.take():
        sys.stdout.write(f"A demonstration of this checkout is running at {lock.read()}\n")
        return
    lock.write(address)
    _check_port_is_free(port)
    _prepare_to_end()
    programs = Programs(port=port, logs=VAR / "log")
    try:
        _bring_up(address, programs)
        while True:
            programs.restart_dead()
            time.sleep(1)
    except KeyboardInterrupt:
        sys.stdout.write("\nStopping … ")
        sys.stdout.flush()
    finally:
        _take_down(programs)


def _prepare_to_end() -> None:
    """Have a signal, or the end of `make`, or even `kill -9` take all down with this process."""
    if "MAKELEVEL" in os.environ:
        end_with_parent()
    # The servers are not to outlive the demonstration by a minute, however it ends.
    os.environ.setdefault("STACK_GRACE", "2")
    for asked in (signal.SIGINT, signal.SIGTERM):  # a shell may have had SIGINT ignored
        signal.signal(asked, _interrupt)


def _bring_up(address: str, programs: Programs) -> None:
    with stages.stage("Database and queue"):
        clients.ensure_running()
    with stages.stage("Tables"):
        stages.migrate()
    _fill_rooms()
    with stages.stage(f"Feed files of {stages.PEOPLE} synthetic people"):
        stages.deliver_feeds()
    programs.start()
    with stages.stage("Web server, worker and scheduler"):
        stages.await_ready(address, programs)
    with stages.stage("Nightly import") as show:
        failed = import_inbox(programs, show)
    _live_a_little()
    for line in failed:
        sys.stdout.write(f"    {line}\n")
    sys.stdout.write(f"ready {address}\n")
    call_command("demo_accounts", stdout=sys.stdout)
    sys.stdout.flush()
    connections.close_all()


def _fill_rooms() -> None:
    """Load what each room holds, what others build on first."""
    for name, load in (
        ("Organisations, accounts and feeds", stages.load_people),
        ("Helpdesk", stages.load_helpdesk),
        ("Training", stages.load_training),
        ("Governance", stages.load_governance),
        ("Analytics, with 45 months of use", stages.load_analytics),
    ):
        with stages.stage(name):
            load()


def _live_a_little() -> None:
    """Do what people do once there are records: in an emergency, and before a meeting."""
    use_emergency_access(now=timezone.now())
    issue_packs(now=timezone.now())


def _take_down(programs: Programs) -> None:
    for ignored in (signal.SIGINT, signal.SIGTERM):
        signal.signal(ignored, signal.SIG_IGN)
    programs.stop()
    clients.leave()
    if clients.await_end(patience=SECONDS_FOR_SERVERS):
        sys.stdout.write("stopped\n")
    else:
        sys.stdout.write("stopped; another process still uses the database\n")


def _check_port_is_free(port: int) -> None:
    """
    See that the web server can listen there.

    :raises DemoError: something else does
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise DemoError(
                f"port {port} cannot be used ({error.strerror}); try make demo PORT={port + 1}"
            ) from None


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
