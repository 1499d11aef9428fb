"""What the desk is set up with, as rows for the API."""

from typing import Any, TypeAlias

from helpdesk import permissions
from helpdesk.models import Queue, RequestType, ServiceComponent, Sight

# What a query gives as values has no type that a checker knows.
Row: TypeAlias = dict[str, Any]


def list_queue_rows(*, sight: Sight) -> list[Row]:
    """
    Return the queues that take tickets.

    :raises Forbidden: the viewer does not work at the helpdesk
    """
    permissions.check_is_staff(sight)
    queues = Queue.objects.filter(is_active=True).order_by("position", "code")
    columns = ("code", "name", "tier", "categories", "is_confidential", "region__ods_code")
    return list(queues.values(*columns))


def list_request_type_rows() -> list[Row]:
    """Return what callers can ask for."""
    types = RequestType.objects.filter(is_active=True).order_by("position", "code")
    return [dict(row) for row in types.values("code", "name", "description", "kind", "category")]


def list_component_rows() -> list[Row]:
    """Return the parts of the service."""
    components = ServiceComponent.objects.filter(is_active=True).order_by("position", "code")
    rows = components.values("code", "name", "description", "region__ods_code")
    return [dict(row) for row in rows]
