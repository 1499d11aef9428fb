from datetime import date
from typing import Self
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.codes import SETTING_OF_KIND, CareSetting, JobRole, OrganizationKind
from core.models import BaseModel

from .organization import Organization


class PractitionerRoleQuerySet(models.QuerySet["PractitionerRole"]):
    def current(self, on: date) -> Self:
        """Keep the roles that are held on a day."""
        return self.filter(Q(starts_on__lte=on) & (Q(ends_on__isnull=True) | Q(ends_on__gte=on)))

    def open_to_act(self, on: date) -> Self:
        """Keep what a person can act as on a day: held then, at an organization that is active."""
        held = self.current(on).filter(organization__is_active=True)
        return held.select_related("organization__parent").order_by(
            "organization__short_name", "job_role", "starts_on"
        )


class PractitionerRole(BaseModel):
    """
    What a person does at one organization, and from when to when (FHIR PractitionerRole).

    `emergency_passage_id` is no column: while somebody acts under an emergency passage, it says
    which, so that all that they read is written down with it.
    """

    emergency_passage_id: UUID | None = None

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="practitioner_roles"
    )
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="practitioner_roles"
    )
    job_role = models.CharField(max_length=30, choices=JobRole)
    job_title = models.CharField(max_length=100, blank=True)
    care_setting = models.CharField(
        max_length=20,
        choices=CareSetting,
        blank=True,
        help_text="Blank means the setting of the organization's kind",
    )
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects = PractitionerRoleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organization", "job_role", "starts_on"],
                name="accounts_practitionerrole_once",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="accounts_practitionerrole_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"Role {self.pk}"

    @property
    def title(self) -> str:
        """What the role is called: the job title, or else the job role."""
        return self.job_title or JobRole(self.job_role).label

    @property
    def setting(self) -> CareSetting:
        """Where they work: what the role says, or else what the organization is."""
        if self.care_setting:
            return CareSetting(self.care_setting)
        return SETTING_OF_KIND.get(OrganizationKind(self.organization.kind), CareSetting.OTHER)
