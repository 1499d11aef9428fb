from django.db import models

from analytics.codes import FactKind

from .event import Stratum, UsagePerson


class _Fact(models.Model):
    """How often something happened in a stretch of time."""

    stratum = models.ForeignKey(
        Stratum, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    kind = models.SmallIntegerField(choices=FactKind)
    n = models.IntegerField()

    class Meta:
        abstract = True


class _Presence(models.Model):
    """
    That somebody was there in a stretch of time: what people are counted by, once each.

    People do not add up: those of two days, or of two strata, may be the same. `did` are bits of
    `codes.Did`.
    """

    person = models.ForeignKey(
        UsagePerson, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    stratum = models.ForeignKey(
        Stratum, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    did = models.SmallIntegerField()
    openings = models.IntegerField(default=0)

    class Meta:
        abstract = True


class DailyFact(_Fact):
    """How often something happened on a day in London, by stratum."""

    pk = models.CompositePrimaryKey("local_date", "stratum_id", "kind")
    local_date = models.DateField()

    def __str__(self) -> str:
        return f"{self.local_date}: {self.n}"


class DailyPerson(_Presence):
    """That somebody was there on a day in London."""

    pk = models.CompositePrimaryKey("local_date", "person_id", "stratum_id")
    local_date = models.DateField()

    def __str__(self) -> str:
        return f"{self.local_date}: {self.person_id}"


class MonthlyFact(_Fact):
    """How often something happened in a month, named by its first day, by stratum."""

    pk = models.CompositePrimaryKey("month", "stratum_id", "kind")
    month = models.DateField()

    def __str__(self) -> str:
        return f"{self.month}: {self.n}"


class MonthlyPerson(_Presence):
    """That somebody was there in a month, and on how many of its days."""

    pk = models.CompositePrimaryKey("month", "person_id", "stratum_id")
    month = models.DateField()
    days = models.SmallIntegerField()

    def __str__(self) -> str:
        return f"{self.month}: {self.person_id}"
