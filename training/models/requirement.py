from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from accounts.codes import JobRole, OrganizationKind
from accounts.models import Competency, Organization
from core.models import BaseModel
from training.codes import ComplianceStatus, ExportFormat, ExportState, Milestone


class RequirementQuerySet(models.QuerySet["Requirement"]):
    def in_force(self, on: date) -> Self:
        """Keep the rules that apply on a day."""
        return self.filter(
            Q(applies_from__lte=on) & (Q(applies_until__isnull=True) | Q(applies_until__gte=on))
        )


class Requirement(BaseModel):
    """
    A line of the training-needs matrix: who must be competent for what, from when.

    It applies to roles at or below `organization` that fit all that is said: the job role, the
    setting (what kind of organization), and the permission (a section of the record that the job
    role sees in full); what is blank fits all. One that `opens_record` is asked for by the record.
    """

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="training_requirements"
    )
    job_role = models.CharField(max_length=30, choices=JobRole, blank=True)
    setting = models.CharField(max_length=20, choices=OrganizationKind, blank=True)
    section = models.CharField(
        "permission",
        max_length=80,
        blank=True,
        help_text="Only for those who see this section of records",
    )
    competency = models.ForeignKey(
        Competency, on_delete=models.PROTECT, related_name="requirements"
    )
    applies_from = models.DateField()
    applies_until = models.DateField(null=True, blank=True)
    grace_days = models.PositiveSmallIntegerField(default=0)
    opens_record = models.BooleanField(
        default=False, help_text="Whether records open only to those who are competent"
    )
    policy = models.CharField(max_length=200, help_text="The policy that it comes from")

    objects = RequirementQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "organization",
                    "job_role",
                    "setting",
                    "section",
                    "competency",
                    "applies_from",
                ],
                name="training_requirement_once",
            ),
            models.CheckConstraint(
                condition=Q(applies_until__isnull=True) | Q(applies_until__gte=F("applies_from")),
                name="training_requirement_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"Requirement {self.pk}"


class ComplianceSnapshot(models.Model):
    """How many stood how on a day: one row for each organization, job role and competency."""

    id = models.BigAutoField(primary_key=True)
    on = models.DateField()
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    job_role = models.CharField(max_length=30, choices=JobRole)
    competency = models.ForeignKey(
        Competency, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    in_scope = models.PositiveIntegerField()
    current = models.PositiveIntegerField(default=0)
    due = models.PositiveIntegerField(default=0)
    grace = models.PositiveIntegerField(default=0)
    lapsed = models.PositiveIntegerField(default=0)
    never = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["on", "organization", "job_role", "competency"],
                name="training_snapshot_once",
            ),
            models.CheckConstraint(
                condition=Q(
                    in_scope=F("current") + F("due") + F("grace") + F("lapsed") + F("never")
                ),
                name="training_snapshot_adds_up",
            ),
        ]

    def __str__(self) -> str:
        return f"Snapshot {self.pk}"


class ComplianceExport(BaseModel):
    """A file of compliance made in the background, for whoever asked; kept for a day."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    format = models.CharField(max_length=10, choices=ExportFormat)
    filters = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=ExportState, default=ExportState.WAITING)
    asked_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True, blank=True)
    row_count = models.PositiveIntegerField(null=True, blank=True)
    content = models.BinaryField(null=True, blank=True)

    def __str__(self) -> str:
        return f"Export {self.pk}"


class Reminder(BaseModel):
    """Somebody was to be reminded of something, once for each milestone of what they hold."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="training_reminders"
    )
    competency = models.ForeignKey(Competency, on_delete=models.PROTECT, related_name="+")
    valid_until = models.DateField()
    milestone = models.CharField(max_length=10, choices=Milestone)
    status = models.CharField(max_length=10, choices=ComplianceStatus)
    due_on = models.DateField()
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "competency", "valid_until", "milestone"],
                name="training_reminder_once",
            )
        ]
        indexes = [
            models.Index(
                fields=["due_on"],
                condition=Q(told_at__isnull=True),
                name="training_reminder_waiting",
            )
        ]

    def __str__(self) -> str:
        return f"Reminder {self.pk}"
