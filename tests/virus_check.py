"""A real ClamAV daemon for tests, with one signature of our own and no database of the world's."""

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread

import pytest

CLAMD = shutil.which("clamd") or shutil.which("clamd", path="/usr/sbin:/usr/local/sbin")
VIRUS = b"OHC-VIRUS-OF-THE-TESTS-7f3a"
NAME_OF_VIRUS = "OHC.Test"
LARGEST_STREAM = 2 * 1024 * 1024
START_SECONDS = 60.0

needs_clamd = pytest.mark.skipif(CLAMD is None, reason="There is no clamd on this machine.")


@dataclass(frozen=True)
class RunningClamd:
    """Where a daemon listens, and its process."""

    socket_path: str
    tcp_address: str
    process: "subprocess.Popen[bytes]"


@contextmanager
def run_clamd() -> Iterator[RunningClamd]:
    """Run a daemon that knows one virus, in a folder of its own."""
    assert CLAMD is not None
    with TemporaryDirectory(prefix="ohc-clamd-") as name:
        folder, port = Path(name), _free_port()
        (folder / "own.ndb").write_text(f"{NAME_OF_VIRUS}:0:*:{VIRUS.hex()}\n")
        (folder / "clamd.conf").write_text(
            f"Foreground yes\nDatabaseDirectory {folder}\nTemporaryDirectory {folder}\n"
            f"LocalSocket {folder}/clamd.socket\nTCPSocket {port}\nTCPAddr 127.0.0.1\n"
            f"StreamMaxLength {LARGEST_STREAM}\nMaxThreads 2\nAlertEncrypted yes\n"
        )
        command = [CLAMD, "--config-file", str(folder / "clamd.conf")]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            _wait_for(folder / "clamd.socket", process)
            yield RunningClamd(f"{folder}/clamd.socket", f"127.0.0.1:{port}", process)
        finally:
            process.terminate()
            process.wait(60)


@contextmanager
def answering(answer: bytes) -> Iterator[str]:
    """Listen as the daemon of the virus check does, give one answer, and say where."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def take_one() -> None:
            connection, _ = server.accept()
            with connection:
                while not connection.recv(65536).endswith(bytes(4)):
                    pass
                connection.sendall(answer)

        thread = Thread(target=take_one, daemon=True)
        thread.start()
        yield f"127.0.0.1:{server.getsockname()[1]}"
        thread.join(timeout=60)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(path: Path, process: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + START_SECONDS
    while not path.exists():
        assert process.poll() is None, "clamd ended"
        assert time.monotonic() < end, "clamd does not start"
        time.sleep(0.05)
