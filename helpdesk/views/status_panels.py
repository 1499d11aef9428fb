"""What other pages show of the service's state."""

from django.utils import timezone

from core.service_notices import ServiceNotice, register_notices
from helpdesk.queries.service_status import list_service_notices


def read_notices() -> list[ServiceNotice]:
    """Return what every page says of the service now."""
    return list_service_notices(timezone.now())


def register_status() -> None:
    """Have every page say what is the matter with the service."""
    register_notices(read_notices, url_name="helpdesk:status")
