"""Changes of many tickets, for those who make them."""

from uuid import UUID

from accounts.models import PractitionerRole
from helpdesk.models import BulkChange


def get_bulk_change(bulk_id: UUID, *, viewer: PractitionerRole) -> BulkChange:
    """
    Return a change that the viewer makes or made.

    :raises BulkChange.DoesNotExist: there is none, or it is somebody else's
    """
    return BulkChange.objects.select_related("by__user").get(pk=bulk_id, by=viewer)
