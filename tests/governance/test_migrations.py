"""The room's tables can be taken away and made again: what a migration makes, its undoing drops."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

pytestmark = pytest.mark.django_db


def made():
    """Return the room's tables, triggers and functions."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 'table ' || tablename FROM pg_tables WHERE tablename LIKE 'governance%%'"
            " UNION ALL SELECT 'trigger ' || tgname || ' ' || tgrelid::regclass || ' '"
            " || pg_get_triggerdef(oid) FROM pg_trigger"
            " WHERE NOT tgisinternal AND tgname LIKE 'governance%%'"
            " UNION ALL SELECT 'function ' || proname || prosrc FROM pg_proc"
            " WHERE proname LIKE 'governance%%'"
        )
        return sorted(row[0] for row in cursor.fetchall())


def migrate(*targets):
    executor = MigrationExecutor(connection)
    executor.loader.build_graph()
    executor.migrate(list(targets))
    with connection.cursor() as cursor:
        # What waits for the end of the transaction would keep tables from being altered again.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_back_to_nothing_and_forward_again():
    before = made()
    newest = MigrationExecutor(connection).loader.graph.leaf_nodes("governance")

    migrate(("governance", None))
    assert made() == []

    migrate(*newest)
    assert made() == before
