"""File locks: the kernel lets go of them when their process dies, whatever killed it."""

import fcntl
import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

DEFAULT_GRACE: Final = 60.0
# The last word that a keeper leaves in its lock while its server can be used.
READY: Final = "ready"


@dataclass
class Lock:
    """An open lock file; it is held until it is released or the process and its forks end."""

    path: Path
    _file: int | None = None

    def take(self) -> bool:
        """Take it for this process alone, if nobody has it."""
        return self._lock(fcntl.LOCK_EX | fcntl.LOCK_NB)

    def share(self) -> None:
        """Take it beside others, waiting while someone has it alone."""
        self._lock(fcntl.LOCK_SH)

    def release(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def write(self, content: str) -> None:
        """Leave a word for those who come by."""
        if self._file is not None:
            os.ftruncate(self._file, 0)
            os.pwrite(self._file, content.encode(), 0)

    def read(self) -> str:
        try:
            return self.path.read_text().strip()
        except FileNotFoundError:
            return ""

    def is_taken(self) -> bool:
        """Whether a process has it."""
        probe = Lock(self.path)
        try:
            return not probe.take()
        finally:
            probe.release()

    def _lock(self, operation: int) -> bool:
        if self._file is None:
            self._file = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(self._file, operation)
        except BlockingIOError:
            return False
        return True


class Clients:
    """
    Those who use a server, as its keeper sees them: who shares the lock, and who came by of late.

    Each client leaves the seconds for which the server is to wait for another one.
    """

    def __init__(self, lock: Lock) -> None:
        self._lock = lock
        self._last_seen = time.time()

    def are_gone(self) -> bool:
        """
        Whether nobody has used the server for the time of grace.

        If so the lock stays taken: who comes now waits until the server is down and starts it.
        """
        if not self._lock.take():
            self._last_seen = time.time()
            return False
        visited = self._lock.path.stat().st_mtime
        if time.time() - max(self._last_seen, visited) >= self._grace():
            return True
        self._lock.release()
        return False

    def _grace(self) -> float:
        try:
            return float(self._lock.read())
        except ValueError:
            return DEFAULT_GRACE
