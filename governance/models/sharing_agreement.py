from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from accounts.codes import JobRole
from accounts.models import Organization
from core.models import BaseModel
from governance.codes import AgreementState, ArticleNine, ArticleSix, AssessmentState

from .committee import Committee
from .decision import Decision
from .reach import Reach

# Whoever runs feeds, answers for privacy or sits on a committee may read what is agreed.
READS_AGREEMENTS = frozenset({JobRole.PRIVACY_OFFICER, JobRole.INTEGRATION_ENGINEER})


class ImpactAssessmentQuerySet(models.QuerySet["ImpactAssessment"]):
    def visible_to(self, reach: Reach) -> Self:
        """Keep the assessments that a viewer may read: all for those who answer for privacy."""
        if reach.viewer.job_role in READS_AGREEMENTS:
            return self.all()
        return self.filter(committee__in=reach.reads)


class ImpactAssessment(BaseModel):
    """A data protection impact assessment, DPIA (UK GDPR, Article 35)."""

    committee = models.ForeignKey(
        Committee, on_delete=models.PROTECT, related_name="impact_assessments"
    )
    reference = models.CharField(max_length=20, unique=True)
    title = models.CharField(max_length=200)
    purpose = models.TextField()
    processing = models.TextField(help_text="Nature, scope, context")
    necessity = models.TextField(help_text="Why it is necessary and proportionate")
    risks = models.TextField(help_text="Risks to people, and measures against them")
    consultation = models.TextField(blank=True)
    advice = models.TextField(blank=True, help_text="Of the data protection officer")
    advice_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    advised_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=12, choices=AssessmentState, default=AssessmentState.DRAFT)
    signed_off_at = models.DateTimeField(null=True, blank=True)
    signed_off_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    review_on = models.DateField()
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = ImpactAssessmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=AssessmentState.SIGNED_OFF)
                | Q(signed_off_at__isnull=False, signed_off_by__isnull=False),
                name="governance_dpia_signed_whole",
            )
        ]

    def __str__(self) -> str:
        return self.reference


class SharingAgreementQuerySet(models.QuerySet["SharingAgreement"]):
    def visible_to(self, reach: Reach) -> Self:
        """Keep the agreements that a viewer may read: all for those who run feeds or privacy."""
        if reach.viewer.job_role in READS_AGREEMENTS:
            return self.all()
        return self.filter(committee__in=reach.reads)


class SharingAgreement(BaseModel):
    """
    What organizations agree to share, why, on what lawful basis and until when.

    How it stands on a day is computed (`policies.agreements`).
    """

    committee = models.ForeignKey(
        Committee, on_delete=models.PROTECT, related_name="sharing_agreements"
    )
    reference = models.CharField(max_length=20)
    version = models.PositiveSmallIntegerField(default=1)
    title = models.CharField(max_length=200)
    purposes = models.TextField()
    data_sets = ArrayField(models.CharField(max_length=80), help_text="What is shared, in words")
    article_six = models.CharField(max_length=2, choices=ArticleSix)
    article_nine = models.CharField(max_length=5, choices=ArticleNine)
    confidentiality_basis = models.CharField(
        max_length=200, blank=True, help_text="Common law duty of confidentiality"
    )
    impact_assessment = models.ForeignKey(
        ImpactAssessment, on_delete=models.PROTECT, related_name="agreements", null=True, blank=True
    )
    decision = models.ForeignKey(
        Decision, on_delete=models.PROTECT, related_name="agreements", null=True, blank=True
    )
    state = models.CharField(max_length=10, choices=AgreementState, default=AgreementState.DRAFT)
    starts_on = models.DateField()
    expires_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    ended_reason = models.CharField(max_length=300, blank=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = SharingAgreementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["reference", "version"], name="governance_agreement_version"
            ),
            models.CheckConstraint(
                condition=Q(expires_on__gte=F("starts_on")),
                name="governance_agreement_ends_after_start",
            ),
            models.CheckConstraint(
                condition=~Q(state=AgreementState.ENDED) | Q(ended_on__isnull=False),
                name="governance_agreement_ended_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} v{self.version}"


class AgreementParty(BaseModel):
    """An organization that is party to an agreement, and who signed for it."""

    agreement = models.ForeignKey(
        SharingAgreement, on_delete=models.PROTECT, related_name="parties"
    )
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    is_controller = models.BooleanField(default=True)
    gives = models.BooleanField(default=True)
    receives = models.BooleanField(default=True)
    signatory = models.CharField(max_length=120, blank=True)
    signed_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "agreement parties"
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "organization"], name="governance_party_once"
            )
        ]

    def __str__(self) -> str:
        return f"Party {self.pk}"


class AgreementFeed(BaseModel):
    """A feed that rests on an agreement, by its code: what feeds are is known to records."""

    agreement = models.ForeignKey(SharingAgreement, on_delete=models.PROTECT, related_name="feeds")
    feed_code = models.SlugField(max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "feed_code"], name="governance_agreement_feed_once"
            )
        ]
        indexes = [models.Index(fields=["feed_code"], name="governance_agreement_of_feed")]

    def __str__(self) -> str:
        return f"Agreement feed {self.pk}"
