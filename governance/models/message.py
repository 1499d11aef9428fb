from django.conf import settings
from django.db import models
from django.db.models import Q

from core.models import WaitingMail
from core.secret_feeds import SecretFeed
from governance.codes import MessageKind, MessageState

from .agenda import AgendaItem
from .meeting import Meeting


class GovernanceMessage(WaitingMail):
    """
    A mail of governance, written in the transaction of what it tells; the worker sends it.

    `once_key` names what it is about, so that the same thing is told once. `item` is the agenda
    item that it speaks of: it is not sent to somebody who may no longer know of it.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="governance_messages"
    )
    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, related_name="messages", null=True, blank=True
    )
    item = models.ForeignKey(
        AgendaItem, on_delete=models.PROTECT, related_name="messages", null=True, blank=True
    )
    kind = models.CharField(max_length=20, choices=MessageKind)
    once_key = models.CharField(max_length=150, unique=True)
    state = models.CharField(max_length=10, choices=MessageState, default=MessageState.QUEUED)

    class Meta:
        indexes = [
            models.Index(
                fields=["queued_at"],
                condition=Q(state=MessageState.QUEUED),
                name="governance_message_waiting",
            ),
            models.Index(fields=["user", "-queued_at"], name="governance_message_of"),
        ]

    def __str__(self) -> str:
        return f"Message {self.pk}"


class MeetingFeed(SecretFeed):
    """A secret address at which somebody's calendar reads the meetings of their committees."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="meeting_feeds"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(revoked_at__isnull=True),
                name="governance_feed_one_open",
            )
        ]

    def __str__(self) -> str:
        return f"Meeting feed {self.pk}"
