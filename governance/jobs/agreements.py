"""Jobs about agreements and assessments."""

from celery import shared_task
from django.utils import timezone

from governance.actions import agreement_reminders


@shared_task(name="governance.remind_of_agreements")  # type: ignore[untyped-decorator]  # no types
def remind_of_agreements() -> None:
    """Tell who answers for them which agreements run out, and which assessments to review."""
    now = timezone.now()
    agreement_reminders.remind_of_agreements(at=now)
    agreement_reminders.remind_of_reviews(at=now)
