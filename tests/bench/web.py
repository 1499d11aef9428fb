"""A real web server as the service runs it, and clients that keep their connections."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

SERVICE, BARE = "config.wsgi:application", "tests.bench.bare:application"
SERVER = ("gunicorn", "--worker-class", "gthread", "--workers", "2", "--threads", "4")
SECONDS_TO_START = 120.0
TICKS = os.sysconf("SC_CLK_TCK")


class NotAnswered(Exception):
    """The server did not start, or did not answer with the page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WebServer:
    """A server that runs."""

    process: int
    port: int

    def cpu_seconds(self) -> float:
        """Return the processor time that it has used, with its workers."""
        return sum(_cpu_seconds(one) for one in (self.process, *_children(self.process)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What a number of requests took: milliseconds each, and the server's own for all."""

    milliseconds: list[float]
    cpu_ms: float
    a_second: float


@contextmanager
def web_server(application: str) -> Iterator[WebServer]:
    """
    Run an application as the demonstration does, for as long as the block lasts.

    :raises NotAnswered: it does not start
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    command = [sys.executable, "-m", *SERVER, "--bind", f"127.0.0.1:{port}", application]
    running = subprocess.Popen(
        [*command, "--log-level", "error"],
        cwd=settings.BASE_DIR,
    )
    try:
        _await_start(running, port)
        yield WebServer(process=running.pid, port=port)
    finally:
        running.send_signal(signal.SIGTERM)
        running.wait()


def _await_start(running: "subprocess.Popen[bytes]", port: int) -> None:
    """
    Wait until the port is open.

    :raises NotAnswered: the program has ended, or takes too long
    """
    deadline = time.monotonic() + SECONDS_TO_START
    while running.poll() is None and time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise NotAnswered("The web server did not start.")


def put_load(server: WebServer, path: str, cookie: str, *, clients: int, requests: int) -> Load:
    """
    Ask for a page so many times, by clients that each keep one connection.

    :raises NotAnswered: an answer is not the page
    """
    asked = _request(path, cookie)
    for _ in range(2):  # every thread of the server opens its connection before time is taken
        _put(server, asked, clients, clients * 2)
    before, started = server.cpu_seconds(), time.perf_counter()
    milliseconds = _put(server, asked, clients, requests)
    seconds = time.perf_counter() - started
    return Load(
        milliseconds=milliseconds,
        cpu_ms=(server.cpu_seconds() - before) * 1000 / len(milliseconds),
        a_second=len(milliseconds) / seconds,
    )


def put_requests(server: WebServer, shares: Sequence[Sequence[bytes]]) -> list[float]:
    """
    Send each client's requests one after the other, all clients at once; return milliseconds.

    They are changes, which answer by leading on to another page.

    :raises NotAnswered: an answer leads nowhere
    """
    with ThreadPoolExecutor(max_workers=len(shares)) as threads:
        sent = [threads.submit(_send, server.port, share) for share in shares]
        return [taken for each in sent for taken in each.result()]


def _send(port: int, requests: Sequence[bytes]) -> list[float]:
    taken: list[float] = []
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        for request in requests:
            started = time.perf_counter()
            connection.sendall(request)
            _read_answer(connection, status=b"302")
            taken.append((time.perf_counter() - started) * 1000)
    return taken


def _request(path: str, cookie: str) -> bytes:
    return (
        f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookie}\r\nAccept: text/html\r\n\r\n"
    ).encode()


def _put(server: WebServer, asked: bytes, clients: int, requests: int) -> list[float]:
    with ThreadPoolExecutor(max_workers=clients) as threads:
        shares = [
            threads.submit(_ask_often, server.port, asked, requests // clients)
            for _ in range(clients)
        ]
        return [taken for share in shares for taken in share.result()]


def _ask_often(port: int, asked: bytes, times: int) -> list[float]:
    """Ask on one connection, one question after the other."""
    taken: list[float] = []
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        for _ in range(times):
            started = time.perf_counter()
            connection.sendall(asked)
            _read_answer(connection)
            taken.append((time.perf_counter() - started) * 1000)
    return taken


def _read_answer(connection: socket.socket, *, status: bytes = b"200") -> None:
    """
    Read one whole answer.

    :raises NotAnswered: it is not the page, or the connection has ended
    """
    received = bytearray()
    while (end := received.find(b"\r\n\r\n")) < 0:
        received += _read_some(connection)
    head = bytes(received[:end]).lower()
    if not head.startswith(b"http/1.1 " + status):
        raise NotAnswered(head.split(b"\r\n")[0].decode())
    length = int(head.split(b"content-length:")[1].split(b"\r\n")[0])
    missing = length - (len(received) - end - 4)
    while missing > 0:
        missing -= len(_read_some(connection))


def _read_some(connection: socket.socket) -> bytes:
    received = connection.recv(256 * 1024)
    if not received:
        raise NotAnswered("The server closed the connection.")
    return received


def _children(process: int) -> list[int]:
    listed = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii")
    return [int(number) for number in listed.split()]


def _cpu_seconds(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS
