from django.conf import settings
from django.db import models
from django.db.models import Q

from core.models import BaseModel
from governance.codes import GrantChange

from .agenda import AgendaItem, Paper


class GrantEvent(BaseModel):
    """Somebody was named to read one item or one paper, or no longer is; the database keeps it."""

    item = models.ForeignKey(
        AgendaItem, on_delete=models.PROTECT, related_name="grant_events", null=True, blank=True
    )
    paper = models.ForeignKey(
        Paper, on_delete=models.PROTECT, related_name="grant_events", null=True, blank=True
    )
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    change = models.CharField(max_length=10, choices=GrantChange)
    happened_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["happened_at", "created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(item__isnull=False, paper__isnull=True)
                | Q(item__isnull=True, paper__isnull=False),
                name="governance_grant_of_one_thing",
            )
        ]

    def __str__(self) -> str:
        return f"Grant event {self.pk}"
