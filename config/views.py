"""Tells machines whether this process is alive, and whether all that it needs is ready."""

from collections.abc import Callable
from typing import Final

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from kombu.exceptions import OperationalError

from config.celery import app

PATIENCE_SECONDS: Final = 2.0


@login_not_required
@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer that this process is alive."""
    return HttpResponse("alive\n", content_type="text/plain")


@login_not_required
@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """Say of each thing that the service needs whether it is ready; 503 while one is not."""
    checks: dict[str, Callable[[], str]] = {
        "database": _check_database,
        "migrations": _check_migrations,
        "broker": _check_broker,
        "workers": _check_workers,
    }
    states = {name: check() for name, check in checks.items()}
    return JsonResponse(states, status=200 if set(states.values()) == {"ready"} else 503)


def _check_database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return "does not answer"
    return "ready"


def _check_migrations() -> str:
    try:
        executor = MigrationExecutor(connection)
    except DatabaseError:
        return "cannot be read"
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return f"{len(waiting)} to apply" if waiting else "ready"


def _check_broker() -> str:
    try:
        with app.connection_for_read() as broker:
            broker.ensure_connection(max_retries=1, timeout=PATIENCE_SECONDS)
    except OperationalError:
        return "does not answer"
    return "ready"


def _check_workers() -> str:
    try:
        replies = app.control.ping(timeout=PATIENCE_SECONDS, limit=1)
    except OperationalError:
        return "cannot be asked"
    return "ready" if replies else "none answers"
