from typing import Self
from uuid import UUID

from django.db import models

from accounts.codes import OrganizationKind
from core.models import BaseModel


class OrganizationQuerySet(models.QuerySet["Organization"]):
    def active(self) -> Self:
        return self.filter(is_active=True)

    def below(self, organization_id: UUID) -> Self:
        """Keep the organization itself and all that lie under it (two levels: ICB, member)."""
        return self.filter(
            models.Q(pk=organization_id)
            | models.Q(parent_id=organization_id)
            | models.Q(parent__parent_id=organization_id)
        )


class Organization(BaseModel):
    """An organization of health or care, known by its ODS code (FHIR Organization)."""

    ods_code = models.CharField("ODS code", max_length=10, unique=True)
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=60, help_text="As it stands beside an entry")
    kind = models.CharField(max_length=20, choices=OrganizationKind)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="members", null=True, blank=True
    )
    town = models.CharField(max_length=100, blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    is_active = models.BooleanField(default=True)

    objects = OrganizationQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.name} ({self.ods_code})"
