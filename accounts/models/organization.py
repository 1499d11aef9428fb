from django.db import models

from accounts.codes import OrganizationKind
from core.models import BaseModel


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

    @property
    def board(self) -> "Organization | None":
        """The integrated care board that it belongs to, or is."""
        above: Organization | None = self
        while above is not None and above.kind != OrganizationKind.ICB:
            above = above.parent
        return above

    def __str__(self) -> str:
        return f"{self.name} ({self.ods_code})"
