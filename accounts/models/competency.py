from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from core.models import BaseModel


class Competency(BaseModel):
    """Something that a person must be able to do, whichever course taught it (CSTF, ESR)."""

    code = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    description = models.CharField(max_length=300, blank=True)
    cstf_reference = models.CharField("CSTF reference", max_length=60, blank=True)
    esr_code = models.CharField("ESR code", max_length=60, blank=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        verbose_name_plural = "competencies"

    def __str__(self) -> str:
        return self.name


class CompetencyGrantQuerySet(models.QuerySet["CompetencyGrant"]):
    def standing(self) -> Self:
        """Keep those that were not revoked, whether or not they have run out."""
        return self.filter(revoked_at__isnull=True)

    def valid(self, on: date) -> Self:
        """Keep those that hold on a day; the last day counts whole."""
        runs = Q(valid_until__isnull=True) | Q(valid_until__gte=on)
        return self.standing().filter(runs, valid_from__lte=on)


class CompetencyGrant(BaseModel):
    """
    A person is competent from a day to a day.

    Only `grant_competency` and `revoke_competency` write it. `source` is the award that it rests
    on. The dates never change: a renewal is another grant.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="competency_grants"
    )
    competency = models.ForeignKey(Competency, on_delete=models.PROTECT, related_name="grants")
    source = models.UUIDField(unique=True, help_text="The award that it rests on")
    valid_from = models.DateField()
    renew_from = models.DateField(
        null=True, blank=True, help_text="From when it is due to be renewed"
    )
    valid_until = models.DateField(
        null=True, blank=True, help_text="The last day; none means for ever"
    )
    granted_at = models.DateTimeField()
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    objects = CompetencyGrantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="accounts_competencygrant_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=False) | Q(revoked_by__isnull=True),
                name="accounts_competencygrant_revoked_by_with_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["competency", "user", "valid_until"],
                condition=Q(revoked_at__isnull=True),
                include=["valid_from", "renew_from"],
                name="accounts_competency_standing",
            ),
            models.Index(
                fields=["user", "competency"],
                condition=Q(revoked_at__isnull=True),
                name="accounts_competency_of_person",
            ),
        ]

    def __str__(self) -> str:
        return f"Grant {self.pk}"
