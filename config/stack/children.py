"""Starts programs that cannot outlive the process that started them."""

import ctypes
import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from config.stack.account import Account

PR_SET_PDEATHSIG: Final = 1

# Loaded before any fork: the child has already changed its user when it needs this, and that user
# may not be able to read the library's place.
_LIBC: Final = ctypes.CDLL(None, use_errno=True)


def end_with_parent() -> None:
    """Have this process be asked to end when the one that started it dies."""
    _LIBC.prctl(PR_SET_PDEATHSIG, int(signal.SIGTERM))


def start_child(
    command: Sequence[str],
    *,
    log: Path | None,
    ending: signal.Signals = signal.SIGTERM,
    cwd: Path | None = None,
    account: Account | None = None,
    env: Mapping[str, str] | None = None,
) -> subprocess.Popen[bytes]:
    """
    Start a program in a session of its own, writing to a log.

    The kernel sends it the ending signal when the starting thread dies, `kill -9` included; so
    this must be called from a process's main thread.
    """
    parent = os.getpid()

    def before_exec() -> None:
        _LIBC.prctl(PR_SET_PDEATHSIG, int(ending))
        if os.getppid() != parent:
            os._exit(1)

    changed = account if account and account.is_another else None
    output = log.open("ab") if log else None
    try:
        return subprocess.Popen(  # noqa: S603 - the commands are ours
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            cwd=cwd,
            env=env,
            start_new_session=True,
            preexec_fn=before_exec,  # noqa: PLW1509 - every caller is single-threaded
            user=changed.uid if changed else None,
            group=changed.gid if changed else None,
            extra_groups=[] if changed else None,
        )
    finally:
        if output:
            output.close()


def stop_child(
    child: subprocess.Popen[bytes], signals: Sequence[tuple[signal.Signals, float]]
) -> None:
    """Ask a program to end, each signal for so many seconds, and wait until it has."""
    for sent, seconds in signals:
        if child.poll() is not None:
            return
        child.send_signal(sent)
        try:
            child.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            continue
    child.kill()
    child.wait()
