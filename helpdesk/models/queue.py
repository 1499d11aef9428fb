from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from accounts.models import Organization, PractitionerRole
from core.models import BaseModel
from helpdesk.codes import Impact, TicketCategory, TicketKind, Urgency


class Queue(BaseModel):
    """A line of tickets for one team: of one region or of all, on one tier of escalation."""

    code = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=100)
    region = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        help_text="The board whose organisations it serves; none means all",
    )
    tier = models.PositiveSmallIntegerField(default=1)
    categories = ArrayField(
        models.CharField(max_length=20, choices=TicketCategory),
        default=list,
        blank=True,
        help_text="New tickets of these categories come here",
    )
    escalates_to = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    is_confidential = models.BooleanField(
        default=False, help_text="Only its members with that right see its tickets"
    )
    assigns_in_turn = models.BooleanField(default=False, help_text="Fair round-robin")
    position = models.PositiveSmallIntegerField(default=100)
    is_active = models.BooleanField(default=True)

    history = HistoricalRecords()

    def __str__(self) -> str:
        return self.code


class QueueMembership(BaseModel):
    """What somebody, in one role, may do in one queue, and how much they take at once."""

    queue = models.ForeignKey(Queue, on_delete=models.PROTECT, related_name="memberships")
    role = models.ForeignKey(
        PractitionerRole, on_delete=models.PROTECT, related_name="queue_memberships"
    )
    is_lead = models.BooleanField(default=False)
    sees_restricted = models.BooleanField(default=False)
    is_on_shift = models.BooleanField(default=True, help_text="Takes new tickets now")
    capacity = models.PositiveSmallIntegerField(
        default=15, help_text="Open tickets at which no more are given"
    )
    last_assigned_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(
        null=True, blank=True, help_text="When they last had the desk before them"
    )

    history = HistoricalRecords(excluded_fields=["last_assigned_at", "seen_at"])

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["queue", "role"], name="helpdesk_membership_once")
        ]

    def __str__(self) -> str:
        return f"Membership {self.pk}"


class OrganizationContact(BaseModel):
    """Somebody who leads for their organization: they see its tickets that are not restricted."""

    role = models.OneToOneField(
        PractitionerRole, on_delete=models.PROTECT, related_name="contact_for"
    )

    history = HistoricalRecords()

    def __str__(self) -> str:
        return f"Contact {self.pk}"


class ServiceComponent(BaseModel):
    """A part of the service as the status page names it, in one region or in all."""

    code = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=100)
    description = models.CharField(max_length=200, blank=True)
    region = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    feed_code = models.SlugField(max_length=60, blank=True, help_text="The feed that it stands for")
    position = models.PositiveSmallIntegerField(default=100)
    is_active = models.BooleanField(default=True)

    history = HistoricalRecords()

    def __str__(self) -> str:
        return self.code


class RequestType(BaseModel):
    """Something that callers ask for: which kind of ticket it makes, and what is asked first."""

    code = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=100, help_text="In the caller's words")
    description = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=20, choices=TicketKind)
    category = models.CharField(max_length=20, choices=TicketCategory)
    queue = models.ForeignKey(
        Queue,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        help_text="None means by category and region",
    )
    impact = models.PositiveSmallIntegerField(choices=Impact, default=Impact.MINOR)
    urgency = models.PositiveSmallIntegerField(choices=Urgency, default=Urgency.SOON)
    prompt = models.CharField(max_length=200, blank=True, help_text="What to write, in a sentence")
    asks_safety = models.BooleanField(default=True)
    asks_governance = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=100)
    is_active = models.BooleanField(default=True)

    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(impact__range=(1, 5), urgency__range=(1, 5)),
                name="helpdesk_requesttype_in_matrix",
            )
        ]

    def __str__(self) -> str:
        return self.code
