from datetime import datetime
from typing import Self

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Q

from accounts.models import PractitionerRole
from core.models import BaseModel
from core.vault import SealedBytesField
from training.codes import (
    ACTIVE_STATES,
    SEATED_STATES,
    BookingSource,
    BookingState,
    Mark,
    MarkSource,
    NeedKind,
)

from .course import ObservedTask
from .reach import Reach
from .session import Session, SessionSlot


class BookingQuerySet(models.QuerySet["Booking"]):
    def within(self, reach: Reach) -> Self:
        """
        Keep the bookings that a viewer may know of.

        They are their own, those of people within their reach, and those of sessions they give.
        """
        user = reach.viewer.user_id
        return self.filter(
            Q(user_id=user)
            | Q(role__organization__in=reach.people)
            | Q(session__in=Session.objects.filter(trainers__user_id=user))
        )

    def active(self) -> Self:
        return self.filter(state__in=ACTIVE_STATES)

    def seated(self) -> Self:
        """Keep those that take a seat whatever their course says of requests."""
        return self.filter(state__in=SEATED_STATES)

    def queued(self) -> Self:
        """Keep the waiting list, in the order in which places are offered."""
        waiting = self.filter(state=BookingState.WAITLISTED)
        return waiting.order_by("priority", "joined_at", "pk")

    def run_out(self, at: datetime) -> Self:
        """Keep offers whose time is over."""
        return self.filter(state=BookingState.OFFERED, offer_expires_at__lte=at)


class Booking(BaseModel):
    """
    Somebody's way to a session. Only `actions/seats.py` writes it, under the session's lock.

    `role` is what they were when they booked. `sequence` is what calendars compare: one more for
    each change that they are told of; the key of the row is the UID for its whole life.
    """

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="bookings")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="bookings"
    )
    role = models.ForeignKey(PractitionerRole, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=20, choices=BookingState)
    source = models.CharField(max_length=10, choices=BookingSource, default=BookingSource.LEARNER)
    priority = models.PositiveSmallIntegerField(default=100, help_text="Lower goes first")
    joined_at = models.DateTimeField(help_text="From when they wait, or are booked")
    offer_expires_at = models.DateTimeField(null=True, blank=True)
    sequence = models.PositiveIntegerField(default=0)
    held_back_reason = models.CharField(
        max_length=200, blank=True, help_text="Why their turn on the waiting list was skipped"
    )

    objects = BookingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["session", "user"],
                condition=Q(state__in=ACTIVE_STATES),
                name="training_booking_one_active",
            ),
            models.CheckConstraint(
                condition=Q(state=BookingState.OFFERED, offer_expires_at__isnull=False)
                | (~Q(state=BookingState.OFFERED) & Q(offer_expires_at__isnull=True)),
                name="training_booking_offer_expires",
            ),
        ]
        indexes = [
            models.Index(
                fields=["session", "state", "priority", "joined_at"], name="training_booking_queue"
            ),
            models.Index(fields=["user", "state"], name="training_booking_of_person"),
            models.Index(
                fields=["offer_expires_at"],
                condition=Q(state=BookingState.OFFERED),
                name="training_booking_offers",
            ),
        ]

    def __str__(self) -> str:
        return f"Booking {self.pk}"


class BookedSlot(BaseModel):
    """
    A time that somebody has booked or been offered; the database refuses a second one beside it.

    It is there while the booking holds a seat, and goes with it.
    """

    booking = models.ForeignKey(Booking, on_delete=models.CASCADE, related_name="times")
    slot = models.ForeignKey(SessionSlot, on_delete=models.CASCADE, related_name="times")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    during = DateTimeRangeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["booking", "slot"], name="training_time_once"),
            ExclusionConstraint(
                name="training_time_no_two_at_once",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"Time {self.pk}"


class BookingEvent(models.Model):
    """Something that happened to a booking. The database refuses to change or remove one."""

    id = models.BigAutoField(primary_key=True)
    booking = models.ForeignKey(Booking, on_delete=models.PROTECT, related_name="events")
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        help_text="None where it happened by itself, as an offer runs out",
    )
    from_state = models.CharField(max_length=20, choices=BookingState, blank=True)
    to_state = models.CharField(max_length=20, choices=BookingState)
    reason = models.CharField(max_length=300, blank=True)
    facts = models.JSONField(default=dict, blank=True)

    class Meta:
        indexes = [models.Index(fields=["booking", "id"], name="training_event_of_booking")]

    def __str__(self) -> str:
        return f"Booking event {self.pk}"


class BookingNeed(BaseModel):
    """
    What a learner needs at a session, sealed; its trainers alone read it.

    It is destroyed 30 days after the session.
    """

    booking = models.ForeignKey(Booking, on_delete=models.CASCADE, related_name="needs")
    kind = models.CharField(max_length=10, choices=NeedKind)
    words = SealedBytesField[bytes, bytes]()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["booking", "kind"], name="training_need_once")
        ]

    def __str__(self) -> str:
        return f"Need {self.pk}"


class AttendanceMark(models.Model):
    """
    What the register says of somebody in a slot; the latest one counts.

    The database refuses to change or remove one: a correction is another mark, with its reason.
    """

    id = models.BigAutoField(primary_key=True)
    booking = models.ForeignKey(Booking, on_delete=models.PROTECT, related_name="marks")
    slot = models.ForeignKey(SessionSlot, on_delete=models.PROTECT, related_name="marks")
    mark = models.CharField(max_length=10, choices=Mark)
    source = models.CharField(max_length=10, choices=MarkSource)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["slot", "booking", "-id"], name="training_mark_latest")]

    def __str__(self) -> str:
        return f"Mark {self.pk}"


class Observation(BaseModel):
    """A trainer saw a learner do a task; signed once."""

    task = models.ForeignKey(ObservedTask, on_delete=models.PROTECT, related_name="observations")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="observed"
    )
    observed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    observed_at = models.DateTimeField()
    enrolment = models.ForeignKey(
        "training.Enrolment", on_delete=models.PROTECT, related_name="observations"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "task"], name="training_observed_once")
        ]

    def __str__(self) -> str:
        return f"Observation {self.pk}"
