from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from accounts.models import Organization, PractitionerRole
from core.models import BaseModel
from training.codes import DeliveryMode, SessionState

from .course import CourseVersion
from .reach import organizations_above


class Venue(BaseModel):
    """A place where sessions are held."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="venues")
    name = models.CharField(max_length=120)
    address = models.CharField(max_length=300, blank=True)
    access_notes = models.CharField(
        max_length=300, blank=True, help_text="Step-free access, hearing loop, parking"
    )
    seats = models.PositiveSmallIntegerField(help_text="How many people the room takes")
    is_active = models.BooleanField(default=True)

    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "name"], name="training_venue_once")
        ]

    def __str__(self) -> str:
        return self.name


class SessionQuerySet(models.QuerySet["Session"]):
    def open_to(self, viewer: PractitionerRole) -> Self:
        """Keep what a person may find and book: not drafts, and meant for their organization."""
        above = organizations_above(viewer.organization)
        return self.exclude(state=SessionState.DRAFT).filter(
            Q(audience__isnull=True) | Q(audience__in=above),
            Q(version__course__audience__isnull=True) | Q(version__course__audience__in=above),
        )


class Session(models.Model):
    """
    A meeting of a course, in one slot or several.

    Its row is the lock of all its seats: whatever takes, frees or counts one locks it first. Seats
    are counted from bookings, never from a number that is kept. `starts_at` and `ends_at` are those
    of its first and last slot. `revision` counts the changes that calendars must hear of.
    """

    number = models.BigAutoField(primary_key=True)
    version = models.ForeignKey(CourseVersion, on_delete=models.PROTECT, related_name="sessions")
    mode = models.CharField(max_length=12, choices=DeliveryMode)
    host = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="hosted_sessions")
    audience = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    state = models.CharField(max_length=10, choices=SessionState, default=SessionState.DRAFT)
    capacity = models.PositiveSmallIntegerField()
    overbook_allowance = models.PositiveSmallIntegerField(default=0)
    min_to_run = models.PositiveSmallIntegerField(default=1)
    decide_on = models.DateField(
        null=True, blank=True, help_text="When it is decided whether enough people come"
    )
    offer_hours = models.PositiveSmallIntegerField(
        default=48, help_text="How long an offer of a place stands"
    )
    offers_end_hours = models.PositiveSmallIntegerField(
        default=4, help_text="No offers later than this before the start"
    )
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)
    notes = models.CharField(
        max_length=500, blank=True, help_text="Joining instructions, for those who are booked"
    )
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_reason = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = SessionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(capacity__gt=0, min_to_run__lte=F("capacity")),
                name="training_session_capacity",
            ),
            models.CheckConstraint(
                condition=Q(state=SessionState.DRAFT)
                | Q(starts_at__isnull=False, ends_at__isnull=False),
                name="training_session_has_times",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                name="training_session_ends_after_start",
            ),
            models.CheckConstraint(
                condition=~Q(state=SessionState.CANCELLED) | Q(cancelled_at__isnull=False),
                name="training_session_cancelled_at",
            ),
            models.CheckConstraint(
                condition=~Q(mode=DeliveryMode.E_LEARNING), name="training_session_is_a_meeting"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "starts_at"], name="training_session_next"),
            models.Index(fields=["version", "starts_at"], name="training_session_of_course"),
        ]

    def __str__(self) -> str:
        return f"Session {self.pk}"


class SessionSlot(BaseModel):
    """A stretch of a session, in its time zone; the link opens half an hour before the start."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="slots")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    time_zone = models.CharField(max_length=60, default="Europe/London")
    venue = models.ForeignKey(
        Venue, on_delete=models.PROTECT, related_name="slots", null=True, blank=True
    )
    room = models.CharField(max_length=60, blank=True)
    join_url = models.URLField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "starts_at"], name="training_slot_once"),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="training_slot_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"Slot {self.pk}"


class SessionTrainer(BaseModel):
    """Somebody who gives a session; they see its register and its learners' needs."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="trainers")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="sessions_given"
    )
    is_lead = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "user"], name="training_trainer_once")
        ]

    def __str__(self) -> str:
        return f"Trainer {self.pk}"
