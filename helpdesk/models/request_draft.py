from django.conf import settings
from django.db import models

from core.models import BaseModel


class RequestDraft(BaseModel):
    """What somebody has typed in a form of Help and not sent, kept for a week."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    form = models.SlugField(max_length=80, help_text="Of which request type")
    answers = models.JSONField(default=dict, help_text="By field, cleaned of NHS numbers")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "form"], name="helpdesk_requestdraft_once")
        ]

    def __str__(self) -> str:
        return f"Request draft {self.pk}"
