from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import Competency, Organization, PractitionerRole
from core.models import BaseModel
from core.vault import SealedBytesField
from training.codes import AwardSource, EvidenceState, FileCheck

from .course import CourseVersion
from .learning import Enrolment
from .reach import Reach


class PriorLearningQuerySet(models.QuerySet["PriorLearning"]):
    def within(self, reach: Reach) -> Self:
        """Keep the claims that a viewer may know of: their own, and for trainers their board's."""
        own = Q(user_id=reach.viewer.user_id)
        if not reach.is_trainer:
            return self.filter(own)
        return self.filter(own | Q(role__organization__in=reach.people))


class PriorLearning(BaseModel):
    """
    A claim that somebody learned it elsewhere, with its evidence; a trainer decides.

    Nobody opens the evidence before the virus check has passed; what is infected is destroyed.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="prior_learning"
    )
    role = models.ForeignKey(PractitionerRole, on_delete=models.PROTECT, related_name="+")
    competency = models.ForeignKey(Competency, on_delete=models.PROTECT, related_name="+")
    completed_on = models.DateField()
    provider = models.CharField(max_length=120)
    file_name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=60)
    content = SealedBytesField[bytes, bytes]()
    file_check = models.CharField(max_length=12, choices=FileCheck, default=FileCheck.WAITING)
    check_attempts = models.PositiveSmallIntegerField(default=0)
    next_check_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=EvidenceState, default=EvidenceState.SENT)
    sent_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    decision_reason = models.CharField(max_length=300, blank=True)

    objects = PriorLearningQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "prior learning"
        constraints = [
            models.UniqueConstraint(
                fields=["user", "competency"],
                condition=Q(state=EvidenceState.SENT),
                name="training_prior_one_waiting",
            ),
            models.CheckConstraint(
                condition=Q(state=EvidenceState.SENT)
                | Q(decided_at__isnull=False, decided_by__isnull=False),
                name="training_prior_decided",
            ),
        ]
        indexes = [models.Index(fields=["state", "sent_at"], name="training_prior_waiting")]

    def __str__(self) -> str:
        return f"Prior learning {self.pk}"


class AwardQuerySet(models.QuerySet["Award"]):
    def within(self, reach: Reach, *, on: date) -> Self:
        """
        Keep the awards that a viewer may know of on a day.

        They are their own, those of people who then worked within their reach, and those of people
        who work there now, wherever they earned them.
        """
        work_there = PractitionerRole.objects.current(on).filter(organization__in=reach.people)
        return self.filter(
            Q(user_id=reach.viewer.user_id)
            | Q(organization__in=reach.people)
            | Q(user__in=work_there.values("user"))
        )

    def standing(self) -> Self:
        """Keep those that were not revoked, whether or not they have run out."""
        return self.filter(revoked_at__isnull=True)


class Award(BaseModel):
    """
    Somebody has completed something: a fact. The database refuses any change but a revocation.

    What the certificate prints stands here as it was that day. `anchor_on` is the day from which
    successive renewals count, `rule` how its last day was worked out.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="awards"
    )
    competency = models.ForeignKey(Competency, on_delete=models.PROTECT, related_name="awards")
    version = models.ForeignKey(
        CourseVersion, on_delete=models.PROTECT, related_name="awards", null=True, blank=True
    )
    enrolment = models.ForeignKey(
        Enrolment, on_delete=models.PROTECT, related_name="awards", null=True, blank=True
    )
    prior_learning = models.ForeignKey(
        PriorLearning, on_delete=models.PROTECT, related_name="awards", null=True, blank=True
    )
    source = models.CharField(max_length=10, choices=AwardSource)
    completed_on = models.DateField()
    anchor_on = models.DateField()
    valid_from = models.DateField()
    renew_from = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    rule = models.JSONField(help_text="Rule, period, unit, window and base, as they then were")
    organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Where the learner then worked",
    )
    printed_given_name = models.CharField(max_length=150)
    printed_family_name = models.CharField(max_length=150)
    printed_title = models.CharField(max_length=200, help_text="Course and version, or provider")
    printed_competency = models.CharField(max_length=120)
    printed_organization = models.CharField(max_length=200)
    verify_code = models.CharField(max_length=24, unique=True)
    awarded_at = models.DateTimeField()
    awarded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    revoked_reason = models.CharField(max_length=300, blank=True)

    objects = AwardQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "competency"], name="training_award_once_an_enrolment"
            ),
            models.UniqueConstraint(fields=["prior_learning"], name="training_award_once_a_claim"),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="training_award_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True, revoked_reason="")
                | (Q(revoked_at__isnull=False, revoked_by__isnull=False) & ~Q(revoked_reason="")),
                name="training_award_revoked_whole",
            ),
            models.CheckConstraint(
                condition=Q(source=AwardSource.COURSE, version__isnull=False)
                | Q(source=AwardSource.PRIOR, prior_learning__isnull=False),
                name="training_award_rests_on_something",
            ),
        ]
        indexes = [
            models.Index(fields=["user", "competency", "-valid_from"], name="training_award_person")
        ]

    def __str__(self) -> str:
        return f"Award {self.pk}"
