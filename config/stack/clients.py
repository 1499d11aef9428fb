"""For those who use the servers: where they answer, and having them run."""

import os
import shutil
import signal
import sys
import time
from pathlib import Path
from typing import Final, NamedTuple

from config import env
from config.stack.errors import StackError
from config.stack.locks import DEFAULT_GRACE, READY, Lock
from config.stack.place import CHECKOUT, VAR, Place
from config.stack.postgres import Postgres
from config.stack.servers import Server
from config.stack.valkey import Valkey

QUIET_SECONDS: Final = 10.0

_held: dict[Path, Lock] = {}


class StackAddress(NamedTuple):
    """Where the database and the broker answer."""

    database_url: str
    redis_url: str


def addresses(var: Path = VAR) -> StackAddress:
    """Say where the database and the broker answer, from the environment first; starts nothing."""
    place = Place.of(var)
    return StackAddress(
        env.url("DATABASE_URL", Postgres(place).url, schemes=env.POSTGRES_SCHEMES),
        env.url("REDIS_URL", Valkey(place).url, schemes=env.REDIS_SCHEMES),
    )


def embedded_servers(var: Path = VAR) -> list[Server]:
    """List the servers that the environment names no other for."""
    place = Place.of(var)
    servers: dict[str, Server] = {"DATABASE_URL": Postgres(place), "REDIS_URL": Valkey(place)}
    return [server for name, server in servers.items() if not env.is_set(name)]


def ensure_running(var: Path = VAR) -> StackAddress:
    """
    Have the embedded servers run for as long as this process does, and a while longer.

    Starts those that do not answer; servers that the environment names are left alone. Where one
    cannot be started the others are still waited for, so that a stop that follows finds them.

    :raises StackError: a server cannot be started
    """
    servers = embedded_servers(var)
    for server in servers:
        _become_client(server)
    started = {server.name: _start_keeper(server) for server in servers if not _runs(server)}
    failures = []
    for server in servers:
        try:
            _await_answer(server, started.get(server.name))
        except StackError as error:
            failures.append(error)
    if failures:
        raise failures[0]
    return addresses(var)


def leave(var: Path = VAR) -> None:
    """Stop being a client; the servers wait for no other one, unless there is one already."""
    for server in embedded_servers(var):
        if lock := _held.pop(server.clients_lock, None):
            lock.write("0")
            lock.release()


def stop(var: Path = VAR, *, patience: float = 90.0) -> None:
    """
    Stop the servers now, whoever uses them, and wait until they are down.

    :raises StackError: one does not stop
    """
    servers = [s for s in embedded_servers(var) if s.keeper_lock.exists()]
    for server in servers:
        lock = Lock(server.keeper_lock)
        if lock.is_taken() and (word := lock.read()):
            os.kill(int(word.split()[0]), signal.SIGTERM)
    if not await_end(var, patience=patience):
        raise StackError(f"the servers did not stop within {patience:.0f} seconds")


def remove(var: Path = VAR) -> None:
    """
    Stop the servers and delete all that they hold.

    :raises StackError: one does not stop
    """
    stop(var)
    place = Place.of(var)
    held = {server.directory for server in (Postgres(place), Valkey(place))}
    for directory in held | {place.sockets} | {place.home} - {place.var}:
        shutil.rmtree(directory, ignore_errors=True)


def await_end(var: Path = VAR, *, patience: float) -> bool:
    """Wait until nobody keeps a server any more; False where someone still does."""
    locks = [Lock(s.keeper_lock) for s in embedded_servers(var) if s.keeper_lock.exists()]
    deadline = time.monotonic() + patience
    while any(lock.is_taken() for lock in locks):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def _become_client(server: Server) -> None:
    """Share the server's lock until this process ends; its keeper goes by that."""
    if server.clients_lock in _held:
        return
    server.place.make()
    lock = Lock(server.clients_lock)
    lock.share()
    lock.write(str(env.integer("STACK_GRACE", int(DEFAULT_GRACE))))
    _held[server.clients_lock] = lock


def _runs(server: Server) -> bool:
    """Whether a keeper has its server ready; one left over from a crash is about to end."""
    lock = Lock(server.keeper_lock)
    return lock.is_taken() and lock.read().endswith(READY) and server.answers()


def _start_keeper(server: Server) -> int:
    """Start a server's keeper, cut loose from this process; it ends at once if there is one."""
    log = server.place.logs / f"{server.name}-keeper.log"
    arguments = ["-P", "-m", "config.stack", "keep", server.name, "--var", str(server.place.var)]
    places = filter(None, (str(CHECKOUT), os.environ.get("PYTHONPATH")))
    return os.posix_spawn(
        sys.executable,
        [sys.executable, *arguments],
        {**os.environ, "PYTHONPATH": os.pathsep.join(places)},
        file_actions=[
            (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
            (os.POSIX_SPAWN_OPEN, 1, str(log), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600),
            (os.POSIX_SPAWN_DUP2, 1, 2),
        ],
        setsid=True,
    )


def _await_answer(server: Server, keeper: int | None) -> None:
    """
    Wait until a server answers, starting its keeper again where another one has just ended.

    :raises StackError: the keeper has given up
    """
    began, said = time.monotonic(), False
    while not _runs(server):
        if keeper is not None and _has_ended(server, keeper):
            keeper = None
        elif keeper is None and not Lock(server.keeper_lock).is_taken():
            keeper = _start_keeper(server)
        if not said and time.monotonic() - began > QUIET_SECONDS:
            sys.stderr.write(f"Waiting for {server.name}; see {server.log}\n")
            said = True
        time.sleep(0.03)


def _has_ended(server: Server, keeper: int) -> bool:
    """
    Whether a keeper that we started has ended because there is another one.

    :raises StackError: it has ended because the server cannot be started
    """
    ended, status = os.waitpid(keeper, os.WNOHANG)
    if ended and os.waitstatus_to_exitcode(status):
        log = server.place.logs / f"{server.name}-keeper.log"
        lines = log.read_text(errors="replace").splitlines()
        raise StackError(lines[-1] if lines else f"the keeper of {server.name} was killed")
    return bool(ended)
