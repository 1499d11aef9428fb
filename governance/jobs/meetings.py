"""Jobs that plan meetings and invite to them."""

from celery import shared_task
from django.utils import timezone

from governance.actions import planning


@shared_task(name="governance.plan_ahead", time_limit=900)  # type: ignore[untyped-decorator]  # no types
def plan_ahead() -> None:
    """Plan the meetings of all series for a year, and invite to those that come near."""
    now = timezone.now()
    planning.plan_ahead(at=now)
    planning.invite_ahead(at=now)
