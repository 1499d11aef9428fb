"""A database of the benchmarks' own, on the server that the project uses."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final
from urllib.parse import urlsplit

import psycopg
from psycopg import errors, sql

from config.stack import clients

TRIES: Final = 60
BETWEEN_TRIES: Final = 0.5


@contextmanager
def own_database() -> Iterator[str]:
    """
    Make an empty database for this process, name it in DATABASE_URL, and drop it at the end.

    BENCH_TEMPLATE names one to copy, with all migrations in it: so do the tests of the benchmarks.
    The embedded servers run for as long as this process does, because it has become their client.
    """
    servers = clients.ensure_running()
    name = f"bench_{os.getpid()}"
    address = urlsplit(servers.database_url)
    elsewhere = address._replace(path="/postgres").geturl()
    os.environ["DATABASE_URL"] = address._replace(path=f"/{name}").geturl()
    os.environ["REDIS_URL"] = servers.redis_url
    with psycopg.connect(elsewhere, autocommit=True) as connection:
        template = sql.Identifier(os.environ.get("BENCH_TEMPLATE") or "template1")
        create = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), template)
        connection.execute(create)
    try:
        yield name
    finally:
        drop_database(name, elsewhere)


def drop_database(name: str, elsewhere: str) -> None:
    """
    Drop a database, whoever uses it; `elsewhere` is the address of another on the same server.

    A worker of the server's own that tidies up there may not be ended by us: it is waited for.
    """
    drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
    with psycopg.connect(elsewhere, autocommit=True) as connection:
        for _ in range(TRIES):
            try:
                connection.execute(drop)
            except (errors.InsufficientPrivilege, errors.ObjectInUse):
                time.sleep(BETWEEN_TRIES)
            else:
                return
        connection.execute(drop)
