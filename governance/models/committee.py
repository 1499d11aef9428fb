from datetime import date
from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from accounts.models import Organization
from core.models import BaseModel
from governance.codes import (
    Capacity,
    CommitteeKind,
    HolidayRule,
    MeetingMode,
    MemberRole,
    Purpose,
    TermsState,
    Visibility,
)


class Committee(BaseModel):
    """A body that meets, decides and answers for it: a board, a leadership meeting, a group."""

    code = models.SlugField(max_length=30, unique=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=15, choices=CommitteeKind)
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="committees", help_text="Its region"
    )
    reference = models.CharField(
        max_length=12, unique=True, help_text="How its decisions are numbered: OHC-GB/2627/014"
    )
    purpose = models.TextField(blank=True)
    paper_days = models.PositiveSmallIntegerField(
        default=7, help_text="Papers are due so many days before the meeting"
    )
    is_public = models.BooleanField(
        default=False, help_text="Whether its open papers and minutes are published"
    )
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class TermsOfReference(BaseModel):
    """
    One version of what a committee is for and when it may decide; frozen once approved.

    `quorum` is the rule of `policies.quorum.read_rule`.
    """

    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="terms")
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    quorum = models.JSONField()
    chair_has_casting_vote = models.BooleanField(default=True)
    state = models.CharField(max_length=10, choices=TermsState, default=TermsState.DRAFT)
    effective_from = models.DateField(null=True, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    class Meta:
        verbose_name_plural = "terms of reference"
        ordering = ["committee", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["committee", "number"], name="governance_terms_number"),
            models.CheckConstraint(
                condition=Q(state=TermsState.DRAFT)
                | Q(effective_from__isnull=False, approved_at__isnull=False),
                name="governance_terms_approved_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"Terms {self.pk}"


class MembershipQuerySet(models.QuerySet["Membership"]):
    def current(self, on: date) -> Self:
        """Keep the memberships that are held on a day."""
        return self.filter(Q(starts_on__lte=on) & (Q(ends_on__isnull=True) | Q(ends_on__gte=on)))


class Membership(BaseModel):
    """Somebody sits on a committee, from when to when, for whom, and with or without a vote."""

    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="memberships")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="committee_memberships"
    )
    role = models.CharField(max_length=15, choices=MemberRole)
    is_voting = models.BooleanField(default=True)
    board = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        help_text="The integrated care board that they sit for",
    )
    capacities = ArrayField(
        models.CharField(max_length=30, choices=Capacity), default=list, blank=True
    )
    position = models.CharField(max_length=120, blank=True, help_text="As the minutes print it")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "user", "starts_on"], name="governance_membership_once"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="governance_membership_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(is_voting=False)
                | Q(role__in=[MemberRole.CHAIR, MemberRole.DEPUTY_CHAIR, MemberRole.MEMBER]),
                name="governance_membership_who_votes",
            ),
        ]
        indexes = [models.Index(fields=["user", "committee"], name="governance_member_of")]

    def __str__(self) -> str:
        return f"Membership {self.pk}"


class Deputy(BaseModel):
    """Somebody who may stand in for one member, for a time; they count for that member alone."""

    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="deputies")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="deputises_for"
    )
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "deputies"
        constraints = [
            models.UniqueConstraint(
                fields=["membership", "user", "starts_on"], name="governance_deputy_once"
            )
        ]

    def __str__(self) -> str:
        return f"Deputy {self.pk}"


class MeetingSeries(BaseModel):
    """
    How a committee's meetings come back: a rule of RFC 5545 in London's time.

    `exceptions` are days on which there is none, each with its reason: {"2026-12-25": "Christmas"}.
    """

    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="series")
    name = models.CharField(max_length=120)
    rule = models.CharField(max_length=200, help_text="FREQ=MONTHLY;BYDAY=3TH")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    start_time = models.TimeField()
    minutes = models.PositiveSmallIntegerField(default=120)
    holiday_rule = models.CharField(max_length=10, choices=HolidayRule, default=HolidayRule.NEXT)
    exceptions = models.JSONField(default=dict, blank=True)
    mode = models.CharField(max_length=10, choices=MeetingMode, default=MeetingMode.ONLINE)
    place = models.CharField(max_length=200, blank=True)
    join_url = models.URLField(max_length=300, blank=True)

    class Meta:
        verbose_name_plural = "meeting series"

    def __str__(self) -> str:
        return self.name


class ForwardPlanItem(BaseModel):
    """Something that a committee takes up every so many meetings, drafted onto its agendas."""

    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="forward_plan")
    title = models.CharField(max_length=200)
    purpose = models.CharField(max_length=10, choices=Purpose)
    visibility = models.CharField(max_length=12, choices=Visibility, default=Visibility.OPEN)
    presenter = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    minutes_planned = models.PositiveSmallIntegerField(default=10)
    every = models.PositiveSmallIntegerField(default=1, help_text="Every so many meetings")
    first_meeting = models.PositiveIntegerField(
        default=1, help_text="The number of the meeting from which it counts"
    )
    wants_paper = models.BooleanField(default=True)
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(every__gte=1), name="governance_plan_every")
        ]

    def __str__(self) -> str:
        return self.title
