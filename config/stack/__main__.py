"""`python -m config.stack`: starts, stops and shows the embedded servers."""

import argparse
import signal
import sys
import threading
from pathlib import Path

from config.stack import clients
from config.stack.errors import StackError
from config.stack.keeper import Keeper
from config.stack.locks import Lock
from config.stack.place import VAR, Place
from config.stack.postgres import Postgres
from config.stack.valkey import Valkey

SERVERS = {server.name: server for server in (Postgres, Valkey)}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m config.stack", description=__doc__)
    parser.add_argument("--var", type=Path, default=VAR, help="where their files are")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("start", help="start them; they stop by themselves when unused")
    commands.add_parser("stop", help="stop them now")
    commands.add_parser("remove", help="stop them and delete all that they hold")
    commands.add_parser("status", help="say what runs, and where it answers")
    commands.add_parser("run", help="have them run until Ctrl-C")
    keep = commands.add_parser("keep", help="keep one of them, in the foreground, while it is used")
    keep.add_argument("server", choices=SERVERS)
    keep.add_argument("--var", type=Path, default=VAR)
    chosen = parser.parse_args()
    try:
        if chosen.command == "keep":
            Keeper(SERVERS[chosen.server](Place.of(chosen.var))).keep()
        else:
            COMMANDS[chosen.command](chosen.var)
    except StackError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


def start(var: Path) -> None:
    clients.ensure_running(var)
    status(var)


def status(var: Path) -> None:
    for server in clients.embedded_servers(var):
        kept = server.keeper_lock.exists() and Lock(server.keeper_lock).is_taken()
        state = "answers" if server.answers() else "starts or stops" if kept else "is stopped"
        sys.stdout.write(f"{server.name} {state}: {server.url}\n")


def run(var: Path) -> None:
    """Have the servers run until this process is asked to end."""
    ending = threading.Event()
    for asked in (signal.SIGINT, signal.SIGTERM):
        signal.signal(asked, lambda *_: ending.set())
    start(var)
    ending.wait()
    clients.leave(var)
    clients.stop(var)


COMMANDS = {
    "start": start,
    "stop": clients.stop,
    "remove": clients.remove,
    "status": status,
    "run": run,
}

if __name__ == "__main__":
    sys.exit(main())
