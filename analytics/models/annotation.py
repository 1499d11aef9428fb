from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import Organization
from analytics.codes import AnnotationKind
from core.models import BaseModel


class Annotation(BaseModel):
    """Something that happened, which charts mark: for one organization and those below, or all."""

    on = models.DateField()
    until = models.DateField(null=True, blank=True)
    kind = models.CharField(max_length=20, choices=AnnotationKind)
    words = models.CharField(max_length=120)
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("on")),
                name="analytics_annotation_ends_after_start",
            )
        ]
        indexes = [models.Index(fields=["on"], name="analytics_annotation_on")]

    def __str__(self) -> str:
        return f"Annotation {self.pk}"


class Rebase(BaseModel):
    """
    A point from which a control chart counts anew, with who decided so and why.

    A chart is named by its measure, its steps and the filters that it was drawn with.
    """

    chart = models.CharField(max_length=60)
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    on = models.DateField()
    reason = models.CharField(max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["chart", "organization", "on"],
                condition=Q(removed_at__isnull=True),
                nulls_distinct=False,
                name="analytics_rebase_once",
            )
        ]

    def __str__(self) -> str:
        return f"Rebase {self.pk}"


class Target(BaseModel):
    """What a measure is to reach, from a day, at an organization or everywhere."""

    measure = models.CharField(max_length=60)
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    value = models.DecimalField(max_digits=12, decimal_places=3)
    valid_from = models.DateField()
    source = models.CharField(max_length=200, help_text="Who set it, and where it is written")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "organization", "valid_from"],
                nulls_distinct=False,
                name="analytics_target_once",
            )
        ]

    def __str__(self) -> str:
        return f"Target {self.pk}"
