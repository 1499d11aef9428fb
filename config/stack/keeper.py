"""Keeps one server running while it has clients, and stops it when they are gone."""

import os
import signal
import subprocess
import sys
import threading
import time
from typing import Final

from config.stack.children import start_child, stop_child
from config.stack.errors import StackError
from config.stack.locks import READY, Clients, Lock
from config.stack.servers import Server

TICK: Final = 0.5
MOST_FAILED_STARTS: Final = 5


class Keeper:
    """The one process that may start and stop a server."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._lock = Lock(server.keeper_lock)
        self._stop = threading.Event()
        self._failed_starts = 0

    def keep(self) -> None:
        """
        Keep the server until its clients are gone or someone asks this process to end.

        Does nothing where another process keeps it already.

        :raises StackError: the server cannot be started
        """
        if not self._lock.take():
            return
        self._leave_word("starts")
        for asked in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(asked, lambda *_: self._stop.set())
        clients = Clients(Lock(self._server.clients_lock))
        while not self._stop.is_set():
            self._run_once(clients)

    def _run_once(self, clients: Clients) -> None:
        """Start the server, and stay until it has ended, for whatever reason."""
        self._server.prepare()
        self._server.roll_log()
        child = start_child(
            self._server.command(),
            log=self._server.log,
            ending=self._server.ending,
            cwd=self._server.directory,
            account=self._server.place.account,
            env={"LC_ALL": "C", "TZ": "UTC", "PATH": os.defpath},
        )
        try:
            if self._await_start(child):
                self._leave_word(READY)
                self._watch(child, clients)
        finally:
            self._leave_word("stops")
            stop_child(child, self._server.stopping)
            self._say(f"ended with {child.returncode}")

    def _await_start(self, child: subprocess.Popen[bytes]) -> bool:
        """
        Wait until the server takes connections; recovery after a crash may take its time.

        :raises StackError: it has ended by itself several times in a row
        """
        pause = 0.02
        while child.poll() is None and not self._stop.is_set():
            if self._server.accepts():
                self._server.settle()
                self._failed_starts = 0
                return True
            self._stop.wait(pause)
            pause = min(pause * 1.5, TICK)
        if child.poll() is not None:
            self._failed_starts += 1
            self._check_failures()
            self._stop.wait(self._failed_starts)
        return False

    def _check_failures(self) -> None:
        if self._failed_starts >= MOST_FAILED_STARTS:
            lines = self._server.log.read_text(errors="replace").splitlines()
            last = lines[-1] if lines else "it wrote nothing"
            raise StackError(f"{self._server.name} does not start ({last}); see {self._server.log}")

    def _watch(self, child: subprocess.Popen[bytes], clients: Clients) -> None:
        while child.poll() is None and not self._stop.wait(TICK):
            if clients.are_gone():
                self._say("unused")
                self._stop.set()

    def _leave_word(self, state: str) -> None:
        """Tell clients who keeps the server, and whether they can use it."""
        self._lock.write(f"{os.getpid()} {state}")
        self._say(state)

    def _say(self, what: str) -> None:
        now = time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime())
        sys.stderr.write(f"{now} {self._server.name} {what}\n")
