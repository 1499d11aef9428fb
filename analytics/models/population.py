from django.db import models

from accounts.models import Organization
from core.models import BaseModel


class Population(BaseModel):
    """How many residents, or registered patients, an organization cares for, as one source says."""

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="populations"
    )
    counted_on = models.DateField()
    people = models.PositiveIntegerField()
    source = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "counted_on"], name="analytics_population_once"
            )
        ]

    def __str__(self) -> str:
        return f"Population {self.pk}"
