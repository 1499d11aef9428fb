"""A database of the benchmarks' own, on the server that the project uses."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from config.stack import clients


@contextmanager
def own_database() -> Iterator[str]:
    """
    Make an empty database for this process, name it in DATABASE_URL, and drop it at the end.

    The embedded servers run for as long as this process does, because it has become their client.
    """
    servers = clients.ensure_running()
    name = f"bench_{os.getpid()}"
    address = urlsplit(servers.database_url)
    elsewhere = address._replace(path="/postgres").geturl()
    os.environ["DATABASE_URL"] = address._replace(path=f"/{name}").geturl()
    os.environ["REDIS_URL"] = servers.redis_url
    named = sql.Identifier(name)
    with psycopg.connect(elsewhere, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(named))
    try:
        yield name
    finally:
        with psycopg.connect(elsewhere, autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(named))
