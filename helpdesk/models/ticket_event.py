from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import PractitionerRole
from helpdesk.codes import EventKind, Visibility

from .sight import Sight, sight_of
from .ticket import Ticket


class TicketEventQuerySet(models.QuerySet["TicketEvent"]):
    def visible_to(self, viewer: PractitionerRole) -> Self:
        """Keep the events that a viewer may read: staff notes only of tickets seen as staff."""
        return self.within(sight_of(viewer))

    def within(self, sight: Sight) -> Self:
        """Keep what `visible_to` keeps, for a viewer whose sight has been read already."""
        public = Q(visibility=Visibility.PUBLIC) & sight.as_caller("ticket__")
        return self.filter(sight.as_staff("ticket__") | public)


class TicketEvent(models.Model):
    """
    Something that happened to a ticket. The database refuses to change or remove one.

    What was written stands in EventText, so that words can be destroyed while the event, their
    length and their keyed digest stay. Each event carries the hash of the one before (`chain`).
    """

    id = models.BigAutoField(primary_key=True)
    ticket = models.ForeignKey(
        Ticket, on_delete=models.PROTECT, related_name="events", db_index=False
    )
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, choices=EventKind)
    visibility = models.CharField(max_length=10, choices=Visibility)
    at = models.DateTimeField()
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        help_text="None where the service itself acted, or somebody without an account",
    )
    actor_name = models.CharField(max_length=200)
    facts = models.JSONField(
        default=dict, blank=True, help_text="What changed, from what to what: codes and keys"
    )
    text_length = models.PositiveIntegerField(default=0)
    text_digest = models.BinaryField(max_length=32, null=True, blank=True)
    chain = models.BinaryField(max_length=32)

    objects = TicketEventQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ticket", "position"], name="helpdesk_event_position"),
            models.CheckConstraint(
                condition=Q(text_length=0) ^ Q(text_digest__isnull=False),
                name="helpdesk_event_text_has_digest",
            ),
        ]
        indexes = [
            models.Index(fields=["kind", "at"], name="helpdesk_event_kind"),
        ]

    def __str__(self) -> str:
        return f"Event {self.pk}"


class EventText(models.Model):
    """The words of an event. They may be destroyed, and never changed."""

    event = models.OneToOneField(
        TicketEvent, on_delete=models.PROTECT, primary_key=True, related_name="text"
    )
    body = models.TextField()
    quoted = models.TextField(
        blank=True, help_text="What a mail repeats of earlier ones, kept and shown folded"
    )

    def __str__(self) -> str:
        return f"Text {self.pk}"


class Redaction(models.Model):
    """That words or a file were destroyed: whose decision, why, how much, and their digest."""

    id = models.BigAutoField(primary_key=True)
    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="redactions")
    event = models.ForeignKey(
        TicketEvent,
        on_delete=models.PROTECT,
        related_name="redactions",
        null=True,
        blank=True,
        help_text="The event whose words were destroyed",
    )
    target = models.CharField(max_length=20, help_text="event, subject, attachment or mail")
    target_id = models.CharField(max_length=40, blank=True)
    category = models.CharField(max_length=24)
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    length = models.PositiveBigIntegerField()
    digest = models.BinaryField(max_length=32)
    reviewed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"Redaction {self.pk}"
