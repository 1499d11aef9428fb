from django.conf import settings
from django.db import models

from accounts.models import Organization
from analytics.codes import ReportFrequency, ReportState
from core.models import BaseModel

from .event import IntakeRun


class ReportDefinition(BaseModel):
    """A report that can be run again and again: what of, for whom, and when."""

    title = models.CharField(max_length=120)
    organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        help_text="Whose figures; none means the whole service",
    )
    sections = models.JSONField(default=list, help_text="Keys of the sections that it holds")
    frequency = models.CharField(max_length=10, choices=ReportFrequency, blank=True)
    is_active = models.BooleanField(default=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    def __str__(self) -> str:
        return self.title


class ReportRun(BaseModel):
    """
    A report frozen: the cut of the data, the parameters, the version of the code, the figures.

    Running it again at the same cut gives the same figures. The database refuses to change what
    a finished run says.
    """

    definition = models.ForeignKey(ReportDefinition, on_delete=models.PROTECT, related_name="runs")
    state = models.CharField(max_length=10, choices=ReportState, default=ReportState.WAITING)
    first_month = models.DateField()
    last_month = models.DateField()
    cut = models.ForeignKey(
        IntakeRun, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    asked_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    code_version = models.CharField(max_length=40, blank=True)
    parameters = models.JSONField(default=dict)
    figures = models.JSONField(default=dict)
    sha256 = models.CharField(max_length=64, blank=True)
    pdf = models.BinaryField(blank=True, default=b"")
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["definition", "-asked_at"], name="analytics_run_latest"),
        ]

    def __str__(self) -> str:
        return f"Report run {self.pk}"


class ExportLine(BaseModel):
    """That somebody took figures away, and which: differences between exports can be looked for."""

    at = models.DateTimeField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=60)
    selection = models.CharField(max_length=300, help_text="The filters, as in the address")
    rows = models.PositiveIntegerField()
    withheld = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["-at"], name="analytics_export_latest")]

    def __str__(self) -> str:
        return f"Export {self.pk}"
