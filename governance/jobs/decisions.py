"""Jobs of decisions."""

from celery import shared_task
from django.utils import timezone

from governance.actions import written


@shared_task(name="governance.close_written", time_limit=300)  # type: ignore[untyped-decorator]  # no types
def close_written() -> None:
    """Close the resolutions in writing whose deadline is over."""
    written.close_due(at=timezone.now())
