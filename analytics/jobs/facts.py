"""Events are taken in every minute; each night looks far back for what came late."""

from typing import Final

from celery import shared_task
from django.utils import timezone

from analytics.actions.intake import take_in_events

# Lines of about a fortnight: no transaction ends later than that.
NIGHTLY_LOOK_BACK: Final = 1_000_000


@shared_task(name="analytics.take_in", time_limit=600)  # type: ignore[untyped-decorator]  # no types
def take_in() -> None:
    """Take in what happened since the last time."""
    take_in_events(at=timezone.now())


@shared_task(name="analytics.take_in_late", time_limit=1800)  # type: ignore[untyped-decorator]  # no types
def take_in_late() -> None:
    """Look far back for lines of the trails that became visible late."""
    take_in_events(at=timezone.now(), look_back=NIGHTLY_LOOK_BACK)
