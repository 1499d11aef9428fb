from django.conf import settings
from django.db import models
from simple_history.models import HistoricalRecords

from accounts.codes import CareSetting, JobRole
from accounts.models import Organization
from core.models import BaseModel
from records.codes import AccessKind, RecordSection, SectionAccess

from .passage import EmergencyPassage
from .patient import Patient


class SectionRule(BaseModel):
    """What one job role may see of one section; where there is no rule, nothing."""

    job_role = models.CharField(max_length=30, choices=JobRole)
    section = models.CharField(max_length=80, choices=RecordSection)
    access = models.CharField(max_length=10, choices=SectionAccess)

    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["job_role", "section"], name="records_sectionrule_once")
        ]

    def __str__(self) -> str:
        return f"{self.job_role} × {self.section}: {self.access}"


class RecordAccess(models.Model):
    """
    A look at a record, or a search for one (FHIR AuditEvent).

    Written in the transaction that reads the answer. The person's name, role and organization
    are copied as they were at that moment; what they searched for is not kept, only by what.
    """

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    user_name = models.CharField(max_length=200)
    job_role = models.CharField(max_length=30, choices=JobRole)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    organization_name = models.CharField(max_length=200)
    care_setting = models.CharField(
        max_length=20, choices=CareSetting, blank=True, help_text="Where they worked"
    )
    patient = models.ForeignKey(
        Patient,
        on_delete=models.PROTECT,
        related_name="accesses",
        null=True,
        blank=True,
        db_index=False,
    )
    kind = models.CharField(max_length=10, choices=AccessKind)
    section = models.CharField(max_length=80, choices=RecordSection, blank=True)
    entry_id = models.UUIDField(null=True, blank=True)
    searched_by = models.CharField(
        max_length=60, blank=True, help_text="Kinds of criteria, never their values"
    )
    passage = models.ForeignKey(
        EmergencyPassage,
        on_delete=models.PROTECT,
        related_name="accesses",
        null=True,
        blank=True,
        db_index=False,
        help_text="The emergency passage under which they read",
    )

    class Meta:
        indexes = [
            models.Index(fields=["patient", "-at"], name="records_access_patient"),
            models.Index(fields=["user", "-at"], name="records_access_user"),
            models.Index(
                fields=["passage", "at"],
                condition=models.Q(passage__isnull=False),
                name="records_access_passage",
            ),
        ]

    def __str__(self) -> str:
        return f"Access {self.pk}"
