from django.conf import settings
from django.db import models

from accounts.codes import CareSetting, JobRole
from accounts.models import Organization
from analytics.codes import EventSource, UsageKind


class UsagePerson(models.Model):
    """
    Somebody who used the service, as a number that figures may keep.

    Without an account: one who used the service before this one.
    """

    id = models.AutoField(primary_key=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    def __str__(self) -> str:
        return f"Usage person {self.pk}"


class Stratum(models.Model):
    """
    Where something was done, and as what (FHIR Measure stratifier).

    The board is the one that the organization belonged to when the stratum was first seen, so
    that history stays where it was. A sign-in of somebody who had yet to choose a role has none.
    """

    id = models.AutoField(primary_key=True)
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    board = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    job_role = models.CharField(max_length=30, choices=JobRole, blank=True)
    care_setting = models.CharField(max_length=20, choices=CareSetting, default=CareSetting.OTHER)

    class Meta:
        verbose_name_plural = "strata"
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "board", "job_role", "care_setting"],
                nulls_distinct=False,
                name="analytics_stratum_once",
            )
        ]

    def __str__(self) -> str:
        return f"Stratum {self.pk}"


class IntakeRun(models.Model):
    """
    One time that events were taken from the trails, and up to which line of each.

    A report's cut is the number of a run: what came later is not in it.
    """

    id = models.AutoField(primary_key=True)
    at = models.DateTimeField()
    taken = models.PositiveIntegerField(default=0)
    last_sign_in = models.BigIntegerField(default=0)
    last_access = models.BigIntegerField(default=0)
    seconds = models.FloatField(default=0)

    def __str__(self) -> str:
        return f"Intake {self.pk}"


class UsageEvent(models.Model):
    """
    Something that somebody did: raw, and what every figure of use is counted from.

    Partitioned by month of `local_date`, the day in London, which is settled once, here. `subject`
    tells one record from another and leads back to none. The database refuses changes.
    """

    pk = models.CompositePrimaryKey("local_date", "source", "source_id")
    at = models.DateTimeField()
    source_id = models.BigIntegerField()
    subject = models.BigIntegerField(null=True)
    local_date = models.DateField()
    person = models.ForeignKey(
        UsagePerson,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        db_constraint=False,
        db_index=False,
    )
    stratum = models.ForeignKey(
        Stratum, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    intake = models.ForeignKey(
        IntakeRun, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    source = models.SmallIntegerField(choices=EventSource)
    kind = models.SmallIntegerField(choices=UsageKind)
    in_emergency = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"Event {self.source}/{self.source_id}"
