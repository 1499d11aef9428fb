from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from core.models import BaseModel
from governance.codes import AttendanceKind, MeetingMode, MeetingState

from .committee import Committee, MeetingSeries, Membership
from .reach import Reach, known_meetings


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def visible_to(self, reach: Reach) -> Self:
        """Keep the meetings of committees that a viewer may know of from within."""
        return self.filter(known_meetings(reach))


class Meeting(BaseModel):
    """
    One meeting of a committee; calendars know it by one UID for its life.

    `planned_on` is the day that the series asks for, before any move; `revision` is SEQUENCE.
    """

    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="meetings")
    series = models.ForeignKey(
        MeetingSeries, on_delete=models.PROTECT, related_name="meetings", null=True, blank=True
    )
    number = models.PositiveIntegerField(help_text="Counted within its committee")
    planned_on = models.DateField(null=True, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    mode = models.CharField(max_length=10, choices=MeetingMode, default=MeetingMode.ONLINE)
    place = models.CharField(max_length=200, blank=True)
    join_url = models.URLField(max_length=300, blank=True)
    state = models.CharField(max_length=20, choices=MeetingState, default=MeetingState.PLANNED)
    moved_reason = models.CharField(max_length=200, blank=True)
    cancelled_reason = models.CharField(max_length=300, blank=True)
    revision = models.PositiveIntegerField(default=0)
    papers_due_at = models.DateTimeField(null=True, blank=True)
    agenda_published_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    was_inquorate = models.BooleanField(
        default=False, help_text="It had no quorum at any time: what it decided is a recommendation"
    )

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "number"], name="governance_meeting_number"
            ),
            models.UniqueConstraint(
                fields=["series", "planned_on"], name="governance_meeting_once_a_day_of_series"
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="governance_meeting_ends_after_start"
            ),
        ]
        indexes = [
            models.Index(fields=["committee", "-starts_at"], name="governance_meeting_of"),
            models.Index(fields=["starts_at"], name="governance_meeting_when"),
        ]

    def __str__(self) -> str:
        return f"Meeting {self.pk}"


class Attendance(BaseModel):
    """
    Somebody is at a meeting, or has sent apologies; a deputy counts for one member alone.

    Those who are no users, as guests, stand by `guest_name`.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendances")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    guest_name = models.CharField(max_length=120, blank=True)
    kind = models.CharField(max_length=15, choices=AttendanceKind)
    membership = models.ForeignKey(
        Membership,
        on_delete=models.PROTECT,
        related_name="attendances",
        null=True,
        blank=True,
        help_text="Their own, or the one that they deputise for",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "user"], name="governance_attendance_once"),
            models.UniqueConstraint(
                fields=["meeting", "membership"],
                condition=~Q(kind=AttendanceKind.APOLOGIES),
                name="governance_attendance_one_a_seat",
            ),
            models.CheckConstraint(
                condition=Q(user__isnull=False, guest_name="")
                | (Q(user__isnull=True) & ~Q(guest_name="")),
                name="governance_attendance_of_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"Attendance {self.pk}"


class AttendanceSpell(BaseModel):
    """From when to when somebody was in the room; open while they are."""

    attendance = models.ForeignKey(Attendance, on_delete=models.PROTECT, related_name="spells")
    in_at = models.DateTimeField()
    out_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["in_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["attendance"],
                condition=Q(out_at__isnull=True),
                name="governance_spell_one_open",
            ),
            models.CheckConstraint(
                condition=Q(out_at__isnull=True) | Q(out_at__gte=F("in_at")),
                name="governance_spell_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"Spell {self.pk}"
