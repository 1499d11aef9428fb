"""Jobs that ask for papers."""

from celery import shared_task
from django.utils import timezone

from governance.actions import paper_reminders


@shared_task(name="governance.remind_presenters")  # type: ignore[untyped-decorator]  # no types
def remind_presenters() -> None:
    """Remind presenters of papers that are due."""
    paper_reminders.remind_presenters(at=timezone.now())
