from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from accounts.codes import JobRole
from accounts.models import Organization, PractitionerRole
from records.codes import EmergencyKind


class EmergencyPassage(models.Model):
    """
    Somebody whose training has lapsed opened the record in an emergency, until their session ends.

    A row never changes. Name, role and organization are copied as they were. The words hold no
    NHS number; the session is known by a digest of its key.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    at = models.DateTimeField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    user_name = models.CharField(max_length=200)
    role = models.ForeignKey(PractitionerRole, on_delete=models.PROTECT, related_name="+")
    job_role = models.CharField(max_length=30, choices=JobRole)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    organization_name = models.CharField(max_length=200)
    board = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Whose privacy officers review it",
    )
    kind = models.CharField(max_length=20, choices=EmergencyKind)
    words = models.CharField(max_length=500)
    competencies = ArrayField(models.CharField(max_length=120), help_text="What had lapsed")
    lapsed_on = models.DateField(null=True, blank=True, help_text="The earliest last day of them")
    session_digest = models.BinaryField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["session_digest", "role"], name="records_passage_once_a_session"
            ),
            models.CheckConstraint(
                condition=~models.Q(words=""), name="records_passage_has_a_reason"
            ),
        ]
        indexes = [
            models.Index(fields=["board", "-at"], name="records_passage_board"),
            models.Index(fields=["organization", "-at"], name="records_passage_organization"),
        ]

    def __str__(self) -> str:
        return f"Emergency passage {self.pk}"
