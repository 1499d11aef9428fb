"""Entries as rows: what lists and details are made of, without objects of the model."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple, TypeAlias
from uuid import UUID

import orjson
from django.db import connection
from psycopg.types.datetime import TimestamptzLoader

from records.permissions import RecordScope
from records.resources.shape import Resource

ENTERED_IN_ERROR = "entered-in-error"
# Entries that name other entries: a list of allergies is not itself an allergy.
OVERVIEW_TYPES = ["List"]


class EntryRow(NamedTuple):
    """One entry as stored; the fields are the columns of COLUMNS, in that order."""

    id: UUID
    feed_id: UUID
    organization_id: UUID
    section: str
    resource_type: str
    source_id: str
    code_system: str
    code: str
    display: str
    status: str
    clinical_start: datetime | None
    clinical_end: datetime | None
    clinical_precision: str
    recorded_at: datetime | None
    received_at: datetime
    author: str
    value: Decimal | None
    unit: str
    resource_json: str | None

    @property
    def resource(self) -> Resource:
        """The FHIR resource, read from its JSON."""
        resource: Resource = orjson.loads(self.resource_json or "{}")
        return resource


# What the database driver takes and gives has no type that a checker knows.
SqlValues: TypeAlias = Mapping[str, Any]
SqlRow: TypeAlias = tuple[Any, ...]

NAMES = EntryRow._fields[:-1]
COLUMNS = ", ".join(NAMES) + ", resource AS resource_json"

# What a viewer may see: their role's sections, their board's feeds, and nothing sensitive.
VISIBLE = "section = ANY(%(sections)s) AND feed_id = ANY(%(feeds)s) AND sensitivity = ''"


def visible_values(scope: RecordScope) -> SqlValues:
    """Return the values that VISIBLE needs."""
    return {"sections": scope.full_sections, "feeds": list(scope.feed_ids)}


def fetch(sql: str, values: SqlValues) -> list[SqlRow]:
    """
    Run a question that is written in SQL, and return all its rows.

    Times are read by the driver itself: in the session's time zone, which Django sets to UTC.
    """
    with connection.cursor() as cursor:
        cursor.adapters.register_loader("timestamptz", TimestamptzLoader)
        cursor.execute(sql, values)
        rows: list[SqlRow] = cursor.fetchall()
    return rows


def fetch_entries(sql: str, values: SqlValues) -> list[EntryRow]:
    """Run a question whose columns are those of an entry."""
    return [EntryRow._make(row) for row in fetch(sql, values)]
