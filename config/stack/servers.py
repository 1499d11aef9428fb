"""What the embedded servers have in common, and what is left of them after a crash."""

import os
import signal
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Final

from config.stack.place import Place

PATIENCE_WITH_SURVIVORS: Final = 5.0
LARGEST_LOG: Final = 10_000_000


@dataclass(frozen=True)
class Server:
    """One embedded server; PostgreSQL and Valkey say what is special about them."""

    place: Place

    name: ClassVar[str]
    program: ClassVar[str]
    # Sent by the kernel when the server's keeper dies.
    ending: ClassVar[signal.Signals]
    # How the keeper stops it: each signal, and the seconds it is given.
    stopping: ClassVar[Sequence[tuple[signal.Signals, float]]]

    @property
    def directory(self) -> Path:
        """Where its files are; it runs with this as its working directory."""
        return self.place.home / self.name

    @property
    def log(self) -> Path:
        return self.place.logs / f"{self.name}.log"

    @property
    def keeper_lock(self) -> Path:
        return self.place.locks / f"{self.name}.keeper"

    @property
    def clients_lock(self) -> Path:
        return self.place.locks / f"{self.name}.clients"

    @property
    def url(self) -> str:
        raise NotImplementedError

    def prepare(self) -> None:
        """Bring its files into a state in which it can start."""
        raise NotImplementedError

    def command(self) -> list[str]:
        raise NotImplementedError

    def accepts(self) -> bool:
        """Whether it takes connections, so that it can be settled."""
        raise NotImplementedError

    def settle(self) -> None:
        """Make what its clients expect to find in it."""

    def answers(self) -> bool:
        """Whether a client can use it now."""
        raise NotImplementedError

    def roll_log(self) -> None:
        """Put a log that has grown large aside; one earlier log is kept."""
        if self.log.exists() and self.log.stat().st_size > LARGEST_LOG:
            self.log.rename(self.log.with_suffix(".log.1"))


def end_survivors(server: Server, patience: float = PATIENCE_WITH_SURVIVORS) -> None:
    """
    Wait for what an earlier keeper left behind to end, and end it by force when it does not.

    Two servers on the same files would destroy them, and a process id in a file proves nothing:
    it may be a zombie's, or another program's by now. A survivor is known by its working directory.
    """
    deadline = time.monotonic() + patience
    while survivors := processes_in(server.directory, server.program):
        if time.monotonic() > deadline:
            for pid in survivors:
                _kill(pid)
        time.sleep(0.1)


def processes_in(directory: Path, program: str) -> list[int]:
    """List the living processes that run a program with this working directory."""
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdecimal():
            continue
        try:
            runs = (entry / "exe").readlink().name.removesuffix(" (deleted)")
            where = (entry / "cwd").readlink()
        except OSError:  # it is gone, a zombie, or another user's
            continue
        if runs == program and where == directory:
            found.append(int(entry.name))
    return found


def _kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return
