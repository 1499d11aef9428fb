"""Sends the mail of governance that waits, to those who may still know of what it tells."""

from datetime import datetime
from typing import Final

from django.db.models import QuerySet

from core.mail_queue import MailQueue
from governance.models import GovernanceMessage
from governance.queries.outbox import is_still_true


def send_due(*, at: datetime) -> int:
    """Send what is due, and return how many mails went out. Without a mail server nothing is."""
    return _QUEUE.send_due(at=at)


def _rows() -> QuerySet[GovernanceMessage]:
    return GovernanceMessage.objects.select_related("user", "meeting", "item")


_QUEUE: Final = MailQueue(
    sender="One Health and Care governance", rows=_rows, is_still_true=is_still_true
)
