"""Asks ClamAV's daemon about bytes, over its INSTREAM command (clamd(8))."""

import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

CHUNK: Final = 64 * 1024
LONGEST_ANSWER: Final = 4096


class ClamdUnavailable(Exception):
    """The daemon does not answer. Nothing is known about the bytes."""


class ClamdRefused(Exception):
    """The daemon answers that it cannot check these bytes, and why."""


@dataclass(frozen=True, slots=True)
class ScanAnswer:
    """What the daemon says. `signature` names what it found, and is empty for nothing."""

    signature: str = ""

    @property
    def is_clean(self) -> bool:
        return not self.signature


@dataclass(frozen=True, slots=True)
class Clamd:
    """A daemon at `/path/of/its/socket` or at `host:port`."""

    address: str
    seconds: float = 60.0

    def ping(self) -> bool:
        """Whether the daemon is there and answers."""
        try:
            with self._connected() as connection:
                connection.sendall(b"zPING\0")
                return _answer(connection) == "PONG"
        except ClamdUnavailable:
            return False

    def scan(self, content: bytes) -> ScanAnswer:
        """
        Have bytes checked.

        :raises ClamdUnavailable: the daemon does not answer, or not in time
        :raises ClamdRefused: it cannot check them, such as for their size
        """
        with self._connected() as connection:
            try:
                connection.sendall(b"zINSTREAM\0")
                for start in range(0, len(content), CHUNK):
                    chunk = content[start : start + CHUNK]
                    connection.sendall(struct.pack("!L", len(chunk)) + chunk)
                connection.sendall(struct.pack("!L", 0))
            except (BrokenPipeError, ConnectionResetError):
                pass  # it stops reading what is too large, and then says so
            return _read(_answer(connection))

    @contextmanager
    def _connected(self) -> Iterator[socket.socket]:
        try:
            with self._socket() as connection:
                yield connection
        except (OSError, ValueError) as error:
            raise ClamdUnavailable(f"No answer: {type(error).__name__}") from error

    def _socket(self) -> socket.socket:
        if not self.address:
            raise ClamdUnavailable("No address is set")
        if self.address.startswith("/"):
            connection = socket.socket(socket.AF_UNIX)
            connection.settimeout(self.seconds)
            try:
                connection.connect(self.address)
            except OSError:
                connection.close()
                raise
            return connection
        host, _, port = self.address.rpartition(":")
        return socket.create_connection((host, int(port)), timeout=self.seconds)


def _answer(connection: socket.socket) -> str:
    """
    Read what the daemon answers, up to its closing zero.

    :raises ClamdUnavailable: it hangs up without a word
    """
    said = b""
    while not said.endswith(b"\0") and len(said) < LONGEST_ANSWER:
        if not (more := connection.recv(LONGEST_ANSWER)):
            break
        said += more
    if not said:
        raise ClamdUnavailable("It hung up")
    return said.rstrip(b"\0\n").decode("utf-8", "replace")


def _read(answer: str) -> ScanAnswer:
    """
    Read the answer to a scan: `stream: OK`, `stream: Name FOUND` or `… ERROR`.

    :raises ClamdRefused: it is anything but the first two
    """
    said = answer.removeprefix("stream: ")
    if said == "OK":
        return ScanAnswer()
    if said.endswith(" FOUND"):
        return ScanAnswer(signature=said.removesuffix(" FOUND"))
    raise ClamdRefused(said.removesuffix(" ERROR").strip())
