"""The programs that make up the running service, kept up until it is stopped."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from config.demo.errors import DemoError
from config.stack.children import start_child
from config.stack.place import CHECKOUT

SECONDS_TO_STOP: Final = 3.0
MOST_DEATHS: Final = 5
WITHIN_SECONDS: Final = 60.0


@dataclass
class Program:
    """One program, how the kernel ends it should we be killed, and its latest process."""

    name: str
    arguments: Sequence[str]
    log: Path
    ending: signal.Signals = signal.SIGTERM
    process: subprocess.Popen[bytes] | None = None
    deaths: list[float] = field(default_factory=list)

    def start(self, environment: Mapping[str, str]) -> None:
        self.process = start_child(
            [sys.executable, "-m", *self.arguments],
            log=self.log,
            ending=self.ending,
            cwd=CHECKOUT,
            env=environment,
        )

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def signal_all(self, sent: signal.Signals) -> None:
        """Send a signal to the program and all that it has started."""
        if self.process is not None:
            try:
                os.killpg(self.process.pid, sent)
            except ProcessLookupError:
                return


class Programs:
    """Web server, worker and scheduler."""

    def __init__(self, *, port: int, logs: Path) -> None:
        celery = ("celery", "--app", "config.worker", "--quiet")
        lone = ("--without-mingle", "--without-gossip")  # there is no other worker to meet
        web = ("gunicorn", "config.wsgi:application", "--bind", f"127.0.0.1:{port}")
        threads = ("--worker-class", "gthread", "--workers", "2", "--threads", "4")
        # Warm shutdown waits for tasks; an import is resumed anyway, so the worker ends at once.
        self._programs = (
            Program("web", (*web, *threads, "--graceful-timeout", "2"), logs / "web.log"),
            Program(
                "worker",
                (*celery, "worker", *lone, "--concurrency", "2", "--loglevel", "INFO"),
                logs / "worker.log",
                signal.SIGQUIT,
            ),
            Program("beat", (*celery, "beat", "--pidfile="), logs / "beat.log"),
        )
        self._environment = dict(os.environ)

    def start(self) -> None:
        for program in self._programs:
            program.start(self._environment)

    def restart_dead(self) -> None:
        """
        Start what has died anew.

        :raises DemoError: it keeps dying
        """
        for program in self._programs:
            if program.is_running:
                continue
            program.signal_all(signal.SIGKILL)
            now = time.monotonic()
            program.deaths = [at for at in program.deaths if now - at < WITHIN_SECONDS] + [now]
            if len(program.deaths) >= MOST_DEATHS:
                raise DemoError(f"the {program.name} does not stay up; see {program.log}")
            program.start(self._environment)

    def stop(self) -> None:
        """Stop all at once; what does not end in time is killed with all that it started."""
        for program in self._programs:
            if program.is_running and program.process:
                program.process.send_signal(program.ending)
        deadline = time.monotonic() + SECONDS_TO_STOP
        while any(p.is_running for p in self._programs) and time.monotonic() < deadline:
            time.sleep(0.05)
        for program in self._programs:
            program.signal_all(signal.SIGKILL)
            if program.process:
                program.process.wait()
