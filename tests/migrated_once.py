"""One database is migrated for a run of the tests; other processes and the benchmarks copy it."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, Final
from unittest import mock
from urllib.parse import urlsplit

import psycopg
from django.db import connection, connections
from django.db.migrations.state import ProjectState
from psycopg import errors, sql

from config.stack import clients

LOCK: Final = 6_204_417  # any number that is the same in each process
TRIES: Final = 12  # each of which the server waits five seconds for connections to end
# Migrations make and drop classes by ten thousands, in circles: to look for them seldom is quicker.
MANY_OBJECTS: Final = (100_000, 50, 100)


@contextmanager
def migrated_once(run: str) -> Iterator[None]:
    """
    Have the database that is made meanwhile copied from the one of this run, or kept for copies.

    `run` names the run of the tests: what an earlier one has left behind is not taken.
    """
    before, template = connection.settings_dict["NAME"], template_name()
    with _server() as server, _one_at_a_time(server):
        if _run_of(template, server) == run:
            connection.settings_dict["TEST"]["TEMPLATE"] = template
            yield
            return
        with quick_migrations():
            yield
        made = connection.settings_dict["NAME"]
        if made != before:
            connections.close_all()
            _drop(template, server)
            _keep(made, template, run, server)


def template_name() -> str:
    """Return the name of what is copied, which is the same in each process."""
    return f"test{urlsplit(clients.addresses().database_url).path.replace('/', '_')}_migrated"


def template_of(run: str) -> str:
    """Return the name of this run's database to copy, or nothing where there is none."""
    with _server() as server:
        return template_name() if _run_of(template_name(), server) == run else ""


def drop_template() -> None:
    """Drop what was copied, where there are servers at all."""
    try:
        with _server() as server:
            _drop(template_name(), server)
    except psycopg.OperationalError:
        return


@contextmanager
def quick_migrations() -> Iterator[None]:
    """
    Have migrations take half their time.

    An index or a constraint changes nothing in the classes of other models, so they are not made
    anew for each one, as Django does.
    """
    before = gc.get_threshold()
    gc.set_threshold(*MANY_OBJECTS)
    try:
        with (
            mock.patch.object(ProjectState, "_append_option", _append_option),
            mock.patch.object(ProjectState, "_remove_option", _remove_option),
        ):
            yield
    finally:
        gc.set_threshold(*before)
        gc.collect()


def _append_option(state: ProjectState, app: str, model: str, option: str, made: Any) -> None:
    _set_option(state, app, model, option, [*state.models[app, model].options[option], made])


def _remove_option(state: ProjectState, app: str, model: str, option: str, name: str) -> None:
    kept = [each for each in state.models[app, model].options[option] if each.name != name]
    _set_option(state, app, model, option, kept)


def _set_option(state: ProjectState, app: str, model: str, option: str, value: list[Any]) -> None:
    state.models[app, model].options[option] = value
    if "apps" in vars(state):
        setattr(state.apps.get_model(app, model)._meta, option, value)


@contextmanager
def _server() -> Iterator[psycopg.Connection]:
    address = urlsplit(clients.addresses().database_url)._replace(path="/postgres")
    with psycopg.connect(address.geturl(), autocommit=True) as server:
        yield server


@contextmanager
def _one_at_a_time(server: psycopg.Connection) -> Iterator[None]:
    server.execute("SELECT pg_advisory_lock(%s)", [LOCK])
    yield
    server.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def _run_of(database: str, server: psycopg.Connection) -> str:
    """Return for which run a database was made; nothing where there is none."""
    found = server.execute(
        "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s",
        [database],
    ).fetchone()
    return (found and found[0]) or ""


def _keep(made: str, template: str, run: str, server: psycopg.Connection) -> None:
    """Copy what was made, or do without where somebody stays connected to it."""
    names = sql.Identifier(template), sql.Identifier(made)
    for _ in range(TRIES):
        with suppress(errors.ObjectInUse):
            server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(*names))
            comment = sql.SQL("COMMENT ON DATABASE {} IS {}")
            server.execute(comment.format(sql.Identifier(template), sql.Literal(run)))
            return


def _drop(database: str, server: psycopg.Connection) -> None:
    server.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(database)))
