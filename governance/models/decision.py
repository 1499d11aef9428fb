from typing import Self

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import Q

from core.models import BaseModel
from governance.codes import Majority, MotionState, VoteChoice, VotingMethod, WrittenState

from .agenda import AgendaItem
from .committee import Committee, Membership
from .reach import Reach, known_items, known_minutes


class MotionQuerySet(models.QuerySet["Motion"]):
    def visible_to(self, reach: Reach) -> Self:
        """Keep the motions of items that a viewer may know of."""
        return self.filter(known_items(reach, "item__"))


class Motion(BaseModel):
    """
    Words that the committee is asked to agree to, and what became of them.

    The tally is stored when it is closed. A recorded vote shows who voted how; a secret one keeps
    ballots apart from voters.
    """

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="motions")
    number = models.PositiveSmallIntegerField(help_text="Within its item")
    text = models.TextField()
    proposer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    seconder = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    method = models.CharField(max_length=10, choices=VotingMethod, default=VotingMethod.CONSENSUS)
    majority = models.CharField(max_length=12, choices=Majority, default=Majority.SIMPLE)
    is_recorded = models.BooleanField(
        default=False, help_text="A member has asked that the minutes say who voted how"
    )
    state = models.CharField(max_length=10, choices=MotionState, default=MotionState.DRAFT)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    votes_for = models.PositiveSmallIntegerField(null=True, blank=True)
    votes_against = models.PositiveSmallIntegerField(null=True, blank=True)
    abstentions = models.PositiveSmallIntegerField(null=True, blank=True)
    casting_vote = models.CharField(max_length=10, choices=VoteChoice, blank=True)
    quorum = models.JSONField(
        default=dict, blank=True, help_text="What was found of the quorum when it was closed"
    )

    objects = MotionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "number"], name="governance_motion_number"),
            models.UniqueConstraint(
                fields=["item"],
                condition=Q(state=MotionState.OPEN),
                name="governance_motion_one_open",
            ),
        ]

    def __str__(self) -> str:
        return f"Motion {self.pk}"


class Vote(BaseModel):
    """How one seat voted on a motion that is decided with names."""

    motion = models.ForeignKey(Motion, on_delete=models.PROTECT, related_name="votes")
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="The member, or the deputy",
    )
    choice = models.CharField(max_length=10, choices=VoteChoice)
    cast_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["motion", "membership"], name="governance_vote_one_a_seat"
            ),
            models.UniqueConstraint(fields=["motion", "user"], name="governance_vote_one_a_person"),
        ]

    def __str__(self) -> str:
        return f"Vote {self.pk}"


class VoterMark(BaseModel):
    """One seat has voted in a secret ballot, and who sat in it; how is not known."""

    motion = models.ForeignKey(Motion, on_delete=models.PROTECT, related_name="voter_marks")
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["motion", "membership"], name="governance_mark_one_a_seat"
            ),
            models.UniqueConstraint(fields=["motion", "user"], name="governance_mark_one_a_person"),
        ]

    def __str__(self) -> str:
        return f"Voter mark {self.pk}"


class SecretTally(models.Model):
    """
    How many ballots of a secret vote say what: counters, so that no ballot has a row or a time.

    Ballots with rows of their own would follow their voters in the order in which they were stored.
    """

    motion = models.ForeignKey(Motion, on_delete=models.PROTECT, related_name="secret_tallies")
    choice = models.CharField(max_length=10, choices=VoteChoice)
    ballots = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name_plural = "secret tallies"
        constraints = [
            models.UniqueConstraint(fields=["motion", "choice"], name="governance_tally_once")
        ]

    def __str__(self) -> str:
        return f"Tally {self.pk}"


class WrittenResolutionQuerySet(models.QuerySet["WrittenResolution"]):
    def visible_to(self, reach: Reach) -> Self:
        """Keep those of committees whose private items a viewer reads; conflicted ones are out."""
        return self.filter(committee__in=reach.reads).exclude(interests__user_id=reach.user_id)


