from django.conf import settings
from django.db import models
from django.db.models import Q

from core.models import WaitingMail
from core.secret_feeds import SecretFeed
from training.codes import MessageKind, MessageState

from .booking import Booking


class TrainingMessage(WaitingMail):
    """
    A mail about training, written in the transaction of what it tells; the worker sends it.

    `once_key` names what it is about, so that the same thing is told once. `invitation` is the
    calendar file that goes with it.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="training_messages"
    )
    booking = models.ForeignKey(
        Booking, on_delete=models.PROTECT, related_name="messages", null=True, blank=True
    )
    kind = models.CharField(max_length=20, choices=MessageKind)
    once_key = models.CharField(max_length=150, unique=True)
    state = models.CharField(max_length=10, choices=MessageState, default=MessageState.QUEUED)

    class Meta:
        indexes = [
            models.Index(
                fields=["queued_at"],
                condition=Q(state=MessageState.QUEUED),
                name="training_message_waiting",
            ),
            models.Index(fields=["user", "-queued_at"], name="training_message_of_person"),
        ]

    def __str__(self) -> str:
        return f"Message {self.pk}"


class CalendarFeed(SecretFeed):
    """A secret address at which somebody's calendar reads what they have booked."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="calendar_feeds"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(revoked_at__isnull=True),
                name="training_calendar_one_open",
            )
        ]

    def __str__(self) -> str:
        return f"Calendar feed {self.pk}"
