from typing import Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from core.models import BaseModel
from governance.codes import (
    AssessmentKind,
    Consequence,
    ControlKind,
    HazardLikelihood,
    HazardSeverity,
    HazardState,
    Likelihood,
    RegisterEventKind,
    RiskCategory,
    RiskState,
    ScoreKind,
    Visibility,
)

from .action_item import ActionItem
from .committee import Committee
from .reach import Reach


class RiskQuerySet(models.QuerySet["Risk"]):
    def visible_to(self, reach: Reach) -> Self:
        """Keep the risks of committees that a viewer reads; of observed ones the open risks."""
        reads = Q(committee__in=reach.reads) & ~Q(visibility=Visibility.RESTRICTED)
        observes = Q(committee__in=reach.observes, visibility=Visibility.OPEN)
        return self.filter(
            Q(committee__in=reach.serves) | reads | observes | Q(owner_id=reach.user_id)
        )


class Risk(BaseModel):
    """
    Something that may happen to the programme, in the terms of the 5 × 5 matrix (NPSA, 2008).

    What it scores is never stored here: `policies.risk_scores` works it out from its scores.
    """

    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="risks")
    number = models.PositiveIntegerField(help_text="Within its committee")
    title = models.CharField(max_length=200)
    cause = models.TextField(blank=True)
    effect = models.TextField(blank=True)
    controls = models.TextField(blank=True, help_text="What is in place, as Markdown")
    category = models.CharField(max_length=12, choices=RiskCategory)
    visibility = models.CharField(max_length=12, choices=Visibility, default=Visibility.OPEN)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=RiskState, default=RiskState.OPEN)
    opened_on = models.DateField()
    review_on = models.DateField()
    closed_at = models.DateTimeField(null=True, blank=True)
    actions = models.ManyToManyField(ActionItem, related_name="risks", blank=True)

    objects = RiskQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "number"], name="governance_risk_number")
        ]

    def __str__(self) -> str:
        return f"Risk {self.pk}"


class RiskScore(BaseModel):
    """A score that somebody gave a risk, and why; the database keeps it as it is."""

    risk = models.ForeignKey(Risk, on_delete=models.PROTECT, related_name="scores")
    kind = models.CharField(max_length=10, choices=ScoreKind)
    consequence = models.PositiveSmallIntegerField(
        choices=Consequence, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    likelihood = models.PositiveSmallIntegerField(
        choices=Likelihood, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    why = models.CharField(max_length=500)
    scored_at = models.DateTimeField()
    scored_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["risk", "scored_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(consequence__range=(1, 5), likelihood__range=(1, 5)),
                name="governance_risk_score_within_matrix",
            )
        ]

    def __str__(self) -> str:
        return f"Risk score {self.pk}"


class RiskEvent(BaseModel):
    """What happened to a risk, apart from its scores; the database keeps it as it is."""

    risk = models.ForeignKey(Risk, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=12, choices=RegisterEventKind)
    words = models.TextField(blank=True)
    happened_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["happened_at", "created_at"]

    def __str__(self) -> str:
        return f"Risk event {self.pk}"


class RiskAppetite(BaseModel):
    """The highest score that a committee tolerates for a category; what is above stands out."""

    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="appetites")
    category = models.CharField(max_length=12, choices=RiskCategory)
    most = models.PositiveSmallIntegerField(
        validators=[MinValueValidator(1), MaxValueValidator(25)]
    )
    words = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "category"], name="governance_appetite_once"
            )
        ]

    def __str__(self) -> str:
        return f"Appetite {self.pk}"


class HazardQuerySet(models.QuerySet["Hazard"]):
    def visible_to(self, reach: Reach) -> Self:
        """Keep the hazards of committees that a viewer may know of from within."""
        return self.filter(Q(committee__in=reach.committees) | Q(owner_id=reach.user_id))


class Hazard(BaseModel):
    """A clinical hazard of the service (DCB0129, DCB0160), on its own matrix."""

    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="hazards")
    number = models.PositiveIntegerField(help_text="Within its committee")
    name = models.CharField(max_length=200)
    description = models.TextField()
    causes = models.TextField(blank=True)
    effect = models.TextField(blank=True)
    harm = models.TextField(blank=True)
    existing_controls = models.TextField(blank=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=HazardState, default=HazardState.OPEN)
    transferred_to = models.CharField(max_length=200, blank=True)
    opened_on = models.DateField()
    review_on = models.DateField()
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = HazardQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "number"], name="governance_hazard_number")
        ]

    def __str__(self) -> str:
        return f"Hazard {self.pk}"


class HazardEvent(BaseModel):
    """What happened to a hazard, apart from its assessments; the database keeps it as it is."""

    hazard = models.ForeignKey(Hazard, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=12, choices=RegisterEventKind)
    words = models.TextField(blank=True)
    happened_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["happened_at", "created_at"]

    def __str__(self) -> str:
        return f"Hazard event {self.pk}"


class HazardControl(BaseModel):
    """Something that makes a hazard less likely or less bad, and where it is realised."""

    hazard = models.ForeignKey(Hazard, on_delete=models.PROTECT, related_name="controls")
    kind = models.CharField(max_length=20, choices=ControlKind)
    description = models.CharField(max_length=500)
    evidence = models.CharField(
        max_length=300, blank=True, help_text="The test, course, release or procedure"
    )
    in_place_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return f"Control {self.pk}"


class HazardAssessment(BaseModel):
    """How severe and how likely a hazard is, before or after control; the database keeps it."""

    hazard = models.ForeignKey(Hazard, on_delete=models.PROTECT, related_name="assessments")
    kind = models.CharField(max_length=10, choices=AssessmentKind)
    severity = models.CharField(max_length=15, choices=HazardSeverity)
    likelihood = models.CharField(max_length=10, choices=HazardLikelihood)
    why = models.CharField(max_length=500)
    assessed_at = models.DateTimeField()
    assessed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["hazard", "assessed_at"]

    def __str__(self) -> str:
        return f"Assessment {self.pk}"


class HazardSignOff(BaseModel):
    """A clinical safety officer has signed a hazard off, as it then stood; `sha256` pins it."""

    hazard = models.ForeignKey(Hazard, on_delete=models.PROTECT, related_name="sign_offs")
    statement = models.CharField(max_length=500)
    sha256 = models.CharField(max_length=64)
    signed_at = models.DateTimeField()
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["hazard", "-signed_at"]

    def __str__(self) -> str:
        return f"Sign-off {self.pk}"
