from decimal import Decimal

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from accounts.codes import CareSetting
from analytics.codes import (
    BenefitClass,
    BenefitStatus,
    Distribution,
    Factor,
    HoursBasis,
    RateBasis,
)
from core.models import BaseModel

GRADES = [MinValueValidator(1), MaxValueValidator(6)]


class BenefitProfile(BaseModel):
    """
    A benefit in the register: whose it is, what it was before, what it is measured by.

    Without a setting it is not counted by accesses, and has no value in pounds.
    """

    code = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=120)
    description = models.TextField()
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    owner_title = models.CharField(max_length=120, help_text="The post that owns it")
    care_setting = models.CharField(max_length=20, choices=CareSetting, blank=True)
    benefit_class = models.CharField(
        "class", max_length=20, choices=BenefitClass, default=BenefitClass.CAPACITY
    )
    status = models.CharField(
        max_length=12, choices=BenefitStatus, default=BenefitStatus.IDENTIFIED
    )
    measure = models.CharField(max_length=60, help_text="Code of the measure it is tracked by")
    baseline = models.TextField(help_text="How it was before, when and how that was measured")
    counterfactual = models.TextField(help_text="What would happen without the service")
    dependencies = models.TextField(blank=True)
    starts_on = models.DateField()
    ramp_months = models.PositiveSmallIntegerField(
        default=0, help_text="Months until it counts in full"
    )
    evidence_grade = models.PositiveSmallIntegerField(default=6, validators=GRADES)
    cash_shown_by = models.CharField(
        max_length=200, blank=True, help_text="What shows that it released cash"
    )

    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(benefit_class=BenefitClass.CASH) | ~Q(cash_shown_by=""),
                name="analytics_benefit_cash_is_shown",
            ),
            models.CheckConstraint(
                condition=Q(evidence_grade__range=(1, 6)), name="analytics_benefit_grade"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class BenefitScenario(BaseModel):
    """A way to reckon all benefits: the claim as published, or with the risks taken off."""

    code = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=120)
    description = models.TextField()
    order = models.PositiveSmallIntegerField(default=100)
    is_default = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["is_default"],
                condition=Q(is_default=True),
                name="analytics_scenario_one_default",
            )
        ]

    def __str__(self) -> str:
        return self.title


class BenefitParameter(BaseModel):
    """
    A factor of a benefit in a scenario, from a day on, with its range and where it comes from.

    Rows are added and never changed: of two from the same day the one recorded last counts.
    `low` and `high` are the ends of a triangle or a band; of a normal distribution `high` is
    blank and `low` the standard deviation.
    """

    scenario = models.ForeignKey(
        BenefitScenario, on_delete=models.PROTECT, related_name="parameters"
    )
    profile = models.ForeignKey(BenefitProfile, on_delete=models.PROTECT, related_name="parameters")
    factor = models.CharField(max_length=12, choices=Factor)
    valid_from = models.DateField()
    distribution = models.CharField(max_length=12, choices=Distribution, default=Distribution.FIXED)
    value = models.DecimalField(max_digits=16, decimal_places=8)
    low = models.DecimalField(max_digits=16, decimal_places=8, null=True, blank=True)
    high = models.DecimalField(max_digits=16, decimal_places=8, null=True, blank=True)
    source = models.CharField(max_length=300)
    grade = models.PositiveSmallIntegerField(
        validators=GRADES, help_text="Confidence, 1 (best) to 6"
    )
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    class Meta:
        indexes = [
            models.Index(
                fields=["scenario", "profile", "factor", "-valid_from"],
                name="analytics_parameter_latest",
            )
        ]
        constraints = [
            models.CheckConstraint(condition=Q(grade__range=(1, 6)), name="analytics_grade")
        ]

    def __str__(self) -> str:
        return f"Parameter {self.pk}"


class RateCard(BaseModel):
    """What an hour of somebody's work costs, by which count, in which year."""

    title = models.CharField(max_length=120)
    pounds_an_hour = models.DecimalField(
        max_digits=10, decimal_places=6, validators=[MinValueValidator(Decimal(0))]
    )
    basis = models.CharField(max_length=16, choices=RateBasis)
    hours = models.CharField(max_length=16, choices=HoursBasis)
    price_year = models.CharField(max_length=9)
    source = models.CharField(max_length=300)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["title", "basis", "hours", "price_year"], name="analytics_rate_once"
            )
        ]

    def __str__(self) -> str:
        return self.title


class BenefitClaim(BaseModel):
    """A figure that somebody published, kept as it was said, to be held against the others."""

    code = models.SlugField(max_length=60, unique=True)
    words = models.CharField(max_length=200)
    value = models.DecimalField(max_digits=16, decimal_places=4)
    unit = models.CharField(max_length=40)
    said_on = models.DateField()
    source = models.CharField(max_length=300)
    is_verified = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.words
