"""What stands between an empty machine and a service with people in it, stage by stage."""

import hashlib
import shutil
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from typing import Final

from django.conf import settings
from django.core.management import call_command

from config.demo.errors import DemoError
from config.demo.programs import Programs
from config.stack.place import VAR

PEOPLE: Final = 500
SEED: Final = 1
FEEDS: Final = VAR / "demo" / "feeds"
PATIENCE_SECONDS: Final = 90.0
CLEAR_REST: Final = "\x1b[K"


@contextmanager
def stage(name: str) -> Iterator[Callable[[str], None]]:
    """
    Say what is being done, how far it is, and how long it took.

    Gives what is to be called with each new state; a terminal shows it in place.
    """
    began = time.monotonic()
    start = f"  {name} … "
    sys.stdout.write(start)
    sys.stdout.flush()

    def show(state: str) -> None:
        if sys.stdout.isatty():
            sys.stdout.write(f"\r{start}{state}{CLEAR_REST}")
            sys.stdout.flush()

    try:
        yield show
    except BaseException:
        sys.stdout.write("\n")
        raise
    show("")
    sys.stdout.write(f"{time.monotonic() - began:.1f} s\n")
    sys.stdout.flush()


def migrate() -> None:
    call_command("migrate", interactive=False, verbosity=0)


def load_people() -> None:
    call_command("load_demo", stdout=StringIO())


def load_helpdesk() -> None:
    call_command("load_demo_helpdesk", stdout=StringIO())


def load_training() -> None:
    call_command("load_demo_training", stdout=StringIO())


def load_governance() -> None:
    call_command("load_demo_governance", stdout=StringIO())


def load_analytics() -> None:
    call_command("load_demo_analytics", stdout=StringIO())


def deliver_feeds() -> None:
    """Write the first night's files, and put them into the inbox of this database, once each."""
    if not (FEEDS / "README.txt").exists():
        shutil.rmtree(FEEDS, ignore_errors=True)
        call_command("make_demo_feeds", patients=PEOPLE, seed=SEED, out=FEEDS, stdout=StringIO())
    delivered = FEEDS.parent / f"delivered-{_mark_of_database()}"
    if delivered.exists():
        return
    for source in sorted(FEEDS.glob("*/*")):
        target = Path(settings.INBOX_DIR) / source.relative_to(FEEDS)
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(f"{target.name}.part")
        shutil.copy2(source, part)
        part.rename(target)
    delivered.touch()


def await_ready(address: str, programs: Programs) -> None:
    """
    Wait until the service says that it is ready.

    :raises DemoError: it is not for too long
    """
    deadline = time.monotonic() + PATIENCE_SECONDS
    while (state := _readiness(address)) != "ready":
        programs.restart_dead()
        if time.monotonic() > deadline:
            raise DemoError(f"the service is not ready: {state}; see {VAR / 'log'}")
        time.sleep(0.1)


def _readiness(address: str) -> str:
    try:
        with urllib.request.urlopen(f"{address}/readyz", timeout=10):  # noqa: S310 - our own
            return "ready"
    except urllib.error.HTTPError as error:
        with error:
            return error.read().decode(errors="replace")
    except OSError as error:
        return str(error)


def _mark_of_database() -> str:
    return hashlib.blake2b(settings.DATABASE_URL.encode(), digest_size=6).hexdigest()
