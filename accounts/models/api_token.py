from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.models import BaseModel

from .practitioner_role import PractitionerRole


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    def usable(self, at: datetime) -> Self:
        """Keep the tokens that open the API at a moment."""
        held = Q(role__ends_on__isnull=True) | Q(role__ends_on__gte=at.date())
        return self.filter(
            held,
            revoked_at__isnull=True,
            expires_at__gt=at,
            role__starts_on__lte=at.date(),
            role__user__is_active=True,
            role__organization__is_active=True,
        )


class ApiToken(BaseModel):
    """
    What another system shows to use the API as somebody in one role. Only its digest is kept.

    It can do no more than the role can, ends with it, and can be revoked at any time.
    """

    name = models.CharField(max_length=100, help_text="Which system uses it, and what for")
    role = models.ForeignKey(PractitionerRole, on_delete=models.PROTECT, related_name="api_tokens")
    digest = models.BinaryField(max_length=32, unique=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)

    objects = ApiTokenQuerySet.as_manager()

    def __str__(self) -> str:
        return f"API token {self.pk}"
