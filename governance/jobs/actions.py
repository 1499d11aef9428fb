"""Jobs about actions."""

from celery import shared_task
from django.utils import timezone

from governance.actions import action_reminders


@shared_task(name="governance.remind_owners", time_limit=900)  # type: ignore[untyped-decorator]  # no types
def remind_owners() -> None:
    """Remind the owners of actions that are due."""
    action_reminders.remind_owners(at=timezone.now())
