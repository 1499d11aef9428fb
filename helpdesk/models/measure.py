from django.db import models
from django.db.models import F, Q

from accounts.models import Organization
from helpdesk.codes import Figure, TicketCategory

from .queue import Queue
from .ticket import Ticket


class TicketMeasure(models.Model):
    """
    What reports say of a ticket, worked out from its events by `actions.measuring`.

    `as_of` is the event up to which it is true; a ticket that has gone on is measured anew.
    """

    ticket = models.OneToOneField(
        Ticket, on_delete=models.CASCADE, primary_key=True, related_name="measure"
    )
    opened_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    resolved_at = models.DateTimeField(
        null=True, blank=True, help_text="When it was resolved for the first time"
    )
    replies = models.PositiveIntegerField(help_text="Before it was first resolved")
    handovers = models.PositiveIntegerField(
        help_text="To another queue, or from one person to another"
    )
    reopenings = models.PositiveIntegerField()
    was_answered_in_time = models.BooleanField(null=True)
    was_resolved_in_time = models.BooleanField(null=True)
    score = models.PositiveSmallIntegerField(null=True, blank=True)
    scored_at = models.DateTimeField(null=True, blank=True)
    counts = models.BooleanField(help_text="False for spam, and for what was merged into another")
    as_of = models.BigIntegerField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["opened_at"], name="helpdesk_measure_opened"),
            models.Index(
                fields=["answered_at"],
                condition=Q(answered_at__isnull=False),
                name="helpdesk_measure_answered",
            ),
            models.Index(
                fields=["resolved_at"],
                condition=Q(resolved_at__isnull=False),
                name="helpdesk_measure_resolved",
            ),
            models.Index(
                fields=["scored_at"],
                condition=Q(scored_at__isnull=False),
                name="helpdesk_measure_scored",
            ),
        ]

    def __str__(self) -> str:
        return f"Measure {self.pk}"


class OpenSpell(models.Model):
    """A time in which a ticket was open: from its opening, or each reopening, to its end."""

    id = models.BigAutoField(primary_key=True)
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="spells")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True, help_text="None while it is open")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gte=F("starts_at")),
                name="helpdesk_spell_ends_after_start",
            )
        ]
        indexes = [
            models.Index(
                F("ends_at").desc(nulls_first=True), "starts_at", name="helpdesk_spell_end"
            ),
        ]

    def __str__(self) -> str:
        return f"Spell {self.pk}"


class ReportCell(models.Model):
    """
    How many tickets of a week, queue, region and category did something: what reports add up.

    Its columns for sight are called as a ticket's, so that one rule decides about both. `band` is
    the span of time that a first answer took, or that a ticket had been open (`BANDS`).
    """

    id = models.BigAutoField(primary_key=True)
    week = models.DateField(help_text="Its Monday")
    figure = models.CharField(max_length=10, choices=Figure)
    queue = models.ForeignKey(Queue, on_delete=models.CASCADE, related_name="+")
    region = models.ForeignKey(
        Organization, on_delete=models.CASCADE, related_name="+", null=True, blank=True
    )
    category = models.CharField(max_length=20, choices=TicketCategory)
    is_restricted = models.BooleanField()
    has_governance_flag = models.BooleanField()
    band = models.PositiveSmallIntegerField(default=0)
    number = models.PositiveIntegerField()
    in_time = models.PositiveIntegerField(default=0)
    with_target = models.PositiveIntegerField(default=0)
    first_contact = models.PositiveIntegerField(default=0)
    reopened = models.PositiveIntegerField(default=0)
    handed_over = models.PositiveIntegerField(default=0)
    score_sum = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["week"], name="helpdesk_cell_week")]

    def __str__(self) -> str:
        return f"Cell {self.pk}"
