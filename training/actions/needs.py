"""What learners need at a session is kept no longer than it is of use."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from training.models import BookingNeed

KEPT_AFTER_SESSION: Final = timedelta(days=30)


@transaction.atomic
def destroy_needs(*, at: datetime) -> int:
    """Destroy what learners needed at sessions that ended 30 days ago; return how many."""
    over = BookingNeed.objects.filter(booking__session__ends_at__lte=at - KEPT_AFTER_SESSION)
    destroyed, _ = over.delete()
    return destroyed
