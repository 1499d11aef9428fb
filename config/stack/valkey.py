"""The embedded Valkey: broker of the background work."""

import signal
import socket
from typing import ClassVar
from urllib.parse import quote

from config.stack.servers import Server, end_survivors


class Valkey(Server):
    """A Valkey server on a socket that only its own account and root can open."""

    name: ClassVar = "valkey"
    program: ClassVar = "valkey-server"
    ending: ClassVar = signal.SIGTERM
    stopping: ClassVar = ((signal.SIGTERM, 15.0),)

    @property
    def url(self) -> str:
        return f"redis+socket://{quote(self._socket)}?virtual_host=0"

    def prepare(self) -> None:
        end_survivors(self)
        self.place.account.own(self.directory)

    def command(self) -> list[str]:
        flags = {
            "port": "0",
            "unixsocket": self._socket,
            "unixsocketperm": "700",
            "dir": str(self.directory),
            "appendonly": "yes",
            "appendfsync": "everysec",
            "save": "",
            "maxmemory-policy": "noeviction",
            "daemonize": "no",
        }
        words = [word for flag, value in flags.items() for word in (f"--{flag}", value)]
        return [str(self.place.valkey_binary()), *words]

    def accepts(self) -> bool:
        return self.answers()

    def answers(self) -> bool:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(3)
            try:
                connection.connect(self._socket)
                connection.sendall(b"PING\r\n")
                return connection.recv(16).startswith(b"+PONG")
            except OSError:
                return False

    @property
    def _socket(self) -> str:
        return str(self.place.sockets / "valkey.sock")