class WrittenResolution(BaseModel):
    """A decision asked for between meetings, with a deadline; the next meeting ratifies it."""

    committee = models.ForeignKey(
        Committee, on_delete=models.PROTECT, related_name="written_resolutions"
    )
    number = models.PositiveIntegerField(help_text="Within its committee")
    title = models.CharField(max_length=200)
    text = models.TextField()
    reason = models.TextField(help_text="Why it cannot wait for the next meeting")
    majority = models.CharField(max_length=12, choices=Majority, default=Majority.SIMPLE)
    state = models.CharField(max_length=10, choices=WrittenState, default=WrittenState.OPEN)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    deadline_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    quorum = models.JSONField(default=dict, blank=True)

    objects = WrittenResolutionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "number"], name="governance_written_number"
            )
        ]

    def __str__(self) -> str:
        return f"Written resolution {self.pk}"


class WrittenResponse(BaseModel):
    """How one member answered a resolution in writing, by name."""

    resolution = models.ForeignKey(
        WrittenResolution, on_delete=models.PROTECT, related_name="responses"
    )
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    choice = models.CharField(max_length=10, choices=VoteChoice)
    comment = models.CharField(max_length=500, blank=True)
    answered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["resolution", "membership"], name="governance_response_one_a_seat"
            )
        ]

    def __str__(self) -> str:
        return f"Response {self.pk}"


class WrittenInterest(BaseModel):
    """A member has an interest in a resolution in writing: they neither read it nor answer."""

    resolution = models.ForeignKey(
        WrittenResolution, on_delete=models.PROTECT, related_name="interests"
    )
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    words = models.CharField(max_length=300)
    declared_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["resolution", "user"], name="governance_written_interest_once"
            )
        ]

    def __str__(self) -> str:
        return f"Written interest {self.pk}"


class DecisionQuerySet(models.QuerySet["Decision"]):
    def visible_to(self, reach: Reach) -> Self:
        """Keep decisions whose item, or resolution in writing, a viewer may know of."""
        in_writing = Q(item__isnull=True, committee__in=reach.reads) & ~Q(
            written_resolution__interests__user_id=reach.user_id
        )
        return self.filter(known_minutes(reach) | in_writing).distinct()

    def in_force(self) -> Self:
        """Keep those that no later decision has replaced."""
        return self.filter(superseded_by__isnull=True)


class Decision(BaseModel):
    """
    What a committee decided: a fact with a number, which the database keeps as it is.

    A later decision supersedes it by a row of its own. `voters` are those who were there and could
    vote; without a quorum it is a recommendation until it is ratified.
    """

    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="decisions")
    number = models.CharField(max_length=30, unique=True, help_text="OHC-GB/2627/014")
    item = models.ForeignKey(
        AgendaItem, on_delete=models.PROTECT, related_name="decisions", null=True, blank=True
    )
    motion = models.OneToOneField(
        Motion, on_delete=models.PROTECT, related_name="decision", null=True, blank=True
    )
    written_resolution = models.OneToOneField(
        WrittenResolution,
        on_delete=models.PROTECT,
        related_name="decision",
        null=True,
        blank=True,
    )
    title = models.CharField(max_length=200)
    text = models.TextField()
    rationale = models.TextField(blank=True)
    options = models.TextField(blank=True, help_text="What else was considered")
    voters = models.JSONField(default=list, help_text="Names and seats, as they then were")
    is_quorate = models.BooleanField()
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, related_name="superseded_by", null=True, blank=True
    )
    effective_on = models.DateField()
    decided_at = models.DateTimeField()

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["-decided_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(item__isnull=False) | Q(written_resolution__isnull=False),
                name="governance_decision_comes_from_somewhere",
            )
        ]
        indexes = [
            models.Index(fields=["committee", "-decided_at"], name="governance_decision_of"),
            GinIndex(
                SearchVector("number", "title", "text", "rationale", config="english"),
                name="governance_decision_words",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Ratification(BaseModel):
    """A later meeting has ratified a recommendation, or a resolution in writing."""

    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="ratification")
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="ratifications")
    ratified_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"Ratification {self.pk}"
