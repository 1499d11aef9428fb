"""Write the mail that tells people of training, in the transaction of what it tells."""

from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from training.codes import MessageKind
from training.models import Booking, TrainingMessage


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """A mail to be: what it says, and the calendar file that goes with it, if any."""

    kind: MessageKind
    once_key: str
    subject: str
    body: str
    invitation: str = ""


def queue_message(
    telling: Telling,
    *,
    to: User,
    at: datetime,
    booking: Booking | None = None,
    not_before: datetime | None = None,
) -> TrainingMessage:
    """Put a mail into the outbox, once for its key; a subject names no learner but its reader."""
    message, _ = TrainingMessage.objects.get_or_create(
        once_key=telling.once_key,
        defaults={
            "user": to,
            "booking": booking,
            "kind": telling.kind,
            "subject": telling.subject,
            "body": telling.body,
            "invitation": telling.invitation,
            "queued_at": at,
            "not_before": not_before,
        },
    )
    return message
