from django.conf import settings
from django.db import models

from core.models import BaseModel

from .ticket import Ticket


class Submission(BaseModel):
    """That a form was sent: pressed twice, or sent again by a browser, it makes one ticket."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    token = models.UUIDField(help_text="Of one form, made when it was shown")
    ticket = models.ForeignKey(
        Ticket,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        help_text="None only within the transaction that opens it",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "token"], name="helpdesk_submission_once")
        ]

    def __str__(self) -> str:
        return f"Submission {self.pk}"
