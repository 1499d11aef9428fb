from datetime import UTC, datetime
from typing import Final, Self

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce

from accounts.models import Organization, PractitionerRole
from core.models import BaseModel
from helpdesk.codes import (
    OPEN_STATES,
    Channel,
    Impact,
    LinkKind,
    ParticipantKind,
    Priority,
    TicketCategory,
    TicketKind,
    TicketState,
    Urgency,
    WaitingReason,
)

from .queue import Queue, RequestType, ServiceComponent
from .sight import Sight, sight_of

# A ticket without a deadline comes after all that have one.
NEVER: Final = datetime(9999, 1, 1, tzinfo=UTC)


class TicketQuerySet(models.QuerySet["Ticket"]):
    def visible_to(self, viewer: PractitionerRole) -> Self:
        """
        Keep the tickets that a viewer may know of. Every path to a ticket starts here.

        The desk sees all that is not restricted; members of a queue see its tickets, restricted
        ones if they have that right; privacy officers see information-governance tickets of their
        board; an organization's contact sees its unrestricted ones; everybody sees their own.
        """
        return self.within(sight_of(viewer))

    def within(self, sight: Sight) -> Self:
        """Keep what `visible_to` keeps, for a viewer whose sight has been read already."""
        return self.filter(sight.as_staff() | sight.as_caller())

    def open(self) -> Self:
        return self.filter(state__in=OPEN_STATES)


class Ticket(models.Model):
    """
    Something that somebody asked of the helpdesk. The row is a projection of its events.

    Nothing but `helpdesk.actions.recording` writes it.
    """

    number = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=20, choices=TicketKind)
    category = models.CharField(max_length=20, choices=TicketCategory)
    state = models.CharField(max_length=20, choices=TicketState, default=TicketState.NEW)
    waiting_reason = models.CharField(max_length=20, choices=WaitingReason, blank=True)
    subject = models.CharField(max_length=200)
    channel = models.CharField(max_length=10, choices=Channel)
    request_type = models.ForeignKey(
        RequestType, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    impact = models.PositiveSmallIntegerField(choices=Impact)
    urgency = models.PositiveSmallIntegerField(choices=Urgency)
    priority = models.PositiveSmallIntegerField(choices=Priority)
    priority_reason = models.CharField(
        max_length=200, blank=True, help_text="Why it is not what the matrix gives"
    )
    queue = models.ForeignKey(Queue, on_delete=models.PROTECT, related_name="tickets")
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="assigned_tickets",
        null=True,
        blank=True,
    )
    requester = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="requested_tickets",
        null=True,
        blank=True,
    )
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="tickets", null=True, blank=True
    )
    region = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        help_text="The board of the organization",
    )
    component = models.ForeignKey(
        ServiceComponent, on_delete=models.PROTECT, related_name="tickets", null=True, blank=True
    )
    has_safety_flag = models.BooleanField(default=False)
    has_governance_flag = models.BooleanField(default=False)
    is_restricted = models.BooleanField(
        default=False, help_text="An information-governance flag, or a confidential queue"
    )
    triage = models.JSONField(default=dict, blank=True, help_text="Answers to triage questions")
    context = models.JSONField(
        default=dict,
        blank=True,
        help_text="Captured by the server: ids and codes, no details of people",
    )
    external_reference = models.CharField(
        max_length=60, blank=True, help_text="The number at the caller's own IT desk"
    )
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="children", null=True, blank=True
    )
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="merged", null=True, blank=True
    )
    opened_at = models.DateTimeField()
    changed_at = models.DateTimeField(help_text="When its last event happened")
    responded_at = models.DateTimeField(null=True, blank=True)
    resolved_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(
        null=True, blank=True, help_text="The earliest deadline of its running clocks"
    )
    last_event_id = models.BigIntegerField(null=True, blank=True)
    last_public_event_id = models.BigIntegerField(null=True, blank=True)
    events_count = models.PositiveIntegerField(default=0)
    times_reopened = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=0)

    objects = TicketQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(impact__range=(1, 5), urgency__range=(1, 5), priority__range=(1, 5)),
                name="helpdesk_ticket_in_matrix",
            ),
            models.CheckConstraint(
                condition=Q(state=TicketState.WAITING) ^ Q(waiting_reason=""),
                name="helpdesk_ticket_waits_for_something",
            ),
            models.CheckConstraint(
                condition=Q(state=TicketState.MERGED) ^ Q(merged_into__isnull=True),
                name="helpdesk_ticket_merged_into_another",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("number")),
                name="helpdesk_ticket_not_into_itself",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-changed_at", "-number"], name="helpdesk_ticket_state"),
            models.Index(fields=["-changed_at", "-number"], name="helpdesk_ticket_latest"),
            models.Index(
                fields=["queue", "state", "-changed_at", "-number"], name="helpdesk_ticket_queue"
            ),
            models.Index(
                fields=["due_at", "number"],
                condition=Q(due_at__isnull=False),
                name="helpdesk_ticket_due",
            ),
            models.Index(
                fields=["organization", "-changed_at", "-number"], name="helpdesk_ticket_org"
            ),
            models.Index(
                fields=["queue", "priority", "opened_at"],
                condition=Q(assignee__isnull=True, state__in=["new", "triaged"]),
                name="helpdesk_ticket_unassigned",
            ),
            models.Index(
                fields=["region", "-changed_at"],
                condition=Q(has_governance_flag=True),
                name="helpdesk_ticket_governance",
            ),
            models.Index(
                fields=["assignee", "state", "-changed_at"], name="helpdesk_ticket_assignee"
            ),
            # The orders of the desk's lists, and the counts beside them, among what is open.
            models.Index(
                Coalesce("due_at", Value(NEVER)), "number", name="helpdesk_ticket_due_or_never"
            ),
            models.Index(fields=["opened_at", "number"], name="helpdesk_ticket_oldest"),
            models.Index(
                fields=["opened_at", "number"],
                condition=Q(state__in=OPEN_STATES),
                name="helpdesk_ticket_open_oldest",
            ),
            models.Index(
                fields=["priority", "opened_at", "number"],
                condition=Q(state__in=OPEN_STATES),
                name="helpdesk_ticket_open_priority",
            ),
            models.Index(
                fields=["-changed_at"],
                condition=Q(has_safety_flag=True, state__in=OPEN_STATES),
                name="helpdesk_ticket_open_safety",
            ),
            GinIndex(
                fields=["subject"], opclasses=["gin_trgm_ops"], name="helpdesk_ticket_subject"
            ),
        ]

    def __str__(self) -> str:
        return f"Ticket {self.number}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES


