from django.conf import settings
from django.db import models

from accounts.models import PractitionerRole
from core.models import BaseModel
from training.codes import BatchState, RowOutcome

from .session import Session


class EnrolmentBatch(BaseModel):
    """A list of people to be enrolled: checked first, row by row, then carried out."""

    role = models.ForeignKey(PractitionerRole, on_delete=models.PROTECT, related_name="+")
    session = models.ForeignKey(
        Session, on_delete=models.PROTECT, related_name="batches", null=True, blank=True
    )
    file_name = models.CharField(max_length=200)
    content = models.BinaryField(null=True, blank=True, help_text="Destroyed once it is done")
    state = models.CharField(max_length=10, choices=BatchState, default=BatchState.CHECKING)
    refusal = models.CharField(max_length=300, blank=True, help_text="Why it cannot be read")
    sent_at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    def __str__(self) -> str:
        return f"Enrolment list {self.pk}"


class EnrolmentRow(models.Model):
    """A row of a list, as it was given, and what it comes to."""

    id = models.BigAutoField(primary_key=True)
    batch = models.ForeignKey(EnrolmentBatch, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(help_text="Line of the file; the heading is line 1")
    given = models.JSONField()
    outcome = models.CharField(max_length=10, choices=RowOutcome)
    reason = models.CharField(max_length=300, blank=True)
    learner = models.ForeignKey(
        PractitionerRole, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    session = models.ForeignKey(
        Session, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch", "number"], name="training_row_once")
        ]
        indexes = [models.Index(fields=["batch", "outcome"], name="training_row_outcome")]

    def __str__(self) -> str:
        return f"Row {self.pk}"
