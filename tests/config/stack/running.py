"""Embedded servers seen from outside."""

import os
import subprocess
import sys
import time

from config.stack.locks import Lock
from config.stack.place import CHECKOUT, Place
from config.stack.postgres import Postgres
from config.stack.servers import processes_in
from config.stack.valkey import Valkey


class Stack:
    """The servers of one `var` directory, seen from outside."""

    def __init__(self, var):
        self.var = var
        self.env = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "REDIS_URL"}}

    @property
    def postgres(self):
        return Postgres(Place.of(self.var))

    @property
    def valkey(self):
        return Valkey(Place.of(self.var))

    def begin(self, command, **env):
        return subprocess.Popen(
            [sys.executable, "-m", "config.stack", "--var", str(self.var), command],
            cwd=CHECKOUT,
            env=self.env | env,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def say(self, command, **env):
        with self.begin(command, **env) as process:
            out, err = process.communicate(timeout=120)
        return process.returncode, out, err

    def taken_locks(self):
        locks = [
            Lock(s.keeper_lock) for s in (self.postgres, self.valkey) if s.keeper_lock.exists()
        ]
        return [lock for lock in locks if lock.is_taken()]

    def keepers(self):
        # One that comes or goes holds its lock a moment longer than its number stands there.
        told = [lock.read().split() for lock in self.taken_locks()]
        return [int(words[0]) for words in told if words]

    def servers(self):
        return [
            *processes_in(self.postgres.directory, "postgres"),
            *processes_in(self.valkey.directory, "valkey-server"),
        ]

    def is_down(self):
        return not self.taken_locks() and not self.servers()


def eventually(condition, seconds=60):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)


def first_line(process):
    assert process.stdout is not None
    return process.stdout.readline()
