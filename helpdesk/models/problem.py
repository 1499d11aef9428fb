from django.conf import settings
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from accounts.models import Organization
from core.models import BaseModel
from helpdesk.codes import ComponentStatus, MajorIncidentState

from .queue import ServiceComponent
from .ticket import Ticket


class KnownError(BaseModel):
    """What is known of a problem: its cause, and what people can do until it is mended."""

    problem = models.OneToOneField(
        Ticket, on_delete=models.PROTECT, related_name="known_error", primary_key=False
    )
    title = models.CharField(max_length=200)
    root_cause = models.TextField(blank=True)
    workaround = models.TextField(blank=True)
    is_published = models.BooleanField(default=False, help_text="Callers may read the workaround")
    closed_at = models.DateTimeField(null=True, blank=True)

    history = HistoricalRecords()

    def __str__(self) -> str:
        return f"Known error {self.pk}"


class MajorIncident(BaseModel):
    """An incident that is run apart from the queue: who leads it, whom it affects, what is said."""

    ticket = models.OneToOneField(Ticket, on_delete=models.PROTECT, related_name="major_incident")
    title = models.CharField(max_length=200, help_text="As everybody reads it")
    state = models.CharField(
        max_length=12, choices=MajorIncidentState, default=MajorIncidentState.DECLARED
    )
    commander = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    components = models.ManyToManyField(ServiceComponent, related_name="major_incidents")
    regions = models.ManyToManyField(
        Organization, related_name="+", blank=True, help_text="Boards; none means all"
    )
    organizations = models.ManyToManyField(Organization, related_name="+", blank=True)
    cadence_minutes = models.PositiveSmallIntegerField(default=30)
    next_update_due_at = models.DateTimeField(null=True, blank=True)
    declared_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    national_reference = models.CharField(
        max_length=60, blank=True, help_text="Its number at the national service"
    )
    national_route = models.CharField(
        max_length=200, blank=True, help_text="Whom it was escalated to, and how"
    )
    overdue_told_at = models.DateTimeField(
        null=True, blank=True, help_text="When those who run it were told that an update is due"
    )
    review_on = models.DateField(null=True, blank=True)
    review = models.TextField(blank=True)

    history = HistoricalRecords(excluded_fields=["next_update_due_at", "overdue_told_at"])

    class Meta:
        indexes = [
            models.Index(
                fields=["-declared_at"],
                condition=Q(ended_at__isnull=True),
                name="helpdesk_major_running",
            )
        ]

    def __str__(self) -> str:
        return f"Major incident {self.pk}"


class MajorIncidentUpdate(BaseModel):
    """What was told to everybody about a major incident, and when. Never changed."""

    major_incident = models.ForeignKey(
        MajorIncident, on_delete=models.PROTECT, related_name="updates"
    )
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=MajorIncidentState)
    text = models.TextField()

    def __str__(self) -> str:
        return f"Update {self.pk}"


class StatusNotice(BaseModel):
    """How a component was from when to when, and what people were told."""

    component = models.ForeignKey(
        ServiceComponent, on_delete=models.PROTECT, related_name="notices"
    )
    status = models.CharField(max_length=12, choices=ComponentStatus)
    text = models.CharField(max_length=300)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    major_incident = models.ForeignKey(
        MajorIncident, on_delete=models.PROTECT, related_name="notices", null=True, blank=True
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    is_for_strangers = models.BooleanField(
        default=False, help_text="Stands on the sign-in page, where anybody reads it"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gte=F("starts_at")),
                name="helpdesk_notice_ends_after_start",
            )
        ]
        indexes = [
            models.Index(fields=["component", "-starts_at"], name="helpdesk_notice_latest"),
            models.Index(
                fields=["starts_at"],
                condition=Q(ends_at__isnull=True),
                name="helpdesk_notice_standing",
            ),
        ]

    def __str__(self) -> str:
        return f"Status notice {self.pk}"