class TicketParticipantQuerySet(models.QuerySet["TicketParticipant"]):
    def people(self) -> Self:
        """Keep those who take part, and leave out those who only follow."""
        return self.exclude(kind=ParticipantKind.WATCHER)


class TicketParticipant(BaseModel):
    """Somebody who takes part in a ticket: a person with an account, or an address alone."""

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="participants")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="ticket_parts",
        null=True,
        blank=True,
    )
    address = models.EmailField(blank=True, help_text="Of somebody without an account")
    kind = models.CharField(max_length=12, choices=ParticipantKind)
    merged_from = models.ForeignKey(
        Ticket,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        help_text="The merged ticket through which they came to take part",
    )

    objects = TicketParticipantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["ticket", "user", "kind"],
                condition=Q(user__isnull=False),
                name="helpdesk_participant_user_once",
            ),
            models.UniqueConstraint(
                fields=["ticket", "address", "kind"],
                condition=Q(user__isnull=True),
                name="helpdesk_participant_address_once",
            ),
            models.CheckConstraint(
                condition=Q(user__isnull=True) ^ Q(address=""),
                name="helpdesk_participant_user_or_address",
            ),
        ]

    def __str__(self) -> str:
        return f"Participant {self.pk}"


class TicketLink(BaseModel):
    """Two tickets that belong together, read from the first to the second."""

    source = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="links_from")
    target = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="links_to")
    kind = models.CharField(max_length=12, choices=LinkKind)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "target", "kind"], name="helpdesk_link_once"),
            models.CheckConstraint(
                condition=~Q(source=F("target")), name="helpdesk_link_not_to_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"Link {self.pk}"


class TicketSearch(models.Model):
    """The words of a ticket for search: those that all who see it may find, and those of staff."""

    ticket = models.OneToOneField(
        Ticket, on_delete=models.CASCADE, primary_key=True, related_name="search"
    )
    public_words = SearchVectorField()
    all_words = SearchVectorField()

    class Meta:
        verbose_name_plural = "ticket searches"
        indexes = [
            GinIndex(fields=["public_words"], name="helpdesk_search_public", fastupdate=False),
            GinIndex(fields=["all_words"], name="helpdesk_search_all", fastupdate=False),
        ]

    def __str__(self) -> str:
        return f"Search row {self.pk}"
