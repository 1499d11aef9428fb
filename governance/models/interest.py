from django.conf import settings
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from accounts.models import Organization
from core.models import BaseModel
from governance.codes import InterestKind, Mitigation

from .agenda import AgendaItem


class Interest(BaseModel):
    """An entry in the register of interests: somebody's own, from when to when."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="interests"
    )
    kind = models.CharField(max_length=15, choices=InterestKind)
    description = models.CharField(max_length=300)
    party = models.CharField(max_length=200, blank=True, help_text="With whom")
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    declared_at = models.DateTimeField()

    # What an entry said before it was corrected must stay to be found.
    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="governance_interest_ends_after_start",
            )
        ]
        indexes = [models.Index(fields=["user", "-starts_on"], name="governance_interest_of")]

    def __str__(self) -> str:
        return f"Interest {self.pk}"


class ItemInterest(BaseModel):
    """Somebody's interest in one agenda item, and what follows; it may be lifted, never lost."""

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="interests")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="item_interests"
    )
    interest = models.ForeignKey(
        Interest, on_delete=models.PROTECT, related_name="declarations", null=True, blank=True
    )
    words = models.CharField(max_length=300)
    mitigation = models.CharField(max_length=10, choices=Mitigation)
    declared_at = models.DateTimeField()
    declared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    lifted_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["item", "user"],
                condition=Q(lifted_at__isnull=True),
                name="governance_item_interest_one_open",
            ),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True, lifted_by__isnull=True)
                | Q(lifted_at__isnull=False, lifted_by__isnull=False),
                name="governance_item_interest_lifted_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"Item interest {self.pk}"
