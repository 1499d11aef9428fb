"""Jobs that send mail."""

from celery import shared_task
from django.utils import timezone

from governance.actions import mail_sending


@shared_task(name="governance.send_mail", time_limit=300)  # type: ignore[untyped-decorator]  # no types
def send_mail() -> None:
    """Send the mail of governance that is due."""
    mail_sending.send_due(at=timezone.now())
