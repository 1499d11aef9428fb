from datetime import date
from functools import lru_cache

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from core.business_hours import BusinessHours, Interval
from core.models import BaseModel
from helpdesk.codes import (
    ClockEventKind,
    ClockState,
    DueSource,
    Metric,
    Priority,
    TicketKind,
    WaitingReason,
)

from .ticket import Ticket
from .ticket_event import TicketEvent


class Calendar(BaseModel):
    """When a team works; its hours stand in versions."""

    code = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=100)

    def __str__(self) -> str:
        return self.code


class CalendarVersion(BaseModel):
    """Hours and holidays of a calendar. The database refuses to change one: make the next."""

    calendar = models.ForeignKey(Calendar, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    time_zone = models.CharField(max_length=60, default="Europe/London")
    intervals = models.JSONField(
        default=list,
        help_text="[weekday from 0 for Monday, first minute, minute after the last] of local days",
    )
    holidays = ArrayField(models.DateField(), default=list, blank=True)
    is_always_open = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["calendar", "number"], name="helpdesk_calendarversion_once"
            )
        ]

    def __str__(self) -> str:
        return f"Version {self.number}"

    @property
    def hours(self) -> BusinessHours:
        """The hours as they are counted with; the same object each time, because sums are kept."""
        return _make_hours(
            self.time_zone,
            tuple(Interval(*each) for each in self.intervals),
            tuple(self.holidays),
            self.is_always_open,
        )


@lru_cache(maxsize=256)
def _make_hours(
    zone: str,
    intervals: tuple[Interval, ...],
    holidays: tuple[date, ...],
    is_always_open: bool,  # noqa: FBT001 - a column
) -> BusinessHours:
    return BusinessHours(
        zone=zone,
        intervals=intervals,
        holidays=frozenset(holidays),
        is_always_open=is_always_open,
    )


class SlaPolicy(BaseModel):
    """An agreed target: for which tickets it holds. What is agreed stands in versions."""

    code = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=100)
    metric = models.CharField(max_length=20, choices=Metric)
    kind = models.CharField(
        max_length=20, choices=TicketKind, blank=True, help_text="None means every kind"
    )
    priority = models.PositiveSmallIntegerField(
        choices=Priority, null=True, blank=True, help_text="None means every priority"
    )
    needs_governance_flag = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)

    class Meta:
        verbose_name = "SLA policy"
        verbose_name_plural = "SLA policies"

    def __str__(self) -> str:
        return self.code


class SlaPolicyVersion(BaseModel):
    """A target from a moment on. The database refuses to change one: make the next."""

    policy = models.ForeignKey(SlaPolicy, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    target_seconds = models.PositiveIntegerField()
    calendar_version = models.ForeignKey(
        CalendarVersion, on_delete=models.PROTECT, related_name="+"
    )
    pause_on = ArrayField(
        models.CharField(max_length=20, choices=WaitingReason), default=list, blank=True
    )
    valid_from = models.DateTimeField()

    class Meta:
        verbose_name = "SLA policy version"
        constraints = [
            models.UniqueConstraint(fields=["policy", "number"], name="helpdesk_policyversion_once")
        ]

    def __str__(self) -> str:
        return f"Version {self.number}"


class TicketClock(BaseModel):
    """One metric of one ticket: a projection of its clock events. A paused one has no deadline."""

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="clocks")
    metric = models.CharField(max_length=20, choices=Metric)
    policy_version = models.ForeignKey(SlaPolicyVersion, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=ClockState)
    started_at = models.DateTimeField()
    running_since = models.DateTimeField(null=True, blank=True)
    elapsed_seconds = models.PositiveIntegerField(
        default=0, help_text="Open seconds of the intervals that have ended"
    )
    due_at = models.DateTimeField(null=True, blank=True)
    due_source = models.CharField(max_length=10, choices=DueSource, default=DueSource.POLICY)
    manual_due_at = models.DateTimeField(null=True, blank=True)
    fulfilled_at = models.DateTimeField(null=True, blank=True)
    was_breached = models.BooleanField(
        null=True, help_text="Frozen when the clock ends; worked out while it runs"
    )
    escalated_percent = models.PositiveSmallIntegerField(default=0)
    escalates_at = models.DateTimeField(
        null=True, blank=True, help_text="When 50, 75 or 100 % of its time will have passed"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ticket", "metric"], name="helpdesk_clock_once"),
            models.CheckConstraint(
                condition=~Q(state=ClockState.PAUSED) | Q(due_at__isnull=True),
                name="helpdesk_clock_paused_has_no_deadline",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=Q(state=ClockState.RUNNING),
                name="helpdesk_clock_due",
            ),
            models.Index(
                fields=["escalates_at"],
                condition=Q(state=ClockState.RUNNING, escalates_at__isnull=False),
                name="helpdesk_clock_escalates",
            ),
        ]

    def __str__(self) -> str:
        return f"Clock {self.pk}"


class ClockEvent(models.Model):
    """Something that happened to a clock. The database refuses to change or remove one."""

    id = models.BigAutoField(primary_key=True)
    clock = models.ForeignKey(TicketClock, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=20, choices=ClockEventKind)
    at = models.DateTimeField()
    cause = models.ForeignKey(
        TicketEvent, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    facts = models.JSONField(default=dict, blank=True)

    class Meta:
        indexes = [models.Index(fields=["kind", "at"], name="helpdesk_clockevent_kind")]

    def __str__(self) -> str:
        return f"Clock event {self.pk}"
