"""Sends the mail about training that waits, as long as it is still true."""

from datetime import datetime
from typing import Final

from django.db.models import QuerySet

from core.mail_queue import MailQueue
from training.codes import BookingState, MessageKind
from training.models import TrainingMessage

# A mail that says one of these is true only while the booking is in that state.
_TRUE_WHILE: Final = {
    MessageKind.REQUESTED: BookingState.REQUESTED,
    MessageKind.APPROVAL_WANTED: BookingState.REQUESTED,
    MessageKind.WAITLISTED: BookingState.WAITLISTED,
    MessageKind.OFFERED: BookingState.OFFERED,
    MessageKind.BOOKED: BookingState.BOOKED,
}


def send_due(*, at: datetime) -> int:
    """Send what is due, and return how many mails went out. Without a mail server nothing is."""
    return _QUEUE.send_due(at=at)


def _rows() -> QuerySet[TrainingMessage]:
    return TrainingMessage.objects.select_related("user", "booking__session")


def _is_still_true(message: TrainingMessage, at: datetime) -> bool:
    """Whether a mail still says what is so of its booking."""
    if message.booking is None:
        return True
    state = _TRUE_WHILE.get(MessageKind(message.kind))
    ends_at = message.booking.session.ends_at
    is_over = ends_at is not None and ends_at <= at and state is not None
    return not is_over and state in (None, message.booking.state)


_QUEUE: Final = MailQueue(
    sender="One Health and Care training", rows=_rows, is_still_true=_is_still_true
)
